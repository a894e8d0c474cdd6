"""Tickets and answers of survey waves: one each, counted once however often they come, wrong ones refused."""

from collections import Counter
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from partage_impact.waves.models import responses
from support.evaluating import evaluator, made, refused
from support.house import GHENT, House, at_once
from support.surveying import (
    WAVES,
    an_answer,
    answered,
    ended,
    opened,
    opened_with,
    questionnaire,
    ticket,
)


async def test_a_member_gets_one_ticket_and_no_other(house: House) -> None:
    path = await opened(house)
    given = await house.as_member(1).post(f"{path}/tickets", headers={"Idempotency-Key": "again"})
    assert made(given)["ticket"].count(".") == 1
    assert given.headers["cache-control"] == "no-store"
    again = await house.as_member(1).post(f"{path}/tickets", headers={"Idempotency-Key": "again"})
    assert "one ticket" in refused(again, 409, "ticket-already-issued")["detail"]
    refused(await house.as_member(1, office=GHENT).post(f"{path}/tickets"), 404, "wave-not-found")
    refused(await evaluator(house).post(f"{path}/tickets"), 403, "forbidden")
    refused(await house.client().post(f"{path}/tickets"), 401, "unauthenticated")


async def test_fifty_actors_with_one_ticket_answer_once(house: House) -> None:
    path = await opened(house)
    given = await ticket(house, path, 1)
    answers = await at_once(50, lambda number: answered(house, path, given, an_answer(number)))
    assert Counter(one.status_code for one in answers) == {201: 1, 409: 49}
    refused(next(one for one in answers if one.status_code == 409), 409, "ticket-spent")


async def test_the_same_answers_again_get_the_same_reply_and_leave_nothing(house: House) -> None:
    path = await opened(house)
    given = await ticket(house, path, 1)
    first = await answered(house, path, given, an_answer())
    kept = await all_responses(house)
    again = await at_once(10, lambda _: answered(house, path, given, an_answer()))
    assert {(one.status_code, one.text) for one in (first, *again)} == {(201, first.text)}
    refused(await answered(house, path, given, an_answer(1)), 409, "ticket-spent")
    assert await all_responses(house) == kept
    await ended(house, path)
    assert (await answered(house, path, given, an_answer())).status_code == 201
    refused(await answered(house, path, given, an_answer(1)), 409, "ticket-spent")


async def test_ten_times_the_same_answers_at_once_count_once(house: House) -> None:
    path = await opened(house)
    given = await ticket(house, path, 1)
    answers = await at_once(10, lambda _: answered(house, path, given, an_answer()))
    assert {one.status_code for one in answers} == {201}
    assert len(await all_responses(house)) == 1


async def all_responses(house: House) -> list[Any]:
    """The anonymous answers that are kept."""
    async with house.service.database.reading() as session:
        return list(await session.execute(select(responses)))


async def test_fifty_requests_of_one_member_give_one_ticket(house: House) -> None:
    path = await opened(house)
    answers = await at_once(50, lambda _: house.as_member(1).post(f"{path}/tickets"))
    assert Counter(one.status_code for one in answers) == {201: 1, 409: 49}


async def test_a_forged_or_foreign_ticket_is_refused(house: House) -> None:
    path, other = await opened(house), await opened_with(house, await questionnaire(house, key="other"))
    given = await ticket(house, path, 1)
    nonce, proof = given.split(".")
    forged = [f"{nonce[:-1]}{'A' if nonce[-1] != 'A' else 'B'}.{proof}", f"{nonce}.{nonce}"]
    for one in forged:
        refused(await answered(house, path, one, an_answer()), 403, "ticket-refused")
    refused(await answered(house, other, given, an_answer()), 403, "ticket-refused")
    assert (await answered(house, path, "nonsense", an_answer())).status_code == 422
    made(await answered(house, path, given, an_answer()))
    nowhere = f"{WAVES}/{uuid4()}"
    refused(await answered(house, nowhere, given, an_answer()), 404, "wave-not-found")


@pytest.mark.parametrize(
    ("answers", "pointer"),
    [
        ({}, "/body/answers/status"),
        (an_answer(status="elsewhere"), "/body/answers/status"),
        (an_answer(autonomy=6), "/body/answers/autonomy"),
        (an_answer(autonomy="3"), "/body/answers/autonomy"),
        (an_answer(hours=-1), "/body/answers/hours"),
        (an_answer(hours="12"), "/body/answers/hours"),
        (an_answer(part="1.51"), "/body/answers/part"),
        (an_answer(part="1e0"), "/body/answers/part"),
        (an_answer(part=1), "/body/answers/part"),
        (an_answer(story=" "), "/body/answers/story"),
        (an_answer(story="\u200b"), "/body/answers/story"),
        (an_answer(story="a\u202eb"), "/body/answers/story"),
        (an_answer(story="x" * 201), "/body/answers/story"),
        (an_answer(shoe_size=43), "/body/answers/shoe_size"),
    ],
)
async def test_wrong_answers_are_refused_at_their_place_and_spend_no_ticket(
    house: House, answers: dict[str, object], pointer: str
) -> None:
    path = await opened(house)
    given = await ticket(house, path, 1)
    problem = refused(await answered(house, path, given, answers), 422, "invalid")
    assert [one["pointer"] for one in problem["errors"]] == [pointer]
    made(await answered(house, path, given, an_answer(part="1.5", story="Une histoire")))
