"""What is wrong with a row, as the author of the file can mend it; values are never echoed: they are personal data."""

from collections.abc import Callable
from typing import Any

from pydantic import StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from partage_kit.imports.kinds import Fault
from partage_kit.shape_errors import told
from partage_kit.types import CountryCode, CurrencyCode, Email, HttpsUrl, NutsCode, Phone

Location = tuple[int | str, ...]

_UNREADABLE = "it is not written as it should be"


def _pattern(kind: Any) -> str | None:
    patterns = (one.pattern for one in kind.__metadata__ if isinstance(one, StringConstraints))
    return next((str(pattern) for pattern in patterns), None)


_EXAMPLES = {
    r"^[a-z]{2}$": "fr",
    _pattern(CountryCode): "BE",
    _pattern(NutsCode): "BE234",
    _pattern(CurrencyCode): "EUR",
    _pattern(Email): "name@example.org",
    _pattern(Phone): "+32 470 00 00 01",
    _pattern(HttpsUrl): "https://example.org/page",
}
"""How a text of a pattern may look."""


def _first(location: Location) -> str | None:
    return str(location[0]) if location else None


def faults_in(error: ValidationError, column_of: Callable[[Location], str | None] = _first) -> list[Fault]:
    """What a shape found, by column."""
    found = error.errors(include_url=False)
    return [Fault(column_of(one["loc"]), _told(one)) for one in found]


def _told(found: ErrorDetails) -> str:
    if found["input"] is None and found["type"].endswith("_type"):
        return "it is empty, and is needed"
    if found["type"] == "string_pattern_mismatch":  # the pattern itself is for programs
        example = _EXAMPLES.get(found["ctx"]["pattern"])
        several = "; several are written with | between them" if isinstance(found["loc"][-1], int) else ""
        return f"{_UNREADABLE}{'' if example is None else f', such as {example}'}{several}"
    return told(found)
