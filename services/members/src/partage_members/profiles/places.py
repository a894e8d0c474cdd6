"""The places that members wrote, as they are looked up."""

from collections.abc import Iterator, Mapping
from typing import Any

from partage_members.places.known import Written
from partage_members.profiles.queries import PLACE


def written_territory(row: Any) -> Written | None:
    """The territory of a row; None when there is none."""
    return Written(row.country, row.nuts, row.municipality, row.postal_code) if row.country else None


def written_in(workplace: Mapping[str, Any]) -> Written:
    """The place of a workplace."""
    return Written(workplace["country"], *map(workplace.get, PLACE[1:]))


def written_places(row: Any) -> Iterator[Written]:
    """All places of a row."""
    if territory := written_territory(row):
        yield territory
    yield from map(written_in, row.workplaces)
