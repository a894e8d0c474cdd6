"""What survey waves tell when they have ended: receipts and results, small groups hidden."""

import hashlib
import json

from support.evaluating import evaluator, made, refused
from support.house import GHENT, House
from support.surveying import (
    all_answered,
    an_answer,
    answered,
    counts,
    ended,
    opened,
    opened_with,
    questionnaire,
    result,
    ticket,
)


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
