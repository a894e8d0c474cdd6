"""published evidence tells on which day it was verified, so that a score as of an earlier day leaves it out."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

evidence = sa.table(
    "assessment_evidence",
    sa.column("id", sa.Uuid()),
    sa.column("verified_by", sa.String()),
    sa.column("verified_at", sa.DateTime(timezone=True)),
)
revisions = sa.table(
    "assessment_revisions",
    sa.column("id", sa.Uuid()),
    sa.column("evidence", sa.JSON().with_variant(postgresql.JSONB(), "postgresql")),
)


def upgrade() -> None:
    days = {str(row.id): _day(row.verified_at) for row in op.get_bind().execute(sa.select(evidence))}
    # what was published unverified stays so, even when it was verified since
    _rewrite("verified_by", "verified_on", days)


def downgrade() -> None:
    judges = {str(row.id): row.verified_by for row in op.get_bind().execute(sa.select(evidence))}
    _rewrite("verified_on", "verified_by", judges)


def _rewrite(old: str, new: str, values: dict[str, str | None]) -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(revisions)).all():
        items = [
            {key: value for key, value in item.items() if key != old}
            | {new: None if item[old] is None else values[item["id"]]}
            for item in row.evidence
        ]
        connection.execute(sa.update(revisions).where(revisions.c.id == row.id).values(evidence=items))


def _day(instant: datetime | None) -> str | None:
    if instant is None:
        return None
    aware = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant  # SQLite keeps no offset
    return aware.astimezone(ZoneInfo("Europe/Brussels")).date().isoformat()
