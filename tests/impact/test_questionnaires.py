"""Questionnaires through the HTTP door: drafts, versions, languages."""

import pytest

from partage_kit.auth import Role
from support.evaluating import (
    IMPACT,
    a_version,
    an_evaluation,
    colleague,
    criterion,
    evaluator,
    made,
    newest_version,
    refused,
    voted,
)
from support.house import GHENT, TWO_TOKENS_OF_ONE_PERSON, House, Token
from support.surveying import a_questionnaire, all_languages, questionnaire

PATH = f"{IMPACT}/questionnaires"


async def test_a_questionnaire_is_drafted_adopted_and_revised(house: House) -> None:
    first = await questionnaire(house)
    refused(await evaluator(house).post(PATH, json=a_questionnaire()), 409, "questionnaire-exists")
    changed = {name: value for name, value in a_questionnaire().items() if name != "key"}
    rewritten = await evaluator(house).put(f"{PATH}/{first}", json=changed, headers={"If-Match": '"2"'})
    refused(rewritten, 409, "questionnaire-is-final")
    second = made(await evaluator(house).post(f"{PATH}/{first}/revise"))
    assert (second["number"], second["state"], second["key"]) == (2, "draft", "work")
    refused(await evaluator(house).post(f"{PATH}/{first}/revise"), 409, "questionnaire-exists")
    fewer = changed | {"questions": changed["questions"][:2]}  # type: ignore[index]  # a list, as a form would send it
    tag = {"If-Match": '"1"'}
    assert (
        len(made(await evaluator(house).put(f"{PATH}/{second['id']}", json=fewer, headers=tag), 200)["questions"]) == 2
    )
    listed = made(await house.as_member(1).get(PATH, params={"key": "work"}), 200)["items"]
    assert [(one["number"], one["state"]) for one in listed] == [(2, "draft"), (1, "adopted")]
    read = made(await house.as_member(1).get(f"{PATH}/{first}"), 200)
    assert [one["kind"] for one in read["questions"]] == ["select_one", "likert", "integer", "decimal", "text"]
    assert read["questions"] == [with_defaults(one) for one in a_questionnaire()["questions"]]  # type: ignore[attr-defined]


def with_defaults(question: dict[str, object]) -> dict[str, object]:
    """A question as it is answered."""
    return {"hint": None, "required": False} | question


async def test_nobody_adopts_an_own_questionnaire(house: House) -> None:
    drafted = made(await evaluator(house).post(PATH, json=a_questionnaire()))
    own = refused(await evaluator(house).post(f"{PATH}/{drafted['id']}/adopt"), 403, "own-submission")
    assert own["detail"].startswith("you ") and "questionnaire" in own["detail"]
    made(await colleague(house).post(f"{PATH}/{drafted['id']}/adopt"), 200)
    refused(await colleague(house).post(f"{PATH}/{drafted['id']}/adopt"), 409, "questionnaire-is-final")


async def test_each_missing_cell_of_a_language_is_listed(house: House) -> None:
    halves = a_questionnaire(introduction={"fr": "Bonjour", "en": "Hello"})
    halves["questions"] = [
        {
            "key": "status",
            "kind": "select_one",
            "label": {"fr": "Statut", "nl": "Statuut", "en": "Status"},
            "options": [
                {"code": "alone", "label": all_languages("alone")},
                {"code": "together", "label": {"fr": "ensemble", "nl": "samen"}},
            ],
        }
    ]
    drafted = made(await evaluator(house).post(PATH, json=halves))
    listed = made(await house.as_member(1).get(f"{PATH}/{drafted['id']}/languages"), 200)["items"]
    assert [(one["language"], one["complete"], one["missing"]) for one in listed] == [
        ("fr", True, []),
        ("nl", False, ["/introduction"]),
        ("en", False, ["/questions/0/options/1/label"]),
    ]
    assert {one["cells"] for one in listed} == {5}


async def test_a_questionnaire_without_a_complete_language_is_not_adopted(house: House) -> None:
    mixed = a_questionnaire(title={"fr": "Travail"}, introduction={"nl": "Dag"})
    drafted = made(await evaluator(house).post(PATH, json=mixed))
    refused(await colleague(house).post(f"{PATH}/{drafted['id']}/adopt"), 409, "not-translated")


@pytest.mark.parametrize(
    "question",
    [
        {"key": "a", "kind": "select_one", "label": {"fr": "x"}, "options": [{"code": "a", "label": {"fr": "x"}}] * 2},
        {"key": "a", "kind": "likert", "label": {"fr": "x"}, "points": [{"fr": "x"}] * 2},
        {"key": "a", "kind": "integer", "label": {"fr": "x"}, "minimum": 5, "maximum": 5},
        {"key": "a", "kind": "decimal", "label": {"fr": "x"}, "minimum": "2", "maximum": "1"},
        {"key": "a", "kind": "text", "label": {}},
        {"key": "A b", "kind": "text", "label": {"fr": "x"}},
        {"key": "a", "kind": "matrix", "label": {"fr": "x"}},
    ],
)
async def test_questions_that_make_no_sense_are_refused(house: House, question: dict[str, object]) -> None:
    answer = await evaluator(house).post(PATH, json=a_questionnaire(questions=[question]))
    assert answer.status_code == 422, answer.text


async def test_another_office_finds_no_questionnaire(house: House) -> None:
    first = await questionnaire(house)
    abroad = evaluator(house, GHENT)
    assert made(await abroad.get(PATH), 200)["items"] == []
    refused(await abroad.get(f"{PATH}/{first}"), 404, "questionnaire-not-found")
    refused(await abroad.post(f"{PATH}/{first}/revise"), 404, "questionnaire-not-found")
    made(await abroad.post(PATH, json=a_questionnaire()))


@pytest.mark.parametrize(("writing", "adopting"), TWO_TOKENS_OF_ONE_PERSON)
async def test_nobody_adopts_their_own_work_with_another_token(house: House, writing: Token, adopting: Token) -> None:
    author = house.as_person(writing[0], Role.EVALUATOR, number=writing[1])
    again = house.as_person(adopting[0], Role.EVALUATOR, number=adopting[1])
    drafted = made(await author.post(PATH, json=a_questionnaire()))
    refused(await again.post(f"{PATH}/{drafted['id']}/adopt"), 403, "own-submission")
    made(await colleague(house).post(f"{PATH}/{drafted['id']}/adopt"), 200)
    opened = made(await author.post(f"{IMPACT}/evaluations", json=an_evaluation()))
    decision = {"body": "board", "decided_on": "2026-02-01", "reason": "It asks what we need to know"}
    refused(
        await again.post(f"{IMPACT}/evaluations/{opened['id']}/adopt-question", json=decision), 403, "own-submission"
    )
    code = {"criterion_id": await criterion(house, opened["id"]), "code": "joined", "level": "output"}
    made(await author.post(f"{IMPACT}/indicators", json=code | {"draft": a_version()}))
    indicators = made(await author.get(f"{IMPACT}/indicators"), 200)["items"]
    version = await newest_version(house, indicators[0]["id"])
    await voted(house, version)
    refused(await again.post(f"{IMPACT}/indicator-versions/{version}/adopt"), 403, "own-submission")
