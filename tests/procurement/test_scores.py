"""Scores over HTTP: exact, as of a date, explained; silence never helps and time refuses nobody."""

from datetime import date, timedelta
from typing import Any

from support.house import House
from support.purchasing import (
    ASSESSMENTS,
    SUPPLIERS,
    answer,
    answered,
    assessed,
    attached,
    buyer,
    made,
    office_day,
    opened,
    second_buyer,
    verified,
)


def exact(value: str, numerator: int, denominator: int) -> dict[str, Any]:
    """A percentage as it is told."""
    return {"value": value, "numerator": numerator, "denominator": denominator}


async def score_of(house: House, assessment: dict[str, Any], **query: str) -> dict[str, Any]:
    """The score of an assessment."""
    return await made(await buyer(house).get(f"{ASSESSMENTS}/{assessment['id']}/score", params=query), 200)


async def test_a_score_is_exact_and_adds_up(house: House) -> None:
    assessment = await assessed(house)
    found = await score_of(house, assessment)
    assert found["total"] == {
        "worst": exact("62.50", 125, 2),
        "best": exact("87.50", 175, 2),
        "coverage": exact("75.00", 75, 1),
        "verified": exact("83.33", 250, 3),
    }
    assert [(theme["theme"], theme["score"]["worst"]["value"]) for theme in found["themes"]] == [
        ("work", "83.33"),
        ("environment", "0.00"),
    ]
    assert found["themes"][0]["floor"] == exact("50.00", 50, 1)
    assert found["themes"][1]["score"]["verified"] is None
    assert (found["label"], found["label_name"]["en"]) == ("good", "good (en)")
    assert (found["effect"], found["consequence"], found["reasons"]) == ("referenced", "allow", [])


async def test_the_explanation_says_what_gave_what_and_what_would_raise_it_most(house: House) -> None:
    assessment = await assessed(house)
    told = (await score_of(house, assessment))["explanation"]
    assert [
        (one["criterion"], one["state"], one["points"]["value"], one["possible"]["value"])
        for one in told["contributions"]
    ] == [
        ("no_dumping", "evidenced", "50.00", "50.00"),
        ("wages", "evidenced", "12.50", "25.00"),
        ("energy", "declared", "0.00", "25.00"),
        ("travel", "not_applicable", "0.00", "0.00"),
    ]
    evidence = {item["id"]: item["type"] for item in (await _evidence(house, assessment))}
    used = [item for one in told["contributions"] for item in one["evidence"]]
    assert {item["id"]: item["type"] for item in used} == evidence
    assert [
        (one["criterion"], one["gain"]["value"], one["gain_by_proof"]["value"], one["missing"])
        for one in told["improvements"]
    ] == [("energy", "25.00", "18.75", ["invoice"]), ("wages", "12.50", "0.00", [])]
    assert told["warnings"] == []


async def _evidence(house: House, assessment: dict[str, Any]) -> list[dict[str, Any]]:
    path = f"{ASSESSMENTS}/{assessment['id']}/evidence"
    items: list[dict[str, Any]] = (await buyer(house).get(path)).json()["items"]
    return items


async def test_nothing_evidenced_leaves_the_verified_score_open(house: House) -> None:
    assessment = await opened(house)
    await made(await answer(house, assessment, "no_dumping", kind="declared", level=4), 200)
    found = await score_of(house, assessment)
    assert found["revision_number"] is None
    assert found["total"] == {
        "worst": exact("0.00", 0, 1),
        "best": exact("100.00", 100, 1),
        "coverage": exact("0.00", 0, 1),
        "verified": None,
    }
    assert (found["label"], found["effect"], found["consequence"]) == (None, "conditional", "make_conditional")
    assert found["reasons"] == [
        {"obstacle": "eliminatory_unknown", "key": "no_dumping"},
        {"obstacle": "theme_not_proven", "key": "work"},
    ]


async def test_evidence_counts_only_once_somebody_verified_it(house: House) -> None:
    assessment = await answered(house)
    assert (await score_of(house, assessment))["total"]["worst"]["value"] == "0.00"
    await made(await buyer(house).post(f"{ASSESSMENTS}/{assessment['id']}/submit"), 200)
    await verified(house, assessment)
    assert (await score_of(house, assessment))["total"]["worst"]["value"] == "62.50"


