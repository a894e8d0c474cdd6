"""The HTTP door of data exports: the right of access, and to take one's data along."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from partage_kit.auth import Member, Role
from partage_kit.clock import clock
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import Invalid, MemberErased, NotPossibleNow
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag
from partage_members.callers import MemberOrStaff, OfficeStaff, is_staff
from partage_members.data_exports import commands, queries
from partage_members.data_exports.commands import Asked
from partage_members.data_exports.errors import ArchiveExpired, ArchiveNotReady, DataExportNotFound
from partage_members.data_exports.schemas import (
    AskForMyData,
    DataExportView,
    HandOver,
    RecordDataRequest,
    RequestFilter,
)
from partage_members.data_exports.views import export_view
from partage_members.profiles.errors import ProfileNotFound
from partage_members.profiles.queries import require_profile

router = Router(prefix="/data-exports", tags=["data exports"])
requests = Router(prefix="/data-requests", tags=["data exports"])

_ZIP = "application/zip"


@router.post("/mine", status_code=202, responses=problems(ProfileNotFound))
async def ask_for_my_data(
    wanted: AskForMyData, caller: Member, session: WriteSession, response: Response, tag: ETag
) -> DataExportView:
    """Ask for all that is kept about you; it is put together at once, for you alone, and can be downloaded for a week.

    Read the export, at `Location`, until it is `ready`. Asked again within a day, it is the same one.
    """
    asked = Asked(language=wanted.language)
    export = await commands.ask_for_data(session, caller.office, caller.member, asked)
    response.headers["Location"] = f"/members/v1/data-exports/{export.id}"
    return tag(export_view(export, await clock(session)))


@router.get("/mine", responses=problems(ProfileNotFound))
async def list_my_data_exports(caller: Member, paging: Paging, session: ReadSession) -> Page[DataExportView]:
    """The exports of your data that you or the office asked for, newest first."""
    await require_profile(session, caller.office, caller.member)
    rows, following = await queries.exports_of(session, caller.office, caller.member, paging)
    at = await clock(session)
    return Page(items=[export_view(row, at) for row in rows], next=following)


@router.post("", status_code=202, responses=problems(ProfileNotFound, Invalid))
async def record_data_request(
    request: RecordDataRequest, caller: OfficeStaff, session: WriteSession, response: Response, tag: ETag
) -> DataExportView:
    """Record a request that a member made by letter or otherwise; the legal month counts from when it was received."""
    asked = Asked(request.way, caller.subject, request.received_on, request.evidence_reference, request.language)
    export = await commands.ask_for_data(session, caller.office, request.member_id, asked)
    response.headers["Location"] = f"/members/v1/data-exports/{export.id}"
    return tag(export_view(export, await clock(session)))


@router.get("/{export_id}", responses=problems(DataExportNotFound))
async def read_data_export(export_id: UUID, caller: MemberOrStaff, session: ReadSession, tag: ETag) -> DataExportView:
    """An export of your data; for the permanent workers, that of any member of their office, without its archive."""
    mine = None if is_staff(caller) else caller.member
    row = await queries.one_export(session, caller.office, export_id, member_id=mine)
    return tag(export_view(row, await clock(session)))


@router.get(
    "/{export_id}/archive",
    response_class=Response,
    responses={
        200: {"content": {_ZIP: {}}},
        **problems(DataExportNotFound, ArchiveNotReady, ArchiveExpired, MemberErased),
    },
)
async def download_archive(export_id: UUID, caller: MemberOrStaff, session: WriteSession) -> Response:
    """The archive (ZIP): for the member herself, and for who recorded her request; each download is noted."""
    member_id = caller.member_id if caller.has(Role.MEMBER) else None
    asked_by = caller.subject if is_staff(caller) else None
    await queries.one_export(session, caller.office, export_id, member_id=member_id, asked_by=asked_by)
    content = await commands.take_archive(session, export_id)
    headers = {
        "Content-Disposition": f'attachment; filename="data-export-{export_id}.zip"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type=_ZIP, headers=headers)


@router.post("/{export_id}/hand-over", responses=problems(DataExportNotFound, ArchiveNotReady, NotPossibleNow))
async def hand_over_archive(
    export_id: UUID, how: HandOver, caller: OfficeStaff, session: WriteSession, tag: ETag
) -> DataExportView:
    """Note that the archive of a recorded request was handed over to the member, which answers the request."""
    export = await commands.hand_over(session, caller.office, export_id, how.evidence_reference)
    return tag(export_view(export, await clock(session)))


@requests.get("")
async def list_data_requests(
    caller: OfficeStaff, wanted: Annotated[RequestFilter, Query()], paging: Paging, session: ReadSession
) -> Page[DataExportView]:
    """The requests for data that your office has got, the one due first at the top; `overdue=true` for late ones."""
    rows, following = await queries.data_requests(session, caller.office, wanted, paging)
    at = await clock(session)
    return Page(items=[export_view(row, at) for row in rows], next=following)
