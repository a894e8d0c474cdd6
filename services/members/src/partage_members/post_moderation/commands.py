"""Report, hide and contest posts. Nobody decides on a post of their own."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.auth import Caller
from partage_kit.clock import clock
from partage_kit.errors import NotPossibleNow
from partage_members.callers import is_staff
from partage_members.moderation.callers import coordinates
from partage_members.moderation.schemas import ReportOutcome, SendReport
from partage_members.post_moderation import queries
from partage_members.post_moderation.errors import OwnPost
from partage_members.post_moderation.models import PostReport
from partage_members.topics.callers import require_moderator
from partage_members.topics.errors import PostNotFound
from partage_members.topics.models import Post
from partage_members.topics.queries import post_for_update


async def report_post(session: AsyncSession, caller: Caller, post_id: UUID, report: SendReport) -> None:
    """Tell the moderators that something is wrong with a post.

    Raises:
        PostNotFound, OwnPost, NotPossibleNow, AlreadyReported
    """
    post, _ = await post_for_update(session, caller, post_id)
    if post.is_of(caller.person):
        raise OwnPost()
    post.require_standing()
    reporter = str(caller.member_id or caller.subject)
    now = await clock(session)
    session.add(
        PostReport(
            office=post.office,
            post_id=post.id,
            reporter=reporter,
            kind=report.kind,
            note=report.note,
            reported_at=now,
        )
    )
    await session.flush()


async def hide_post(session: AsyncSession, caller: Caller, post_id: UUID, reason: str) -> None:
    """Hide a post, reported or not; its author reads why, and its reports are closed.

    Raises:
        PostNotFound, NotTheirFacilitator, OwnSubmission, NotPossibleNow
    """
    post = await _moderated(session, caller, post_id)
    post.hide(caller.person, reason, await clock(session))
    await _close_reports(session, caller, post, ReportOutcome.HIDDEN)


async def dismiss_reports(session: AsyncSession, caller: Caller, post_id: UUID) -> None:
    """State that a reported post may stay.

    Raises:
        PostNotFound, NotTheirFacilitator, OwnSubmission, NotPossibleNow
    """
    post = await _moderated(session, caller, post_id)
    post.require_other(caller.person)
    if not await _close_reports(session, caller, post, ReportOutcome.DISMISSED):
        raise NotPossibleNow("no report waits")


async def contest_hiding(session: AsyncSession, caller: Caller, post_id: UUID, text: str) -> None:
    """Say, once, why a post of one's own should not be hidden.

    Raises:
        PostNotFound, NotPossibleNow
    """
    post, _ = await post_for_update(session, caller, post_id)
    if not post.is_of(caller.person):
        raise PostNotFound()
    post.protest(text, await clock(session))
    await session.flush()


async def uphold_hiding(session: AsyncSession, caller: Caller, post_id: UUID, answer: str) -> None:
    """Answer a contest: the post stays hidden. Who hid it does not decide again; the coordination may.

    Raises:
        PostNotFound, NotTheirFacilitator, OwnSubmission, NotPossibleNow
    """
    post = await _judged(session, caller, post_id)
    post.uphold(caller.person, answer, await clock(session))
    await session.flush()


async def restore_post(session: AsyncSession, caller: Caller, post_id: UUID) -> None:
    """Show a hidden post again.

    Raises:
        PostNotFound, NotTheirFacilitator, OwnSubmission, NotPossibleNow
    """
    post = await _judged(session, caller, post_id)
    post.restore(caller.person)
    await session.flush()


async def _moderated(session: AsyncSession, caller: Caller, post_id: UUID) -> Post:
    post, row = await post_for_update(session, caller, post_id)
    require_moderator(caller, row.filiere_id)
    return post


async def _judged(session: AsyncSession, caller: Caller, post_id: UUID) -> Post:
    """A post that the caller moderates; for the coordination one whose contest waits, and no other."""
    if coordinates(caller) and not is_staff(caller):
        return await queries.contested_post_for_update(session, caller.office, post_id)
    return await _moderated(session, caller, post_id)


async def _close_reports(session: AsyncSession, caller: Caller, post: Post, outcome: ReportOutcome) -> int:
    now = await clock(session)
    waiting = await queries.open_reports_for_update(session, post.id)
    for report in waiting:
        report.close(caller.person, outcome, now)
    await session.flush()
    return len(waiting)
