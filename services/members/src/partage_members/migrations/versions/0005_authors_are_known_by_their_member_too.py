"""authors are known by their member too."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("filieres", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proposed_by_member", sa.Uuid(), nullable=True))

    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.add_column(sa.Column("requested_by", sa.String(length=255), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_column("requested_by")

    with op.batch_alter_table("filieres", schema=None) as batch_op:
        batch_op.drop_column("proposed_by_member")
