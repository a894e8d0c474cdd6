"""The one query of a formula gives what counting the same facts by hand gives: figures, persons, contributors."""

import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import insert

from partage_impact.facts.catalogue import FACT_TYPES
from partage_impact.facts.models import facts
from partage_impact.indicators.catalogue import Catalogue
from partage_impact.indicators.checking import CheckedAggregate, CheckedFormula, check
from partage_impact.indicators.formula import Formula, Function
from partage_impact.indicators.periods import parse_period
from partage_impact.indicators.plan import plan
from partage_impact.observations.scanning import Asked
from partage_impact.observations.statement import grouped_query
from partage_impact.observations.tallies import NOTHING, Tally, tallies
from partage_kit.types import new_id
from partage_kit.unit_of_work import Actor
from support.counting_by_hand import Row, aggregate_rows
from support.house import BRUSSELS, House

TESTER = Actor("tester", BRUSSELS, "test")
MARCH = parse_period("2026-03")
SINCE = datetime(2026, 5, 1, tzinfo=UTC)
AREAS = ("BE100", "BE211")


def formula() -> CheckedFormula:
    """Every function, over the same facts and over filtered ones, in the month and the month before."""
    noted = {"source": {"kind": "facts", "fact_type": "person_noted"}}
    wanted: list[dict[str, Any]] = [
        {"name": "rows", "function": "count"},
        {"name": "persons", "function": "distinct"},
        {"name": "topics", "function": "distinct", "measure": "topic"},
        *({"name": f"of_{one}", "function": one, "measure": "amount"} for one in ("sum", "average", "median")),
        *({"name": f"of_{one}", "function": one, "measure": "amount"} for one in ("min", "max")),
        {"name": "share", "function": "share", "matching": "amount > 2"},
        {"name": "filtered", "function": "sum", "measure": "amount", "filter": 'topic == "a" && amount != 0'},
        {"name": "before", "function": "count", "window": {"offset": -1}},
    ]
    numerator = " + ".join(one["name"] for one in wanted if one["name"] in ("rows", "persons", "topics", "of_sum"))
    rest = " * ".join(one["name"] for one in wanted if one["name"] not in ("rows", "persons", "topics", "of_sum"))
    written = {"aggregates": [noted | one for one in wanted], "numerator": f"({numerator}) * {rest}"}
    schema = FACT_TYPES["person_noted"].schema
    return check(Formula.model_validate(written), Catalogue({"person_noted": schema}, {}, {}))


def some_facts(seed: int, count: int) -> list[dict[str, Any]]:
    """Facts of few persons in few places, some without place, topic or amount, some outside of what is asked."""
    chance = random.Random(seed)
    return [
        {
            "id": new_id(),
            "office": chance.choice([BRUSSELS] * 9 + ["ghent"]),
            "fact_type": chance.choice(["person_noted"] * 9 + ["thing_noted"]),
            "source": "test",
            "reference": str(number),
            "revision": 1,
            "mapping": 1,
            "occurred_at": SINCE,
            "occurred_on": date(2026, 2, 1) + timedelta(days=chance.randrange(70)),
            "ingested_at": SINCE + timedelta(days=chance.choice([-2, -1, 3])),
            "person": f"p{chance.randrange(9)}",
            "persons": None,
            "nuts": chance.choice([*AREAS, "BE211", "BE332", "BE", None]),
            "dimensions": chance.choice([{}, {"topic": "a"}, {"topic": "b"}]),
            "measures": chance.choice([{}, {"amount": chance.randrange(-3, 8)}]),
        }
        for number in range(count)
    ]


@pytest.mark.parametrize(("seed", "count"), [(1, 0), (2, 3), (3, 6), (4, 40), (5, 250), (6, 250)])
async def test_the_query_counts_as_by_hand(house: House, seed: int, count: int) -> None:
    given, checked = some_facts(seed, count), formula()
    async with house.service.database.writing(TESTER) as session:
        if given:
            await session.execute(insert(facts), given)
    asked = Asked(BRUSSELS, MARCH, 5, AREAS, None)
    async with house.service.database.reading() as session:
        rows = (await session.execute(grouped_query(plan(checked.aggregates.values()), asked))).all()
    found = tallies(rows, checked.aggregates)
    for name, aggregate in checked.aggregates.items():
        for area in ("all", *AREAS, "other"):
            wanted = by_hand(aggregate, given, area)
            assert told(found[name].get(area, NOTHING)) == wanted, (name, area)


def told(tally: Tally) -> dict[str, Any]:
    """What is compared."""
    names = ("value", "rows", "weight", "persons", "homes", "size", "top", "second", "smallest", "largest")
    return {name: getattr(tally, name) for name in names}


def by_hand(checked: CheckedAggregate, given: list[dict[str, Any]], area: str) -> dict[str, Any]:
    """One aggregate in one area, fact by fact."""
    function = checked.aggregate.function
    taken = [one for one in given if is_asked(checked, one)]
    here = [one for one in taken if area in ("all", area_of(one))]
    aggregated = aggregate_rows(checked, [as_row(one) for one in here])
    used = [one for one in here if part(checked, one) is not None]
    numbers = [] if function is Function.DISTINCT else [Fraction(part(checked, one)) for one in used]
    each: dict[str, Fraction] = defaultdict(Fraction)
    if function is not Function.DISTINCT:
        for one in used:
            each[one["person"]] += abs(Fraction(part(checked, one)))
    sizes = sorted(each.values(), reverse=True) + [Fraction(0)] * 2
    first: dict[str, str] = {}
    for one in (one for one in taken if part(checked, one) is not None):
        first[one["person"]] = min(first.get(one["person"], "z"), area_of(one))
    return {
        "value": None if function is Function.COUNT and not aggregated.rows else aggregated.value,
        "rows": aggregated.rows,
        "weight": aggregated.weight,
        "persons": aggregated.n,
        "homes": len(first) if area == "all" else sum(home == area for home in first.values()),
        "size": sum(each.values(), Fraction(0)),
        "top": sizes[0],
        "second": sizes[1],
        "smallest": min(numbers, default=Fraction(0)),
        "largest": max(numbers, default=Fraction(0)),
    }


def is_asked(checked: CheckedAggregate, one: dict[str, Any]) -> bool:
    """Whether a fact is of the office, the type, the days and the filter."""
    period = MARCH.offset(checked.aggregate.window.offset)
    in_days = period.first <= one["occurred_on"] <= period.last
    topic, amount = one["dimensions"].get("topic"), one["measures"].get("amount")
    passes = checked.filter is None or (topic == "a" and amount is not None and amount != 0)
    return bool(in_days and passes and one["office"] == BRUSSELS and one["fact_type"] == "person_noted")


def area_of(one: dict[str, Any]) -> str:
    """Where a fact is counted."""
    return one["nuts"] if one["nuts"] in AREAS else "other"


def as_row(one: dict[str, Any]) -> Row:
    """A fact as the in-memory kernel takes it."""
    return Row(one["person"], {**one["dimensions"], **one["measures"]})


def part(checked: CheckedAggregate, one: dict[str, Any]) -> Any:
    """What a fact puts into the aggregate."""
    aggregate = checked.aggregate
    amount = one["measures"].get("amount")
    if aggregate.function is Function.SHARE:
        return None if amount is None else int(amount > 2)
    if aggregate.function is Function.COUNT:
        return 1
    if aggregate.function is Function.DISTINCT:
        return one["person"] if aggregate.measure is None else one["dimensions"].get("topic")
    return amount
