"""The HTTP door of needs in bulk."""

from typing import Annotated

from fastapi import Query, Request, Response

from partage_kit.db import ReadSession, WriteSession
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.imports import IMPORTING, ImportOptions, receive_rows
from partage_kit.imports.export import DOWNLOAD, WantedFormat, keyset_pages, rows_response
from partage_kit.jobs import Accepted, JobStarted
from partage_members.callers import OfficeStaff
from partage_members.classifications.errors import UnknownCode
from partage_members.needs.imports.publishing import NEEDS
from partage_members.needs.imports.rows import COLUMNS, cells
from partage_members.needs.queries import ORDERS, matching_needs
from partage_members.needs.schemas import NeedFilter

router = Router(prefix="/needs", tags=["needs"])


@router.post("/imports", **IMPORTING)
async def import_needs(
    options: Annotated[ImportOptions, Query()],
    caller: OfficeStaff,
    request: Request,
    session: WriteSession,
    accepted: Accepted,
) -> JobStarted:
    """Write down many needs by one file, CSV or NDJSON, such as the result of a survey made elsewhere.

    `reference` is your own name of a need, once in a file: the same file again changes nothing, other content
    corrects it.
    Lists are joined with `|`; a `code`, or titles in a column for each language, say what is needed, `filieres` whom it
    concerns, by id. Colleagues publish what came in; `state`, `source` and `share`, which an export tells, change
    nothing. The job tells how far it is, and its report what is wrong by row and column; one wrong row rejects the
    file, unless `accept_valid` is true.
    """
    return accepted(await receive_rows(request, session, NEEDS, caller, options))


@router.get("/export", response_class=Response, responses={**DOWNLOAD, **problems(UnknownCode)})
async def export_needs(
    caller: OfficeStaff,
    wanted: Annotated[NeedFilter, Query()],
    request: Request,
    written: WantedFormat,
    session: ReadSession,
) -> Response:
    """The needs of your office that a list would show with the same filters, in its order, as a file.

    CSV, or NDJSON by `format` or `Accept`, with the columns of an import: what came in by file can be brought in again.
    A cell that a spreadsheet would take for a formula has an apostrophe before it; the import takes it away.
    """
    statement, order = await matching_needs(session, caller, wanted), ORDERS[wanted.sort]
    pages = keyset_pages(request.app.state.service.database, statement, order, cells)
    return rows_response(pages, COLUMNS, written, filename="needs")
