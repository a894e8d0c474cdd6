"""orders of a state are read in either order of their list from an index."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("pooled_orders") as batch_op:
        batch_op.drop_index("ix_pooled_orders_decided")
        batch_op.create_index("ix_pooled_orders_decided", ["decided", "locks_at", "id"])
        batch_op.create_index("ix_pooled_orders_decided_created_at", ["decided", "created_at", "id"])


def downgrade() -> None:
    with op.batch_alter_table("pooled_orders") as batch_op:
        batch_op.drop_index("ix_pooled_orders_decided_created_at")
        batch_op.drop_index("ix_pooled_orders_decided")
        batch_op.create_index("ix_pooled_orders_decided", ["decided", "locks_at"])
