"""Periods of snapshots as a kernel: a month that is over (`2026-10`), or a day that was asked for (`2026-11-26`)."""

import re
from calendar import monthrange
from datetime import date

PATTERN = r"^[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$"
_PERIOD = re.compile(PATTERN)


def month_before(day: date) -> str:
    """The last month that is over on a day."""
    year, month = divmod(day.year * 12 + day.month - 2, 12)
    return f"{year:04}-{month + 1:02}"


def last_day(period: str) -> date:
    """The last day of a period.

    Raises:
        ValueError: it is no month and no day.
    """
    if not _PERIOD.match(period):
        raise ValueError(f"{period!r} is no month and no day")
    if len(period) == len("2026-10-31"):
        return date.fromisoformat(period)
    year, month = int(period[:4]), int(period[5:7])
    return date(year, month, monthrange(year, month)[1])


def quarter_of(month: str) -> str:
    """The quarter of a month or day: `2026-Q4` of `2026-10`."""
    return f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}"
