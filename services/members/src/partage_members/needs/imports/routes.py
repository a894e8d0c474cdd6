"""The HTTP door of needs in bulk."""

from typing import Annotated

from fastapi import Query, Request

from partage_kit.db import WriteSession
from partage_kit.http.routes import Router
from partage_kit.imports import IMPORTING, ImportOptions, receive_rows
from partage_kit.jobs import Accepted, JobStarted
from partage_members.callers import OfficeStaff
from partage_members.needs.imports.publishing import NEEDS

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
    Lists are joined with `|`; a `code`, or titles in a column for each language, say what is needed. Colleagues publish
    what came in. The job tells how far it is, and its report what is wrong by row and column; one wrong row rejects the
    file, unless `accept_valid` is true.
    """
    return accepted(await receive_rows(request, session, NEEDS, caller, options))
