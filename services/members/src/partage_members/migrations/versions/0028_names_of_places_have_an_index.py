"""The names of an imported place are found by its number first, so that no plan reads all of an edition."""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_imported_place_names_place", table_name="imported_place_names")
    op.create_index("ix_imported_place_names_place", "imported_place_names", ["place", "edition_id"])


def downgrade() -> None:
    op.drop_index("ix_imported_place_names_place", table_name="imported_place_names")
    op.create_index("ix_imported_place_names_place", "imported_place_names", ["edition_id", "place", "nth", "rank"])
