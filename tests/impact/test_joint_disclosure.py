"""What figures may not tell beside each other: over indicators, versions, periods, areas and runs."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select

from partage_impact.known.models import KnownMember
from partage_impact.observations.models import released_cells
from partage_kit.auth import Role
from partage_kit.unit_of_work import Actor
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
)
from support.house import BRUSSELS, House, at_once, member_number

MARCH = "2026-03"


@pytest.fixture
async def ties(house: House) -> str:
    """A social criterion."""
    return await criterion(house, (await evaluation(house))["id"])


def noted(person: int, amount: int, on: str = "2026-03-10", number: int | None = None, **more: str) -> dict[str, Any]:
    """An amount noted of a person."""
    reference = person if number is None else number
    measures = {"amount": amount}
    return a_fact(reference, person, on, fact_type="person_noted", measures=measures, dimensions=more)


def summing(**more: object) -> dict[str, Any]:
    """A version that sums what was noted of persons."""
    formula = a_formula(counting("hours", "person_noted", "sum", measure="amount", **more), numerator="hours")
    return {"unit": "hours", "formula": formula}


def value(run: Mapping[str, Any], area: str = "all") -> str | None:
    """What a run tells of an area."""
    figure = by_area(run).get(area)
    return None if figure is None else figure["value"]


async def by_everybody(house: House, indicator_id: str) -> list[str | None]:
    """What somebody from outside reads of an indicator."""
    params = {"indicator_id": indicator_id}
    page = made(await house.as_role(Role.PARTNER).get(f"{IMPACT}/observations", params=params), 200)
    return [one["value"] for one in page["items"]]


TWENTY = [noted(number, 110, group="x" if number == 0 else "y") for number in range(20)]


async def test_two_indicators_do_not_differ_by_one_person(house: House, ties: str) -> None:
    every = await indicator(house, ties, "hours", **summing())
    without = await indicator(house, ties, "hours-but", **summing(filter='group != "x"'))
    await facts_entered(house, TWENTY)
    assert value(await computed(house, every, MARCH)) == "2200"
    run = await computed(house, without, MARCH)
    assert value(run) is None
    path = f"{IMPACT}/observations/{run['observations'][0]['id']}/explanation"
    assert made(await evaluator(house).get(path), 200)["parts"][0]["value"] is None


async def test_members_and_everybody_else_each_have_a_system_of_their_own(house: House, ties: str) -> None:
    """Seven persons lie between the figures: enough for members, too few for everybody."""
    every = await indicator(house, ties, "hours", **summing())
    without = await indicator(house, ties, "hours-but", **summing(filter='group != "x"'))
    await facts_entered(house, [noted(number, 9, group="x" if number < 7 else "y") for number in range(20)])
    assert (value(await computed(house, every, MARCH)), value(await computed(house, without, MARCH))) == ("180", "117")
    assert (await by_everybody(house, every), await by_everybody(house, without)) == (["180"], [None])


async def test_two_versions_do_not_differ_by_one_person(house: House, ties: str) -> None:
    hours = await indicator(house, ties, "hours", **summing())
    await facts_entered(house, TWENTY)
    assert value(await computed(house, hours, MARCH)) == "2200"
    change: dict[str, Any] = {"continuity": "equal", "continuity_reason": "Group x is left out."}
    body = a_version(**summing(filter='group != "x"')) | change
    made(await evaluator(house).post(f"{IMPACT}/indicators/{hours}/versions", json=body))
    await adopted(house, await newest_version(house, hours))
    assert value(await computed(house, hours, MARCH)) is None


async def test_a_quarter_does_not_give_a_month_away(house: House, ties: str) -> None:
    monthly = await indicator(house, ties, "hours", **summing())
    quarterly = await indicator(house, ties, "hours-a-quarter", **summing(), period="quarter")
    of_months = {"01": 20, "02": 15, "03": 3}
    people = [(int(month) * 100 + one, month) for month, count in of_months.items() for one in range(count)]
    await facts_entered(house, [noted(person, 8, f"2026-{month}-05") for person, month in people])
    assert value(await computed(house, monthly, "2026-01")) == "160"
    assert value(await computed(house, quarterly, "2026-Q1")) == "304"
    assert value(await computed(house, monthly, "2026-02")) is None  # with it, March would be 24, of three persons


async def test_three_indicators_do_not_leave_a_few_over(house: House, ties: str) -> None:
    """Everybody, bakers and cooks differ from each other by many; what is left of all three are two persons."""
    names = {"all": {}, "bakers": {"filter": 'group == "b"'}, "cooks": {"filter": 'group == "c"'}}
    every, bakers, cooks = [await indicator(house, ties, name, **summing(**more)) for name, more in names.items()]
    groups = ["b"] * 20 + ["c"] * 20 + ["d"] * 2
    await facts_entered(house, [noted(number, 8, group=group) for number, group in enumerate(groups)])
    told = [value(await computed(house, one, MARCH)) for one in (every, bakers, cooks)]
    assert told == ["336", "160", None]


async def test_one_more_fact_of_a_person_already_counted_is_not_told(house: House, ties: str) -> None:
    """Both sums are of the same twenty persons; between them lies one fact of one of them."""
    hours = await indicator(house, ties, "hours", **summing(filter='group != "x"'))
    every = await indicator(house, ties, "hours-all", **summing())
    await facts_entered(house, [noted(number, 8, group="y") for number in range(20)])
    await facts_entered(house, [noted(3, 700, number=99, group="x")])
    assert value(await computed(house, hours, MARCH)) == "160"
    assert value(await computed(house, every, MARCH)) is None


async def test_sets_and_not_sizes_are_compared_within_a_formula(house: House, ties: str) -> None:
    """Numerator and denominator are of twenty persons each, but three in each are not in the other."""

    def listed(name: str, group: str) -> dict[str, object]:
        return counting(name, "person_noted", "sum", measure="amount", filter=f'group == "{group}" || group == "both"')

    formula = a_formula(listed("ours", "a"), listed("theirs", "b"), numerator="ours", denominator="theirs")
    ratio = await indicator(house, ties, "ratio", unit="ratio", decimals=2, formula=formula)
    groups = ["both"] * 17 + ["a"] * 3 + ["b"] * 3
    await facts_entered(house, [noted(number, 8, group=group) for number, group in enumerate(groups)])
    assert value(await computed(house, ratio, MARCH)) is None
    others = ["both"] * 12 + ["a"] * 10 + ["b"] * 10
    rows = [noted(100 + number, 8, "2026-04-10", group=group) for number, group in enumerate(others)]
    await facts_entered(house, rows)
    assert value(await computed(house, ratio, "2026-04")) == "1.00"


async def test_placed_persons_do_not_cover_a_late_comer(house: House, ties: str) -> None:
    """Nine persons are placed and one is new: together ten, but the whole office gains one person's amount."""
    hours = await indicator(house, ties, "hours", **summing(), territory_level="nuts3")
    known = [a_fact(5_000 + number, 5_000 + number, "2020-01-15", nuts="BE100") for number in range(12)]
    rows = [noted(number, 100 + number) | ({"nuts": "BE100"} if number >= 9 else {}) for number in range(30)]
    await facts_entered(house, [*known, *rows])
    first = await computed(house, hours, MARCH)
    assert value(first) == str(sum(100 + number for number in range(30)))
    await known_as_working_in(house, "BE100", range(9))
    await facts_entered(house, [noted(40, 777) | {"nuts": "BE100"}])
    later = await computed(house, hours, MARCH)
    assert later["held"] is True
    assert later["observations"] == first["observations"]


