"""Skills that are concepts are among the codes of profiles, so that upgrades of a scheme find who has them."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_CONCEPT = re.compile(r"[a-z][a-z0-9-]{1,30}:[A-Za-z0-9][A-Za-z0-9._-]*")
_LONGEST = 80
_AT_ONCE = 1_000
_profiles = sa.table("profiles", sa.column("id", sa.Uuid()), sa.column("skills", sa.JSON()))
_facets = sa.table(
    "profile_facets", sa.column("profile_id", sa.Uuid()), sa.column("kind", sa.String()), sa.column("code", sa.String())
)


def upgrade() -> None:
    connection = op.get_bind()
    found = sa.select(_profiles.c.id, _profiles.c.skills).order_by(_profiles.c.id).limit(_AT_ONCE)
    rows = connection.execute(found).all()
    while rows:
        codes = [
            {"profile_id": row.id, "kind": "skill", "code": skill}
            for row in rows
            for skill in dict.fromkeys(row.skills)
            if len(skill) <= _LONGEST and _CONCEPT.fullmatch(skill)
        ]
        if codes:
            connection.execute(_facets.insert(), codes)
        rows = connection.execute(found.where(_profiles.c.id > rows[-1].id)).all()


def downgrade() -> None:
    op.execute("DELETE FROM profile_facets WHERE kind = 'skill'")
