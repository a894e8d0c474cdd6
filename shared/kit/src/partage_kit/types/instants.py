"""Instants and days as they are written on the wire, within the years that a house can mean."""

import re
from datetime import UTC, date, datetime, time
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)

_HOUSE_ZONE = ZoneInfo("Europe/Brussels")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?", re.I
)
_REACH = f"lies in the years {FIRST_DAY.year} to {LAST_DAY.year}"


def day_of(instant: datetime) -> date:
    """The calendar day of an instant where the offices are (all of them keep Central European Time today)."""
    return instant.astimezone(_HOUSE_ZONE).date()


def start_of(day: date) -> datetime:
    """The instant at which a day begins where the offices are, in UTC."""
    return datetime.combine(day, time(), _HOUSE_ZONE).astimezone(UTC)


def _written_instant(value: Any) -> Any:
    # a number, or a text of digits, would be read as seconds or milliseconds since 1970
    if not isinstance(value, datetime) and not (isinstance(value, str) and _INSTANT.fullmatch(value)):
        raise ValueError("an instant is a text in RFC 3339, such as 2026-03-01T09:00:00Z")
    return value


def _instant_within_reach(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("an instant needs an offset from UTC, such as 2026-03-01T09:00:00Z")
    try:
        day = day_of(value)
    except OverflowError as error:
        raise ValueError(f"an instant {_REACH}") from error
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"an instant {_REACH}")
    return value.astimezone(UTC)


def _written_day(value: Any) -> Any:
    # pydantic alone reads 0 as 1970-01-01, and an instant at midnight as its day
    is_day = isinstance(value, date) and not isinstance(value, datetime)
    if not is_day and not (isinstance(value, str) and _DAY.fullmatch(value)):
        raise ValueError("a day is a text YYYY-MM-DD, such as 2026-03-01")
    return value


def _day_within_reach(value: date) -> date:
    if not FIRST_DAY <= value <= LAST_DAY:
        raise ValueError(f"a day {_REACH}")
    return value


UtcDateTime = Annotated[datetime, BeforeValidator(_written_instant), AfterValidator(_instant_within_reach)]
"""An instant with its offset (RFC 3339), in the years 1900 to 2199; kept and answered in UTC."""

Day = Annotated[date, BeforeValidator(_written_day), AfterValidator(_day_within_reach)]
"""A calendar day, YYYY-MM-DD, in the years 1900 to 2199."""
