"""What a formula may not do in this house, beyond what the language itself refuses; pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from partage_impact.facts.catalogue import FACT_TYPES, About, FactType
from partage_impact.indicators.arithmetic import Nature
from partage_impact.indicators.catalogue import Catalogue
from partage_impact.indicators.formula import Aggregate, FactSource, Formula, Function, IndicatorSource
from partage_impact.indicators.periods import PeriodKind

_OF_MONEY = frozenset({Function.SUM, Function.AVERAGE, Function.MEDIAN, Function.MIN, Function.MAX})
_EXTREMES = frozenset({Function.MIN, Function.MAX})


@dataclass(frozen=True, slots=True)
class Known:
    """What matters of another indicator's adopted version."""

    nature: Nature
    period: PeriodKind
    territory_level: str
    monetary: bool


def catalogue_of(indicators: Mapping[str, Known]) -> Catalogue:
    """What formulas may draw on. Survey items are read as results of their wave, not through formulas yet."""
    schemas = {code: one.schema for code, one in FACT_TYPES.items()}
    return Catalogue(schemas, {}, {code: one.nature for code, one in indicators.items()})


def broken_rules(
    formula: Formula, period: PeriodKind, territory_level: str, indicators: Mapping[str, Known]
) -> Iterator[tuple[str, str]]:
    """Name each part of a formula, by JSON pointer, that would tell of single persons or does not fit, and say why."""
    for place, aggregate in enumerate(formula.aggregates):
        at = f"/aggregates/{place}"
        fact_type = fact_type_of(aggregate)
        if fact_type is not None and fact_type.about is not About.THINGS:
            if aggregate.function in _EXTREMES:
                yield f"{at}/function", "the smallest and largest value of persons are never released"
            if aggregate.window.year_to_date:
                yield f"{at}/window", "two successive years to date would give away the period between them"
        other = indicators.get(aggregate.source.indicator) if isinstance(aggregate.source, IndicatorSource) else None
        if other is not None and (other.period, other.territory_level) != (period, territory_level):
            yield f"{at}/source", "the other indicator has other periods or territories"


def is_monetary(formula: Formula, indicators: Mapping[str, Known]) -> bool:
    """Whether a formula is made of amounts of money."""
    return any(is_money(one) or _of_monetary(one, indicators) for one in formula.aggregates)


def is_money(aggregate: Aggregate) -> bool:
    """Whether an aggregate is an amount of money."""
    fact_type = fact_type_of(aggregate)
    return fact_type is not None and aggregate.function in _OF_MONEY and aggregate.measure in fact_type.money


def fact_type_of(aggregate: Aggregate) -> FactType | None:
    """The type of facts that an aggregate is made of."""
    return FACT_TYPES.get(aggregate.source.fact_type) if isinstance(aggregate.source, FactSource) else None


def tells_of_persons(aggregate: Aggregate) -> bool:
    """Whether an aggregate is made of facts about persons, single ones or groups."""
    fact_type = fact_type_of(aggregate)
    return fact_type is not None and fact_type.about is not About.THINGS


def _of_monetary(aggregate: Aggregate, indicators: Mapping[str, Known]) -> bool:
    if not isinstance(aggregate.source, IndicatorSource):
        return False
    other = indicators.get(aggregate.source.indicator)
    return other is not None and other.monetary
