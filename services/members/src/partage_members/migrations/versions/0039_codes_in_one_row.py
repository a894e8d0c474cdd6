"""The codes that a document shows in a scope are one row: with every search a thousand rows are read, not seven."""

import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CODE = sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql")
_LETTERS = dict(
    zip(("trade", "sector", "territory", "filiere", "language", "stage", "available", "skill"), "abcdefgh", strict=True)
)
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_NUMBERED = re.compile("q([0-9a-f]+)q")
_AT_ONCE = 5_000
_FROM_BEFORE = (
    "FROM facets_before AS f JOIN codes_before AS c ON c.kind = f.kind AND c.code = f.code GROUP BY number, scope"
)
_INTO = "INSERT INTO search_facets (number, scope, codes) SELECT number, scope, "
_JOINED_ON_POSTGRESQL = f"{_INTO} string_agg(coded, ' ') {_FROM_BEFORE}"
_JOINED_ON_SQLITE = f"{_INTO} group_concat(coded, ' ') {_FROM_BEFORE}"


def upgrade() -> None:
    op.execute("CREATE TABLE facets_before AS SELECT number, scope, kind, code FROM search_facets")
    op.execute(
        "CREATE TABLE codes_before AS SELECT DISTINCT kind, code, CAST(code AS TEXT) AS coded FROM search_facets"
    )
    given = op.get_bind().execute(sa.text("SELECT kind, code FROM codes_before")).all()
    if given:
        writing = sa.text("UPDATE codes_before SET coded = :coded WHERE kind = :kind AND code = :code")
        coded = [{"kind": kind, "code": code, "coded": _LETTERS[kind] + _plain(code)} for kind, code in given]
        op.execute("CREATE INDEX ix_codes_before ON codes_before (kind, code)")
        op.get_bind().execute(writing, coded)
    op.drop_table("search_facets")
    _create(sa.Column("codes", sa.Text(), nullable=False), key=("number", "scope"))
    op.execute(_JOINED_ON_POSTGRESQL if op.get_bind().dialect.name == "postgresql" else _JOINED_ON_SQLITE)
    op.drop_table("facets_before")
    op.drop_table("codes_before")


def downgrade() -> None:
    op.execute("CREATE TABLE facets_after AS SELECT number, scope, codes FROM search_facets")
    op.execute("CREATE INDEX ix_facets_after ON facets_after (number)")
    op.drop_table("search_facets")
    code = (sa.Column("kind", sa.String(length=40), nullable=False), sa.Column("code", _CODE, nullable=False))
    _create(*code, key=("number", "scope", "kind", "code"))
    connection = op.get_bind()
    newest = connection.execute(sa.text("SELECT max(number) FROM facets_after")).scalar() or 0
    reading = sa.text("SELECT number, scope, codes FROM facets_after WHERE number > :after AND number <= :upto")
    adding = sa.text("INSERT INTO search_facets (number, scope, kind, code) VALUES (:number, :scope, :kind, :code)")
    for after in range(0, newest, _AT_ONCE):
        rows = connection.execute(reading, {"after": after, "upto": after + _AT_ONCE})
        if singly := [one for row in rows for one in _singly(row)]:
            connection.execute(adding, singly)
    op.drop_table("facets_after")


def _create(*columns: sa.Column[Any], key: tuple[str, ...]) -> None:
    op.create_table(
        "search_facets",
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("scope", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["number"], ["search_documents.number"], name=op.f("fk_search_facets_number"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_search_facets")),
        sqlite_with_rowid=False,
    )


def _singly(row: Any) -> list[dict[str, Any]]:
    codes = row.codes.split(" ")
    return [
        {"number": row.number, "scope": row.scope, "kind": _KINDS[one[0]], "code": _unplain(one[1:])} for one in codes
    ]


def _plain(text: str) -> str:
    kept = set("0123456789abcdefghijklmnopqrstuvwxyz") - {"q"}
    if set(text) <= kept | {"q"} and not _NUMBERED.search(text):
        return text
    return "".join(character if character in kept else f"q{ord(character):x}q" for character in text)


def _unplain(text: str) -> str:
    return _NUMBERED.sub(lambda found: chr(int(found[1], 16)), text)
