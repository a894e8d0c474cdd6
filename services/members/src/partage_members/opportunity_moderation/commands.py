"""Report, hide and contest opportunities. Nobody decides on an opportunity of their own."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.auth import Caller
from partage_kit.clock import clock
from partage_kit.errors import NotPossibleNow
from partage_members.callers import is_staff
from partage_members.moderation.callers import coordinates
from partage_members.moderation.schemas import ReportOutcome, SendReport
from partage_members.opportunities.callers import require_moderator
from partage_members.opportunities.errors import OpportunityNotFound
from partage_members.opportunities.models import Opportunity
from partage_members.opportunities.queries import opportunity_for_update
from partage_members.opportunity_moderation import queries
from partage_members.opportunity_moderation.errors import ReportsOwnOpportunity
from partage_members.opportunity_moderation.models import OpportunityReport


async def report_opportunity(session: AsyncSession, caller: Caller, opportunity_id: UUID, report: SendReport) -> None:
    """Tell those who moderate it that something is wrong with an opportunity.

    Raises:
        OpportunityNotFound, ReportsOwnOpportunity, NotPossibleNow, AlreadyReported
    """
    opportunity = await opportunity_for_update(session, caller, opportunity_id)
    if opportunity.is_of(caller.person):
        raise ReportsOwnOpportunity()
    opportunity.require_standing()
    session.add(
        OpportunityReport(
            office=opportunity.office,
            opportunity_id=opportunity.id,
            reporter=str(caller.member_id or caller.subject),
            kind=report.kind,
            note=report.note,
            reported_at=await clock(session),
        )
    )
    await session.flush()


async def hide_opportunity(session: AsyncSession, caller: Caller, opportunity_id: UUID, reason: str) -> None:
    """Hide an opportunity, reported or not; its poster reads why, and its reports are closed.

    Raises:
        OpportunityNotFound, NotTheirFacilitator, OwnSubmission, NotPossibleNow
    """
    opportunity = await _moderated(session, caller, opportunity_id)
    opportunity.hide(caller.person, reason, await clock(session))
    await _close_reports(session, caller, opportunity, ReportOutcome.HIDDEN)


async def dismiss_reports(session: AsyncSession, caller: Caller, opportunity_id: UUID) -> None:
    """State that a reported opportunity may stay.

    Raises:
        OpportunityNotFound, NotTheirFacilitator, OwnSubmission, NotPossibleNow
    """
    opportunity = await _moderated(session, caller, opportunity_id)
    opportunity.require_other(caller.person)
    if not await _close_reports(session, caller, opportunity, ReportOutcome.DISMISSED):
        raise NotPossibleNow("no report waits")


async def contest_hiding(session: AsyncSession, caller: Caller, opportunity_id: UUID, text: str) -> None:
    """Say, once, why an opportunity of one's own should not be hidden.

    Raises:
        OpportunityNotFound, NotPossibleNow
    """
    opportunity = await opportunity_for_update(session, caller, opportunity_id)
    if not opportunity.is_of(caller.person):
        raise OpportunityNotFound()
    opportunity.protest(text, await clock(session))
    await session.flush()


async def uphold_hiding(session: AsyncSession, caller: Caller, opportunity_id: UUID, answer: str) -> None:
    """Answer a contest: the opportunity stays hidden. Who hid it does not decide again; the coordination may.

    Raises:
        OpportunityNotFound, NotTheirFacilitator, OwnSubmission, NotPossibleNow
    """
    opportunity = await _judged(session, caller, opportunity_id)
    opportunity.uphold(caller.person, answer, await clock(session))
    await session.flush()


async def restore_opportunity(session: AsyncSession, caller: Caller, opportunity_id: UUID) -> None:
    """Show a hidden opportunity again.

    Raises:
        OpportunityNotFound, NotTheirFacilitator, OwnSubmission, NotPossibleNow
    """
    opportunity = await _judged(session, caller, opportunity_id)
    opportunity.restore(caller.person)
    await session.flush()


async def _moderated(session: AsyncSession, caller: Caller, opportunity_id: UUID) -> Opportunity:
    opportunity = await opportunity_for_update(session, caller, opportunity_id)
    require_moderator(caller, opportunity.filieres)
    return opportunity


async def _judged(session: AsyncSession, caller: Caller, opportunity_id: UUID) -> Opportunity:
    """An opportunity that the caller moderates; for the coordination one whose contest waits, and no other."""
    if coordinates(caller) and not is_staff(caller):
        return await queries.contested_opportunity_for_update(session, caller.office, opportunity_id)
    return await _moderated(session, caller, opportunity_id)


async def _close_reports(
    session: AsyncSession, caller: Caller, opportunity: Opportunity, outcome: ReportOutcome
) -> int:
    now = await clock(session)
    waiting = await queries.open_reports_for_update(session, opportunity.id)
    for report in waiting:
        report.close(caller.person, outcome, now)
    await session.flush()
    return len(waiting)
