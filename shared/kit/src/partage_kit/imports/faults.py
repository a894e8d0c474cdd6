"""What is wrong with a row, as the author of the file can mend it; values are never echoed: they are personal data."""

from collections.abc import Callable

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from partage_kit.imports.kinds import Fault
from partage_kit.shape_errors import told
from partage_kit.types.patterns import OTHERWISE

Location = tuple[int | str, ...]


def _first(location: Location) -> str | None:
    return str(location[0]) if location else None


def faults_in(error: ValidationError, column_of: Callable[[Location], str | None] = _first) -> list[Fault]:
    """What a shape found, by column."""
    found = error.errors(include_url=False)
    return [Fault(column_of(one["loc"]), _told(one)) for one in found]


def _told(found: ErrorDetails) -> str:
    if found["input"] is None and found["type"].endswith("_type"):
        return "it is empty, and is needed"
    is_one_of_several = found["type"] == OTHERWISE and isinstance(found["loc"][-1], int)
    return told(found) + ("; several are written with | between them" if is_one_of_several else "")
