"""Let go what has been kept long enough."""

from uuid import UUID

from sqlalchemy import delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.personal_data import PersonalData
from partage_kit.unit_of_work import note_change
from partage_members.retention import queries

CHUNK = 500
"""Rows of a class that go in one transaction, so that nobody waits long for the writer."""


async def let_go(declared: PersonalData, session: AsyncSession, class_id: UUID) -> None:
    """Delete rows of a class whose time is over, some at a time; the audit trail keeps how many of each office."""
    one = queries.going(declared)[class_id]
    key = list(one.table.primary_key.columns)
    over = select(*key).where(queries.is_due(one, await clock(session))).limit(CHUNK)
    gone = delete(one.table).where(tuple_(*key).in_(over)).returning(one.table.c.office)
    offices = list((await session.execute(gone)).scalars())
    for office in sorted(set(offices)):
        before = {"office": office, "rows": offices.count(office)}
        note_change(session, one.table, f"retention:{one.code}", before=before, after=None)
