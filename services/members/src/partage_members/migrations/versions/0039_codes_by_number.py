"""The codes of documents are kept by number: they are counted with every search, and numbers are twice as fast."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CODE = sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "search_codes",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("code", _CODE, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_codes")),
        sa.UniqueConstraint("kind", "code", name=op.f("uq_search_codes_kind_code")),
    )
    op.execute(
        "INSERT INTO search_codes (kind, code) SELECT DISTINCT kind, code FROM search_facets ORDER BY kind, code"
    )
    _made_anew(
        (sa.Column("code", sa.Integer(), nullable=False), sa.Column("scope", sa.Integer(), nullable=False)),
        "SELECT before.number, search_codes.number, scope FROM facets_before AS before "
        "JOIN search_codes ON search_codes.kind = before.kind AND search_codes.code = before.code",
    )


def downgrade() -> None:
    _made_anew(
        (
            sa.Column("scope", sa.Integer(), nullable=False),
            sa.Column("kind", sa.String(length=40), nullable=False),
            sa.Column("code", _CODE, nullable=False),
        ),
        "SELECT before.number, scope, kind, search_codes.code FROM facets_before AS before "
        "JOIN search_codes ON search_codes.number = before.code",
    )
    op.drop_table("search_codes")


def _made_anew(columns: tuple[sa.Column[int] | sa.Column[str], ...], filled: str) -> None:
    """The table with other columns, all of its key, from what it had."""
    op.execute("CREATE TABLE facets_before AS SELECT * FROM search_facets")
    op.drop_table("search_facets")
    names = [column.name for column in columns]
    op.create_table(
        "search_facets",
        sa.Column("number", _NUMBER, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["number"], ["search_documents.number"], name=op.f("fk_search_facets_number"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", *names, name=op.f("pk_search_facets")),
        sqlite_with_rowid=False,
    )
    op.execute(f"INSERT INTO search_facets (number, {', '.join(names)}) {filled}")
    op.drop_table("facets_before")
