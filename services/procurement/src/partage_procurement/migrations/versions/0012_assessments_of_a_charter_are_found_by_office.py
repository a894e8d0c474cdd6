"""assessments of a charter are found by office and charter together."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("assessments", schema=None) as batch_op:
        batch_op.create_index(
            "ix_assessments_office_charter", ["office", "charter_id", "created_at", "id"], unique=False
        )
        batch_op.drop_index("ix_assessments_charter")


def downgrade() -> None:
    with op.batch_alter_table("assessments", schema=None) as batch_op:
        batch_op.create_index("ix_assessments_charter", ["charter_id", "created_at", "id"], unique=False)
        batch_op.drop_index("ix_assessments_office_charter")
