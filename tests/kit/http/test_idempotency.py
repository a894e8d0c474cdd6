"""Idempotency-Key: a repeat is answered alike and does nothing, as often and as fast as it comes."""

from collections import Counter
from datetime import timedelta

import httpx
from sqlalchemy import func, select

from support import notes
from support.house import BRUSSELS, GHENT, House, at_once

NOTES = "/kit/v1/notes"


async def write(house: House, key: str, title: str = "once", number: int = 1, office: str = BRUSSELS) -> httpx.Response:
    """Write a note under a key."""
    return await house.as_member(number, office=office).post(
        NOTES, json={"title": title}, headers={"Idempotency-Key": key}
    )


async def written(house: House) -> int:
    """How many notes there are."""
    async with house.service.database.reading() as session:
        return int((await session.execute(select(func.count()).select_from(notes.notes))).scalar_one())


async def test_a_repeat_is_answered_alike_and_does_nothing(house: House) -> None:
    first, again = await write(house, "k1"), await write(house, "k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["etag"] == first.headers["etag"] == '"1"'
    assert again.headers["content-type"] == first.headers["content-type"]
    assert ("idempotent-replayed" in first.headers, again.headers["idempotent-replayed"]) == (False, "true")
    assert again.headers["x-request-id"] != first.headers["x-request-id"]
    assert await written(house) == 1


async def test_another_request_under_the_same_key_is_refused(house: House) -> None:
    first = await write(house, "k1")
    key = {"Idempotency-Key": "k1"}
    others = [
        await write(house, "k1", "another body"),
        await house.as_member(1).post("/kit/v1/shelves", json={"name": "another route"}, headers=key),
        await house.as_member(1).post(f"{NOTES}/{first.json()['id']}/count", headers=key),
    ]
    assert {(a.status_code, a.json()["type"]) for a in others} == {(422, "/problems/key-reused")}
    assert await written(house) == 1


async def test_fifty_repeats_at_once_have_one_effect_and_one_answer(house: House) -> None:
    answers = await at_once(50, lambda _: write(house, "k1"))
    assert Counter(a.status_code for a in answers) == {201: 50}
    assert len({a.content for a in answers}) == 1
    assert sum("idempotent-replayed" not in a.headers for a in answers) == 1
    assert await written(house) == 1


async def test_a_refused_request_leaves_its_key_free(house: House) -> None:
    key = {"Idempotency-Key": "k1"}
    refused = await house.as_member(1).post(NOTES, json={"title": "x", "count": 1001}, headers=key)
    assert refused.status_code == 422
    halfway = await house.as_member(1).post(f"{NOTES}/half", headers=key)
    assert halfway.status_code == 500
    assert (await write(house, "k1")).status_code == 201


async def test_a_key_belongs_to_its_caller(house: House) -> None:
    answers = [
        await write(house, "k1"),
        await write(house, "k1", number=2),
        await write(house, "k1", office=GHENT),
    ]
    assert [a.status_code for a in answers] == [201, 201, 201]
    assert len({a.json()["id"] for a in answers}) == 3


async def test_a_key_is_kept_for_twenty_four_hours(house: House) -> None:
    first = await write(house, "k1")
    house.service.database.clock.advance(timedelta(hours=23, minutes=59))
    assert (await write(house, "k1")).json() == first.json()
    assert (await write(house, "k1", "another body")).status_code == 422
    house.service.database.clock.advance(timedelta(minutes=2))
    late = await write(house, "k1", "another body")
    assert (late.status_code, late.json()["title"]) == (201, "another body")
    assert await written(house) == 2


async def test_a_key_is_visible_ascii(house: House) -> None:
    for key in ("", " ", "a b", "k" * 201, "\x7f"):
        assert (await write(house, key)).status_code == 422, key
    assert (await write(house, "k" * 200)).status_code == 201
    assert await written(house) == 1


async def test_a_key_opens_no_door_for_who_may_not_enter(house: House) -> None:
    await write(house, "k1")
    key = {"Idempotency-Key": "k1"}
    nobody = await house.client().post(NOTES, json={"title": "once"}, headers=key)
    assert nobody.status_code == 401
