"""The HTTP door of the moderation of opportunities."""

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
from partage_members.opportunities.callers import Posting, Reporting
from partage_members.opportunities.errors import OpportunityNotFound
from partage_members.opportunities.schemas import OpportunityView
from partage_members.opportunities.views import whole, with_named_places
from partage_members.opportunity_moderation import commands, queries
from partage_members.opportunity_moderation.errors import ReportsOwnOpportunity
from partage_members.opportunity_moderation.schemas import OpportunityReportView

router = Router(tags=["opportunities"])

MODERATING = problems(OpportunityNotFound, NotTheirFacilitator, OwnSubmission, NotPossibleNow)


@router.post(
    "/opportunities/{opportunity_id}/report",
    status_code=204,
    responses=problems(OpportunityNotFound, ReportsOwnOpportunity, NotPossibleNow, AlreadyReported),
)
async def report_opportunity(
    opportunity_id: UUID, report: SendReport, caller: Reporting, session: WriteSession
) -> None:
    """Tell those who moderate it that something is wrong with an opportunity, once; they do not learn who did.

    The staff moderates all, facilitators what is for a filière of theirs.
    """
    await commands.report_opportunity(session, caller, opportunity_id, report)


@router.get("/opportunity-reports")
async def list_opportunity_reports(
    caller: Facilitating, wanted: Annotated[ReportFilter, Query()], paging: Paging, session: ReadSession
) -> Page[OpportunityReportView]:
    """The reports on which you may decide, the one that waits longest first; none on opportunities of yours."""
    rows, following = await queries.waiting_reports(session, caller, wanted, paging)
    return Page(items=[OpportunityReportView.model_validate(row) for row in rows], next=following)


@router.get("/contested-opportunities")
async def list_contested_opportunities(
    caller: ContestJudge, wanted: Annotated[ContestFilter, Query()], paging: Paging, session: ReadSession
) -> Page[OpportunityView]:
    """The hidden opportunities whose posters wait for an answer, the one that waits longest first."""
    rows, following = await queries.contested_opportunities(session, caller, wanted, paging)
    return Page(items=await with_named_places(session, [whole(row, caller) for row in rows]), next=following)


@router.post("/opportunities/{opportunity_id}/hide", responses=MODERATING)
async def hide_opportunity(
    opportunity_id: UUID, why: HideWithReason, caller: Facilitating, session: WriteSession, tag: ETag
) -> OpportunityView:
    """Hide what does not belong there; its poster goes on seeing it, reads why, and may contest it once."""
    await commands.hide_opportunity(session, caller, opportunity_id, why.reason)
    return tag(await _read(session, caller, opportunity_id))


@router.post("/opportunities/{opportunity_id}/dismiss-reports", responses=MODERATING)
async def dismiss_opportunity_reports(
    opportunity_id: UUID, caller: Facilitating, session: WriteSession, tag: ETag
) -> OpportunityView:
    """State that a reported opportunity may stay."""
    await commands.dismiss_reports(session, caller, opportunity_id)
    return tag(await _read(session, caller, opportunity_id))


@router.post("/opportunities/{opportunity_id}/contest", responses=problems(OpportunityNotFound, NotPossibleNow))
async def contest_opportunity_hiding(
    opportunity_id: UUID, why: ContestHiding, caller: Posting, session: WriteSession, tag: ETag
) -> OpportunityView:
    """Say why an opportunity of yours should not be hidden; once."""
    await commands.contest_hiding(session, caller, opportunity_id, why.text)
    return tag(await _read(session, caller, opportunity_id))


@router.post("/opportunities/{opportunity_id}/uphold", responses=MODERATING)
async def uphold_opportunity_hiding(
    opportunity_id: UUID, why: UpholdHiding, caller: ContestJudge, session: WriteSession, tag: ETag
) -> OpportunityView:
    """Answer the poster that an opportunity stays hidden: another than the one who hid it, or the coordination."""
    await commands.uphold_hiding(session, caller, opportunity_id, why.answer)
    return tag(await _read(session, caller, opportunity_id))


@router.post("/opportunities/{opportunity_id}/restore", responses=MODERATING)
async def restore_opportunity(
    opportunity_id: UUID, caller: ContestJudge, session: WriteSession, tag: ETag
) -> OpportunityView:
    """Show a hidden opportunity again; the coordination those whose contest waits."""
    await commands.restore_opportunity(session, caller, opportunity_id)
    return tag(await _read(session, caller, opportunity_id))


async def _read(session: Readable, caller: Caller, opportunity_id: UUID) -> OpportunityView:
    row = await queries.decided_opportunity(session, caller, opportunity_id)
    (view,) = await with_named_places(session, [whole(row, caller)])
    return view
