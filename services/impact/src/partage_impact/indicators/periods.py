"""Periods of observation and their labels: 2026, 2026-Q1, 2026-03 and, as ISO 8601 has it, 2026-W05."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FIRST_YEAR, LAST_YEAR = 1900, 2199


class PeriodKind(StrEnum):
    """How long a period is; a week belongs to the ISO year of its Thursday."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"


MONTHS = {PeriodKind.YEAR: 12, PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1}
_LABEL = re.compile(r"(?P<year>\d{4})(-(Q(?P<quarter>[1-4])|W(?P<week>\d\d)|(?P<month>\d\d)))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Days from the first to the last, both included."""

    first: date
    last: date

    def hull(self, other: "DateSpan") -> "DateSpan":
        """The shortest span that holds both."""
        return DateSpan(min(self.first, other.first), max(self.last, other.last))


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A year, quarter, month or week; `ordinal` counts the periods of its kind, so neighbours differ by one.

    Errors: ValueError for a period that is not within the years 1900 to 2199.
    """

    kind: PeriodKind
    ordinal: int

    def __post_init__(self) -> None:
        """Refuse a period outside of the calendar."""
        first, last = _first(FIRST_YEAR, self.kind), _first(LAST_YEAR + 1, self.kind)
        if not first <= self.ordinal < last:
            raise ValueError(f"a {self.kind} lies within the years {FIRST_YEAR} to {LAST_YEAR}")

    @property
    def first(self) -> date:
        """The first day."""
        if self.kind is PeriodKind.WEEK:
            return date.fromordinal(7 * self.ordinal + 1)
        return _month_start(self.ordinal * MONTHS[self.kind])

    @property
    def last(self) -> date:
        """The last day, which belongs to the period."""
        if self.kind is PeriodKind.WEEK:
            return self.first + timedelta(6)
        month = _month_start((self.ordinal + 1) * MONTHS[self.kind] - 1)
        return month.replace(day=monthrange(month.year, month.month)[1])

    @property
    def span(self) -> DateSpan:
        """The days of the period."""
        return DateSpan(self.first, self.last)

    @property
    def year(self) -> int:
        """The year it counts in, for a week the ISO year."""
        return self.first.isocalendar().year if self.kind is PeriodKind.WEEK else self.first.year

    @property
    def label(self) -> str:
        """The label that `parse_period` reads back."""
        match self.kind:
            case PeriodKind.YEAR:
                return f"{self.year:04}"
            case PeriodKind.QUARTER:
                return f"{self.year:04}-Q{self.ordinal % 4 + 1}"
            case PeriodKind.MONTH:
                return f"{self.year:04}-{self.first.month:02}"
            case PeriodKind.WEEK:
                return f"{self.year:04}-W{self.first.isocalendar().week:02}"

    def offset(self, by: int) -> "Period":
        """Give the period of the same kind `by` places later, earlier when negative."""
        return Period(self.kind, self.ordinal + by)

    def of_year_to_date(self) -> tuple["Period", ...]:
        """Give the periods of the same kind from the first of its year to this one."""
        return tuple(Period(self.kind, ordinal) for ordinal in range(_first(self.year, self.kind), self.ordinal + 1))

    def year_to_date(self) -> DateSpan:
        """Give the days from the first of its year to its last day."""
        return DateSpan(self.of_year_to_date()[0].first, self.last)

    def parts(self, kind: PeriodKind) -> tuple["Period", ...]:
        """Give the shorter periods that make it up exactly; ValueError where they do not, as weeks in a month."""
        if PeriodKind.WEEK in (self.kind, kind) or MONTHS[kind] > MONTHS[self.kind]:
            raise ValueError(f"a {self.kind} is not made up of periods of one {kind}")
        count = MONTHS[self.kind] // MONTHS[kind]
        return tuple(Period(kind, self.ordinal * count + place) for place in range(count))


def containing(day: date, kind: PeriodKind) -> Period:
    """Give the period of a kind that a day falls into."""
    if kind is PeriodKind.WEEK:
        return Period(kind, (day.toordinal() - 1) // 7)
    return Period(kind, (day.year * 12 + day.month - 1) // MONTHS[kind])


def parse_period(label: str) -> Period:
    """Read a label such as 2026, 2026-Q1, 2026-03 or 2026-W05; ValueError when it names no period."""
    found = _LABEL.fullmatch(label)
    if found is None:
        raise ValueError(f"{label!r} is not a period; write for example 2026, 2026-Q1, 2026-03 or 2026-W05")
    year = int(found["year"])
    if found["quarter"]:
        return Period(PeriodKind.QUARTER, year * 4 + int(found["quarter"]) - 1)
    if found["month"]:
        return containing(date(year, int(found["month"]), 1), PeriodKind.MONTH)
    if found["week"]:
        return containing(date.fromisocalendar(year, int(found["week"]), 1), PeriodKind.WEEK)
    return Period(PeriodKind.YEAR, year)


def _month_start(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _first(year: int, kind: PeriodKind) -> int:
    """Give the ordinal of the first period of a year; the week of 4 January is the first of its ISO year."""
    if kind is PeriodKind.WEEK:
        return (date(year, 1, 4).toordinal() - 1) // 7
    return year * 12 // MONTHS[kind]
