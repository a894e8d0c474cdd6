"""Evaluations through the HTTP door: one an office, its question, its publication, its phases and gates."""

from collections import Counter
from typing import Any

import pytest

from support.evaluating import (
    IMPACT,
    an_evaluation,
    colleague,
    criterion,
    evaluation,
    evaluator,
    indicator,
    made,
    refused,
)
from support.house import GHENT, House, at_once

DECISION = {"body": "general_assembly", "decided_on": "2026-06-17", "reason": "Chosen among four candidate questions."}


async def adopt(house: House, evaluation_id: str) -> None:
    """Adopt the question and publish the evaluation."""
    path = f"{IMPACT}/evaluations/{evaluation_id}"
    made(await colleague(house).post(f"{path}/adopt-question", json=DECISION), 200)
    made(await colleague(house).post(f"{path}/publish"), 200)


async def test_an_evaluation_opens_with_its_mandate_and_strategic_aim(house: House) -> None:
    opened = await evaluation(house)
    assert (opened["phase"], opened["cycle"], opened["primary_aim"]) == ("frame", 1, "strategic")
    read = await house.as_member(1).get(f"{IMPACT}/evaluations/{opened['id']}")
    assert read.json() == opened
    assert read.headers["etag"] == '"1"'


async def test_an_office_has_one_active_evaluation(house: House) -> None:
    answers = await at_once(6, lambda _: evaluator(house).post(f"{IMPACT}/evaluations", json=an_evaluation()))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 5}
    refused(next(one for one in answers if one.status_code == 409), 409, "evaluation-under-way")
    await evaluation(house, GHENT)
    first = next(one for one in answers if one.status_code == 201).json()
    made(await evaluator(house).post(f"{IMPACT}/evaluations/{first['id']}/stop", json=DECISION), 200)
    assert (await evaluation(house))["phase"] == "frame"


async def test_the_question_is_adopted_by_somebody_else_and_then_stays(house: House) -> None:
    opened = await evaluation(house)
    path = f"{IMPACT}/evaluations/{opened['id']}"
    refused(await evaluator(house).post(f"{path}/publish"), 409, "question-not-adopted")
    own = refused(await evaluator(house).post(f"{path}/adopt-question", json=DECISION), 403, "own-submission")
    assert own["detail"].startswith("you ") and "question" in own["detail"]
    made(await colleague(house).post(f"{path}/adopt-question", json=DECISION), 200)
    refused(await colleague(house).post(f"{path}/adopt-question", json=DECISION), 409, "question-stands")
    changed = {"question": {"en": "Something else?"}}
    refused(await evaluator(house).patch(path, json=changed, headers={"If-Match": '"2"'}), 409, "question-stands")
    wording = {"approach": {"en": "Mixed methods"}}
    stale = await evaluator(house).patch(path, json=wording, headers={"If-Match": '"1"'})
    refused(stale, 412, "stale")
    kept = made(await evaluator(house).patch(path, json=wording, headers={"If-Match": '"2"'}), 200)
    assert kept["approach"] == {"en": "Mixed methods"}


async def test_a_missing_question_cannot_be_adopted(house: House) -> None:
    opened = await evaluation(house, question=None)
    answer = await colleague(house).post(f"{IMPACT}/evaluations/{opened['id']}/adopt-question", json=DECISION)
    refused(answer, 409, "question-not-adopted")


async def test_the_public_sees_what_was_published_and_nothing_else(house: House) -> None:
    opened = await evaluation(house)
    listed = f"{IMPACT}/published-evaluations"
    assert (await house.client().get(listed)).json()["items"] == []
    await adopt(house, opened["id"])
    shown = (await house.client().get(listed, params={"office": "brussels"})).json()["items"]
    assert [one["id"] for one in shown] == [opened["id"]]
    assert "version" not in shown[0]
    assert (await house.client().get(listed, params={"office": "ghent"})).json()["items"] == []
    refused(await colleague(house).post(f"{IMPACT}/evaluations/{opened['id']}/publish"), 409, "not-possible-now")


async def test_the_gate_says_what_is_missing_until_it_opens(house: House) -> None:
    opened = await evaluation(house)
    path = f"{IMPACT}/evaluations/{opened['id']}"
    gate = made(await house.as_member(1).get(f"{path}/gate?lang=fr"), 200)
    assert (gate["phase"], gate["next"], gate["open"]) == ("frame", "structure", False)
    assert [(one["code"], one["met"]) for one in gate["conditions"]] == [
        ("question_adopted", False),
        ("published", False),
    ]
    assert gate["conditions"][1]["explanation"] == "Les visées, la question et le périmètre sont publiés."
    refused(await evaluator(house).post(f"{path}/advance"), 409, "gate-closed")
    await adopt(house, opened["id"])
    assert made(await evaluator(house).post(f"{path}/advance"), 200)["phase"] == "structure"


