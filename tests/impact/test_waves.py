"""Survey waves through the HTTP door: life, tickets, answers, receipts, results."""

import hashlib
import json
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from partage_impact.waves.models import responses
from support.evaluating import IMPACT, evaluator, made, refused
from support.house import GHENT, House, at_once
from support.surveying import (
    WAVES,
    a_questionnaire,
    a_wave,
    all_answered,
    an_answer,
    answered,
    counts,
    ended,
    of_an_evaluation,
    opened,
    planned,
    questionnaire,
    result,
    ticket,
)


async def test_a_wave_opens_closes_and_is_analysed_and_each_is_announced(house: House) -> None:
    wave = await of_an_evaluation(house, threshold=7)
    path = f"{WAVES}/{wave['id']}"
    assert (wave["state"], wave["opened_on"], wave["mode"]) == ("planned", None, "anonymous")
    assert "ticket_key" not in wave
    for early in ("close", "analyse"):
        assert (await evaluator(house).post(f"{path}/{early}")).status_code == 409
    assert made(await evaluator(house).post(f"{path}/open"), 200)["state"] == "open"
    refused(await evaluator(house).post(f"{path}/open"), 409, "not-possible-now")
    await ended(house, path)
    read = made(await house.as_member(1).get(path), 200)
    assert (read["state"], read["closed_on"]) == ("analysed", read["opened_on"])
    events = await announced(house)
    assert [one["type"] for one in events] == [
        f"partage.impact.wave.{verb}.v1" for verb in ("opened", "closed", "analysed")
    ]
    assert [one["sequence"] for one in events] == ["0000000002", "0000000003", "0000000004"]
    assert events[0]["data"] | {"opened_on": None} == {
        "purpose": "evaluation",
        "mode": "anonymous",
        "threshold": 7,
        "questionnaire_id": wave["questionnaire_id"],
        "questionnaire": "work",
        "questionnaire_number": 1,
        "evaluation_id": wave["evaluation_id"],
        "languages": ["fr", "nl", "en"],
        "opened_on": None,
        "closes_on": None,
        "needs_survey_id": None,
    }
    assert events[2]["data"]["ranked_needs"] is None
    asked = made(await evaluator(house).get(f"{IMPACT}/questionnaires/{wave['questionnaire_id']}"), 200)
    assert asked["state"] == "fielded"


async def announced(house: House) -> list[dict[str, Any]]:
    """The events that wait in the outbox."""
    outbox = house.service.database.tables.metadata.tables["outbox"]
    async with house.service.database.reading() as session:
        rows = await session.execute(select(outbox.c.envelope).order_by(outbox.c.id))
        return [json.loads(text) for text in rows.scalars()]


async def test_the_evaluations_gate_waits_for_its_waves(house: House) -> None:
    wave = await of_an_evaluation(house)
    listed = await house.as_member(1).get(WAVES, params={"evaluation_id": wave["evaluation_id"]})
    assert [one["id"] for one in listed.json()["items"]] == [wave["id"]]
    wrong = a_wave(wave["questionnaire_id"], purpose="evaluation")
    assert (await evaluator(house).post(WAVES, json=wrong)).status_code == 422
    nowhere = wrong | {"evaluation_id": str(uuid4())}
    refused(await evaluator(house).post(WAVES, json=nowhere), 404, "evaluation-not-found")


async def test_a_language_that_is_not_complete_does_not_open(house: House) -> None:
    asked = await questionnaire(house, title={"fr": "Travail", "nl": "Werk"})
    refused(await evaluator(house).post(WAVES, json=a_wave(asked)), 409, "not-translated")
    made(await evaluator(house).post(WAVES, json=a_wave(asked, languages=["nl", "fr"])))
    draft = made(await evaluator(house).post(f"{IMPACT}/questionnaires", json=a_questionnaire("draft")))
    early = made(await evaluator(house).post(WAVES, json=a_wave(draft["id"])))
    refused(await evaluator(house).post(f"{WAVES}/{early['id']}/open"), 409, "not-ready-to-ask")


async def test_the_form_is_read_in_a_language_of_the_wave(house: House) -> None:
    path = await opened(house, languages=["nl", "fr"])
    form = made(await house.as_member(1).get(f"{path}/form", headers={"Accept-Language": "fr-BE"}), 200)
    assert (form["language"], form["title"]) == ("fr", "Your work (fr)")
    assert form["questions"][0]["choices"][1] == {"answer": "together", "label": "together (fr)"}
    assert [one["answer"] for one in form["questions"][1]["choices"]] == [1, 2, 3, 4, 5]
    assert (form["questions"][3]["minimum"], form["questions"][3]["maximum"]) == ("0", "1.5")
    fallback = made(await house.as_member(1).get(f"{path}/form?lang=en"), 200)
    assert fallback["language"] == "nl"


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


