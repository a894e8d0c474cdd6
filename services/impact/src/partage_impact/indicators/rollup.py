"""From parts to a whole: months to a year, offices to the cooperative; only where the parts suffice."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from partage_impact.indicators.arithmetic import MissingPolicy, Named, adds_up
from partage_impact.indicators.checking import CheckedFormula
from partage_impact.indicators.formula import Function, Window


class RollUp(StrEnum):
    """How an indicator's parts make up a whole."""

    RATIO = "ratio"  # Σ num / Σ den
    MEAN = "mean"  # Σ w x / Σ w
    FLOW = "flow"  # Σ x
    STOCK = "stock"  # over time the last x, over groups Σ x
    RECOMPUTE = "recompute"  # distinct, median, min, max, and what mixes them: from the rows, not from parts


class Axis(StrEnum):
    """What the parts are: successive periods, or groups (offices, territories) that share no person."""

    TIME = "time"
    GROUPS = "groups"


class NotRollable(ValueError):
    """The whole cannot be told from its parts: recompute it from the facts or answers."""

    def __init__(self) -> None:
        super().__init__("not rollable from parts: recompute it from the facts or answers")


@dataclass(frozen=True, slots=True)
class Part:
    """One part's observation; along time the parts come in the order of their periods."""

    value: Fraction | None
    num: Fraction | None
    den: Fraction | None
    n: int
    weight: int | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """The rolled-up observation, and how many of the parts it is made of.

    Along time the same persons recur, so `n` is then the largest of the parts: no more persons than that are certain.
    """

    value: Fraction | None
    num: Fraction | None
    den: Fraction | None
    n: int
    used: int
    parts: int


def roll_up_of(checked: CheckedFormula, axis: Axis, stock: bool = False) -> RollUp:
    """Tell from a formula how its parts make up a whole; `stock` says that an amount is a level at a moment.

    Along time a window other than the period itself takes days of other parts: their sum would count them again.
    """
    windows = {one.aggregate.window for one in checked.aggregates.values()}
    if axis is Axis.TIME and windows != {Window()}:
        return RollUp.RECOMPUTE
    aggregates = {name: one.aggregate.function for name, one in checked.aggregates.items()}
    additive = {name for name, function in aggregates.items() if function in (Function.SUM, Function.COUNT)}
    above, below = checked.numerator, checked.denominator
    match above, below:
        case Named(name), None if aggregates[name] in (Function.AVERAGE, Function.SHARE):
            return RollUp.MEAN
        case _, None if adds_up(above, additive):
            return RollUp.STOCK if stock else RollUp.FLOW
        case _, below if below is not None and adds_up(above, additive) and adds_up(below, additive):
            return RollUp.RATIO
    return RollUp.RECOMPUTE


def roll_up(method: RollUp, axis: Axis, parts: Sequence[Part], policy: MissingPolicy) -> Whole:
    """Roll parts up to a whole; a part without what the method needs is missing, which the policy judges.

    Errors: NotRollable for `recompute`.
    """
    if method is RollUp.RECOMPUTE:
        raise NotRollable
    if method is RollUp.STOCK and axis is Axis.TIME:
        return _last(parts, policy)
    there = [part for part in parts if _is_there(method, part)]
    if not there or (policy is MissingPolicy.SKIP_IF_ANY and len(there) < len(parts)):
        return Whole(None, None, None, 0, 0, len(parts))
    num, den, value = _combine(method, there)
    n = max(part.n for part in there) if axis is Axis.TIME else sum(part.n for part in there)
    return Whole(value, num, den, n, len(there), len(parts))


def _last(parts: Sequence[Part], policy: MissingPolicy) -> Whole:
    """Give the last part, or where the policy lets it the last that is known."""
    eligible = parts if policy is MissingPolicy.SKIP_IF_ALL else parts[-1:]
    known = [part for part in eligible if part.value is not None]
    if not known:
        return Whole(None, None, None, 0, 0, len(parts))
    return Whole(known[-1].value, known[-1].num, known[-1].den, known[-1].n, 1, len(parts))


def _is_there(method: RollUp, part: Part) -> bool:
    match method:
        case RollUp.RATIO:
            return part.num is not None and part.den is not None
        case RollUp.MEAN:
            return part.weight == 0 or (part.value is not None and part.weight is not None)
    return part.value is not None


def _combine(method: RollUp, parts: Sequence[Part]) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """Give numerator, denominator and value of the whole."""
    values = [part.value or Fraction(0) for part in parts]
    match method:
        case RollUp.RATIO:
            num = sum((part.num for part in parts if part.num is not None), Fraction(0))
            den = sum((part.den for part in parts if part.den is not None), Fraction(0))
            return num, den, num / den if den else None
        case RollUp.MEAN:
            weights = [part.weight or 0 for part in parts]
            num = sum((weight * value for weight, value in zip(weights, values, strict=True)), Fraction(0))
            total = Fraction(sum(weights))
            return num, total, num / total if total else None
    total = sum(values, Fraction(0))
    return total, None, total
