"""The HTTP door of files of places: the operators of the house bring them in, for all offices."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.auth import Caller, PlatformAdmin
from partage_kit.body_errors import FileTypeRefused
from partage_kit.db import WriteSession
from partage_kit.http.files import takes_rows
from partage_kit.http.routes import Router
from partage_kit.imports import IMPORTING, FileCompressed, ImportKind, receive_rows
from partage_kit.imports.receiving import take_in
from partage_kit.imports.rows import Format
from partage_kit.jobs import Accepted, JobStarted
from partage_members.place_imports.layouts import MEDIA_TYPE, tabbed
from partage_members.place_imports.publishing import LEAST, NAMES, POSTAL_CODES, POSTAL_REGIONS, REGIONS
from partage_members.place_imports.rows import CountryEdition, PlacesEdition

router = Router(prefix="/places", tags=["places"])

_TABBED = IMPORTING | {"openapi_extra": takes_rows(MEDIA_TYPE)}


@router.post("/postal-codes/imports", **_TABBED)
async def import_postal_codes(
    edition: Annotated[CountryEdition, Query()],
    caller: PlatformAdmin,
    request: Request,
    session: WriteSession,
    accepted: Accepted,
) -> JobStarted:
    """Bring the places of a country in, in the layout of GeoNames' postal codes (`FR.txt`: tabs, no head).

    The file is checked whole, and its places are looked up at once instead of those of the edition before. The same
    file again changes nothing. Members who wrote these places are found by them shortly afterwards.
    """
    return accepted(await _receive_tabbed(request, session, POSTAL_CODES, caller, edition))


@router.post("/names/imports", **_TABBED)
async def import_place_names(
    edition: Annotated[CountryEdition, Query()],
    caller: PlatformAdmin,
    request: Request,
    session: WriteSession,
    accepted: Accepted,
) -> JobStarted:
    """Bring names in other languages in, in the layout of GeoNames' alternate names (eight or ten columns, no head).

    They are linked with the imported places of the country that have one of the names, and one of the postal codes
    where the file tells any; whichever of both files comes later. Names of the past and nicknames are passed over.
    """
    return accepted(await _receive_tabbed(request, session, NAMES, caller, edition))


@router.post("/postal-regions/imports", **IMPORTING)
async def import_postal_regions(
    edition: Annotated[CountryEdition, Query()],
    caller: PlatformAdmin,
    request: Request,
    session: WriteSession,
    accepted: Accepted,
) -> JobStarted:
    """Bring in which region of level 3 each postal code of a country lies, in the layout of Eurostat's TERCET tables.

    The head is `NUTS3;CODE`, cells may stand between apostrophes. Whoever wrote a municipality or postal code of the
    country, and no NUTS code, is in its region shortly afterwards: places come from its postal codes.
    """
    return accepted(await receive_rows(request, session, POSTAL_REGIONS, caller, edition))


@router.post("/regions/imports", **IMPORTING)
async def import_regions(
    edition: Annotated[PlacesEdition, Query()],
    caller: PlatformAdmin,
    request: Request,
    session: WriteSession,
    accepted: Accepted,
) -> JobStarted:
    """Bring regions of NUTS in: `nuts`, `label`, `level` and `country`, and labels for readers of each language."""
    return accepted(await receive_rows(request, session, REGIONS, caller, edition))


async def _receive_tabbed(
    request: Request, session: AsyncSession, kind: ImportKind[Any], caller: Caller, edition: CountryEdition
) -> UUID:
    media_type, _, charset = request.headers.get("content-type", "").partition(";")
    if media_type.strip().lower() != MEDIA_TYPE or charset.strip().lower() not in ("", "charset=utf-8"):
        raise FileTypeRefused(f"this route takes {MEDIA_TYPE} in UTF-8")
    if request.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise FileCompressed("the body has a Content-Encoding")
    service = request.app.state.service
    content = tabbed(request.stream(), kind.columns, LEAST[kind.noun])
    most = service.settings.import_max_rows
    return await take_in(
        service.database, session, kind, caller.office, caller.person, edition, content, Format.NDJSON, most=most
    )