async def opened_with(house: House, questionnaire_id: str, **changes: object) -> str:
    """A wave of this questionnaire, open; its path."""
    wave = made(await evaluator(house).post(WAVES, json=a_wave(questionnaire_id, **changes)))
    made(await evaluator(house).post(f"{WAVES}/{wave['id']}/open"), 200)
    return f"{WAVES}/{wave['id']}"


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


async def test_answers_are_taken_only_while_the_wave_is_open(house: House) -> None:
    wave = await planned(house)
    path = f"{WAVES}/{wave['id']}"
    early = refused(await house.as_member(1).post(f"{path}/tickets"), 409, "wave-is-not-open")
    assert early["detail"] == "the wave is planned and not opened yet"
    made(await evaluator(house).post(f"{path}/open"), 200)
    given = await ticket(house, path, 1)
    made(await evaluator(house).post(f"{path}/close"), 200)
    refused(await answered(house, path, given, an_answer()), 409, "wave-is-not-open")


async def test_a_wave_ends_by_itself_after_its_last_day(house: House) -> None:
    path = await opened(house)
    today = made(await evaluator(house).get(path), 200)["opened_on"]
    tag = {"If-Match": '"2"'}
    made(await evaluator(house).patch(path, json={"closes_on": today}, headers=tag), 200)
    given = await ticket(house, path, 1)
    house.service.database.clock.advance(timedelta(days=1))
    assert made(await evaluator(house).get(path), 200)["state"] == "closed"
    refused(await answered(house, path, given, an_answer()), 409, "wave-is-not-open")
    late = refused(await house.as_member(2).post(f"{path}/tickets"), 409, "wave-is-not-open")
    assert late["detail"] == f"the wave is closed; its last day was {today}"
    assert (await standing(house, "closed"), await standing(house, "open")) == ([path], [])
    assert made(await evaluator(house).post(f"{path}/close"), 200)["closed_on"] == today


async def standing(house: House, state: str) -> list[str]:
    """The paths of the waves in a state."""
    page = made(await house.as_member(1).get(WAVES, params={"state": state}), 200)
    return [f"{WAVES}/{one['id']}" for one in page["items"]]


async def test_waves_are_found_by_where_they_stand_today(house: House) -> None:
    asked = await questionnaire(house)
    paths = [f"{WAVES}/{made(await evaluator(house).post(WAVES, json=a_wave(asked)))['id']}" for _ in range(4)]
    for path in paths[:3]:
        made(await evaluator(house).post(f"{path}/open"), 200)
    made(await evaluator(house).post(f"{paths[1]}/close"), 200)
    await ended(house, paths[2])
    found = [await standing(house, state) for state in ("open", "closed", "analysed", "planned")]
    assert found == [[path] for path in paths]
    assert (await house.as_member(1).get(WAVES, params={"state": "purged"})).status_code == 422


async def test_the_threshold_rises_and_the_mode_freezes(house: House) -> None:
    wave = await planned(house, threshold=6)
    path = f"{WAVES}/{wave['id']}"

    async def change(version: int, **changes: object) -> Any:
        return await evaluator(house).patch(path, json=changes, headers={"If-Match": f'"{version}"'})

    refused(await change(1, threshold=5), 409, "threshold-may-only-rise")
    made(await change(1, threshold=8, mode="identified"), 200)
    refused(await change(2, threshold=7), 409, "threshold-may-only-rise")
    made(await change(2, mode="anonymous"), 200)
    made(await evaluator(house).post(f"{path}/open"), 200)
    await ticket(house, path, 1)
    refused(await change(4, mode="identified"), 409, "mode-is-frozen")
    made(await change(4, threshold=9, mode="anonymous"), 200)
    assert (await evaluator(house).post(WAVES, json=a_wave(wave["questionnaire_id"], threshold=4))).status_code == 422
    made(await evaluator(house).post(f"{path}/close"), 200)
    refused(await change(6, threshold=12), 409, "not-possible-now")


async def test_an_identified_wave_is_answered_under_ones_name_once(house: House) -> None:
    path = await opened(house, mode="identified")
    detail = refused(await house.as_member(1).post(f"{path}/tickets"), 409, "other-mode")["detail"]
    assert detail == "the wave is identified: answer with your token at .../identified-responses"

    async def respond(number: int) -> Any:
        return await house.as_member(number).post(f"{path}/identified-responses", json={"answers": an_answer(number)})

    for number in range(6):
        made(await respond(number))
    refused(await respond(3), 409, "already-answered")
    await ended(house, path)
    assert (await result(house, path, "status"))["n"] == 6
    anonymous = await opened_with(house, await questionnaire(house, key="other"))
    body = {"answers": an_answer()}
    refused(await house.as_member(1).post(f"{anonymous}/identified-responses", json=body), 409, "other-mode")


