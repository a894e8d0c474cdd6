"""What has to be read for a formula: one scan for all aggregates that share source, filter and window."""

from collections.abc import Iterable
from dataclasses import dataclass

from partage_impact.indicators.checking import CheckedAggregate
from partage_impact.indicators.formula import FactSource, IndicatorSource, SurveySource, Window
from partage_impact.indicators.periods import DateSpan, Period
from partage_impact.indicators.predicates import Predicate


@dataclass(frozen=True, slots=True)
class Scan:
    """One pass over the rows of a source: those a filter takes, within a window of every period asked for."""

    source: FactSource | SurveySource | IndicatorSource
    filter: Predicate | None
    window: Window
    aggregates: tuple[CheckedAggregate, ...]


def plan(aggregates: Iterable[CheckedAggregate]) -> tuple[Scan, ...]:
    """Group aggregates, of one formula or of many, in the order in which each scan is first needed.

    Filters that say the same in other spacing or brackets share a scan, as they are compared as predicates.
    """
    groups: dict[tuple[FactSource | SurveySource | IndicatorSource, Predicate | None, Window], list[CheckedAggregate]]
    groups = {}
    for checked in aggregates:
        key = (checked.aggregate.source, checked.filter, checked.aggregate.window)
        groups.setdefault(key, []).append(checked)
    return tuple(Scan(*key, tuple(sharing)) for key, sharing in groups.items())


def days_of(window: Window, period: Period) -> DateSpan:
    """Give the days that a window takes for a period."""
    shifted = period.offset(window.offset)
    return shifted.year_to_date() if window.year_to_date else shifted.span


def observations_of(window: Window, period: Period) -> tuple[Period, ...]:
    """Give the periods whose observations a window takes of another indicator."""
    shifted = period.offset(window.offset)
    return shifted.of_year_to_date() if window.year_to_date else (shifted,)
