"""What a service sweeps out, so that the platform's tables do not grow for ever.

Idempotency keys serve for a day. Published outbox rows are needed as long as a stream may be refilled from them: as
long as it keeps its events, and a month more. The inbox is needed twice as long: an event that was refilled on its last
day stays in the stream for its whole age once more, and a new handler replays it. Jobs go with their files when they
have expired, and rows that were staged for a job that never came after a day.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Table, delete, exists, not_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.db import Database
from partage_kit.idempotency import KEYS_KEPT
from partage_kit.unit_of_work import Actor

FIRST_AFTER_S = 60
EVERY_S = 3_600
CHUNK = 5_000
"""Rows deleted in one transaction, so that nobody waits long for the writer."""

STAGED = timedelta(days=1)
"""How long an upload may be on its way."""

_MARGIN = timedelta(days=30)
_SWEEPER = Actor("worker:housekeeping", "none", "housekeeping")


async def keep_house(database: Database, stream_max_age_days: int) -> None:
    """Sweep every hour until cancelled; several replicas do no harm."""
    await asyncio.sleep(FIRST_AFTER_S)  # a start has better things to do
    while True:
        await sweep(database, timedelta(days=stream_max_age_days))
        await asyncio.sleep(EVERY_S)


async def sweep(database: Database, stream_max_age: timedelta) -> int:
    """Delete all that is no longer needed, a chunk a transaction; how many rows went."""
    swept = 0
    while gone := await _sweep_chunk(database, stream_max_age):
        swept += gone
    return swept


async def _sweep_chunk(database: Database, stream_max_age: timedelta) -> int:
    tables = database.tables.metadata.tables
    async with database.writing(_SWEEPER) as session:
        now = await clock(session)
        remembered = now - stream_max_age - _MARGIN
        gone = await _delete(session, tables["idempotency_keys"], "created_at", now - KEYS_KEPT)
        gone += await _delete(session, tables["outbox"], "published_at", remembered)
        gone += await _delete(session, tables["jobs"], "expires_at", now, tables["jobs"].c.untidy.is_(False))
        gone += await _delete(session, tables["staged_rows"], "staged_at", now - STAGED, _abandoned(tables))
        return gone + await _delete(session, tables["inbox"], "received_at", remembered - stream_max_age)


def _abandoned(tables: Mapping[str, Table]) -> ColumnElement[bool]:
    """Rows of no job that still works: an upload broke off, or its job ended without tidying."""
    jobs, staged = tables["jobs"], tables["staged_rows"]
    return not_(exists().where(jobs.c.id == staged.c.job_id, jobs.c.untidy.is_(True)))


async def _delete(
    session: AsyncSession, table: Table, column: str, before: datetime, *conditions: ColumnElement[bool]
) -> int:
    key = table.primary_key.columns
    old = select(*key).where(table.c[column] < before, *conditions).limit(CHUNK)
    result = await session.execute(delete(table).where(tuple_(*key).in_(old)))
    return cast("CursorResult[Any]", result).rowcount
