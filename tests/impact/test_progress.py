"""Progress from a baseline to a target, beside the figures of an indicator."""

from typing import Any

import pytest

from partage_kit.auth import Role
from support.evaluating import (
    IMPACT,
    a_fact,
    a_formula,
    a_version,
    adopted,
    by_area,
    computed,
    counting,
    criterion,
    evaluation,
    evaluator,
    facts_entered,
    indicator,
    made,
    newest_version,
    refused,
)
from support.house import House

NOTED = counting("noted", "thing_noted", "sum", measure="amount")
WAY: dict[str, Any] = {
    "unit": "kilograms",
    "direction": "decrease",
    "formula": a_formula(NOTED, numerator="noted"),
    "baseline": {"value": "40"},
    "target": {"value": "20", "by": "2027-12-31"},
}


@pytest.fixture
async def ties(house: House) -> str:
    """A social criterion."""
    return await criterion(house, (await evaluation(house))["id"])


async def noted(house: House, number: int, amount: int) -> None:
    """Something is noted in March that tells of nobody."""
    fact = a_fact(number, None, fact_type="thing_noted", measures={"amount": amount}, nuts="BE100")
    await facts_entered(house, [fact])


async def progress_of(house: House, indicator_id: str, area: str = "all") -> Any:
    """What a run tells of progress."""
    return by_area(await computed(house, indicator_id, "2026-03"))[area]["progress"]


async def test_half_of_the_way_from_forty_to_twenty_is_thirty(house: House, ties: str) -> None:
    waste = await indicator(house, ties, "waste", **WAY)
    told = {"target": "20", "by": "2027-12-31"}
    assert await progress_of(house, waste) == told | {"percent": None, "reason": "missing_value"}
    await noted(house, 1, 30)
    assert await progress_of(house, waste) == told | {"percent": "50.0", "reason": None}
    await noted(house, 2, 15)
    assert await progress_of(house, waste) == told | {"percent": "-25.0", "reason": None}
    listed = made(await house.as_role(Role.PARTNER).get(f"{IMPACT}/observations"), 200)["items"]
    assert [one["progress"]["percent"] for one in listed] == ["-25.0"]


async def test_a_share_is_counted_in_percent(house: House, ties: str) -> None:
    way: dict[str, Any] = {"baseline": {"value": "20"}, "target": {"value": "60", "by": "2027-12-31"}}
    share = counting("big", "thing_noted", "share", matching="amount > 10")
    version: dict[str, Any] = {"measure": "percentage", "unit": "percent", "formula": a_formula(share, numerator="big")}
    big = await indicator(house, ties, "big", **version, **way)
    await noted(house, 1, 30)
    await noted(house, 2, 3)
    assert (await progress_of(house, big))["percent"] == "75.0"


async def test_a_version_without_a_target_and_an_area_tell_no_progress(house: House, ties: str) -> None:
    plain = await indicator(house, ties, "plain", **WAY | {"baseline": None, "target": None})
    placed = await indicator(house, ties, "placed", **WAY, territory_level="nuts3")
    await noted(house, 1, 30)
    assert await progress_of(house, plain) is None
    assert await progress_of(house, placed, "BE100") is None
    assert (await progress_of(house, placed))["percent"] == "50.0"


@pytest.mark.parametrize(
    ("continuity", "measured_by", "percent", "reason"),
    [
        ("bridged", 1, "50.0", None),
        ("break", 1, None, "across_a_break"),
        ("break", None, "50.0", None),
    ],
)
async def test_no_progress_is_told_across_a_break(
    house: House, ties: str, continuity: str, measured_by: int | None, percent: str | None, reason: str | None
) -> None:
    waste = await indicator(house, ties, "waste", **WAY)
    baseline = {"value": "40", "version_number": measured_by}
    change = {"continuity": continuity, "continuity_reason": "Weighed in another way.", "baseline": baseline}
    made(await evaluator(house).post(f"{IMPACT}/indicators/{waste}/versions", json=a_version(**WAY) | change))
    await adopted(house, await newest_version(house, waste))
    await noted(house, 1, 30)
    told = await progress_of(house, waste)
    assert (told["percent"], told["reason"]) == (percent, reason)


async def test_what_is_hidden_tells_no_progress(house: House, ties: str) -> None:
    few = await indicator(house, ties, "few", baseline={"value": "0"}, target={"value": "10", "by": "2027-12-31"})
    await facts_entered(house, [a_fact(number, number) for number in range(3)])
    assert (await progress_of(house, few))["reason"] == "missing_value"


async def test_baseline_and_target_come_together_and_from_the_past(house: House, ties: str) -> None:
    body = {"criterion_id": ties, "code": "waste", "level": "output"}
    for wrong in (
        {"target": None},
        {"baseline": None},
        {"baseline": {"value": "a lot"}},
        {"baseline": {"value": "9" * 99}},
    ):
        answer = await evaluator(house).post(f"{IMPACT}/indicators", json=body | {"draft": a_version(**WAY | wrong)})
        refused(answer, 422, "invalid")
    ahead = a_version(**WAY | {"baseline": {"value": "40", "version_number": 2}})
    problem = refused(await evaluator(house).post(f"{IMPACT}/indicators", json=body | {"draft": ahead}), 422, "invalid")
    assert problem["errors"][0]["pointer"] == "/body/draft/baseline/version_number"
