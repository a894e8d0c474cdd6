"""The rows that a scan takes, as a common table expression: area, person, and what each puts into each aggregate."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, Float, String, case, cast, func, literal, not_, null, select

from partage_impact.facts.catalogue import FACT_TYPES, FactType
from partage_impact.facts.conditions import column_of, where
from partage_impact.facts.models import facts
from partage_impact.indicators.checking import CheckedAggregate
from partage_impact.indicators.formula import FactSource, Function
from partage_impact.indicators.periods import Period
from partage_impact.indicators.plan import Scan, days_of
from partage_impact.indicators.predicates import Field, FieldKind
from partage_impact.observations.areas import OTHER

_NOTHING = cast(null(), Float)


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom and when. `width` is how many characters of a NUTS code make an area; 0 for none.

    `areas` are the areas told apart. Amounts of money in another `currency` are left out.
    """

    office: str
    period: Period
    width: int
    areas: Sequence[str]
    currency: str | None


def rows_of_scan(place: int, scan: Scan, asked: Asked) -> CTE:
    """The rows that the filter takes within its days: fact, area, person, persons, and a column for each aggregate."""
    assert isinstance(scan.source, FactSource)  # noqa: S101 - other sources are read from what they have released
    fact_type = FACT_TYPES[scan.source.fact_type]
    days = days_of(scan.window, asked.period)
    taken = [
        facts.c.office == asked.office,
        facts.c.fact_type == fact_type.code,
        facts.c.occurred_on.between(days.first, days.last),
    ]
    if scan.filter is not None:
        taken.append(where(scan.filter, facts, fact_type.schema))
    columns: list[ColumnElement[Any]] = [
        _part(one, fact_type, asked.currency).label(column_name(one)) for one in scan.aggregates
    ]
    fixed = (_area(asked).label("area"), _key().label("fact"), facts.c.person, facts.c.persons)
    return select(*fixed, *columns).where(*taken).cte(f"scan_{place}")


def column_name(checked: CheckedAggregate) -> str:
    """What the column of an aggregate is called in a scan; its own name could be that of another column."""
    return f"of_{checked.aggregate.name}"


def _key() -> ColumnElement[str]:
    """What tells a fact from all others, and each correction of it from what it said before; alike on all databases."""
    return func.replace(cast(facts.c.id, String), "-", "") + ":" + cast(facts.c.revision, String)


def _area(asked: Asked) -> ColumnElement[str]:
    code = func.substr(facts.c.nuts, 1, asked.width)
    return case((code.in_(asked.areas), code), else_=OTHER) if asked.areas else literal(OTHER, String)


def _part(checked: CheckedAggregate, fact_type: FactType, currency: str | None) -> ColumnElement[Any]:
    """What one row puts into an aggregate; NULL when it has nothing to put in."""
    measure = checked.aggregate.measure
    match checked.aggregate.function:
        case Function.COUNT:
            return literal(1.0, Float)
        case Function.DISTINCT if measure is None:
            return facts.c.person
        case Function.SHARE:
            assert checked.matching is not None  # noqa: S101 - the rules of the language say so
            holds = where(checked.matching, facts, fact_type.schema)
            return case((holds, 1.0), (not_(holds), 0.0), else_=_NOTHING)
    field = Field(measure or "", fact_type.schema.fields[measure or ""])
    value = column_of(field, facts, fact_type.schema)
    if measure in fact_type.money:
        in_currency = column_of(Field("currency", FieldKind.TEXT), facts, fact_type.schema) == currency
        return case((in_currency, value), else_=_NOTHING)
    return value
