"""Surveys of needs through the HTTP door: asked for, announced in codes, withdrawn, overdue."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import uuid4

from members.given import announced, filiere_at
from members.initiating import in_days
from members.needing import SURVEYS, a_survey, made, requested, staff
from partage_kit.auth import Role
from support.house import GHENT, House, at_once


async def test_what_an_office_asks_is_announced_in_codes(house: House) -> None:
    filiere = await filiere_at(house, "active")
    survey = await requested(house, filieres=[str(filiere)])
    assert (survey["state"], survey["title_shown"], survey["needs_taken"]) == ("requested", "Vos besoins", None)
    (fact,) = await announced(house, "needs_survey.requested")
    assert fact["subject"] == survey["id"] and "besoins" not in str(fact)
    assert fact["data"] == {
        "trades": ["graphic-designer"],
        "sectors": ["74"],
        "nuts": ["BE10"],
        "filieres": [str(filiere)],
        "topics": ["income"],
        "needs": ["steady_income", "social_protection", "insurance", "health", "funding"],
        "languages": ["fr", "nl"],
        "opens_on": in_days(house, 1),
        "closes_on": in_days(house, 30),
        "at": survey["requested_at"],
    }
    await requested(house, topics=[])
    assert len((await announced(house, "needs_survey.requested"))[1]["data"]["needs"]) == 28


async def test_only_those_who_work_for_the_office_see_and_ask(house: House) -> None:
    survey = await requested(house)
    path = f"{SURVEYS}/{survey['id']}"
    assert (await made(await house.as_role(Role.EVALUATOR).get(path), 200)) == survey
    assert (await house.as_role(Role.STAFF, office=GHENT).get(path)).status_code == 404
    assert (await house.as_member(1).get(path)).status_code == 403
    assert (await house.as_role(Role.EVALUATOR).post(f"{path}/withdraw")).status_code == 403


WRONG: Mapping[str, tuple[dict[str, object], int, str]] = {
    "no topic": ({"topics": ["insurance"]}, 422, "unknown-need"),
    "no trade": ({"trades": ["astronaut"]}, 422, "unknown-code"),
    "no filière": ({"filieres": [str(uuid4())]}, 404, "filiere-not-found"),
    "no language": ({"languages": []}, 422, "invalid"),
    "twice": ({"topics": ["income", "income"]}, 422, "invalid"),
    "past": ({"opens_on": "2020-01-01", "closes_on": "2020-02-01"}, 422, "invalid"),
    "backwards": ({"opens_on": "2099-02-01", "closes_on": "2099-01-01"}, 422, "invalid"),
    "too far": ({"opens_on": "2199-01-01", "closes_on": "2199-02-01"}, 422, "day-too-far-ahead"),
    "for ever": ({"opens_on": "2026-01-01", "closes_on": "2099-01-01"}, 422, "invalid"),
}


async def test_what_is_wrong_is_refused_and_announces_nothing(house: House) -> None:
    for name, (changes, status, problem) in WRONG.items():
        answer = await staff(house).post(SURVEYS, json=a_survey(house, **changes))
        assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{problem}"), name
    assert await announced(house, "needs_survey.requested") == []


async def test_a_survey_without_an_answer_is_overdue_a_month_after_its_last_day(house: House) -> None:
    survey = await requested(house)
    path = f"{SURVEYS}/{survey['id']}"
    house.service.database.clock.advance(timedelta(days=60))
    assert (await staff(house).get(path)).headers["etag"] == '"1"'
    house.service.database.clock.advance(timedelta(days=1))
    late = await staff(house).get(path)
    assert (late.json()["state"], late.headers["etag"]) == ("overdue", '"2"')
    listed = {}
    for state in ("requested", "running", "overdue", "answered", "withdrawn"):
        page = await made(await staff(house).get(SURVEYS, params={"state": state}), 200)
        listed[state] = [one["id"] for one in page["items"]]
    assert listed == {state: [] for state in listed} | {"overdue": [survey["id"]]}
    assert (await made(await staff(house).post(f"{path}/withdraw"), 200))["state"] == "withdrawn"


async def test_it_is_withdrawn_once_however_often_that_is_said_at_once(house: House) -> None:
    path = f"{SURVEYS}/{(await requested(house))['id']}"
    answers = await at_once(10, lambda _: staff(house).post(f"{path}/withdraw"))
    assert sorted(one.status_code for one in answers) == [200, *[409] * 9]
    assert len(await announced(house, "needs_survey.withdrawn")) == 1
