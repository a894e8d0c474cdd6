"""From the rows of the grouped query to what kernels work with; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from partage_impact.indicators.aggregation import Aggregated, settle
from partage_impact.indicators.checking import CheckedAggregate
from partage_impact.indicators.evaluation import Input
from partage_impact.indicators.formula import Function
from partage_impact.indicators.numbers import exact


@dataclass(frozen=True, slots=True)
class Tally:
    """What one aggregate came to in one area, and whom it tells of.

    `homes` counts the persons whose first area this is, so that areas add up; `highs` and `lows` are those of them
    with a row that matches a share, and with one that does not.
    """

    value: Fraction | None = None
    rows: int = 0
    weight: int = 0
    persons: int = 0
    homes: int = 0
    highs: int = 0
    lows: int = 0
    grouped: int = 0
    size: Fraction = Fraction(0)
    top: Fraction = Fraction(0)
    second: Fraction = Fraction(0)
    smallest: Fraction = Fraction(0)
    largest: Fraction = Fraction(0)

    @property
    def n(self) -> int:
        """Distinct persons; of facts about groups at least the largest group."""
        return max(self.persons, self.grouped)

    def input(self, function: Function, covered: bool) -> Input:
        """What the formula is given: a count of nothing is 0 only once the source has told everything."""
        return settle(function, Aggregated(self.value, self.rows, self.weight, self.n), covered)


NOTHING = Tally()

_COUNTS = ("rows", "weight", "persons", "homes", "highs", "lows", "grouped")
_SIZES = ("size", "top", "second", "smallest", "largest")


def tallies(rows: Iterable[Any], aggregates: Mapping[str, CheckedAggregate]) -> dict[str, dict[str, Tally]]:
    """The tallies of each aggregate, by name and area."""
    kept = list(rows)
    values = {(row.name, row.area): row.value for row in kept if row.part == "value"}
    found: dict[str, dict[str, Tally]] = {name: {} for name in aggregates}
    for row in kept:
        if row.part == "tally":
            value = _value(aggregates[row.name], row, values.get((row.name, row.area)))
            found[row.name][row.area] = _tally(row, value)
    return found


def _tally(row: Any, value: Fraction | None) -> Tally:
    counts: dict[str, Any] = {name: int(getattr(row, name) or 0) for name in _COUNTS}
    sizes: dict[str, Any] = {name: exact(getattr(row, name) or 0) for name in _SIZES}
    return Tally(value=value, **counts, **sizes)


def _value(checked: CheckedAggregate, row: Any, computed: float | None) -> Fraction | None:
    if not row.weight:
        return None
    match checked.aggregate.function:
        case Function.COUNT:
            return Fraction(int(row.weight))
        case Function.DISTINCT if checked.aggregate.measure is None:
            return Fraction(int(row.persons))
        case Function.DISTINCT | Function.MEDIAN:
            return None if computed is None else exact(computed)
        case Function.AVERAGE | Function.SHARE:
            return exact(row.total) / int(row.weight)
        case Function.MIN:
            return exact(row.smallest)
        case Function.MAX:
            return exact(row.largest)
    return exact(row.total)
