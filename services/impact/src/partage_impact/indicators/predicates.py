"""Predicates over the fields of a row, which memory and SQL decide alike.

A row without the field that a comparison asks for makes it unknown, and unknown spreads as in SQL: `not unknown` is
unknown, `unknown or true` is true. Only rows for which the whole filter is true are taken. `field == null` and
`field != null` ask whether the field is there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from partage_impact.indicators.numbers import Number, exact


class FieldKind(StrEnum):
    """What a field of a row holds."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"


Scalar = str | bool | Fraction
Value = str | bool | Number | None


class Operator(StrEnum):
    """How two values are compared; text and booleans know only the first two."""

    EQUAL = "=="
    NOT_EQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    GREATER = ">"
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the row."""

    name: str
    kind: FieldKind


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field against a constant or against another field of its kind."""

    left: Field
    operator: Operator
    right: Field | Scalar


@dataclass(frozen=True, slots=True)
class Membership:
    """A field is one of some constants."""

    field: Field
    among: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """A text field starts with a text, as codes below a code do."""

    field: Field
    start: str


@dataclass(frozen=True, slots=True)
class Presence:
    """A field is there, or is missing; never unknown."""

    field: Field
    there: bool


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    inner: "Predicate"


@dataclass(frozen=True, slots=True)
class Both:
    """Both are true."""

    left: "Predicate"
    right: "Predicate"


@dataclass(frozen=True, slots=True)
class Either:
    """At least one is true."""

    left: "Predicate"
    right: "Predicate"


Predicate = Comparison | Membership | Prefix | Presence | Not | Both | Either

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
