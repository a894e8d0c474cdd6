"""The HTTP door of profiles in bulk."""

from typing import Annotated

from fastapi import Query, Request, Response
from sqlalchemy import select

from partage_kit.db import WriteSession
from partage_kit.http.pages import Order
from partage_kit.http.routes import Router
from partage_kit.imports import IMPORTING, ImportOptions, receive_rows
from partage_kit.imports.export import DOWNLOAD, WantedFormat, keyset_pages, rows_response
from partage_kit.jobs import Accepted, JobStarted
from partage_members.callers import OfficeStaff
from partage_members.profiles.imports.models import profile_references
from partage_members.profiles.imports.publishing import profiles_import
from partage_members.profiles.imports.rows import COLUMNS, cells
from partage_members.profiles.queries import profiles

router = Router(prefix="/profiles", tags=["profiles"])

_BY_NAME = Order("name", (profiles.c.sort_name, True), (profiles.c.id, True))
_SHOWN = [column for column in profiles.c if column.name not in ("sort_name", "id")]
_ALL = select(*(column for column, _ in _BY_NAME.columns), *_SHOWN, profile_references.c.reference).select_from(
    profiles.outerjoin(profile_references, profile_references.c.profile_id == profiles.c.id)
)


@router.post("/imports", **IMPORTING)
async def import_profiles(
    options: Annotated[ImportOptions, Query()],
    caller: OfficeStaff,
    request: Request,
    session: WriteSession,
    accepted: Accepted,
) -> JobStarted:
    """Register and change many profiles of your office by one file, CSV or NDJSON (recommendation 1).

    A row is about the member with its `member_id`, else with its `reference` (the office's own number of her), else
    with its `email`; if there is none, a profile is registered. A column that the file does not have stays as it is, an
    empty cell clears. Lists are joined with `|`, texts have a column for each language. The columns are those of
    `GET /profiles/export`, which has them in its first line even when nobody is registered yet.

    Who was erased comes back by no file: a row with a reference or address of hers is wrong (`erased-before`), until
    her wish to return is recorded.

    The job tells how far it is, and its report what is wrong by row and column: row 1 is the first below the names of
    the columns. One wrong row rejects the file, unless `accept_valid` is true.
    """
    kind = profiles_import(request.app.state.service.settings.erased_secret)
    return accepted(await receive_rows(request, session, kind, caller, options))


@router.get("/export", response_class=Response, responses=DOWNLOAD)
async def export_profiles(caller: OfficeStaff, request: Request, written: WantedFormat) -> Response:
    """All profiles of your office as a file that can be brought in again: CSV, or NDJSON by `format` or `Accept`.

    A cell that a spreadsheet would take for a formula has an apostrophe before it; the import takes it away.
    """
    statement = _ALL.where(profiles.c.office == caller.office)
    pages = keyset_pages(request.app.state.service.database, statement, _BY_NAME, lambda row: cells(row._asdict()))
    return rows_response(pages, COLUMNS, written, filename="profiles")
