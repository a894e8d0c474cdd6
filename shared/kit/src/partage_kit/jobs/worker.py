"""Who does the chunks of jobs: one worker a process, whichever job has waited longest.

A worker holds a job by a lease in its row. Every chunk ends with a statement that writes how far the job is only where
the worker still holds it and nobody has cancelled it; where that is no longer so, the chunk is rolled back. So two
processes never do a chunk twice, and neither waits for the other.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Row, Table, and_, case, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.db import Database
from partage_kit.errors import InternalError, Refusal, Unavailable
from partage_kit.http.problems import problem_document
from partage_kit.jobs.kinds import ENDED, Job, JobKind, JobState
from partage_kit.readable import Readable
from partage_kit.types import Person, new_id
from partage_kit.unit_of_work import Actor

log = structlog.get_logger("partage.jobs")

ATTEMPTS = 6
"""How often a chunk is tried before its job fails: over about a minute and a half."""

TURN_S = 1.0
"""How long a worker stays with one job while others may wait."""


class TurnLost(Exception):
    """The job was cancelled, or another process holds it: what this chunk wrote must not stay."""


class JobWorker:
    """Does jobs of the service's kinds until cancelled."""

    def __init__(self, database: Database, kinds: Sequence[JobKind], *, poll_s: float, lease_s: float) -> None:
        self.database = database
        self.kinds = {kind.name: kind for kind in kinds}
        self.poll_s, self.lease = poll_s, timedelta(seconds=lease_s)
        self.holder = new_id()
        self.jobs: Table = database.tables.metadata.tables["jobs"]

    async def run(self) -> None:
        """Take up one job after another, each for a turn."""
        while True:
            if not await self.take_a_turn():
                await asyncio.sleep(self.poll_s)

    async def take_a_turn(self) -> bool:
        """Do chunks of the job that has waited longest, for about a second; whether there was one."""
        job = await self._claim()
        if job is None:
            return False
        ends = asyncio.get_running_loop().time() + TURN_S
        async with self._kept_lease(job.id):
            while job is not None:
                resting = asyncio.get_running_loop().time() >= ends
                if resting:
                    await self._release(job.id)
                    return True
                job = await self._next(job)
        return True

    async def _next(self, job: Job) -> Job | None:
        """Do one chunk; the job as it is behind it, or None when this worker has nothing more to do with it now."""
        kind = self.kinds[job.kind]
        try:
            async with self.database.writing(_actor(job)) as session:
                return await (self._tidy(session, kind, job) if job.state in ENDED else self._work(session, kind, job))
        except TurnLost:
            return None
        except Unavailable:
            await self._postpone(job)
        except Refusal as refusal:
            await self._fail(job, refusal)
        except Exception:
            log.exception("a chunk of a job failed", kind=job.kind, job=str(job.id))
            await self._postpone(job)
        return None

    async def _work(self, session: AsyncSession, kind: JobKind, job: Job) -> Job | None:
        step = await kind.work(session, job)
        values = {"done": step.done, "total": step.total, "place": step.place, "attempts": 0}
        if step.ended is not None:
            values |= {"state": step.ended, "result": None if step.result is None else dict(step.result)}
        if step.refusal is not None:
            values |= {"problem": problem_document(step.refusal, ("en",), None)}
        return await self._write(session, kind, job, values)

    async def _tidy(self, session: AsyncSession, kind: JobKind, job: Job) -> Job | None:
        more = kind.tidy is not None and await kind.tidy(session, job)
        return await self._write(session, kind, job, {"untidy": more})

    async def _write(self, session: AsyncSession, kind: JobKind, job: Job, values: Mapping[str, Any]) -> Job | None:
        """Write how far the job is, if this worker still holds it in the state it was in."""
        now = await clock(session)
        changes: dict[str, Any] = {**values, "updated_at": now, "held_until": now + self.lease}
        if values.get("state") in ENDED:
            changes |= {"ended_at": now, "expires_at": now + kind.kept, "untidy": kind.tidy is not None}
        if changes.get("untidy") is False:
            changes |= {"holder": None, "held_until": None}
        jobs = self.jobs.c
        mine = and_(jobs.id == job.id, jobs.holder == self.holder, jobs.state == job.state)
        written = update(self.jobs).where(mine).values(version=jobs.version + 1, **changes).returning(*jobs)
        row = (await session.execute(written)).first()
        if row is None:
            raise TurnLost()
        return _job(row) if row.holder is not None else None

    async def _fail(self, job: Job, refusal: Refusal) -> None:
        problem = problem_document(refusal, ("en",), None)
        with suppress(TurnLost):
            async with self.database.writing(_actor(job)) as session:
                values = {"state": JobState.FAILED, "problem": problem}
                await self._write(session, self.kinds[job.kind], job, values)

    async def _postpone(self, job: Job) -> None:
        """Let the job rest, twice as long each time; at last it fails."""
        async with self.database.writing(_actor(job)) as session:
            now = await clock(session)
            jobs = self.jobs.c
            mine = and_(jobs.id == job.id, jobs.holder == self.holder)
            attempts = (await session.execute(select(jobs.attempts).where(mine))).scalar_one_or_none()
            if attempts is None:
                return
            rest = now + timedelta(seconds=2**attempts)
            resting = {"attempts": attempts + 1, "holder": None, "held_until": rest, "updated_at": now}
            await session.execute(update(self.jobs).where(mine).values(resting))
        if attempts + 1 >= ATTEMPTS and job.state not in ENDED:
            await self._give_up(job)

    async def _give_up(self, job: Job) -> None:
        async with self.database.writing(_actor(job)) as session:
            now = await clock(session)
            jobs, kind = self.jobs.c, self.kinds[job.kind]
            ended = {
                "state": JobState.FAILED,
                "problem": problem_document(InternalError(), ("en",), None),
                "ended_at": now,
                "updated_at": now,
                "expires_at": now + kind.kept,
                "untidy": kind.tidy is not None,
                "attempts": 0,
            }
            waiting = and_(jobs.id == job.id, jobs.holder.is_(None), jobs.state == job.state)
            await session.execute(update(self.jobs).where(waiting).values(version=jobs.version + 1, **ended))

    async def _claim(self) -> Job | None:
        """Hold the job that has waited longest, unless none waits."""
        async with self.database.reading() as reader:
            if await self._waiting(reader) is None:
                return None
        jobs = self.jobs.c
        started = case((jobs.state == JobState.QUEUED, JobState.RUNNING), else_=jobs.state)
        async with self.database.writing(Actor("worker:jobs", "none", "claim_job")) as session:
            found = await self._waiting(session, for_update=True)
            if found is None:
                return None
            now = await clock(session)
            holding = (
                update(self.jobs)
                .where(jobs.id == found)
                .values(
                    state=started,
                    holder=self.holder,
                    held_until=now + self.lease,
                    updated_at=now,
                    version=jobs.version + 1,
                )
                .returning(*jobs)
            )
            row: Row[Any] = (await session.execute(holding)).one()
            return _job(row)

    async def _waiting(self, session: Readable, *, for_update: bool = False) -> UUID | None:
        jobs, now = self.jobs.c, await clock(session)
        free = or_(jobs.held_until.is_(None), jobs.held_until < now)
        first = (
            select(jobs.id)
            .where(jobs.untidy.is_(True), jobs.kind.in_(sorted(self.kinds)), free)
            .order_by(jobs.updated_at, jobs.id)
            .limit(1)
        )
        if for_update:
            first = first.with_for_update(skip_locked=True)
        found: UUID | None = (await session.execute(first)).scalar_one_or_none()
        return found

    async def _release(self, job_id: UUID) -> None:
        """Let whoever is free go on with it."""
        jobs = self.jobs.c
        mine = and_(jobs.id == job_id, jobs.holder == self.holder)
        async with self.database.writing(Actor("worker:jobs", "none", "release_job")) as session:
            await session.execute(update(self.jobs).where(mine).values(holder=None, held_until=None))

    @asynccontextmanager
    async def _kept_lease(self, job_id: UUID) -> AsyncIterator[None]:
        """Hold on to the job while a chunk takes longer than the lease."""
        renewing = asyncio.create_task(self._renew(job_id))
        try:
            yield
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)

    async def _renew(self, job_id: UUID) -> None:
        jobs = self.jobs.c
        mine = and_(jobs.id == job_id, jobs.holder == self.holder)
        while True:
            await asyncio.sleep(self.lease.total_seconds() / 3)
            # on SQLite a chunk that takes long is in the way, and then nobody else can take the job either
            with suppress(Refusal):
                async with self.database.writing(Actor("worker:jobs", "none", "renew_job")) as session:
                    until = await clock(session) + self.lease
                    await session.execute(update(self.jobs).where(mine).values(held_until=until))


def _actor(job: Job) -> Actor:
    """The audit trail names who asked, and the job by which it was done."""
    return Actor(job.asked_by.subject, job.office, f"job:{job.kind}", request_id=str(job.id))


def _job(row: Row[Any]) -> Job:
    return Job(
        id=row.id,
        office=row.office,
        kind=row.kind,
        state=JobState(row.state),
        asked_by=Person(row.asked_by, row.asked_by_member),
        parameters=row.parameters,
        place=row.place,
        done=row.done,
        total=row.total,
    )
