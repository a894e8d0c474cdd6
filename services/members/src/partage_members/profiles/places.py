"""The places that members wrote, as they are looked up."""

from collections.abc import Collection, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from partage_kit.db import Readable
from partage_members.places.checking import require_places
from partage_members.places.known import Known, Written
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


async def require_known_places(
    session: Readable, columns: Mapping[str, Any], before: Collection[Written] = ()
) -> Mapping[str, str | None]:
    """Refuse places that are none; those that were written before are kept.

    The column with the region of the territory is answered, where a territory is written.

    Raises:
        UnknownPlace: it names each place.
    """
    known = await require_places(session, dict(_pointed(columns)), before)
    return {"region": region_in(columns, known)} if PLACE[0] in columns else {}


def region_in(columns: Mapping[str, Any], known: Known) -> str | None:
    """The region of the territory in some columns."""
    territory = _territory_in(columns)
    return known.nuts(territory) if territory else None


def _pointed(columns: Mapping[str, Any]) -> Iterator[tuple[str, Written]]:
    """The places in some columns, and where they stand in a body."""
    if territory := _territory_in(columns):
        yield "/body/territory", territory
    for number, workplace in enumerate(columns.get("workplaces") or ()):
        yield f"/body/workplaces/{number}", written_in(workplace)


def _territory_in(columns: Mapping[str, Any]) -> Written | None:
    return written_territory(SimpleNamespace(**{part: columns.get(part) for part in PLACE}))
