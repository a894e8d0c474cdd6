"""index waves by state and facts by place."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("facts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_facts_placed",
            ["office", "nuts", "person"],
            unique=False,
            sqlite_where=sa.text("nuts IS NOT NULL AND person IS NOT NULL"),
            postgresql_where=sa.text("nuts IS NOT NULL AND person IS NOT NULL"),
        )

    with op.batch_alter_table("waves", schema=None) as batch_op:
        batch_op.create_index("ix_waves_office_state", ["office", "state", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("waves", schema=None) as batch_op:
        batch_op.drop_index("ix_waves_office_state")

    with op.batch_alter_table("facts", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_facts_placed",
            sqlite_where=sa.text("nuts IS NOT NULL AND person IS NOT NULL"),
            postgresql_where=sa.text("nuts IS NOT NULL AND person IS NOT NULL"),
        )
