"""The HTTP door of places; open to everybody, as forms need them before a login."""

from typing import Annotated

from fastapi import Query
from pydantic import StringConstraints, TypeAdapter, ValidationError

from partage_kit.db import ReadSession
from partage_kit.errors import Invalid
from partage_kit.http.pages import Page, Paging
from partage_kit.http.routes import Router
from partage_kit.types import CountryCode, NutsCode
from partage_members.places import gazetteer, queries
from partage_members.places.lookup import find_places, find_regions
from partage_members.places.naming import Place
from partage_members.places.schemas import Editions, EditionView, PlaceNameView, Places, PlaceView, RegionView

router = Router(prefix="/places", tags=["places"])

Words = Annotated[str, StringConstraints(max_length=100), Query(description="a name, or the beginning of one")]
Country = Annotated[CountryCode | None, Query(description="only places of this country")]
PostalCode = Annotated[str, StringConstraints(max_length=20)]

MOST_CODES = 100
"""Postal codes of one place that are told."""

_CODE: TypeAdapter[str] = TypeAdapter(NutsCode)


@router.get("")
async def look_places_up(
    session: ReadSession,
    query: Words = "",
    country: Country = None,
    postal_code: Annotated[PostalCode | None, Query(description="only places that have it")] = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> Places:
    """Look a municipality up while somebody types, by its names in any language or by its postal code.

    Accents, capitals and hyphens make no difference. Names that begin so come first, then those of which a later word
    does, by the alphabet. Belgium and larger towns around ship with the service, other countries are imported.
    """
    code = postal_code.strip().upper() if postal_code else None
    return Places(items=[_view(place) for place in await find_places(session, query, country, code, limit)])


@router.get("/regions")
async def look_regions_up(
    paging: Paging, session: ReadSession, query: Words = "", country: Country = None
) -> Page[RegionView]:
    """Look a region of NUTS up by its code or by the words of its names, in the order of the codes."""
    behind = _code_of(paging.cursor) if paging.cursor else ""
    found = await find_regions(session, query, country, behind, paging.limit + 1)
    following = found[paging.limit - 1].nuts if len(found) > paging.limit else None
    paging.announce(following)
    items = [RegionView(nuts=region.nuts, labels=dict(region.labels)) for region in found[: paging.limit]]
    return Page(items=items, next=following)


@router.get("/editions")
async def list_place_editions(session: ReadSession) -> Editions:
    """Where places are known from, with whom to name: what ships with the service, and what was imported."""
    rows = await queries.current_editions(session)
    return Editions(shipped=gazetteer.ATTRIBUTION, items=[EditionView.model_validate(row) for row in rows])


def _code_of(cursor: str) -> str:
    """The cursor is the code of the last region of the page before."""
    try:
        return _CODE.validate_python(cursor)
    except ValidationError:
        place = {"pointer": "/query/cursor", "detail": "not a cursor of this list"}
        raise Invalid("the cursor does not belong to this list", errors=[place]) from None


def _view(place: Place) -> PlaceView:
    return PlaceView(
        country=place.country,
        labels=place.labels(),
        names=[PlaceNameView(language=name.language or None, name=name.text) for name in place.names],
        postal_codes=list(place.postal_codes[:MOST_CODES]),
        latitude=place.latitude,
        longitude=place.longitude,
    )
