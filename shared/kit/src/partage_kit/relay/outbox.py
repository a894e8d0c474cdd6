"""The outbox as its relay sees it."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy import Integer, Select, Table, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from partage_kit.bus import Message
from partage_kit.clock import clock, instant_within
from partage_kit.db import Database
from partage_kit.unit_of_work import Actor

RELAY = Actor(subject="relay", office="none", action="relay")


@dataclass(frozen=True)
class Lag:
    """How far the bus is behind the database: events that wait, and how long the oldest has (seconds)."""

    waiting: int
    oldest_s: float


def outbox_of(database: Database) -> Table:
    """The service's outbox table."""
    return database.tables.metadata.tables["outbox"]


async def unpublished(connection: AsyncConnection, outbox: Table, limit: int) -> dict[int, Message]:
    """What waits, in order, by row id.

    Rows are found by `published_at` and never as "id above the last one": on PostgreSQL a row can become visible after
    a row with a higher id.
    """
    rows = (await connection.execute(_waiting(outbox), {"limit": limit})).all()
    return {row.id: Message(str(row.event_id), row.address, row.envelope.encode()) for row in rows}


@cache
def _waiting(outbox: Table) -> Select[int, UUID, str, str]:
    return (
        select(outbox.c.id, outbox.c.event_id, outbox.c.address, outbox.c.envelope)
        .where(outbox.c.published_at.is_(None))
        .order_by(outbox.c.id)
        .limit(bindparam("limit", type_=Integer))
    )


async def mark_published(database: Database, ids: Collection[int]) -> None:
    """Note that the bus has acknowledged these rows."""
    outbox = outbox_of(database)
    marked = update(outbox).where(outbox.c.id.in_(ids)).values(published_at=instant_within(database.dialect))
    async with database.writing(RELAY) as session:
        await session.execute(marked)


async def measure(database: Database) -> Lag:
    """Count what waits."""
    outbox = outbox_of(database)
    waiting = select(func.count(), func.min(outbox.c.created_at)).where(outbox.c.published_at.is_(None))
    async with database.reading() as session:
        count, oldest = (await session.execute(waiting)).one()
        return Lag(count, max(0.0, (await clock(session) - oldest).total_seconds()) if oldest else 0.0)
