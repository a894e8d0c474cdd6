"""An opportunity that its erased poster had contested waits for no answer any longer: there is nothing left to read."""

from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE opportunities SET contested_at = NULL, contest_answered_at = NULL, contest_answer = NULL "
        "WHERE contest IS NULL"
    )


def downgrade() -> None:
    """What is gone does not come back."""