async def known_as_working_in(house: House, nuts: str, numbers: range) -> None:
    """The members service has told where these members work."""
    async with house.service.database.writing(Actor("tester", BRUSSELS, "test")) as session:
        for number in numbers:
            session.add(KnownMember(key=str(member_number(number)), office=BRUSSELS, sequence=1, nuts=nuts))


async def test_of_two_that_are_computed_at_once_one_is_told(house: House, ties: str) -> None:
    every = await indicator(house, ties, "hours", **summing())
    without = await indicator(house, ties, "hours-but", **summing(filter='group != "x"'))
    await facts_entered(house, TWENTY)

    async def compute(place: int) -> Any:
        path = f"{IMPACT}/indicators/{(every, without)[place % 2]}/observations/compute"
        return await evaluator(house).post(path, json={"period": MARCH})

    runs = [made(answer, 200) for answer in await at_once(6, compute)]
    assert sum(value(run) is not None for run in runs) == 3
    assert len({run["indicator_id"] for run in runs if value(run) is not None}) == 1


async def test_only_the_areas_that_would_tell_are_hidden(house: House, ties: str) -> None:
    """In BE211 two persons are new, in BE332 fifteen. BE211 hides, and BE332 too: with it, what the wholes differ by
    would leave the two persons over."""
    places = {"BE100": 40, "BE211": 30, "BE234": 20, "BE332": 25}
    nuts = [place for place, count in places.items() for _ in range(count)]
    known = [a_fact(9_000 + number, 9_000 + number, "2020-01-15", nuts=one) for number, one in enumerate(nuts)]
    first_of_be211 = nuts.index("BE211")
    groups = ["x" if 0 <= number - first_of_be211 < 2 else "y" for number in range(len(nuts))]
    rows = [
        noted(number, 1, group=group) | {"nuts": one}
        for number, (group, one) in enumerate(zip(groups, nuts, strict=True))
    ]
    elsewhere = [noted(500 + number, 1, group="x") | {"nuts": "BE332"} for number in range(15)]
    await facts_entered(house, [*known, *rows, *elsewhere])
    without = await indicator(house, ties, "hours-but", **summing(filter='group != "x"'), territory_level="nuts3")
    every = await indicator(house, ties, "hours", **summing(), territory_level="nuts3")
    told = by_area(await computed(house, without, MARCH))
    assert {area: told[area]["value"] for area in ("all", *places)} == {
        **{"all": "113", "BE100": "40", "BE211": "28", "BE234": None, "BE332": "25"}
    }
    told = by_area(await computed(house, every, MARCH))
    assert {area: told[area]["value"] for area in ("all", *places)} == {
        **{"all": "130", "BE100": "40", "BE211": None, "BE234": None, "BE332": None}
    }


async def test_another_office_and_other_facts_are_another_system(house: House, ties: str) -> None:
    hours = await indicator(house, ties, "hours", **summing())
    joined = await indicator(house, ties, "joined")
    await facts_entered(house, TWENTY)
    await facts_entered(house, [a_fact(1_000 + number, number) for number in range(19)])
    assert value(await computed(house, hours, MARCH)) == "2200"
    assert value(await computed(house, joined, MARCH)) == "19"


async def test_what_is_kept_of_releases_names_nobody(house: House, ties: str) -> None:
    hours = await indicator(house, ties, "hours", **summing())
    await facts_entered(house, TWENTY)
    await computed(house, hours, MARCH)
    async with house.service.database.reading() as session:
        kept = (await session.execute(select(released_cells.c.traces))).scalars().all()
    assert {len(traces) for traces in kept} == {20 * 20}
    ids = [member_number(number) for number in range(20)]
    assert not any(one.bytes in traces or str(one).encode() in traces for traces in kept for one in ids)
