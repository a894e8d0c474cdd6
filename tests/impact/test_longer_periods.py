"""Longer periods told from the figures of their parts."""

from typing import Any

import pytest

from partage_kit.auth import Role
from support.evaluating import (
    IMPACT,
    a_fact,
    a_formula,
    computed,
    counting,
    criterion,
    evaluation,
    evaluator,
    facts_entered,
    indicator,
    made,
    refused,
)
from support.house import GHENT, House

MONTHS = ("2026-01", "2026-02", "2026-03")


@pytest.fixture
async def ties(house: House) -> str:
    """A social criterion."""
    return await criterion(house, (await evaluation(house))["id"])


async def noted(house: House, amounts: dict[str, list[int]]) -> None:
    """Amounts that tell of nobody are noted in these months."""
    rows = [
        a_fact(int(month[5:]) * 100 + place, None, f"{month}-05", fact_type="thing_noted", measures={"amount": amount})
        for month, given in amounts.items()
        for place, amount in enumerate(given)
    ]
    await facts_entered(house, rows)


async def told(house: House, indicator_id: str, period: str, **more: str) -> dict[str, Any]:
    """What anybody reads of a longer period."""
    path = f"{IMPACT}/indicators/{indicator_id}/roll-up"
    return made(await house.as_role(Role.PARTNER).get(path, params={"period": period, **more}), 200)


def over(function: str, numerator: str = "it", **more: Any) -> dict[str, Any]:
    """A version over what was noted of nobody."""
    return {
        "unit": "pieces",
        "decimals": 2,
        "formula": a_formula(counting("it", "thing_noted", function, **more), numerator=numerator),
    }


async def test_amounts_add_up_and_means_weigh_their_parts(house: House, ties: str) -> None:
    summed = await indicator(house, ties, "sum", **over("sum", measure="amount"))
    mean = await indicator(house, ties, "mean", **over("average", measure="amount"))
    middle = await indicator(house, ties, "median", **over("median", measure="amount"))
    await noted(house, {"2026-01": [10], "2026-02": [2, 2, 2], "2026-03": [4]})
    for one in (summed, mean, middle):
        for month in MONTHS:
            await computed(house, one, month)
    whole = await told(house, summed, "2026-Q1")
    assert (whole["value"], whole["used"], whole["parts"], whole["reason"]) == ("20.00", 3, 3, None)
    assert (await told(house, mean, "2026-Q1"))["value"] == "4.00"
    unknown = await told(house, middle, "2026-Q1")
    assert (unknown["value"], unknown["reason"]) == (None, "not_rollable")


async def test_a_part_that_is_missing_leaves_the_whole_missing(house: House, ties: str) -> None:
    summed = await indicator(house, ties, "sum", **over("sum", measure="amount"))
    await noted(house, {"2026-01": [10], "2026-02": [2]})
    for month in MONTHS[:2]:
        await computed(house, summed, month)
    whole = await told(house, summed, "2026-Q1")
    assert (whole["value"], whole["reason"], whole["parts"]) == (None, "missing", 3)


async def test_windows_of_other_days_are_not_added_up(house: House, ties: str) -> None:
    since = await indicator(house, ties, "since", **over("sum", measure="amount", window={"year_to_date": True}))
    await noted(house, {"2026-01": [1], "2026-02": [1], "2026-03": [1]})
    for month in MONTHS:
        await computed(house, since, month)
    assert (await told(house, since, "2026-Q1"))["reason"] == "not_rollable"


async def test_what_is_hidden_from_a_reader_hides_the_whole(house: House, ties: str) -> None:
    count = await indicator(house, ties, "new-members")
    people = [(month, number) for month, many in zip(MONTHS, (12, 7, 15), strict=True) for number in range(many)]
    await facts_entered(house, [a_fact(place, place, f"{month}-05") for place, (month, _) in enumerate(people)])
    for month in MONTHS:
        await computed(house, count, month)
    assert (await told(house, count, "2026-Q1"))["reason"] == "suppressed"
    path = f"{IMPACT}/indicators/{count}/roll-up?period=2026-Q1"
    seen = made(await house.as_member(1).get(path), 200)
    assert (seen["value"], seen["n"], seen["reason"]) == ("34", 15, None)
    refused(await evaluator(house, GHENT).get(path), 404, "indicator-not-found")


async def test_only_longer_periods_have_parts(house: House, ties: str) -> None:
    summed = await indicator(house, ties, "sum", **over("sum", measure="amount"))
    for period in ("2026-W05", "2026-13"):
        answer = await house.as_member(1).get(f"{IMPACT}/indicators/{summed}/roll-up", params={"period": period})
        assert refused(answer, 422, "invalid")["errors"][0]["pointer"] == "/query/period"
