"""Predicates over the fields of a row.

A row without the field that a comparison asks for makes it unknown, and unknown spreads as in SQL: `not unknown` is
unknown, `unknown or true` is true. Only rows for which the whole filter is true are taken. `field == null` and
`field != null` ask whether the field is there.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class FieldKind(StrEnum):
    """What a field of a row holds."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"


Scalar = str | bool | Fraction


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
