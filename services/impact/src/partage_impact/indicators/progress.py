"""Progress from a baseline towards a target."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Continuity(StrEnum):
    """How an indicator version compares with the one before it; a series never joins across a break."""

    EQUAL = "equal"
    BRIDGED = "bridged"
    BREAK = "break"


class NoProgress(StrEnum):
    """Why there is no progress to tell."""

    MISSING_VALUE = "missing_value"
    BASE_EQUALS_TARGET = "base_equals_target"
    ACROSS_A_BREAK = "across_a_break"


@dataclass(frozen=True, slots=True)
class Progress:
    """The part of the way gone, exact and unclamped (1 is the target); or None with the reason."""

    value: Fraction | None
    reason: NoProgress | None = None


def progress(
    base: Fraction | None, target: Fraction | None, now: Fraction | None, between: Iterable[Continuity] = ()
) -> Progress:
    """Give (now - base) / (target - base): from 40 to a target of 20, now at 30, is one half.

    `between` holds how each version from the baseline's to the present one compares with the version before it.
    """
    if Continuity.BREAK in between:
        return Progress(None, NoProgress.ACROSS_A_BREAK)
    if base is None or target is None or now is None:
        return Progress(None, NoProgress.MISSING_VALUE)
    if base == target:
        return Progress(None, NoProgress.BASE_EQUALS_TARGET)
    return Progress((now - base) / (target - base))
