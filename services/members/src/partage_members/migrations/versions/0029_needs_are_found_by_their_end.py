"""needs are found by their end."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("needs", schema=None) as batch_op:
        batch_op.create_index("ix_needs_ends_on", ["office", "ends_on"], unique=False)
        batch_op.create_index("ix_needs_source", ["office", "source", "starts_on"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("needs", schema=None) as batch_op:
        batch_op.drop_index("ix_needs_source")
        batch_op.drop_index("ix_needs_ends_on")
