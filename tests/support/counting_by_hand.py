"""One aggregate over rows, in memory and exactly: what a query over the same rows must give."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from partage_impact.indicators.aggregation import Aggregated
from partage_impact.indicators.checking import CheckedAggregate
from partage_impact.indicators.formula import Function
from partage_impact.indicators.numbers import exact
from support.deciding_by_hand import Value, holds


@dataclass(frozen=True, slots=True)
class Row:
    """One fact or response: its fields, and the key of the person it is about, if it is about one."""

    person: str | None
    fields: Mapping[str, Value]


def aggregate_rows(checked: CheckedAggregate, rows: Iterable[Row]) -> Aggregated:
    """Aggregate the rows of a source; rows without the measure, or undecided for a share, are not part of the value."""
    taken = [row for row in rows if checked.filter is None or holds(checked.filter, row.fields)]
    used = [(row, part) for row in taken if (part := _part(checked, row)) is not None]
    value = _value(checked.aggregate.function, [part for _, part in used])
    persons = {row.person for row, _ in used} - {None}
    return Aggregated(value, len(taken), len(used), len(persons))


def _part(checked: CheckedAggregate, row: Row) -> Fraction | str | None:
    """Give what one row puts into the value; None when it has nothing to put in."""
    match checked.aggregate.function:
        case Function.COUNT:
            return Fraction(1)
        case Function.DISTINCT if checked.aggregate.measure is None:
            return row.person
        case Function.SHARE:
            decided = None if checked.matching is None else holds(checked.matching, row.fields)
            return None if decided is None else Fraction(decided)
    value = row.fields.get(checked.aggregate.measure or "")
    return value if value is None or isinstance(value, str) else exact(value)


def _value(function: Function, parts: Sequence[Fraction | str]) -> Fraction | None:
    if function is Function.DISTINCT:
        return Fraction(len(set(parts))) if parts else None
    numbers = [part for part in parts if isinstance(part, Fraction)]
    if function is Function.COUNT:
        return Fraction(len(numbers))
    return _of_numbers(function, numbers) if numbers else None


def _of_numbers(function: Function, numbers: Sequence[Fraction]) -> Fraction:
    match function:
        case Function.AVERAGE | Function.SHARE:
            return sum(numbers, Fraction(0)) / len(numbers)
        case Function.MEDIAN:
            return median(numbers)
        case Function.MIN:
            return min(numbers)
        case Function.MAX:
            return max(numbers)
    return sum(numbers, Fraction(0))
