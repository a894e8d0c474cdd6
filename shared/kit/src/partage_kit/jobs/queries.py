"""Named reads of jobs."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, MetaData, Row, Table, and_, or_, select

from partage_kit.auth import Caller, Role
from partage_kit.db import Database
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.jobs.errors import JobNotFinished, JobNotFound
from partage_kit.jobs.kinds import JobKind
from partage_kit.jobs.schemas import JobFilter
from partage_kit.readable import Readable

Kinds = Mapping[str, JobKind]
"""The kinds of job of a service by their names."""


async def one_job(session: Readable, kinds: Kinds, caller: Caller, job_id: UUID) -> Row[Any]:
    """A job that the caller may see.

    Raises:
        JobNotFound
    """
    jobs = _metadata(session).tables["jobs"]
    row = (await session.execute(select(jobs).where(jobs.c.id == job_id, _shown(jobs, kinds, caller)))).first()
    if row is None:
        raise JobNotFound()
    return row


async def ended_job(session: Readable, kinds: Kinds, caller: Caller, job_id: UUID) -> Row[Any]:
    """A job that the caller may see, and that has ended.

    Raises:
        JobNotFound
        JobNotFinished
    """
    row = await one_job(session, kinds, caller, job_id)
    if row.ended_at is None:
        raise JobNotFinished()
    return row


async def list_jobs(
    session: Readable, kinds: Kinds, caller: Caller, wanted: JobFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the jobs that the caller may see, the latest first."""
    jobs = _metadata(session).tables["jobs"]
    order = Order(wanted.sort, (jobs.c.created_at, False), (jobs.c.id, True))
    shown = [column for column in jobs.c if column.name not in ("created_at", "id")]
    statement = select(*(column for column, _ in order.columns), *shown).where(_shown(jobs, kinds, caller))
    if wanted.state is not None:
        statement = statement.where(jobs.c.state == wanted.state)
    return await page_of(session, statement, order, paging)


async def files_of(session: Readable, job_id: UUID) -> Sequence[Row[Any]]:
    """The files that a job has made."""
    files = _metadata(session).tables["job_files"]
    return (await session.execute(select(files).where(files.c.job_id == job_id).order_by(files.c.name))).all()


async def report_of(session: Readable, job_id: UUID, paging: PageOf) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of what is wrong with what a job brought in, by row."""
    lines = _metadata(session).tables["job_report_lines"]
    statement = select(lines.c.number, lines.c.row, lines.c.column, lines.c.detail).where(lines.c.job_id == job_id)
    return await page_of(session, statement, Order("number", (lines.c.number, True)), paging)


async def whole_report(database: Database, job_id: UUID) -> AsyncIterator[Sequence[Row[Any]]]:
    """All lines of a report: row, column and detail; they are few."""
    lines = database.tables.metadata.tables["job_report_lines"]
    wanted = select(lines.c.row, lines.c.column, lines.c.detail).where(lines.c.job_id == job_id)
    async with database.reading_a_page() as session:
        rows = (await session.execute(wanted.order_by(lines.c.number))).all()
    yield rows


def _metadata(session: Readable) -> MetaData:
    metadata: MetaData = session.info["metadata"]
    return metadata


def _shown(jobs: Table, kinds: Kinds, caller: Caller) -> ColumnElement[bool]:
    """Those of the caller's office and of these kinds that the caller asked for, and for its staff those of others."""
    mine: ColumnElement[bool] = jobs.c.asked_by == caller.subject
    if caller.member_id is not None:
        mine = or_(mine, jobs.c.asked_by_member == caller.member_id)
    if caller.has(Role.STAFF) or caller.has(Role.OFFICE_ADMIN):
        mine = or_(mine, jobs.c.kind.in_([kind.name for kind in kinds.values() if not kind.for_asker_only]))
    return and_(jobs.c.office == caller.office, jobs.c.kind.in_(list(kinds)), mine)
