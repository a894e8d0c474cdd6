"""From aggregated inputs to one observation: value, numerator, denominator, n; nothing is ever made up."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from partage_impact.indicators.arithmetic import Named, compute, names_in
from partage_impact.indicators.checking import CheckedFormula
from partage_impact.indicators.formula import Function

MAGNITUDE, DIGITS = 10**30, 10**1000
"""What a figure stays under to be kept and shown, and what both terms of its fraction stay under."""


class NoValue(StrEnum):
    """Why a figure has no value."""

    MISSING_INPUT = "missing_input"
    DIVIDED_BY_ZERO = "divided_by_zero"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class Input:
    """What an aggregate came to: the value, or None when missing; n distinct persons; how many rows made it.

    `final` is False while late facts may still change it.
    """

    value: Fraction | None
    n: int
    weight: int = 0
    final: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """One observation's figures, exact. `den` is also None for a formula without a denominator.

    `n` counts the persons of the base (the denominator, else the numerator): of several aggregates the smallest, so
    that disclosure control errs on the safe side. `weight` is the rows behind a bare average or share, by which it
    rolls up. `missing` names the aggregates that had no value; `reason` says why there is none of the figure.
    """

    value: Fraction | None
    num: Fraction | None
    den: Fraction | None
    n: int
    weight: int | None
    final: bool
    missing: tuple[str, ...]
    reason: NoValue | None = None


def evaluate(checked: CheckedFormula, inputs: Mapping[str, Input]) -> Result:
    """Evaluate a formula; a missing value or denominator, or one of 0, gives None: not 0 and not an error.

    So does a figure too large to be told, with its numerator and denominator.
    `inputs` holds one input for each aggregate of the formula, by name.
    """
    values = {name: inputs[name].value for name in checked.aggregates}
    policy = checked.formula.missing_policy
    num, den = compute(checked.numerator, values, policy), None
    value, base = num, checked.numerator
    if checked.denominator is not None:
        den, base = compute(checked.denominator, values, policy), checked.denominator
        value = num / den if num is not None and den else None
    too_large = not all(map(_fits, (value, num, den)))
    if too_large:
        value = num = den = None
    missing = tuple(sorted(name for name, found in values.items() if found is None))
    return Result(
        value=value,
        num=num,
        den=den,
        n=min((inputs[name].n for name in names_in(base) if values[name] is not None), default=0),
        weight=_weight(checked, inputs),
        final=all(inputs[name].final for name in checked.aggregates),
        missing=missing,
        reason=_reason(value, missing, too_large),
    )


def _fits(figure: Fraction | None) -> bool:
    return figure is None or (abs(figure) < MAGNITUDE and max(abs(figure.numerator), figure.denominator) < DIGITS)


def _reason(value: Fraction | None, missing: tuple[str, ...], too_large: bool) -> NoValue | None:
    if value is not None:
        return None
    if too_large:
        return NoValue.TOO_LARGE
    return NoValue.MISSING_INPUT if missing else NoValue.DIVIDED_BY_ZERO


def _weight(checked: CheckedFormula, inputs: Mapping[str, Input]) -> int | None:
    match checked.numerator, checked.denominator:
        case Named(name), None:
            averaged = checked.aggregates[name].aggregate.function in (Function.AVERAGE, Function.SHARE)
            return inputs[name].weight if averaged else None
    return None