async def test_structure_ends_when_each_criterion_has_both_kinds_of_indicators(house: House) -> None:
    opened = await evaluation(house)
    path = f"{IMPACT}/evaluations/{opened['id']}"
    await adopt(house, opened["id"])
    made(await evaluator(house).post(f"{path}/advance"), 200)
    gate = made(await evaluator(house).get(f"{path}/gate"), 200)
    assert [(one["code"], one["met"]) for one in gate["conditions"]] == [
        ("criteria_stated", False),
        ("criteria_indicated", True),
    ]
    ties = await criterion(house, opened["id"])
    await indicator(house, ties, "new-members")
    gate = made(await evaluator(house).get(f"{path}/gate"), 200)
    assert [one["missing"] for one in gate["conditions"]] == [[], [ties]]
    words: dict[str, Any] = {"measure": "qualitative", "unit": "stories", "source": "manual", "formula": None}
    await indicator(house, ties, "stories", **words, collection={"en": "Interviews, twice a year"})
    assert made(await evaluator(house).post(f"{path}/advance"), 200)["phase"] == "observe"
    gate = made(await evaluator(house).get(f"{path}/gate"), 200)
    assert [(one["code"], one["met"], one["missing"]) for one in gate["conditions"]] == [
        ("figures_observed", False, ["new-members"]),
        ("waves_closed", True, []),
    ]


@pytest.fixture
async def observing(house: House) -> str:
    """The path of an evaluation in its observe phase, whose gate is open."""
    opened = await evaluation(house)
    path = f"{IMPACT}/evaluations/{opened['id']}"
    await adopt(house, opened["id"])
    ties = await criterion(house, opened["id"])
    for code, measure in (("counted", "unit"), ("told", "qualitative")):
        hand: dict[str, Any] = {"source": "manual", "formula": None, "collection": {"en": "By hand"}}
        await indicator(house, ties, code, measure=measure, **hand)
    for _ in range(2):
        made(await evaluator(house).post(f"{path}/advance"), 200)
    return path


async def test_an_evaluation_goes_back_and_round_again(house: House, observing: str) -> None:
    async def step(verb: str) -> str:
        body = {"reason": "The figures need another look."} if verb == "return" else None
        answer = await evaluator(house).post(f"{observing}/{verb}", json=body)
        return str(made(answer, 200)["phase"])

    async def blocked() -> None:
        refused(await evaluator(house).post(f"{observing}/return", json={"reason": "why not"}), 409, "no-way-back")

    await blocked()
    assert await step("advance") == "analyse"
    assert await step("return") == "observe"
    assert [await step("advance") for _ in range(2)] == ["analyse", "judge"]
    assert await step("return") == "analyse"
    assert [await step("advance") for _ in range(2)] == ["judge", "disseminate"]
    await blocked()
    assert await step("advance") == "learn"
    assert await step("return") == "frame"
    read = made(await evaluator(house).get(observing), 200)
    assert read["cycle"] == 2
    assert [await step("advance") for _ in range(7)][-2:] == ["learn", "closed"]
    refused(await evaluator(house).post(f"{observing}/advance"), 409, "not-possible-now")
    gate = made(await evaluator(house).get(f"{observing}/gate"), 200)
    assert (gate["next"], gate["open"], gate["conditions"]) == (None, False, [])


async def test_every_decision_is_written_down(house: House, observing: str) -> None:
    made(await evaluator(house).post(f"{observing}/advance"), 200)
    made(await evaluator(house).post(f"{observing}/return", json={"reason": "Late facts have come."}), 200)
    seen: list[tuple[str, str, str, str | None]] = []
    url = f"{observing}/decisions?limit=2"
    while url:
        page = await house.as_member(1).get(url)
        seen += [(one["kind"], one["from_phase"], one["to_phase"], one["reason"]) for one in page.json()["items"]]
        url = page.links["next"]["url"] if page.json()["next"] else ""
    assert seen[0] == ("returned", "analyse", "observe", "Late facts have come.")
    assert [kind for kind, *_ in seen] == ["returned", *["advanced"] * 3, "published", "question_adopted"]


async def test_another_office_finds_nothing(house: House, observing: str) -> None:
    abroad = evaluator(house, GHENT)
    assert (await abroad.get(f"{IMPACT}/evaluations")).json()["items"] == []
    for suffix in ("", "/gate", "/decisions"):
        refused(await abroad.get(observing + suffix), 404, "evaluation-not-found")
    refused(await abroad.post(f"{observing}/advance"), 404, "evaluation-not-found")
    refused(await abroad.post(f"{observing}/stop", json=DECISION), 404, "evaluation-not-found")


async def test_dimensions_are_six_and_open_to_everybody(house: House) -> None:
    listed = made(await house.client().get(f"{IMPACT}/dimensions?lang=nl"), 200)["items"]
    codes = ["social", "societal", "economic", "territorial", "ecological", "political"]
    assert [one["code"] for one in listed] == codes
    assert listed[1]["name"] == "Maatschappelijk"


async def test_criteria_change_their_wording_only(house: House) -> None:
    opened = await evaluation(house)
    path = f"{IMPACT}/criteria/{await criterion(house, opened['id'])}"
    moved = await evaluator(house).patch(path, json={"dimension": "economic"}, headers={"If-Match": '"1"'})
    assert moved.status_code == 422
    words = {"name": {"fr": "Liens", "nl": "Banden", "en": "Ties"}}
    changed = made(await evaluator(house).patch(path, json=words, headers={"If-Match": '"1"'}), 200)
    assert changed["name"]["nl"] == "Banden"
    listed = await house.as_member(1).get(f"{IMPACT}/criteria", params={"dimension": "social"})
    assert [one["id"] for one in listed.json()["items"]] == [changed["id"]]
    refused(await evaluator(house, GHENT).get(path), 404, "criterion-not-found")
