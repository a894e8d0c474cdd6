"""The HTTP door of activity in bulk."""

from typing import Annotated

from fastapi import Query, Request

from partage_kit.db import WriteSession
from partage_kit.http.routes import Router
from partage_kit.imports import IMPORTING, ImportOptions, receive_rows
from partage_kit.jobs import Accepted, JobStarted
from partage_members.activity.imports.publishing import ACTIVITY
from partage_members.activity.routes import Recorder

router = Router(prefix="/activity-records", tags=["activity"])


@router.post("/imports", **IMPORTING)
async def import_activity(
    options: Annotated[ImportOptions, Query()],
    caller: Recorder,
    request: Request,
    session: WriteSession,
    accepted: Accepted,
) -> JobStarted:
    """Write down many registrations, assignments and invoices by one file, CSV or NDJSON (recommendation 1).

    A row names the member by `member_id`, or by `member_reference`, the office's own number of her that an import of
    profiles gave. `source` and `reference` name the piece of activity, once in a file: the same file again changes
    nothing, a correction has a higher `revision`. `amount` is a text in euros, such as `1234.56` or `1234,56`; it
    becomes a band as the file comes in, and no table ever has it. The job tells how far it is, and its report what is
    wrong by row and column; one wrong row rejects the file, unless `accept_valid` is true.
    """
    return accepted(await receive_rows(request, session, ACTIVITY, caller, options))
