"""Places that are imported, edition by edition; shipped ones now tell the languages of their names, in more of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "place_editions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("extent", sa.String(length=2), nullable=False),
        sa.Column("version", sa.String(length=31), nullable=False),
        sa.Column("attribution", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.BigInteger(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_editions")),
        sa.UniqueConstraint("kind", "extent", "version", name=op.f("uq_place_editions_kind_extent_version")),
    )
    with op.batch_alter_table("place_editions", schema=None) as batch_op:
        batch_op.create_index(
            "uq_place_editions_current",
            ["kind", "extent"],
            unique=True,
            sqlite_where=sa.text("state = 'current'"),
            postgresql_where=sa.text("state = 'current'"),
        )

    op.create_table(
        "geonames_names",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=4), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "plain",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("begins", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["place_editions.id"], name=op.f("fk_geonames_names_edition_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("edition_id", "number", name=op.f("pk_geonames_names")),
    )
    with op.batch_alter_table("geonames_names", schema=None) as batch_op:
        batch_op.create_index("ix_geonames_names_entry", ["edition_id", "entry", "language"], unique=False)
        batch_op.create_index("ix_geonames_names_plain", ["edition_id", "plain", "entry"], unique=False)

    op.create_table(
        "imported_places",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column(
            "plain",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["place_editions.id"], name=op.f("fk_imported_places_edition_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("edition_id", "number", name=op.f("pk_imported_places")),
    )
    op.create_table(
        "imported_regions",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column(
            "nuts", sa.String(length=5).with_variant(sa.String(length=5, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("labels", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["place_editions.id"], name=op.f("fk_imported_regions_edition_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("edition_id", "nuts", name=op.f("pk_imported_regions")),
    )
    op.create_table(
        "imported_place_codes",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "postal_code",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id", "place"],
            ["imported_places.edition_id", "imported_places.number"],
            name=op.f("fk_imported_place_codes_edition_id_place"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("edition_id", "place", "postal_code", name=op.f("pk_imported_place_codes")),
    )
    with op.batch_alter_table("imported_place_codes", schema=None) as batch_op:
        batch_op.create_index(
            "ix_imported_place_codes_postal_code", ["postal_code", "edition_id", "place"], unique=False
        )

    op.create_table(
        "imported_place_names",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("inside", sa.Boolean(), nullable=False),
        sa.Column(
            "begins",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "place"],
            ["imported_places.edition_id", "imported_places.number"],
            name=op.f("fk_imported_place_names_edition_id_place"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_place_names")),
    )
    with op.batch_alter_table("imported_place_names", schema=None) as batch_op:
        batch_op.create_index(
            "ix_imported_place_names_begins", ["inside", "begins", "edition_id", "place"], unique=False
        )
        batch_op.create_index(
            "ix_imported_place_names_edition_begins", ["edition_id", "inside", "begins", "place"], unique=False
        )
        batch_op.create_index("ix_imported_place_names_place", ["edition_id", "place", "nth", "rank"], unique=False)
    op.execute("UPDATE search_documents SET stale = true")


def downgrade() -> None:
    with op.batch_alter_table("imported_place_names", schema=None) as batch_op:
        batch_op.drop_index("ix_imported_place_names_place")
        batch_op.drop_index("ix_imported_place_names_edition_begins")
        batch_op.drop_index("ix_imported_place_names_begins")

    op.drop_table("imported_place_names")
    with op.batch_alter_table("imported_place_codes", schema=None) as batch_op:
        batch_op.drop_index("ix_imported_place_codes_postal_code")

    op.drop_table("imported_place_codes")
    op.drop_table("imported_regions")
    op.drop_table("imported_places")
    with op.batch_alter_table("geonames_names", schema=None) as batch_op:
        batch_op.drop_index("ix_geonames_names_plain")
        batch_op.drop_index("ix_geonames_names_entry")

    op.drop_table("geonames_names")
    with op.batch_alter_table("place_editions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_place_editions_current",
            sqlite_where=sa.text("state = 'current'"),
            postgresql_where=sa.text("state = 'current'"),
        )

    op.drop_table("place_editions")
