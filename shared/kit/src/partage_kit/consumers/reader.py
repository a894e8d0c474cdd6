"""Reading one stream for one service: take what came, do it, and only after the commit tell the bus.

What came together is done in one transaction, which makes a backlog fast. When that fails it is done in halves, down to
the single event that cannot be done: that one backs off, comes again, and after the last attempt becomes a dead letter.
The others never wait for it. A database that cannot work is nobody's fault: that is waited for and not counted.
"""

import asyncio
import time
from collections import Counter as Counts
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from prometheus_client import Counter

from partage_kit.bus import Bus, BusUnavailable, Delivery, Durable
from partage_kit.clock import clock
from partage_kit.consumers.burial import bury
from partage_kit.consumers.envelope import Envelope, Malformed, type_of
from partage_kit.consumers.inbox import InboxKey
from partage_kit.consumers.registry import Handler, consumer_name
from partage_kit.consumers.work import Job, do_all
from partage_kit.db import Database
from partage_kit.errors import Busy, Refusal, Unavailable

log = structlog.get_logger("partage.consumers")

HANDLED = Counter("partage_events_handled", "Events a consumer has taken", ["consumer"])
FAILED = Counter("partage_events_failed", "Attempts of a consumer that failed", ["consumer"])
BURIED = Counter("partage_dead_letters", "Events a consumer could not take", ["consumer"])


BEGIN_WITH = 64
"""Events done in the first transactions, until it is known how long they take."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How a reader deals with trouble; all times in seconds."""

    delays: tuple[float, ...] = (0.1, 0.5, 2, 10, 30, 60)
    """Before the second attempt, the third, ...; the one after the last delay is the last attempt."""
    busy: float = 1
    """Before looking again at a database, a lock or a bus that is not available."""
    work: float = 30
    """What one transaction may take."""
    together: int = 500
    """Events done in one transaction, at most."""
    moment: float = 0.25
    """What such a transaction should take."""


class Reader:
    """The handlers of one service that listen to one stream, and their common position in it."""

    def __init__(
        self, database: Database, bus: Bus, stream: str, handlers: Sequence[Handler], patience: Patience
    ) -> None:
        self.database, self.bus, self.patience = database, bus, patience
        self.durable = Durable(
            stream=stream,
            reader=database.source,
            addresses=tuple(sorted({handler.fact.address("*") for handler in handlers})),
            handlers=tuple(sorted({f"{handler.name}:{handler.fact.type_name()}" for handler in handlers})),
        )
        self._handlers: dict[str, list[tuple[str, Handler]]] = {}
        for handler in handlers:
            named = (consumer_name(database.source, handler), handler)
            self._handlers.setdefault(handler.fact.type_name(), []).append(named)
        self._attempts: dict[InboxKey, int] = {}
        self._together = min(BEGIN_WITH, patience.together)

    async def run(self) -> None:
        """Read until cancelled, through every outage of bus and database."""
        reported = ""
        while True:
            try:
                await self.bus.until_connected()
                async with self.bus.read(self.durable) as incoming:
                    reported = ""
                    while True:
                        await self._deal_with(await incoming.next(self._together))
            except BusUnavailable as error:
                if str(error) != reported:
                    log.info("waiting for the stream", stream=self.durable.stream, reason=str(error))
                reported = str(error)
                await asyncio.sleep(self.patience.busy)

    async def _deal_with(self, deliveries: Sequence[Delivery]) -> None:
        begun = time.monotonic()
        jobs = [self._jobs(delivery) for delivery in deliveries]
        everything = [job for of_one in jobs for job in of_one]
        # what failed before goes by itself, so that it does not break up the others' transaction again
        troubled = [job for job in everything if job.key in self._attempts]
        later = await self._settle([job for job in everything if job.key not in self._attempts])
        for job in troubled:
            later |= await self._settle([job])
        for delivery, of_one in zip(deliveries, jobs, strict=True):
            delays = [later[job.key] for job in of_one if job.key in later]
            await (delivery.again(max(delays)) if delays else delivery.done())
        self._adapt(len(deliveries), time.monotonic() - begun)

    def _adapt(self, done: int, seconds: float) -> None:
        """Take as many at once as are done in a moment: on SQLite other writers wait for the transaction's end."""
        if seconds > 2 * self.patience.moment:
            self._together = max(1, self._together // 2)
        elif seconds < self.patience.moment and done == self._together:
            self._together = min(self.patience.together, 2 * self._together)

    def _jobs(self, delivery: Delivery) -> list[Job]:
        kind = type_of(delivery.address)
        handlers = self._handlers.get(kind)
        if not handlers:
            return []
        envelope = Envelope.parse(delivery.body, kind)
        return [Job(consumer, handler, envelope) for consumer, handler in handlers]

    async def _settle(self, jobs: Sequence[Job]) -> dict[InboxKey, float]:
        """Do the jobs; those that have to come again, and in how many seconds."""
        if not jobs:
            return {}
        try:
            async with asyncio.timeout(self.patience.work):
                await do_all(self.database, jobs)
        except Exception as error:  # noqa: BLE001 - a handler may fail with anything, and no failure may stop the others
            await self._database_answers()
            if len(jobs) == 1:
                return await self._failed(jobs[0], error)
            half = len(jobs) // 2
            return await self._settle(jobs[:half]) | await self._settle(jobs[half:])
        for job in jobs:
            self._attempts.pop(job.key, None)
        for consumer, count in Counts(job.consumer for job in jobs).items():
            HANDLED.labels(consumer).inc(count)
        return {}

    async def _failed(self, job: Job, error: Exception) -> dict[InboxKey, float]:
        if isinstance(error, (Unavailable, Busy)):
            return {job.key: self.patience.busy}
        FAILED.labels(job.consumer).inc()
        attempt = self._attempts.get(job.key, 0) + 1
        self._attempts[job.key] = attempt
        # the kind of error and not its text, which may tell of persons; the dead letter keeps the text
        note = log.bind(consumer=job.consumer, event_id=str(job.envelope.event_id), error=type(error).__name__)
        if attempt <= len(self.patience.delays) and not isinstance(error, Malformed):
            delay = self.patience.delays[attempt - 1]
            note.warning("consumer failed; it tries again", attempt=attempt, seconds=delay)
            return {job.key: delay}
        try:
            await bury(self.database, job, error, attempt)
        except Refusal:
            return {job.key: self.patience.busy}
        note.error("consumer gave up; dead letter kept", attempts=attempt)
        BURIED.labels(job.consumer).inc()
        del self._attempts[job.key]
        return {}

    async def _database_answers(self) -> None:
        while True:
            try:
                async with self.database.reading() as session:
                    await clock(session)
                return
            except Refusal:
                await asyncio.sleep(self.patience.busy)
