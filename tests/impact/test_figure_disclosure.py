"""What figures may not tell: small groups, what subtraction would give, single contributors, a few late comers."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from partage_kit.auth import Role
from support.evaluating import (
    IMPACT,
    a_fact,
    a_formula,
    by_area,
    computed,
    counting,
    criterion,
    evaluation,
    facts_entered,
    indicator,
    made,
)
from support.house import House

BY_REGION: dict[str, Any] = {"territory_level": "nuts3"}
PLACES = ("BE100", "BE211", "BE234", "BE332")


@pytest.fixture
async def ties(house: House) -> str:
    """A social criterion, in a house whose members are known to work in four regions."""
    await known_places(house)
    return await criterion(house, (await evaluation(house))["id"])


async def known_places(house: House) -> None:
    """Twelve members of each region joined long ago, so that the regions are told apart."""
    rows = [
        a_fact(10_000 + 100 * place + number, 10_000 + 100 * place + number, "2020-01-15", nuts=nuts)
        for place, nuts in enumerate(PLACES)
        for number in range(12)
    ]
    await facts_entered(house, rows)


def joined(counts: dict[str, int], start: int = 0) -> list[dict[str, object]]:
    """So many members joined in each region."""
    places = [nuts for nuts, count in counts.items() for _ in range(count)]
    return [a_fact(start + number, start + number, nuts=nuts) for number, nuts in enumerate(places)]


def values(run: dict[str, Any]) -> dict[str, Any]:
    """The value of each area."""
    return {area: figure["value"] for area, figure in by_area(run).items()}


async def test_small_regions_hide_and_take_another_along(house: House, ties: str) -> None:
    count = await indicator(house, ties, "new-members", **BY_REGION)
    await facts_entered(house, joined({"BE100": 30, "BE211": 3, "BE234": 9, "BE332": 12}))
    run = await computed(house, count, "2026-03")
    # 3 is too few; what nobody counted in `other` hides too; their sum would tell, so the next smallest hides with them
    assert values(run) == {"all": "54", "BE100": "30", "BE211": None, "BE234": None, "BE332": "12", "other": None}
    hidden = by_area(run)["BE211"]
    assert hidden["status"] == by_area(run)["BE234"]["status"] == by_area(run)["other"]["status"] == "suppressed"
    assert [hidden[name] for name in ("value", "num", "den", "n", "input_hash")] == [None] * 5
    told = made(await house.as_member(1).get(f"{IMPACT}/observations/{hidden['id']}/explanation"), 200)
    assert (told["parts"][0]["value"], told["parts"][0]["n"], told["observation"]) == (None, None, hidden)


async def test_the_public_sees_fewer_regions_than_members_do(house: House, ties: str) -> None:
    count = await indicator(house, ties, "new-members", **BY_REGION)
    await facts_entered(house, joined({"BE100": 30, "BE211": 8, "BE234": 6, "BE332": 40}) + outside(range(900, 907)))
    run = await computed(house, count, "2026-03")
    assert values(run) == {"all": "91", "BE100": "30", "BE211": "8", "BE234": "6", "BE332": "40", "other": "7"}
    listed = made(await house.as_role(Role.RESEARCHER).get(f"{IMPACT}/observations"), 200)["items"]
    assert {one["area"]: one["value"] for one in listed} == {
        **{"all": "91", "BE100": "30", "BE332": "40"},
        **dict.fromkeys(("BE211", "BE234", "other")),
    }


def outside(numbers: range) -> list[dict[str, object]]:
    """Members who joined in a region that is not told apart."""
    return [a_fact(number, number, nuts="FRE11") for number in numbers]


async def test_a_region_with_few_members_is_never_told_apart(house: House, ties: str) -> None:
    count = await indicator(house, ties, "new-members", **BY_REGION)
    places = dict.fromkeys(PLACES, 10)
    await facts_entered(house, joined(places) + outside(range(900, 909)))
    assert values(await computed(house, count, "2026-03")) == {"all": "49", **dict.fromkeys(PLACES, "10"), "other": "9"}


async def test_a_person_in_two_regions_counts_once_for_the_protection(house: House, ties: str) -> None:
    """Three persons, each of them in two regions: their rest is three persons, not six."""
    count = await indicator(house, ties, "new-members", **BY_REGION)
    twice = [a_fact(500 + number, number, nuts=nuts) for number, nuts in enumerate(["BE211"] * 3)]
    again = [a_fact(600 + number, number, nuts="BE234") for number in range(3)]
    await facts_entered(house, [*joined({"BE100": 30, "BE332": 30}, 50), *twice, *again, *outside(range(900, 912))])
    run = await computed(house, count, "2026-03")
    shown = [area for area, value in values(run).items() if value is not None]
    hidden_persons = 3 + sum(30 for area in ("BE100", "BE332") if area not in shown) + 12 * ("other" not in shown)
    assert {"BE211", "BE234"}.isdisjoint(shown)
    assert hidden_persons >= 5 + 3


async def test_a_sum_that_one_contributor_dominates_is_hidden(house: House, ties: str) -> None:
    hours: dict[str, Any] = {
        "unit": "hours",
        "formula": a_formula(counting("hours", "person_noted", "sum", measure="amount"), numerator="hours"),
    }
    total = await indicator(house, ties, "hours", **hours)

    def noted(amounts: list[int], on: str) -> list[dict[str, object]]:
        return [
            a_fact(int(on[5:7]) * 100 + number, number, on, fact_type="person_noted", measures={"amount": amount})
            for number, amount in enumerate(amounts)
        ]

    await facts_entered(house, noted([500, 400, *[10] * 10], "2026-03-05") + noted([50, 40, *[10] * 10], "2026-04-05"))
    assert values(await computed(house, total, "2026-03")) == {"all": None}
    assert values(await computed(house, total, "2026-04")) == {"all": "190"}


async def test_a_mean_of_equal_values_is_everybodys_value(house: House, ties: str) -> None:
    mean: dict[str, Any] = {
        "unit": "hours",
        "formula": a_formula(counting("mean", "person_noted", "average", measure="amount"), numerator="mean"),
    }
    hours = await indicator(house, ties, "hours", **mean)
    for number, on in enumerate(("2026-03-05", "2026-04-05")):
        rows = [
            a_fact(100 * number + one, one, on, fact_type="person_noted", measures={"amount": 8 + number * (one % 2)})
            for one in range(10)
        ]
        await facts_entered(house, rows)
    assert values(await computed(house, hours, "2026-03")) == {"all": None}
    assert values(await computed(house, hours, "2026-04")) == {"all": "8"}


async def test_a_share_tells_of_neither_answer_when_one_is_of_few(house: House, ties: str) -> None:
    share: dict[str, Any] = {
        "measure": "percentage",
        "unit": "percent",
        "formula": a_formula(
            counting("bakers", "member_registered", "share", matching='trade == "baker"'), numerator="bakers"
        ),
    }
    bakers = await indicator(house, ties, "bakers", **share)
    for month, few in (("2026-03", 3), ("2026-04", 12)):
        rows = [
            a_fact(few * 100 + number, few * 100 + number, f"{month}-05", dimensions={"trade": trade})
            for number, trade in enumerate(["cook"] * few + ["baker"] * 12)
        ]
        await facts_entered(house, rows)
    assert values(await computed(house, bakers, "2026-03")) == {"all": None}
    assert values(await computed(house, bakers, "2026-04")) == {"all": "50"}


async def test_numerator_and_denominator_that_differ_by_a_few_persons_are_hidden(house: House, ties: str) -> None:
    ratio: dict[str, Any] = {
        "unit": "ratio",
        "decimals": 2,
        "formula": a_formula(
            counting("bakers", "member_registered", "distinct", filter='trade == "baker"'),
            counting("all_of_them", "member_registered", "distinct"),
            numerator="bakers",
            denominator="all_of_them",
        ),
    }
    bakers = await indicator(house, ties, "bakers", **ratio)
    rows = [a_fact(number, number, dimensions={"trade": "cook" if number < 3 else "baker"}) for number in range(30)]
    await facts_entered(house, rows)
    assert values(await computed(house, bakers, "2026-03")) == {"all": None}


async def test_a_few_late_comers_wait_until_the_difference_tells_of_nobody(house: House, ties: str) -> None:
    count = await indicator(house, ties, "new-members")
    await facts_entered(house, joined({"BE100": 20}))
    first = await computed(house, count, "2026-03")
    assert (first["held"], values(first)) == (False, {"all": "20"})
    await facts_entered(house, joined({"BE100": 3}, 100))
    waiting = await computed(house, count, "2026-03")
    assert waiting["held"] is True
    assert waiting["observations"] == first["observations"]
    listed = made(await house.as_member(1).get(f"{IMPACT}/observations?history=true"), 200)["items"]
    assert listed == first["observations"]
    await facts_entered(house, joined({"BE100": 7}, 200))
    later = await computed(house, count, "2026-03")
    assert (later["held"], values(later)) == (False, {"all": "30"})
    assert await announced(house) == [20, 30]


async def test_what_was_hidden_beside_a_shown_whole_stays_hidden(house: House, ties: str) -> None:
    """If BE211 were shown now, the others beside it, which did not change, would tell that BE211 had been 3."""
    count = await indicator(house, ties, "new-members", **BY_REGION)
    start = {"BE100": 30, "BE211": 3, "BE234": 9, "BE332": 12}
    await facts_entered(house, joined(start) + outside(range(900, 908)))
    first = await computed(house, count, "2026-03")
    assert [area for area, value in values(first).items() if value is None] == ["BE211", "other"]
    await facts_entered(house, joined({"BE211": 20}, 300))
    later = await computed(house, count, "2026-03")
    assert later["held"] is False
    assert values(later) == values(first) | {"all": "82"}


async def test_an_area_known_later_is_not_taken_out_of_what_was_released(house: House, ties: str) -> None:
    count = await indicator(house, ties, "new-members", **BY_REGION)
    await facts_entered(house, joined(dict.fromkeys(PLACES, 12)) + outside(range(900, 908)))
    first = await computed(house, count, "2026-03")
    assert values(first)["other"] == "8"
    abroad = [a_fact(number, number, "2026-05-02", nuts="FRE11") for number in range(950, 962)]
    await facts_entered(house, [*abroad, *joined({"BE100": 12}, 700)])
    later = await computed(house, count, "2026-03")
    assert values(later) == values(first) | {"all": "68", "BE100": "24"}
    assert "FRE11" in values(await computed(house, count, "2026-05"))


async def test_what_nobody_saw_holds_nothing_back(house: House, ties: str) -> None:
    count = await indicator(house, ties, "new-members")
    await facts_entered(house, joined({"BE100": 3}))
    assert values(await computed(house, count, "2026-03")) == {"all": None}
    await facts_entered(house, joined({"BE100": 4}, 100))
    later = await computed(house, count, "2026-03")
    assert (later["held"], values(later)) == (False, {"all": "7"})


async def announced(house: House) -> list[Any]:
    """The values of the whole office that were announced."""
    outbox = house.service.database.tables.metadata.tables["outbox"]
    async with house.service.database.reading() as session:
        envelopes = (await session.execute(select(outbox.c.envelope).order_by(outbox.c.id))).scalars()
        return [int(json.loads(text)["data"]["figures"][0]["value"]) for text in envelopes]


async def test_a_hidden_count_changes_no_other_byte(new_house: Callable[[], Any]) -> None:
    """Two regions below the threshold share five persons in one way or another: everything else stays the same."""
    seen = []
    for moved in range(3):
        async with new_house() as house:
            seen.append(
                await everything_told(house, {"BE100": 30, "BE211": 2 + moved, "BE234": 3 - moved, "BE332": 12})
            )
    assert seen[0] == seen[1] == seen[2]
    hidden = {one["observation"]["area"] for one in seen[0] if one["observation"]["value"] is None}
    assert {"BE211", "BE234"} <= hidden


async def everything_told(house: House, counts: dict[str, int]) -> list[dict[str, Any]]:
    """What a member and somebody from outside can read of an indicator by region."""
    await known_places(house)
    ties = await criterion(house, (await evaluation(house))["id"])
    count = await indicator(house, ties, "new-members", **BY_REGION)
    await facts_entered(house, joined(counts) + outside(range(900, 911)))
    await computed(house, count, "2026-03")
    told = []
    for reader in (house.as_member(1), house.as_role(Role.PARTNER)):
        page = await reader.get(f"{IMPACT}/observations", params={"indicator_id": count})
        for figure in page.json()["items"]:
            path = f"{IMPACT}/observations/{figure['id']}/explanation"
            told.append(as_anybody_sees(made(await reader.get(path), 200)))
    return sorted(told, key=json.dumps)


def as_anybody_sees(told: dict[str, Any]) -> dict[str, Any]:
    """An answer without the ids and instants that differ between any two databases."""
    volatile = ("id", "run_id", "version_id", "indicator_id", "as_of", "input_hash")
    observation = {name: value for name, value in told["observation"].items() if name not in volatile}
    observation["has_hash"] = told["observation"]["input_hash"] is not None
    return {**told, "observation": observation, "adopted_at": None}
