"""The job behind an import: check chunk by chunk, decide, publish at once, bring in step what is derived."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Row, bindparam, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.errors import Busy
from partage_kit.imports.errors import ImportRejected
from partage_kit.imports.faults import faults_in
from partage_kit.imports.kinds import CheckedRow, Fault, GivenRow, ImportKind, Outdated, Ready
from partage_kit.imports.rows import UNREAD
from partage_kit.imports.staging import count_actions, count_ready, drop_repeated, drop_some, some_staged, staged_of
from partage_kit.jobs.kinds import Job, JobKind, JobState, Step
from partage_kit.statements import into
from partage_kit.types import Shape

S = TypeVar("S", bound=Shape)

CHECKED_AT_ONCE = 1_000
"""Rows that are checked in one transaction."""

FOLLOWED_AT_ONCE = 500
"""Rows that what is derived is brought in step with in one transaction."""

LINES_KEPT = 1_000
"""Lines of the report that are kept; all errors are counted."""

ROUNDS = 5
"""How often rows are checked again because others changed what they were checked against."""

PUBLISHING_S = 600
"""How long a statement that publishes may take on PostgreSQL, instead of the 30 s of others."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an import is: the last row that was dealt with in this phase, and what was found so far."""

    phase: str = "check"
    row: int = 0
    wrong: int = 0
    errors: int = 0
    round: int = 1
    figures: Mapping[str, int] | None = None


def import_job(kind: ImportKind[S]) -> JobKind:
    """The kind of job that brings in the rows of a noun."""
    work = _Import(kind)
    return JobKind(kind.job_name, work.step, tidy=work.tidy)


