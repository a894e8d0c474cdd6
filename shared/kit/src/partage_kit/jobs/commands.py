"""Start jobs, and cancel them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Table, bindparam, update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.auth import Caller
from partage_kit.clock import clock
from partage_kit.jobs.errors import JobEnded
from partage_kit.jobs.kinds import ENDED, JobKind, JobState
from partage_kit.jobs.queries import Kinds, one_job
from partage_kit.statements import into
from partage_kit.types import Person, new_id
from partage_kit.unit_of_work import note_change


async def start_job(
    session: AsyncSession,
    kind: JobKind,
    office: str,
    asked_by: Person,
    parameters: Mapping[str, Any] | None = None,
    *,
    job_id: UUID | None = None,
    total: int | None = None,
) -> UUID:
    """Queue a job in this transaction; `parameters` are small JSON, and its function gets them with each chunk."""
    now, queued = await clock(session), job_id or new_id()
    row = {
        "id": queued,
        "office": office,
        "kind": kind.name,
        "state": JobState.QUEUED,
        "asked_by": asked_by.subject,
        "asked_by_member": asked_by.member_id,
        "parameters": dict(parameters or {}),
        "done": 0,
        "total": total,
        "attempts": 0,
        "untidy": True,
        "version": 1,
        "created_at": now,
        "updated_at": now,
    }
    await (await session.connection()).execute(into(jobs_of(session)), row)
    note_change(session, jobs_of(session), str(queued), before=None, after=row)
    return queued


async def cancel_job(session: AsyncSession, kinds: Kinds, caller: Caller, job_id: UUID) -> None:
    """End a job before it is done: the chunk at hand is rolled back, and what earlier ones committed stays.

    Raises:
        JobNotFound, JobEnded
    """
    before = await one_job(session, kinds, caller, job_id)
    await end_job(session, job_id, before.state, kept=kinds[before.kind].kept)


async def end_job(session: AsyncSession, job_id: UUID, state: JobState, kept: timedelta = timedelta(days=30)) -> None:
    """End a job that was in a state, whoever asks; its result can be read for a time.

    Raises:
        JobEnded
    """
    jobs, now = jobs_of(session), await clock(session)
    ended = {"state": JobState.CANCELLED, "ended_at": now, "updated_at": now, "expires_at": now + kept}
    cancelling = (
        update(jobs)
        .where(jobs.c.id == bindparam("job"), jobs.c.state.not_in(ENDED))
        .values(version=jobs.c.version + 1, **ended)
        .returning(jobs.c.id)
    )
    if (await session.execute(cancelling, {"job": job_id})).first() is None:
        raise JobEnded(f"its state is {state}")
    note_change(session, jobs, str(job_id), before={"state": state}, after={"state": JobState.CANCELLED})


def jobs_of(session: AsyncSession) -> Table:
    """The table of jobs of the service whose session it is."""
    table: Table = session.info["metadata"].tables["jobs"]
    return table
