"""One request, one transaction: committed before the first byte leaves, or nothing happened."""

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import pytest
from fastapi import Depends, Request
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from partage_kit.auth import Member
from partage_kit.db import open_database
from partage_kit.http.routes import Router
from partage_kit.settings import ServiceSettings
from partage_kit.unit_of_work import Actor
from support import notes
from support.databases import Databases
from support.house import House, at_once, running

NOTES = "/kit/v1/notes"
ACTORS = 50


async def rows_in(house: House, *names: str) -> dict[str, int]:
    """How many rows the tables hold."""
    async with house.service.database.reading() as session:
        tables = house.service.database.tables.metadata.tables
        return {
            name: (await session.execute(select(func.count()).select_from(tables[name]))).scalar_one() for name in names
        }


async def test_a_commit_that_fails_is_an_error_and_not_a_201(house: House) -> None:
    answer = await house.as_member(1).post(NOTES, json={"title": "nowhere", "shelf_id": str(uuid4())})
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/internal-error")
    assert answer.headers["content-type"] == "application/problem+json"
    assert await rows_in(house, "notes", "outbox", "audit_trail") == {"notes": 0, "outbox": 0, "audit_trail": 0}


async def test_in_a_yield_dependency_the_same_commit_answers_201(fresh_databases: Databases, house: House) -> None:
    """The trap itself, so that nobody lets a dependency end a session: it does so after the answer has left."""
    late = Router()
    database = open_database(fresh_databases.fresh_url(notes.tables), notes.tables, source="late")

    async def session_of_request(_request: Request) -> AsyncIterator[AsyncSession]:
        async with database.writing(Actor("trap", "brussels", "trap")) as session:
            yield session

    @late.post("/late", status_code=201)
    async def write_late(
        caller: Member, session: Annotated[AsyncSession, Depends(session_of_request)]
    ) -> dict[str, str]:
        """Write a note on a shelf that is not there."""
        session.add(notes.Note(office=caller.office, title="nowhere", shelf_id=uuid4()))
        await session.flush()
        return {}

    async with running(notes.create_app(_settings(house), late), house.settings) as trapped:
        answer = await trapped.as_member(1).post("/kit/v1/late")
    assert answer.status_code == 201
    async with database.reading() as session:
        assert (await session.execute(select(notes.Note))).first() is None
    await database.close()


def _settings(house: House) -> ServiceSettings:
    assert isinstance(house.settings, ServiceSettings)
    return house.settings


async def test_a_fault_halfway_leaves_nothing_behind(house: House) -> None:
    answer = await house.as_member(1).post(f"{NOTES}/half")
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/internal-error")
    assert "nobody thought" not in answer.text
    assert await rows_in(house, "notes", "outbox", "audit_trail") == {"notes": 0, "outbox": 0, "audit_trail": 0}


async def test_the_database_refuses_a_write_through_a_read_session(house: House) -> None:
    answer = await house.as_member(1).post(f"{NOTES}/through-a-read-session")
    assert answer.status_code >= 500
    assert await rows_in(house, "notes") == {"notes": 0}
    assert (await house.as_member(1).post(NOTES, json={"title": "after"})).status_code == 201


async def test_what_is_refused_opens_no_transaction(house: House) -> None:
    begun: list[str] = []
    database = house.service.database
    for engine in (database.writer, database.reader):
        event.listen(engine.sync_engine, "begin", lambda _connection: begun.append("begin"))
        event.listen(engine.sync_engine, "checkout", lambda *_: begun.append("checkout"))
    me = house.as_member(1)
    refused = [
        await me.post(NOTES, json={"title": ""}),
        await me.post(NOTES, content=b"{", headers={"Content-Type": "application/json"}),
        await me.post(f"{NOTES}?colour=red", json={"title": "red"}),
        await me.patch(f"{NOTES}/{uuid4()}", json={"title": "x"}),
        await me.get(f"{NOTES}?limit=0"),
        await house.client().post(NOTES, json={"title": "x"}),
    ]
    assert [a.status_code for a in refused] == [422, 422, 422, 428, 422, 401]
    assert begun == []
    await me.get(NOTES)
    assert begun != []


async def test_fifty_writers_of_two_replicas_lose_no_update_and_meet_no_lock(house: House) -> None:
    note = (await house.as_member(1).post(NOTES, json={"title": "tally"})).json()["id"]
    async with running(notes.create_app(_settings(house)), house.settings) as replica:
        clients = house.as_member(1), replica.as_member(1)
        answers = await at_once(ACTORS, lambda number: clients[number % 2].post(f"{NOTES}/{note}/count"))
    assert Counter(a.status_code for a in answers) == {200: ACTORS}
    assert sorted(a.json()["count"] for a in answers) == list(range(1, ACTORS + 1))


async def test_a_plain_begin_is_what_makes_sqlite_writers_fail(tmp_path: Path) -> None:
    """The trap itself: two transactions that read before they write, begun the driver's way, cannot both go on."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path}/trap.db")
    async with engine.begin() as connection:
        await connection.run_sync(notes.tables.metadata.create_all)
    async with engine.connect() as first, engine.connect() as second:
        for connection in (first, second):
            await connection.exec_driver_sql("PRAGMA busy_timeout=100")
            await connection.exec_driver_sql("BEGIN")
            await connection.exec_driver_sql("SELECT count(*) FROM notes")
        insert = "INSERT INTO shelves (id, office, name) VALUES (?, 'brussels', ?)"
        await first.exec_driver_sql(insert, (uuid4().hex, "a"))
        with pytest.raises(OperationalError, match="database is locked"):
            await second.exec_driver_sql(insert, (uuid4().hex, "b"))
    await engine.dispose()