async def test_a_past_score_stays_as_it_was_when_evidence_is_verified_later(house: House) -> None:
    assessment = await answered(house)
    await made(await buyer(house).post(f"{ASSESSMENTS}/{assessment['id']}/submit"), 200)
    today = office_day(assessment["created_at"])
    later = today + timedelta(days=31)
    before = await score_of(house, assessment, as_of=str(today))
    house.service.database.clock.advance(timedelta(days=31))
    await verified(house, assessment)
    assert await score_of(house, assessment, as_of=str(today)) == before
    eve = str(later - timedelta(days=1))
    assert await score_of(house, assessment, as_of=eve) == before | {"as_of": eve}
    assert (await score_of(house, assessment, as_of=str(later)))["total"]["worst"]["value"] == "62.50"
    for step in ("review", "publish"):
        caller = second_buyer(house) if step == "review" else buyer(house)
        await made(await caller.post(f"{ASSESSMENTS}/{assessment['id']}/{step}", json={}), 200)
    past = await score_of(house, assessment, as_of=str(today))
    assert (past["revision_number"], past["total"], past["lapsed"]) == (1, before["total"], [])
    assert (past["label"], past["effect"]) == (None, "conditional")


async def test_a_score_is_as_of_a_date_both_last_days_included(house: House) -> None:
    assessment = await opened(house)
    today = office_day(assessment["created_at"])
    ends = today + timedelta(days=30)
    audit = await attached(house, assessment, "audit", valid_until=str(ends))
    await made(await answer(house, assessment, "no_dumping", kind="evidenced", level=4, evidence=[audit]), 200)
    await made(await buyer(house).post(f"{ASSESSMENTS}/{assessment['id']}/submit"), 200)
    await verified(house, assessment)

    async def worst(on: date) -> str:
        value: str = (await score_of(house, assessment, as_of=str(on)))["total"]["worst"]["value"]
        return value

    assert await worst(today - timedelta(days=1)) == "0.00"
    assert await worst(today) == "40.00"
    assert await worst(ends) == "40.00"
    assert await worst(ends + timedelta(days=1)) == "0.00"
    warnings = (await score_of(house, assessment))["explanation"]["warnings"]
    assert [(one["criterion"], one["last_day"], one["days_left"]) for one in warnings] == [
        ("no_dumping", str(ends), 30)
    ]
    unreadable = await buyer(house).get(f"{ASSESSMENTS}/{assessment['id']}/score?as_of=soon")
    assert unreadable.status_code == 422


async def test_evidence_that_runs_out_makes_conditional_and_never_worse(house: House) -> None:
    assessment = await assessed(house)
    today = office_day(assessment["created_at"])
    found = await score_of(house, assessment, as_of=str(today + timedelta(days=740)))
    assert found["lapsed"] == ["no_dumping", "wages"]
    assert (found["label"], found["effect"], found["consequence"]) == (None, "conditional", "make_conditional")
    assert (await score_of(house, assessment))["lapsed"] == []


async def test_the_supplier_becomes_conditional_the_day_after_its_proof_ran_out(house: House) -> None:
    assessment = await assessed(house)
    path = f"{SUPPLIERS}/{assessment['supplier_id']}"
    supplier = (await buyer(house).get(path)).json()
    last_day = date.fromisoformat(supplier["proven_until"])
    today = office_day(assessment["created_at"])
    house.service.database.clock.advance(last_day - today)
    assert (await buyer(house).get(path)).json()["standing"] == "referenced"
    house.service.database.clock.advance(timedelta(days=1))
    lapsed = (await buyer(house).get(path)).json()
    assert (lapsed["standing"], lapsed["overdue"]) == ("conditional", False)
    score = await score_of(house, assessment)
    assert (score["effect"], score["lapsed"]) == ("conditional", ["no_dumping", "wages"])
    listed = (await buyer(house).get(SUPPLIERS, params={"standing": "conditional"})).json()["items"]
    assert [item["id"] for item in listed] == [supplier["id"]]
    again = await made(await buyer(house).post(f"{path}/reference", json={"reason": "Papers are on their way"}), 200)
    assert (again["standing"], again["proven_until"]) == ("referenced", None)
