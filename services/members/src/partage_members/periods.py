"""Periods counted in calendar months, as laws and retention rules count them."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache

from partage_kit.types import day_of, start_of


@lru_cache(maxsize=256)  # the rows of a file all ask from the same day
def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month (Regulation 1182/71, article 3(2)(c)).

    A negative number counts back; what lies beyond the last year of the calendar is its last day.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year > date.max.year:
        return date.max
    if year < date.min.year:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def instant_months_later(at: datetime, months: int) -> datetime:
    """The end of the day so many months later, where the offices are."""
    return start_of(months_later(day_of(at), months) + timedelta(days=1))


def within(months: int, since: date) -> date:
    """The last day on which something due within some months may be done: a weekend moves it to Monday.

    Regulation 1182/71, article 3(4); public holidays differ between offices, so they are not counted on.
    """
    last = months_later(since, months)
    return last + timedelta(days=max(0, 7 - last.weekday()) if last.weekday() > 4 else 0)


def has_passed(last_day: date, now: datetime) -> bool:
    """Whether the last day is over."""
    return day_of(now) > last_day
