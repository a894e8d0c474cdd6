"""Numerators and denominators: CEL arithmetic over named aggregates, computed in exact fractions.

`+`, `-`, `*`, `/` and brackets over names and numbers. Numbers are exact decimals, whole or not, so `1 / 2` is a half.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from partage_impact.indicators.checked_expr import Call, Literal, Name, Node
from partage_impact.indicators.expressions import (
    ExpressionFault,
    Language,
    Signature,
    Type,
    problem_at,
)
from partage_impact.indicators.numbers import exact


class MissingPolicy(StrEnum):
    """What an absent value does: makes everything absent, or only everything when all are absent. Never 0."""

    SKIP_IF_ANY = "skip_if_any"
    SKIP_IF_ALL = "skip_if_all"


class Nature(StrEnum):
    """How a quantity behaves: an amount adds up over groups, a level (average, share, ratio, median) does not."""

    CONSTANT = "constant"
    AMOUNT = "amount"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Constant:
    """A number written in the expression."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Named:
    """The value of an aggregate."""

    name: str


@dataclass(frozen=True, slots=True)
class Negated:
    """Minus a quantity."""

    inner: "Arithmetic"


@dataclass(frozen=True, slots=True)
class Operation:
    """Two quantities joined by `+`, `-`, `*` or `/`."""

    operator: str
    left: "Arithmetic"
    right: "Arithmetic"


SMALLEST, LARGEST = 1e-12, 1e12
"""Between which a number of an expression lies, its sign aside: others are slips, and make figures nobody can read."""

Arithmetic = Constant | Named | Negated | Operation

_NUMBERS = (Type.DOUBLE, Type.INT)
_SIGNATURES = (
    *(Signature(f"_{sign}_", (left, right), Type.DOUBLE) for sign in "+-*/" for left in _NUMBERS for right in _NUMBERS),
    *(Signature("-_", (kind,), Type.DOUBLE) for kind in _NUMBERS),
)


def parse_arithmetic(text: str, natures: Mapping[str, Nature]) -> tuple[Arithmetic, Nature]:
    """Read an expression over aggregates of known nature, and give its own nature.

    Errors: ExpressionFault with line and column, also where levels are added up (averaging averages).
    """
    language = Language(dict.fromkeys(natures, Type.DOUBLE), _SIGNATURES)
    read = _read(text, language.parse(text, _NUMBERS), natures)
    return read.expression, read.nature


def names_in(expression: Arithmetic) -> frozenset[str]:
    """Give the aggregates that an expression names."""
    match expression:
        case Named(name):
            return frozenset({name})
        case Negated(inner):
            return names_in(inner)
        case Operation(_, left, right):
            return names_in(left) | names_in(right)
        case Constant():
            return frozenset()
        case _:
            assert_never(expression)


def compute(
    expression: Arithmetic, values: Mapping[str, Fraction | None], policy: MissingPolicy = MissingPolicy.SKIP_IF_ANY
) -> Fraction | None:
    """Compute an expression; None where a value is missing or a division is by zero.

    With `skip_if_all` a sum takes the terms that are there; a difference, product or quotient still needs both sides.
    """
    match expression:
        case Constant(value):
            return value
        case Named(name):
            return values[name]
        case Negated(inner):
            found = compute(inner, values, policy)
            return None if found is None else -found
        case Operation(operator, left, right):
            one, other = compute(left, values, policy), compute(right, values, policy)
            if one is not None and other is not None:
                return _apply(operator, one, other)
            partial = operator == "+" and policy is MissingPolicy.SKIP_IF_ALL
            return (other if one is None else one) if partial else None
        case _:
            assert_never(expression)


def adds_up(expression: Arithmetic, additive: Collection[str]) -> bool:
    """Whether the expression of a whole is the sum of those of its parts: linear in aggregates that add up."""
    match expression:
        case Named(name):
            return name in additive
        case Negated(inner):
            return adds_up(inner, additive)
        case Operation("+" | "-", left, right):
            return adds_up(left, additive) and adds_up(right, additive)
        case Operation("*" | "/", left, Constant()):
            return adds_up(left, additive)
        case Operation("*", Constant(), right):
            return adds_up(right, additive)
        case _:
            return False


def _apply(operator: str, one: Fraction, other: Fraction) -> Fraction | None:
    match operator:
        case "+":
            return one + other
        case "-":
            return one - other
        case "*":
            return one * other
    return one / other if other else None


@dataclass(frozen=True, slots=True)
class _Read:
    """An expression, its nature, and how often it adds a level and takes one away."""

    expression: Arithmetic
    nature: Nature
    added: int = 0
    taken: int = 0

    def turned(self) -> tuple[int, int]:
        """How often the negative of it adds a level and takes one away."""
        return self.taken, self.added


def _read(text: str, node: Node, natures: Mapping[str, Nature]) -> _Read:
    match node:
        case Name(name):
            return _Read(Named(name), natures[name], added=int(natures[name] is Nature.LEVEL))
        case Literal(int() | float() as number) if number == 0 or SMALLEST <= abs(number) <= LARGEST:
            return _Read(Constant(exact(number)), Nature.CONSTANT)
        case Call("-_", (inner,)):
            read = _read(text, inner, natures)
            return _Read(Negated(read.expression), read.nature, *read.turned())
        case Call(function, (left, right)):
            read = _operation(function.strip("_"), _read(text, left, natures), _read(text, right, natures))
            if max(read.added, read.taken) > 1:
                message = "averages, shares and ratios do not add up; sum what they are made of"
                raise ExpressionFault([problem_at(text, node, message)])
            return read
    raise ExpressionFault([problem_at(text, node, f"0 or a number from {SMALLEST:.0e} to {LARGEST:.0e} belongs here")])


def _operation(operator: str, one: _Read, other: _Read) -> _Read:
    expression, nature = (
        Operation(operator, one.expression, other.expression),
        joined(operator, one.nature, other.nature),
    )
    if operator in "+-":
        added, taken = (other.added, other.taken) if operator == "+" else other.turned()
        return _Read(expression, nature, one.added + added, one.taken + taken)
    if Nature.CONSTANT in (one.nature, other.nature) and nature is Nature.LEVEL:
        scaled, by = (one, other) if other.nature is Nature.CONSTANT else (other, one)
        is_negative = (compute(by.expression, {}) or 0) < 0
        return _Read(expression, nature, *(scaled.turned() if is_negative else (scaled.added, scaled.taken)))
    return _Read(expression, nature, added=int(nature is Nature.LEVEL))


def joined(operator: str, first: Nature, second: Nature) -> Nature:
    """Tell the nature of an operation: amounts per amount, and amounts beside levels, are levels."""
    pair = {first, second}
    if pair == {Nature.CONSTANT}:
        return Nature.CONSTANT
    if operator == "*":
        return Nature.AMOUNT if Nature.AMOUNT in pair else Nature.LEVEL
    if operator == "/":
        return Nature.AMOUNT if first is Nature.AMOUNT and second is not Nature.AMOUNT else Nature.LEVEL
    return Nature.LEVEL if Nature.LEVEL in pair else Nature.AMOUNT
