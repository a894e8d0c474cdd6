"""What the municipalities of members are called for readers of each language, beside what they wrote themselves."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from partage_kit.db import Readable
from partage_members.places.known import Known, Written
from partage_members.places.queries import known_places
from partage_members.profiles.place_shapes import Territory
from partage_members.profiles.schemas import VisibleProfile

V = TypeVar("V", bound=VisibleProfile)


async def names_of_places(session: Readable, places: Iterable[Territory]) -> Known:
    """What is known of some places, to name them by `with_names`."""
    return await known_places(session, map(written_as, places))


async def with_place_names(session: Readable, views: Sequence[V]) -> list[V]:
    """Members as somebody sees them, with the names of the municipalities that they show; looked up for all at once."""
    known = await names_of_places(session, (place for view in views for place in _places(view)))
    return [_named(view, known) for view in views]


def written_as(place: Territory) -> Written:
    """A place as it is looked up to be named."""
    return Written(place.country, place.nuts, place.municipality, place.postal_code)


def _places(view: VisibleProfile) -> Iterator[Territory]:
    if view.territory is not None:
        yield view.territory
    yield from view.workplaces


def _named(view: V, known: Known) -> V:
    named: dict[str, Any] = {"workplaces": [with_names(place, known) for place in view.workplaces]}
    if view.territory is not None:
        named["territory"] = with_names(view.territory, known)
    return view.model_copy(update=named)


P = TypeVar("P", bound=Territory)


def with_names(place: P, known: Known) -> P:
    """A place with what its municipality is called for readers of each language, and the region that it is in."""
    written = written_as(place)
    return place.model_copy(update={"municipality_names": known.labels(written), "region": known.nuts(written)})
