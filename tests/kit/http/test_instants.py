"""Instants are aware everywhere: a naive one reaches no database, and none comes out of it."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from partage_kit.clock import clock
from partage_kit.unit_of_work import Actor
from support import notes
from support.house import BRUSSELS, House

TESTER = Actor("tester", BRUSSELS, "test")


async def test_a_naive_instant_reaches_no_database(house: House) -> None:
    with pytest.raises(StatementError, match="naive"):
        async with house.service.database.writing(TESTER) as session:
            session.add(notes.Note(office=BRUSSELS, title="when?", due=datetime(2026, 3, 1, 9)))  # noqa: DTZ001
            await session.flush()


async def test_an_instant_comes_back_aware_and_in_utc(house: House) -> None:
    in_brussels = datetime(2026, 3, 1, 9, 30, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
    made = await house.as_member(1).post("/kit/v1/notes", json={"title": "when", "due": in_brussels.isoformat()})
    assert made.json()["due"] == "2026-03-01T08:30:00.123456Z"
    async with house.service.database.reading() as session:
        due = (await session.execute(select(notes.notes.c.due))).scalar_one()
    assert (due, due.tzinfo) == (in_brussels, UTC)


async def test_the_clock_is_the_database_s_and_moves_with_tests(house: House) -> None:
    async with house.service.database.reading() as session:
        before = await clock(session)
        house.service.database.clock.advance(timedelta(days=3))
        after = await clock(session)
    assert before.tzinfo is UTC
    assert timedelta(days=3) <= after - before < timedelta(days=3, minutes=1)
    assert abs(before - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("due", [0, "0", "4102444800", "0001-01-01T00:00:00Z", "9999-12-31T23:00:00Z"])
async def test_an_instant_that_nobody_means_is_refused_at_the_door(house: House, due: object) -> None:
    refused = await house.as_member(1).post("/kit/v1/notes", json={"title": "when", "due": due})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/body/due")


@pytest.mark.parametrize("title", ["\u200b", "\u3164", "\u202eevil", "\x1b[31m"])
async def test_a_title_that_nobody_can_read_is_refused_at_the_door(house: House, title: str) -> None:
    refused = await house.as_member(1).post("/kit/v1/notes", json={"title": title})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/body/title")