async def test_the_receipt_shows_that_the_answer_is_counted_unchanged(house: House) -> None:
    path = await opened(house)
    given = await ticket(house, path, 1)
    receipts = f"{path}/receipts"
    before = made(await house.client().post(receipts, json={"ticket": given}), 200)
    assert before == {"counted": False, "digest": None}
    answers = an_answer(part="0.5", story="Été")
    made(await answered(house, path, given, answers))
    canonical = json.dumps(answers, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digest = hashlib.sha256(f"{given}\n{canonical}".encode()).hexdigest()
    for _ in range(2):
        after = made(await house.client().post(receipts, json={"ticket": given}), 200)
        assert after == {"counted": True, "digest": digest}
    nonce = given.split(".")[0]
    refused(await house.client().post(receipts, json={"ticket": f"{nonce}.{nonce}"}), 403, "ticket-refused")


async def test_results_come_after_the_end_and_hide_small_groups(house: House) -> None:
    path = await opened(house)
    statuses = ["alone"] * 12 + ["together"] * 7 + ["both"] * 3
    await all_answered(house, path, [an_answer(number, status=one) for number, one in enumerate(statuses)])
    for verb in ("close", "analyse"):
        refused(await house.as_member(1).get(f"{path}/results?question=status"), 409, "no-results-yet")
        made(await evaluator(house).post(f"{path}/{verb}"), 200)
    told = await result(house, path, "status")
    assert (told["n"], told["threshold"], told["mean"]) == (22, 5, None)
    # three is too few, and with seven hidden beside it nobody can subtract; no answer was not possible, so 0 stays
    assert counts(told) == {"alone": 12, "together": None, "both": None, "none": 0}
    assert [(one["label"], one["share"]) for one in told["groups"]] == [
        ("alone (en)", "54.5"),
        ("together (en)", None),
        ("both (en)", None),
        ("No answer", "0.0"),
    ]
    problem = refused(await house.as_member(1).get(f"{path}/results?question=shoe_size"), 422, "invalid")
    assert problem["errors"][0]["pointer"] == "/query/question"
    refused(await evaluator(house, GHENT).get(f"{path}/results?question=status"), 404, "wave-not-found")


async def test_too_few_answers_tell_nothing_at_all(house: House) -> None:
    path = await opened(house, threshold=6)
    await all_answered(house, path, [an_answer(number) for number in range(5)])
    await ended(house, path)
    for question in ("status", "autonomy", "hours", "story"):
        told = await result(house, path, question)
        assert (told["n"], told["mean"]) == (None, None)
        assert {count for answer, count in counts(told).items() if (question, answer) != ("status", "none")} == {None}


async def test_a_mean_is_told_only_where_it_gives_nothing_hidden_away(house: House) -> None:
    path = await opened(house)

    def one(number: int) -> dict[str, object]:
        point = number % 5 + 1
        return {"status": "alone", "autonomy": point, "hours": 30 + point, "part": f"0.{point}"}

    without: list[dict[str, object]] = [{"status": "alone"} for _ in range(6)]
    await all_answered(house, path, [one(number) for number in range(30)] + without)
    await ended(house, path)
    likert = await result(house, path, "autonomy")
    assert counts(likert) == dict.fromkeys("12345", 6) | {"none": 6}
    assert likert["mean"] == "3.00"
    hours = await result(house, path, "hours")
    assert (counts(hours), hours["mean"]) == ({"answered": 30, "none": 6}, "33.00")
    part = await result(house, path, "part")
    assert (counts(part), part["mean"]) == ({"answered": 30, "none": 6}, "0.30")
    assert counts(await result(house, path, "story")) == {"answered": None, "none": None}


async def test_few_whole_numbers_are_told_one_by_one(house: House) -> None:
    label = {"en": "Cars", "fr": "Voitures", "nl": "Auto's"}
    asked = {"key": "cars", "kind": "integer", "label": label, "required": True}
    questions = [asked | {"minimum": 0, "maximum": 1}, asked | {"key": "bikes", "minimum": 0, "maximum": 2}]
    path = await opened_with(house, await questionnaire(house, questions=questions))
    await all_answered(house, path, [{"cars": min(number, 1), "bikes": number % 3} for number in range(18)])
    await ended(house, path)
    cars = await result(house, path, "cars")
    assert (counts(cars)["0"], cars["mean"]) == (None, None)
    bikes = await result(house, path, "bikes")
    assert (bikes["mean"], [(one["label"], one["count"]) for one in bikes["groups"]][:3]) == (
        "1.00",
        [("0", 6), ("1", 6), ("2", 6)],
    )


async def test_no_mean_beside_a_hidden_group_of_a_dominated_sum_or_of_equal_values(house: House) -> None:
    path = await opened(house)
    rows: list[dict[str, object]] = [
        {"status": "alone", "autonomy": 1 if number < 2 else 4, "hours": 80 if number < 2 else 1, "part": "0.5"}
        for number in range(12)
    ]
    without: list[dict[str, object]] = [{"status": "both"} for _ in range(5)]
    await all_answered(house, path, rows + without)
    await ended(house, path)
    for question in ("autonomy", "hours", "part"):
        assert (await result(house, path, question))["mean"] is None
    assert counts(await result(house, path, "hours")) == {"answered": 12, "none": 5}
