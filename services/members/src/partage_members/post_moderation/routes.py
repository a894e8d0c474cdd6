"""The HTTP door of the moderation of posts."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from partage_kit.auth import Caller
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import NotPossibleNow, OwnSubmission
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag
from partage_kit.readable import Readable
from partage_members.callers import Insider
from partage_members.filieres.callers import Facilitating
from partage_members.filieres.errors import NotTheirFacilitator
from partage_members.moderation.callers import ContestJudge
from partage_members.moderation.errors import AlreadyReported
from partage_members.moderation.schemas import (
    ContestFilter,
    ContestHiding,
    HideWithReason,
    ReportFilter,
    SendReport,
    UpholdHiding,
)
from partage_members.post_moderation import commands, queries
from partage_members.post_moderation.errors import OwnPost
from partage_members.post_moderation.schemas import PostReportView
from partage_members.topics.errors import PostNotFound
from partage_members.topics.queries import visible_post
from partage_members.topics.schemas import PostView
from partage_members.topics.views import post_view

router = Router(tags=["topics"])

MODERATING = problems(PostNotFound, NotTheirFacilitator, OwnSubmission, NotPossibleNow)


@router.post(
    "/posts/{post_id}/report",
    status_code=204,
    responses=problems(PostNotFound, OwnPost, NotPossibleNow, AlreadyReported),
)
async def report_post(post_id: UUID, report: SendReport, caller: Insider, session: WriteSession) -> None:
    """Tell the moderators that something is wrong with a post, once; they do not learn who did."""
    await commands.report_post(session, caller, post_id, report)


@router.get("/post-reports")
async def list_post_reports(
    caller: Facilitating, wanted: Annotated[ReportFilter, Query()], paging: Paging, session: ReadSession
) -> Page[PostReportView]:
    """The reports on which you may decide, the one that waits longest first; none on posts of yours."""
    rows, following = await queries.waiting_reports(session, caller, wanted, paging)
    return Page(items=[PostReportView.model_validate(row) for row in rows], next=following)


@router.get("/contested-posts")
async def list_contested_posts(
    caller: ContestJudge, wanted: Annotated[ContestFilter, Query()], paging: Paging, session: ReadSession
) -> Page[PostView]:
    """The hidden posts whose authors wait for an answer, the one that waits longest first."""
    rows, following = await queries.contested_posts(session, caller, wanted, paging)
    return Page(items=[post_view(row, caller) for row in rows], next=following)


@router.post("/posts/{post_id}/hide", responses=MODERATING)
async def hide_post(
    post_id: UUID, why: HideWithReason, caller: Facilitating, session: WriteSession, tag: ETag
) -> PostView:
    """Hide a post in a topic that you moderate; its author reads why, and may contest it once."""
    await commands.hide_post(session, caller, post_id, why.reason)
    return tag(await _read(session, caller, post_id))


@router.post("/posts/{post_id}/dismiss-reports", responses=MODERATING)
async def dismiss_reports(post_id: UUID, caller: Facilitating, session: WriteSession, tag: ETag) -> PostView:
    """State that a reported post may stay."""
    await commands.dismiss_reports(session, caller, post_id)
    return tag(await _read(session, caller, post_id))


@router.post("/posts/{post_id}/contest", responses=problems(PostNotFound, NotPossibleNow))
async def contest_hiding(
    post_id: UUID, why: ContestHiding, caller: Insider, session: WriteSession, tag: ETag
) -> PostView:
    """Say why a post of yours should not be hidden; once."""
    await commands.contest_hiding(session, caller, post_id, why.text)
    return tag(await _read(session, caller, post_id))


@router.post("/posts/{post_id}/uphold", responses=MODERATING)
async def uphold_hiding(
    post_id: UUID, why: UpholdHiding, caller: ContestJudge, session: WriteSession, tag: ETag
) -> PostView:
    """Answer the author that a post stays hidden: another moderator than the one who hid it, or the coordination."""
    await commands.uphold_hiding(session, caller, post_id, why.answer)
    return tag(post_view(await queries.decided_post(session, caller, post_id), caller))


@router.post("/posts/{post_id}/restore", responses=MODERATING)
async def restore_post(post_id: UUID, caller: ContestJudge, session: WriteSession, tag: ETag) -> PostView:
    """Show a hidden post again; the coordination those whose contest waits."""
    await commands.restore_post(session, caller, post_id)
    return tag(post_view(await queries.decided_post(session, caller, post_id), caller))


async def _read(session: Readable, caller: Caller, post_id: UUID) -> PostView:
    return post_view(await visible_post(session, caller, post_id), caller)
