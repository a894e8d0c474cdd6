"""The rows of a file between its coming in and its publication."""

from collections.abc import AsyncIterator, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Insert,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    Uuid,
    bindparam,
    column,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.db import Database
from partage_kit.imports.columns import from_json, listed
from partage_kit.imports.errors import TooManyRows
from partage_kit.imports.rows import GivenValues
from partage_kit.readable import Readable
from partage_kit.tables import Json, Utc
from partage_kit.unit_of_work import Actor

STAGED_AT_ONCE = 2_000


async def stage(
    database: Database, actor: Actor, job_id: UUID, batches: AsyncIterator[list[GivenValues]], most: int
) -> int:
    """Keep rows as they come in, some thousands a transaction; how many there were.

    Raises:
        TooManyRows
    """
    waiting: list[dict[str, Any]] = []
    count = kept = 0

    async def write() -> None:
        async with database.writing(actor) as session:
            same = {"job": job_id, "at": await clock(session)}
            connection = await session.connection()
            adding = _adding(staged_of(session.info["metadata"]), connection.dialect.name)
            await connection.execute(adding, [same | rows for rows in waiting])
        waiting.clear()

    async for batch in batches:
        waiting.append({"rows": batch, "before": count})
        count += len(batch)
        if count > most:
            raise TooManyRows(f"more than {most:,} rows")
        if count - kept >= STAGED_AT_ONCE:
            await write()
            kept = count
    if waiting:
        await write()
    return count


@cache
def _adding(staged: Table, dialect: str) -> Insert:
    """Some rows behind those before, as one document: a parameter each for what every row has costs twice as much."""
    rows, place = listed(bindparam("rows", type_=Json), dialect)
    values = {
        "job_id": bindparam("job", type_=Uuid),
        "number": bindparam("before", type_=Integer) + place,
        "given": rows.c.value,
        "staged_at": bindparam("at", type_=Utc),
    }
    return insert(staged).from_select(list(values), select(*values.values()).select_from(rows))


async def forget_staged(database: Database, actor: Actor, job_id: UUID) -> None:
    """Take away what a file that broke off has left."""
    while True:
        async with database.writing(actor) as session:
            if not await drop_some(session, job_id):
                return


async def drop_some(session: AsyncSession, job_id: UUID, most: int = 20_000) -> bool:
    """Take away some rows of a job; whether there were any."""
    staged = staged_of(session.info["metadata"])
    first = select(func.min(staged.c.number)).where(staged.c.job_id == job_id)
    begin: int | None = (await session.execute(first)).scalar_one()
    if begin is None:
        return False
    gone = delete(staged).where(staged.c.job_id == job_id, staged.c.number < begin + most)
    await session.execute(gone)
    return True


async def count_actions(session: Readable, job_id: UUID, actions: Sequence[str]) -> dict[str, int]:
    """How many of the rows that are ready do what, among these actions."""
    staged, ready = ready_rows(session.info["metadata"], job_id)
    action = from_json(staged.c.ready, ["action"], staged.c.key, (await session.connection()).dialect.name)
    rows = await session.execute(select(action, func.count()).where(ready).group_by(action))
    return {**dict.fromkeys(actions, 0), **dict(tuple(row) for row in rows)}


async def drop_rows_naming(session: AsyncSession, job_name: str, office: str, named: Mapping[str, str]) -> None:
    """Take away the rows of an office's files of one kind in which one of these columns says just this."""
    if not named:
        return
    tables = session.info["metadata"].tables
    staged, jobs = staged_of(session.info["metadata"]), tables["jobs"]
    dialect = (await session.connection()).dialect.name
    said = [from_json(staged.c.given, [name], column(name, String), dialect) == value for name, value in named.items()]
    of_office = select(jobs.c.id).where(jobs.c.kind == job_name, jobs.c.office == office)
    await session.execute(delete(staged).where(staged.c.job_id.in_(of_office), or_(*said)))


async def some_staged(session: Readable, job_id: UUID, behind: int, most: int) -> Sequence[Row[Any]]:
    """The next rows of a job: number, given and ready."""
    staged = staged_of(session.info["metadata"])
    columns = (staged.c.number, staged.c.given, staged.c.ready)
    wanted = select(*columns).where(staged.c.job_id == job_id, staged.c.number > behind)
    return (await session.execute(wanted.order_by(staged.c.number).limit(most))).all()


async def count_ready(session: Readable, job_id: UUID) -> int:
    """How many rows of a job are ready to be published."""
    _, ready = ready_rows(session.info["metadata"], job_id)
    return int((await session.execute(select(func.count()).where(ready))).scalar_one())


async def drop_repeated(session: AsyncSession, job_id: UUID, kept: int) -> tuple[int, list[tuple[int, int]]]:
    """Let only the first of several rows with one key be ready; how many others there were, and the first of them
    with the row whose key they repeat."""
    staged = staged_of(session.info["metadata"])
    first = func.min(staged.c.number).over(partition_by=staged.c.key)
    ready = (staged.c.job_id == job_id, staged.c.ready.is_not(None), staged.c.key.is_not(None))
    keyed = select(staged.c.number, first.label("first")).where(*ready).subquery()
    repeated = select(keyed.c.number, keyed.c.first).where(keyed.c.number != keyed.c.first)
    count = (await session.execute(select(func.count()).select_from(repeated.subquery()))).scalar_one()
    if not count:
        return 0, []
    told = (await session.execute(repeated.order_by(keyed.c.number).limit(kept))).all()
    numbers = select(keyed.c.number).where(keyed.c.number != keyed.c.first)
    dropping = update(staged).where(staged.c.job_id == job_id, staged.c.number.in_(numbers)).values(ready=None)
    await session.execute(dropping)
    return int(count), [(row.number, row.first) for row in told]


def staged_of(metadata: MetaData) -> Table:
    """The table of staged rows."""
    return metadata.tables["staged_rows"]


def ready_rows(metadata: MetaData, job_id: UUID) -> tuple[Table, ColumnElement[bool]]:
    """Where `publish` reads from: the table, and the condition for the rows of a job that are ready."""
    staged = staged_of(metadata)
    return staged, (staged.c.job_id == job_id) & staged.c.ready.is_not(None)
