"""What an aggregate comes to: of rows that were counted, or of another indicator's observations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median

from partage_impact.indicators.arithmetic import MissingPolicy
from partage_impact.indicators.evaluation import Input
from partage_impact.indicators.formula import Function
from partage_impact.indicators.periods import DateSpan


@dataclass(frozen=True, slots=True)
class Aggregated:
    """What rows give: the value, how many rows were taken, how many of them it is made of, and of how many persons."""

    value: Fraction | None
    rows: int
    weight: int
    n: int


def settle(function: Function, found: Aggregated, covered: bool) -> Input:
    """Tell nothing from not yet: where no row was taken, counts and sums are 0 once the source covers the days.

    Before that they are missing; averages, medians, shares and extremes of no row are always missing.
    """
    if found.rows:
        return Input(found.value, found.n, found.weight, covered)
    is_zero = covered and function in (Function.COUNT, Function.DISTINCT, Function.SUM)
    return Input(Fraction(0) if is_zero else None, 0, 0, covered)


def is_covered(days: DateSpan, watermark: date | None) -> bool:
    """Whether a source has told everything of these days: its watermark is the last day it is complete for."""
    return watermark is not None and days.last <= watermark


def aggregate_observations(function: Function, observed: Sequence[Input], policy: MissingPolicy) -> Input:
    """Aggregate another indicator's observations of successive periods; persons may recur, so n is the largest n."""
    values = [one.value for one in observed if one.value is not None]
    complete = len(values) == len(observed) or policy is MissingPolicy.SKIP_IF_ALL
    return Input(
        _value(function, values) if complete and values else None,
        max((one.n for one in observed), default=0),
        len(values),
        all(one.final for one in observed),
    )


def _value(function: Function, values: Sequence[Fraction]) -> Fraction:
    """What sum, average, median, minimum and maximum make of values; other functions are made of rows."""
    match function:
        case Function.AVERAGE:
            return sum(values, Fraction(0)) / len(values)
        case Function.MEDIAN:
            return median(values)
        case Function.MIN:
            return min(values)
        case Function.MAX:
            return max(values)
    return sum(values, Fraction(0))
