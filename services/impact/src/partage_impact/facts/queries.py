"""Named reads of facts."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from partage_impact.facts.models import Watermark
from partage_kit.db import Readable
from partage_kit.tables import table_of

_marks = table_of(Watermark)


async def watermarks(session: Readable, office: str) -> Mapping[str, date]:
    """The last complete day of each type of facts that has one."""
    statement = select(_marks.c.fact_type, _marks.c.complete_until).where(_marks.c.office == office)
    return {row.fact_type: row.complete_until for row in await session.execute(statement)}
