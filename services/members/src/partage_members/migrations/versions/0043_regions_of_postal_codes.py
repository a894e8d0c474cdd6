"""The regions of postal codes are imported country by country, so that those of places elsewhere are known, too."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def _text(length: int) -> sa.String:
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "imported_postal_regions",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("postal_code", _text(20), nullable=False),
        sa.Column("nuts", _text(5), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["place_editions.id"],
            name=op.f("fk_imported_postal_regions_edition_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("edition_id", "postal_code", name=op.f("pk_imported_postal_regions")),
    )


def downgrade() -> None:
    op.execute("DELETE FROM place_editions WHERE kind = 'postal_regions'")
    op.drop_table("imported_postal_regions")
