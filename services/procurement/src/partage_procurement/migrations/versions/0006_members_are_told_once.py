"""members are told once that an order missed its minimum."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COMMITMENTS = "pooled_commitments"


def upgrade() -> None:
    with op.batch_alter_table(COMMITMENTS) as batch_op:
        batch_op.add_column(sa.Column("told_missed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table(COMMITMENTS) as batch_op:
        batch_op.drop_column("told_missed_at")
