"""How far ahead the days lie that are written down: what begins, begins within a year; a period ends within five."""

from collections.abc import Mapping
from datetime import date

from partage_kit.errors import Refusal
from partage_members.periods import months_later

BEGINNING, END = 12, 60
"""Months from today on: for a day on which something begins, and for the last day of a period."""


class DayTooFarAhead(Refusal):
    """A day lies too far ahead to be meant: more than a year for what begins, five years for the end of a period."""

    status = 422
    titles = {
        "fr": "Une date est trop loin dans le futur",
        "nl": "Een datum ligt te ver in de toekomst",
        "en": "A day lies too far ahead",
    }
    remedy = "Correct the days listed in `errors`, or write it down once it is nearer. Nothing was changed."


def too_far(day: date | None, today: date, months: int = BEGINNING) -> str | None:
    """Why a day is too far ahead; None when it is not."""
    last = months_later(today, months)
    return None if day is None or day <= last else f"it lies after {last}, too far ahead"


def require_near(days: Mapping[str, date | None], today: date, months: int = BEGINNING) -> None:
    """Require that days, by the fields of the body that they stand in, are not too far ahead.

    Raises:
        DayTooFarAhead
    """
    errors = [
        {"pointer": f"/body/{field}", "detail": why}
        for field, day in days.items()
        if (why := too_far(day, today, months))
    ]
    if errors:
        raise DayTooFarAhead(f"today is {today}", errors=errors)
