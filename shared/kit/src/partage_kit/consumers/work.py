"""Handling events: inbox rows, handlers and commit in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.consumers.envelope import Envelope
from partage_kit.consumers.inbox import InboxKey, take_in
from partage_kit.consumers.registry import Handler
from partage_kit.db import Database
from partage_kit.tombstones import erased_among
from partage_kit.types import ERASED, Fact
from partage_kit.unit_of_work import Actor, write_down


@dataclass(frozen=True, slots=True)
class Job:
    """One event for one handler of a service."""

    consumer: str
    """The handler's name in the inbox and among dead letters: service and function."""
    handler: Handler
    envelope: Envelope

    @property
    def key(self) -> InboxKey:
        """Its place in the inbox."""
        return self.consumer, self.envelope.event_id

    @property
    def actor(self) -> Actor:
        """In whose name the handler writes."""
        return Actor(
            subject=f"consumer:{self.consumer}",
            office=self.envelope.office,
            action=self.handler.name,
            traceparent=self.envelope.traceparent,
        )

    def fact(self) -> Fact:
        """What the handler is given.

        Raises:
            Malformed: the event does not carry the fact that the handler listens to.
        """
        return self.envelope.fact(self.handler.fact)


async def do_all(database: Database, jobs: Sequence[Job]) -> None:
    """Do jobs in one transaction: all of them, or none. Those in the inbox are done already.

    Raises:
        Malformed: an event is not what it should be.
        Exception: whatever a handler fails with.
    """
    async with database.writing(jobs[0].actor) as session:
        await do_within(session, jobs)


async def do_within(session: AsyncSession, jobs: Sequence[Job]) -> None:
    """Do jobs within a transaction; what tells of a member who was erased is passed over, however late it comes."""
    facts = [job.fact() for job in jobs]
    new = await take_in(session, [job.key for job in jobs])
    erased = await erased_among(session, facts)
    for job, fact in zip(jobs, facts, strict=True):
        if job.key in new and not (fact.persons() & erased and fact.verb != ERASED):
            await _do(session, job, fact)


async def _do(session: AsyncSession, job: Job, fact: Fact) -> None:
    session.info["actor"] = job.actor
    session.info["envelope"] = job.envelope
    await job.handler.handle(session, fact)
    if session.info.get("facts") or session.info.get("audit") or session.new or session.dirty or session.deleted:
        # in this handler's name, not in that of the last one of the batch
        await session.run_sync(write_down)
