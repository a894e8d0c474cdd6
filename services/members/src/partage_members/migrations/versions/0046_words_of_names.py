"""The words of names are among the codes of profiles, so that staff finds a member by the beginnings of them."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 80
_AT_ONCE = 1_000
_profiles = sa.table("profiles", sa.column("id", sa.Uuid()), sa.column("sort_name", sa.String()))
_facets = sa.table(
    "profile_facets", sa.column("profile_id", sa.Uuid()), sa.column("kind", sa.String()), sa.column("code", sa.String())
)


def upgrade() -> None:
    _compare_by("C")
    connection = op.get_bind()
    found = sa.select(_profiles.c.id, _profiles.c.sort_name).order_by(_profiles.c.id).limit(_AT_ONCE)
    rows = connection.execute(found).all()
    while rows:
        words = [
            {"profile_id": row.id, "kind": "name", "code": word}
            for row in rows
            for word in sorted({word[:_LONGEST] for word in _WORD.findall(row.sort_name)})
        ]
        if words:
            connection.execute(_facets.insert(), words)
        rows = connection.execute(found.where(_profiles.c.id > rows[-1].id)).all()


def downgrade() -> None:
    op.execute("DELETE FROM profile_facets WHERE kind = 'name'")
    _compare_by("default")


def _compare_by(collation: str) -> None:
    """Beginnings are a range of an index, by code point on both databases."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f'ALTER TABLE profile_facets ALTER COLUMN code TYPE VARCHAR(80) COLLATE "{collation}"')
