"""A job outlives the processes that work at it, and several of them never do a chunk twice."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import select

from partage_kit.db import Database, open_database
from partage_kit.jobs import start_job
from partage_kit.types import Person
from partage_kit.unit_of_work import Actor
from support import chores
from support.databases import Databases
from support.forked import Forked
from support.waiting import eventually

STROKES = 6_000


@contextmanager
def process(url: str) -> Iterator[Forked]:
    """A worker in a process of its own."""
    started = Forked("support.chores", [url], os.environ)
    try:
        yield started
    finally:
        started.kill()
        started.wait(20)


async def queued(database: Database, strokes: int) -> UUID:
    """A job that waits."""
    async with database.writing(Actor("ana", "brussels", "ask")) as session:
        return await start_job(session, chores.DRAW, "brussels", Person("ana"), {"strokes": strokes}, total=strokes)


async def progress(database: Database, job_id: UUID) -> tuple[str, int]:
    """The state of a job, and how much is done."""
    jobs = chores.tables.metadata.tables["jobs"]
    async with database.reading() as session:
        row = (await session.execute(select(jobs.c.state, jobs.c.done).where(jobs.c.id == job_id))).one()
        return str(row.state), int(row.done)


async def test_a_job_goes_on_where_a_killed_process_stopped(fresh_databases: Databases) -> None:
    url = fresh_databases.fresh_url(chores.tables)
    database = open_database(url, chores.tables, source="test")
    job_id = await queued(database, STROKES)
    with process(url) as first:
        await eventually(lambda: progress(database, job_id), lambda seen: seen[1] >= 100)
        os.kill(first.pid, signal.SIGKILL)
        first.wait(20)
    state, done = await progress(database, job_id)
    assert state == "running" and 100 <= done < STROKES
    assert await chores.drawn(database, job_id) == done
    with process(url):
        await eventually(lambda: progress(database, job_id), lambda seen: seen == ("done", STROKES))
    assert await chores.drawn(database, job_id) == STROKES
    await database.close()


async def test_several_workers_do_each_chunk_once(fresh_databases: Databases) -> None:
    url = fresh_databases.fresh_url(chores.tables)
    databases = [open_database(url, chores.tables, source="test") for _ in range(4)]
    jobs = [await queued(databases[0], 200) for _ in range(5)]
    workers = [asyncio.create_task(chores.worker(database).run()) for database in databases]
    for job_id in jobs:
        await eventually(partial(progress, databases[0], job_id), lambda seen: seen == ("done", 200))
    for working in workers:
        working.cancel()
    await asyncio.gather(*workers, return_exceptions=True)
    assert [await chores.drawn(databases[0], job_id) for job_id in jobs] == [200] * 5
    for database in databases:
        await database.close()


async def test_who_lost_a_lease_leaves_nothing_of_the_chunk_at_hand(fresh_databases: Databases) -> None:
    database = fresh_databases.open(chores.tables)
    job_id = await queued(database, 20)
    slow, other = chores.worker(database), chores.worker(database)
    held = await slow._claim()
    assert held is not None and await other._claim() is None
    database.clock.advance(timedelta(minutes=1))
    assert await other.take_a_turn() and await progress(database, job_id) == ("done", 20)
    assert await slow._next(held) is None
    assert await chores.drawn(database, job_id) == 20
    await database.close()
