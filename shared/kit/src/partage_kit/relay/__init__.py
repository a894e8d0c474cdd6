"""The relay: from the outbox to the bus, in order, whatever happens in between.

A commit wakes it (in this process directly, in another through LISTEN/NOTIFY on PostgreSQL); a poll is the net beneath.
A row is marked only after the bus has acknowledged it, so a kill in between publishes it twice, and its message id
makes that harmless. While the bus is away events wait in the outbox.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Protocol

import structlog
from prometheus_client import Counter, Gauge
from sqlalchemy.exc import SQLAlchemyError

from partage_kit.bus import Bus, BusUnavailable, Stream, StreamState
from partage_kit.db import Database
from partage_kit.errors import Refusal
from partage_kit.relay.lead import Lead, leading
from partage_kit.relay.marks import Marks
from partage_kit.relay.outbox import Lag, measure, outbox_of, unpublished
from partage_kit.relay.refill import forget_lost

__all__ = ["Lag", "Relay", "stream_of"]

log = structlog.get_logger("partage.relay")

PUBLISHED = Counter("partage_events_published", "Events acknowledged by the bus", ["service"])
WAITING = Gauge("partage_outbox_waiting", "Events that wait in the outbox", ["service"])
OLDEST = Gauge("partage_outbox_oldest_seconds", "How long the oldest of them has waited", ["service"])

DATABASE_FAULTS = (Refusal, SQLAlchemyError, OSError)

CHUNK = 1_000
"""Rows published at once; an atomic batch takes no more."""

PAUSE_S = 0.5
"""Before a new attempt after bus or database failed."""

MARK_S = 0.05
"""Acknowledged rows are marked together: one commit for all of this time, instead of one for each event."""

LOOK_S = 10
"""How often the stream is looked at for losses while the connection lasts."""


class RelaySettings(Protocol):
    """What a relay needs to be told."""

    @property
    def outbox_poll_seconds(self) -> float:
        """The net beneath the wake-up."""

    @property
    def stream_max_age_days(self) -> int:
        """How long the stream keeps events."""


def stream_of(service: str, max_age: timedelta) -> Stream:
    """The stream of one service's facts."""
    return Stream(service.upper(), (f"partage.*.{service}.>",), max_age)


class Relay:
    """Publishes the outbox of one service. Several replicas may run one each: one of them publishes at a time."""

    def __init__(self, database: Database, bus: Bus, settings: RelaySettings, *, look_s: float = LOOK_S) -> None:
        self.database, self.bus = database, bus
        self.stream = stream_of(database.source, timedelta(days=settings.stream_max_age_days))
        self._poll_s, self._look_s = settings.outbox_poll_seconds, look_s
        self._wakeup = asyncio.Event()
        self._marks = Marks(database)
        self._refused: set[int] = set()
        self._reported = ""

    def wake(self) -> None:
        """Something was committed; publish it now."""
        self._wakeup.set()

    async def lag(self) -> Lag:
        """How far the bus is behind the database."""
        return await measure(self.database)

    async def run(self) -> None:
        """Publish until cancelled, through every outage of bus and database."""
        while True:
            try:
                await self.bus.until_connected()
                async with leading(self.database, self.wake, self._poll_s) as lead:
                    await self._publish_while(lead)
            except (BusUnavailable, *DATABASE_FAULTS) as error:
                if (reason := type(error).__name__) != self._reported:
                    log.warning("the relay starts over", reason=reason, detail=str(error).partition("\n")[0])
                self._reported = reason
                await asyncio.sleep(min(self._poll_s, PAUSE_S))

    async def _publish_while(self, lead: Lead) -> None:
        await self.bus.ensure(self.stream)
        self._marks = Marks(self.database)  # the stream may be a new one: what it has acknowledged begins anew
        look, mark, report = Every(self._look_s), Every(MARK_S), Every(self._poll_s)
        seen = None
        try:
            while not lead.lost:
                if look.due() or seen is None:
                    seen = await self._look(seen)
                self._wakeup.clear()
                more = await self._publish_next(lead)
                self._reported = ""
                if mark.due() or more:
                    await self._marks.begin()
                if report.due():
                    await self._report()
                if not more:
                    await self._rest()
        finally:
            for gauge in (WAITING, OLDEST):  # whoever leads next measures
                gauge.remove(self.database.source)
            with suppress(*DATABASE_FAULTS):  # what stays unmarked is published once more, to no harm
                await self._marks.finish()

    async def _look(self, seen: StreamState | None) -> StreamState:
        """Test the invariant of the refill, on a new connection and when the stream's beginning has changed."""
        state = await self.bus.state(self.stream.name)
        if seen is None or state.oldest != seen.oldest or state.messages == 0:
            await forget_lost(self.database, state, self.stream.max_age)
        return state

    async def _publish_next(self, lead: Lead) -> bool:
        """Publish what waits; whether there may be more."""
        handled = self._marks.waiting | self._refused
        found = await unpublished(lead.connection, outbox_of(self.database), CHUNK + len(handled))
        rows = {row_id: message for row_id, message in found.items() if row_id not in handled}
        if not rows:
            return False
        refused = await self.bus.publish(self.stream.name, list(rows.values()))
        for row_id, message in rows.items():
            if reason := refused.get(message.id):
                # it must not hold up the others; it stays in the outbox, is counted as waiting, and tried on a restart
                log.error("the bus refuses an event", event_id=message.id, address=message.address, reason=reason)
                self._refused.add(row_id)
        accepted = rows.keys() - self._refused
        self._marks.waiting |= accepted
        PUBLISHED.labels(self.database.source).inc(len(accepted))
        return len(found) == CHUNK + len(handled)

    async def _report(self) -> None:
        lag = await self.lag()
        WAITING.labels(self.database.source).set(lag.waiting)
        OLDEST.labels(self.database.source).set(lag.oldest_s)

    async def _rest(self) -> None:
        """Until something is committed, or until the poll or a mark is due."""
        with suppress(TimeoutError):
            async with asyncio.timeout(MARK_S if self._marks.waiting else self._poll_s):
                await self._wakeup.wait()


class Every:
    """Something to be done again after so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._now = asyncio.get_running_loop().time
        self._next = self._now() + seconds

    def due(self) -> bool:
        """Whether it is time; if so, the next time is set."""
        if self._now() < self._next:
            return False
        self._next = self._now() + self._seconds
        return True
