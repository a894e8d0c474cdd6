"""Progress towards a target, and figures per year: both say on what they rest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from partage_impact.indicators.periods import DateSpan


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


class DayCount(StrEnum):
    """The conventions by which a span of days is a part of a year (ISDA's names)."""

    ACTUAL_365 = "act/365"
    ACTUAL_ACTUAL = "act/act"
    THIRTY_360 = "30/360"


@dataclass(frozen=True, slots=True)
class Annualised:
    """A figure per year and the day count by which it is one; None where the span counts as no day."""

    value: Fraction | None
    day_count: DayCount


def annualise(value: Fraction, days: DateSpan, day_count: DayCount) -> Annualised:
    """Bring a flow of a span of days to a whole year."""
    part = year_fraction(days, day_count)
    return Annualised(value / part if part else None, day_count)


def year_fraction(days: DateSpan, day_count: DayCount) -> Fraction:
    """Give the part of a year that a span of days is, both its ends included.

    act/act takes each day as a part of its own calendar year; 30/360 takes every month as 30 days.
    """
    match day_count:
        case DayCount.ACTUAL_365:
            return Fraction(days.days, 365)
        case DayCount.THIRTY_360:
            return _thirty_360(days.first, days.last + timedelta(1))
    years = range(days.first.year, days.last.year + 1)
    return sum((_part_of_year(days, year) for year in years), Fraction(0))


def _part_of_year(days: DateSpan, year: int) -> Fraction:
    first, last = date(year, 1, 1), date(year, 12, 31)
    within = min(days.last, last) - max(days.first, first)
    return Fraction(within.days + 1, (last - first).days + 1)


def _thirty_360(first: date, after: date) -> Fraction:
    start = min(first.day, 30)
    end = 30 if after.day == 31 and start == 30 else after.day
    return Fraction((after.year - first.year) * 360 + (after.month - first.month) * 30 + end - start, 360)
