"""A constraint decides races, and its name or columns lead to the refusal that explains it, on both databases."""

from collections import Counter
from uuid import uuid4

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from partage_kit.db import Database
from partage_kit.statements import into_if_new
from partage_kit.tables import table_of
from partage_kit.unit_of_work import Actor
from support import notes
from support.house import House, at_once

SHELVES = "/kit/v1/shelves"
TESTER = Actor("tester", "brussels", "test")
shelves = table_of(notes.Shelf)


@pytest.fixture
def database(house: House) -> Database:
    """The database of the house."""
    return house.service.database


async def test_of_fifty_who_look_first_and_then_insert_one_succeeds(house: House) -> None:
    answers = await at_once(50, lambda number: house.as_member(number).post(SHELVES, json={"name": "top"}))
    assert Counter(a.status_code for a in answers) == {201: 1, 409: 49}
    assert {a.json()["type"] for a in answers if a.status_code == 409} == {"/problems/shelf-exists"}


async def test_the_constraint_speaks_for_itself_when_nobody_looked(database: Database) -> None:
    async with database.writing(TESTER) as session:
        await session.execute(insert(shelves).values(id=uuid4(), office="brussels", name="top"))
    with pytest.raises(notes.ShelfExists):
        async with database.writing(TESTER) as session:
            await session.execute(insert(shelves).values(id=uuid4(), office="brussels", name="top"))


async def test_a_check_of_the_database_has_its_refusal_too(house: House) -> None:
    high = await house.as_member(1).post("/kit/v1/notes", json={"title": "high", "count": 1001})
    assert (high.status_code, high.json()["type"]) == (422, "/problems/too-high")
    edge = await house.as_member(1).post("/kit/v1/notes", json={"title": "edge", "count": 1000})
    assert edge.status_code == 201


async def test_a_constraint_without_a_refusal_is_a_fault_of_ours(database: Database) -> None:
    twice = uuid4()
    with pytest.raises(IntegrityError):
        async with database.writing(TESTER) as session:
            for name in ("a", "b"):
                await session.execute(insert(shelves).values(id=twice, office="brussels", name=name))


async def test_into_if_new_tells_by_returning_what_it_wrote(database: Database) -> None:
    """Row counts lie on conflicts (-1 on some drivers): the row that comes back is what counts."""
    row = {"id": uuid4(), "office": "brussels", "name": "top"}
    seen = []
    async with database.writing(TESTER) as session:
        connection = await session.connection()
        for _ in range(2):
            statement = into_if_new(shelves, connection.dialect.name).returning(shelves.c.id)
            seen.append((await connection.execute(statement, row)).scalar_one_or_none())
    assert seen == [row["id"], None]
    async with database.reading() as session:
        assert len((await session.execute(select(shelves))).all()) == 1
