"""The small vocabulary of values that several nouns of this service share."""

from datetime import UTC, date, datetime, time
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,59}$")]
"""A short key that an office chooses: of an indicator, a questionnaire, a source."""

ItemKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""The key of a question or of an answer option, which data files and formulas may use as a name."""

NutsCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}[A-Z0-9]{0,3}$")]
"""A region of Eurostat's NUTS, from the country (BE) to level 3 (BE332)."""

_HOUSE_ZONE = ZoneInfo("Europe/Brussels")


def day_of(instant: datetime) -> date:
    """The calendar day of an instant where the offices are (all of them keep Central European Time today)."""
    return instant.astimezone(_HOUSE_ZONE).date()


def start_of(day: date) -> datetime:
    """The instant at which a day begins where the offices are, in UTC."""
    return datetime.combine(day, time(), _HOUSE_ZONE).astimezone(UTC)
