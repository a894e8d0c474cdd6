"""add baseline and target."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("indicator_versions", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("baseline", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("target", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True)
        )


def downgrade() -> None:
    with op.batch_alter_table("indicator_versions", schema=None) as batch_op:
        batch_op.drop_column("target")
        batch_op.drop_column("baseline")
