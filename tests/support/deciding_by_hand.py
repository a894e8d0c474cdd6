"""Row filters decided in memory, row by row: what a query with the same filter must take."""

from collections.abc import Callable, Mapping
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from partage_impact.indicators.numbers import Number, exact
from partage_impact.indicators.predicates import (
    Both,
    Comparison,
    Either,
    Field,
    Membership,
    Not,
    Operator,
    Predicate,
    Prefix,
    Presence,
    Scalar,
)

Value = str | bool | Number | None

_COMPARE: Mapping[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQUAL: eq,
    Operator.NOT_EQUAL: ne,
    Operator.LESS: lt,
    Operator.AT_MOST: le,
    Operator.GREATER: gt,
    Operator.AT_LEAST: ge,
}


def holds(predicate: Predicate, row: Mapping[str, Value]) -> bool | None:
    """Decide a predicate for one row of fields; None when missing fields leave it unknown."""
    match predicate:
        case Comparison(left, operator, right):
            first, second = _value(left, row), _value(right, row)
            return None if first is None or second is None else _COMPARE[operator](first, second)
        case Membership(field, among):
            found = _value(field, row)
            return None if found is None else found in among
        case Prefix(field, start):
            text = row.get(field.name)
            return None if text is None else str(text).startswith(start)
        case Presence(field, there):
            return (row.get(field.name) is not None) is there
        case Not(inner):
            decided = holds(inner, row)
            return None if decided is None else not decided
        case Both(one, other):
            return _first({holds(one, row), holds(other, row)}, False, None, True)
        case Either(one, other):
            return _first({holds(one, row), holds(other, row)}, True, None, False)


def _first(found: set[bool | None], *order: bool | None) -> bool | None:
    """Give the first of an order that was found: what decides, then unknown, then the rest (Kleene's logic)."""
    return next(decided for decided in order if decided in found)


def _value(operand: Field | Scalar, row: Mapping[str, Value]) -> Scalar | None:
    value = row.get(operand.name) if isinstance(operand, Field) else operand
    return value if value is None or isinstance(value, str | bool) else exact(value)
