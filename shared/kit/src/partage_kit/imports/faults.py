"""What is wrong with a row, as the author of the file can mend it; values are never echoed: they are personal data."""

from collections.abc import Callable

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from partage_kit.imports.kinds import Fault

Location = tuple[int | str, ...]


def _first(location: Location) -> str | None:
    return str(location[0]) if location else None


def faults_in(error: ValidationError, column_of: Callable[[Location], str | None] = _first) -> list[Fault]:
    """What a shape found, by column."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return [Fault(column_of(one["loc"]), _told(one)) for one in found]


def _told(found: ErrorDetails) -> str:
    if found["type"] == "string_pattern_mismatch":  # the pattern itself is for programs
        return "it is not written as it should be"
    return found["msg"].removeprefix("Value error, ")
