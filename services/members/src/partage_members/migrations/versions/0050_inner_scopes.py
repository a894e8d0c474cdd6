"""What everybody or partners see of a document is told in the scopes of partners and members, too."""

from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

_MADE_ANEW = "UPDATE search_documents SET stale = true"


def upgrade() -> None:
    op.execute(_MADE_ANEW)


def downgrade() -> None:
    op.execute(_MADE_ANEW)
