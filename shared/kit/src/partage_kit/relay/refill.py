"""Refilling a stream that lost events.

Invariant: a row with `published_at` set is in the stream, unless the stream's age limit has removed it. A relay tests
this before it publishes anything on a new connection, and again when the stream's beginning changed under its eyes.
Where it does not hold (the JetStream store was deleted, purged, or restored from an old copy) the lost rows become
unpublished again, and the relay publishes them like any others: nothing else has to survive a crash in between.

The stream keeps the order of publication, and rows remember theirs as (`published_at`, `id`). So what was published
before the stream's oldest message, or after its newest, is lost. Single messages removed from the middle are not
missed: an erasure may do that. A row taken for lost by mistake is a second publication, which readers ignore.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, Row, Table, and_, false, func, or_, select, true, tuple_, update

from partage_kit.bus import StreamState
from partage_kit.clock import clock
from partage_kit.db import Database, Readable
from partage_kit.relay.outbox import RELAY, outbox_of

log = structlog.get_logger("partage.relay")

WINDOW = 2_000
"""Rows looked at beside the stream's ends: a loss shows there, and the whole outbox is read only when one does."""

CHUNK = 5_000
"""Rows made unpublished in one transaction."""


async def forget_lost(database: Database, state: StreamState, max_age: timedelta) -> int:
    """Make the rows unpublished that should be in the stream and are not; how many."""
    outbox = outbox_of(database)
    async with database.reading() as session:
        window, lost = await _loss(session, outbox, state, max_age)
        seen = (await session.execute(select(outbox.c.id).where(window, lost).limit(1))).first()
    if seen is None:
        return 0
    count, last = 0, 0
    while True:
        async with database.writing(RELAY) as session:
            chunk = select(outbox.c.id).where(outbox.c.id > last, lost).order_by(outbox.c.id).limit(CHUNK)
            ids = (await session.execute(chunk)).scalars().all()
            if not ids:
                break
            await session.execute(update(outbox).where(outbox.c.id.in_(ids)).values(published_at=None))
        count, last = count + len(ids), ids[-1]
    log.warning("the stream lost events; they are published again", events=count)
    return count


async def _loss(
    session: Readable, outbox: Table, state: StreamState, max_age: timedelta
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Where to look first, and which rows are lost."""
    # the server's clock removes, and a row is marked a little after it was stored: the last hundredth is left out
    horizon = await clock(session) - max_age + max_age / 100
    # what told of a member who was erased since has an empty envelope, and is not told again
    expected = and_(outbox.c.published_at > horizon, outbox.c.created_at > horizon, outbox.c.envelope != "")
    place = tuple_(outbox.c.published_at, outbox.c.id)
    if state.messages == 0:
        highest = select(func.max(outbox.c.id)).scalar_subquery()
        return outbox.c.id > highest - WINDOW, expected
    windows: list[ColumnElement[bool]] = [false()]
    losses: list[ColumnElement[bool]] = [false()]
    oldest = await _find(session, outbox, state.oldest)
    if oldest is not None:
        windows.append(outbox.c.id.between(oldest.id - WINDOW, oldest.id + WINDOW))
        # an oldest message that is not marked yet was published after all that are
        losses.append(place < (oldest.published_at, oldest.id) if oldest.published_at else true())
    newest = await _find(session, outbox, state.newest)
    if newest is not None and newest.published_at:
        windows.append(outbox.c.id.between(newest.id - WINDOW, newest.id + WINDOW))
        losses.append(place > (newest.published_at, newest.id))
    return or_(*windows), and_(expected, or_(*losses))


async def _find(session: Readable, outbox: Table, event_id: str | None) -> Row[Any, Any] | None:
    if event_id is None:
        return None
    row = select(outbox.c.id, outbox.c.published_at).where(outbox.c.event_id == UUID(event_id))
    return (await session.execute(row)).first()