class _Import(Generic[S]):
    def __init__(self, kind: ImportKind[S]) -> None:
        self.kind = kind
        self.adapter: TypeAdapter[S] = TypeAdapter(kind.shape)

    async def step(self, session: AsyncSession, job: Job) -> Step:
        """Do the next chunk, whichever phase it is of."""
        place = _Place(**job.place) if job.place else _Place()
        phases = {"check": self._check, "decide": self._decide, "publish": self._publish, "after": self._after}
        return await phases[place.phase](session, job, place)

    async def tidy(self, session: AsyncSession, job: Job) -> bool:
        """Take the staged rows away; those that were published when the job was cancelled are followed first."""
        place = _Place(**job.place) if job.place else _Place()
        if place.phase == "after" and job.state is not JobState.DONE:
            rows = await some_staged(session, job.id, 0, FOLLOWED_AT_ONCE)
            await self._follow(session, job, [row for row in rows if row.number > place.row])
            return await drop_some(session, job.id, FOLLOWED_AT_ONCE)
        return await drop_some(session, job.id)

    async def _follow(self, session: AsyncSession, job: Job, rows: Sequence[Row[Any]]) -> None:
        assert self.kind.after is not None  # noqa: S101 - the phase exists only with it
        await self.kind.after(session, job, [row.ready for row in rows if row.ready is not None])

    async def _check(self, session: AsyncSession, job: Job, place: _Place) -> Step:
        rows = await some_staged(session, job.id, place.row, CHECKED_AT_ONCE)
        if not rows:
            return _going_on(job, replace(place, phase="decide"), place.row)
        checked: dict[int, CheckedRow] = {}
        shaped: list[GivenRow[S]] = []
        for row in rows:
            try:
                shaped.append(GivenRow(row.number, self.adapter.validate_python(row.given)))
            except ValidationError as error:
                unread = row.given.get(UNREAD)
                checked[row.number] = faults_in(error) if unread is None else [Fault(None, unread)]
        if shaped:
            answers = await self.kind.check(session, job, shaped)
            checked |= {given.number: answer for given, answer in zip(shaped, answers, strict=True)}
        await self._keep_ready(session, job, checked)
        wrong = {number: faults for number, faults in sorted(checked.items()) if not isinstance(faults, Ready)}
        lines = [(number, fault.column, fault.detail) for number, faults in wrong.items() for fault in faults]
        await _report(session, job, lines, place.errors)
        found = replace(place, row=rows[-1].number, wrong=place.wrong + len(wrong), errors=place.errors + len(lines))
        return _going_on(job, found, rows[-1].number)

    async def _keep_ready(self, session: AsyncSession, job: Job, checked: Mapping[int, CheckedRow]) -> None:
        staged = staged_of(session.info["metadata"])
        ready = [
            {"of": number, "key_now": one.key, "ready_now": dict(one.values)}
            for number, one in checked.items()
            if isinstance(one, Ready)
        ]
        if ready:
            keeping = (
                update(staged)
                .where(staged.c.job_id == job.id, staged.c.number == bindparam("of"))
                .values(key=bindparam("key_now"), ready=bindparam("ready_now"))
            )
            await (await session.connection()).execute(keeping, ready)

    async def _decide(self, session: AsyncSession, job: Job, place: _Place) -> Step:
        """Whether the file is published, now that every row was looked at."""
        room = max(0, LINES_KEPT - place.errors)
        repeated, told = await drop_repeated(session, job.id, room)
        lines = [(number, None, f"the same as row {first}") for number, first in told]
        await _report(session, job, lines, place.errors)
        place = replace(place, wrong=place.wrong + repeated, errors=place.errors + repeated)
        if place.wrong and not job.parameters.get("accept_valid"):
            refusal = ImportRejected(f"{place.wrong:,} of {place.row:,} rows are wrong")
            if not job.parameters.get("dry_run"):
                return self._ended(job, place, JobState.FAILED, refusal)
        if job.parameters.get("dry_run") and self.kind.actions:
            place = replace(place, figures=await count_actions(session, job.id, self.kind.actions))
        if job.parameters.get("dry_run") or place.wrong == place.row:
            return self._ended(job, place, JobState.DONE)
        return _going_on(job, replace(place, phase="publish"), place.row)

    async def _publish(self, session: AsyncSession, job: Job, place: _Place) -> Step:
        connection = await session.connection()
        if connection.dialect.name == "postgresql":
            await connection.execute(text(f"SET LOCAL statement_timeout = {PUBLISHING_S * 1000}"))
            await connection.execute(text(f"SET LOCAL lock_timeout = {PUBLISHING_S * 1000}"))
            # one file of a noun after the other, as on SQLite: two that register the same would not see each other
            turn = func.hashtextextended(f"{job.kind}:{job.office}", 0)
            await connection.execute(select(func.pg_advisory_xact_lock(turn)))
        try:
            async with session.begin_nested():
                figures = await self._published(session, job)
        except Outdated as outdated:
            if place.round == ROUNDS:
                raise Busy("the rows were changed by others again and again") from outdated
            # somebody changed what the rows were checked against: begin again, with an empty report
            lines = session.info["metadata"].tables["job_report_lines"]
            await session.execute(lines.delete().where(lines.c.job_id == job.id))
            await self._unready(session, job)
            return _going_on(job, _Place(round=place.round + 1), 0)
        place = replace(place, figures=figures)
        if self.kind.after is None:
            return self._ended(job, place, JobState.DONE)
        return _going_on(job, replace(place, phase="after", row=0, figures=figures | {"rows": place.row}), place.row)

    async def _published(self, session: AsyncSession, job: Job) -> dict[str, int]:
        """Publish what is ready, and count it: rows of members who were erased meanwhile are gone.

        Raises:
            Outdated: also when rows went while it was published, so that figures and rows may differ.
        """
        waiting = await count_ready(session, job.id)
        figures = {"published": waiting, **await self.kind.publish(session, job)}
        if await count_ready(session, job.id) != waiting:
            raise Outdated()
        return figures

    async def _unready(self, session: AsyncSession, job: Job) -> None:
        staged = staged_of(session.info["metadata"])
        await session.execute(update(staged).where(staged.c.job_id == job.id).values(ready=None, key=None))

    async def _after(self, session: AsyncSession, job: Job, place: _Place) -> Step:
        rows = await some_staged(session, job.id, place.row, FOLLOWED_AT_ONCE)
        figures = dict(place.figures or {})
        if not rows:
            whole = figures.pop("rows")
            return self._ended(job, replace(place, row=whole, figures=figures), JobState.DONE)
        await self._follow(session, job, rows)
        return _going_on(job, replace(place, row=rows[-1].number), figures["rows"])

    def _ended(self, job: Job, place: _Place, state: JobState, refusal: ImportRejected | None = None) -> Step:
        rows = place.row if job.total is None else job.total
        result = {"rows": rows, "valid": rows - place.wrong, "wrong": place.wrong, "errors": place.errors}
        return Step(rows, job.total, None, state, {**result, "published": 0, **(place.figures or {})}, refusal)


def _going_on(job: Job, place: _Place, done: int) -> Step:
    return Step(done=done, total=job.total, place=asdict(place))


async def _report(session: AsyncSession, job: Job, lines: Sequence[tuple[int, str | None, str]], before: int) -> None:
    """Keep lines of the report as long as there is room; `before` is how many errors were found earlier."""
    rows = [
        {"job_id": job.id, "number": number, "row": row, "column": column, "detail": detail[:300]}
        for number, (row, column, detail) in enumerate(lines, before + 1)
        if number <= LINES_KEPT
    ]
    if rows:
        await (await session.connection()).execute(into(session.info["metadata"].tables["job_report_lines"]), rows)
