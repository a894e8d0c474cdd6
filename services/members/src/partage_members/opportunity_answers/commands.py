"""Answer opportunities, write to each other in an answer, and decide on it.

Locks are taken in one order: the opportunity (shared: it stays as it is), then the answer.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.auth import Caller
from partage_kit.clock import clock
from partage_members.memberships.errors import ProfileNeeded
from partage_members.opportunities.models import Opportunity
from partage_members.opportunities.queries import held_opportunity, opportunity_as_it_stays, tends
from partage_members.opportunity_answers import queries
from partage_members.opportunity_answers.errors import AnswerNotFound, OwnOpportunity
from partage_members.opportunity_answers.models import AnswerMessage, OpportunityAnswer
from partage_members.opportunity_answers.schemas import AnswerOpportunity, AnswerState
from partage_members.profiles.queries import has_profile


async def answer_opportunity(
    session: AsyncSession, caller: Caller, opportunity_id: UUID, given: AnswerOpportunity
) -> OpportunityAnswer:
    """Send the poster a member's answer.

    Raises:
        OpportunityNotFound, OpportunityNotOpen, OwnOpportunity, ProfileNeeded, OpportunityAlreadyAnswered
    """
    opportunity = await opportunity_as_it_stays(session, caller, opportunity_id)
    if not await has_profile(session, caller.office, caller.member):
        raise ProfileNeeded("who answers an opportunity has a profile")
    if opportunity.is_of(caller.person):
        raise OwnOpportunity()
    now = await clock(session)
    opportunity.require_open(now)
    answer = OpportunityAnswer(
        office=opportunity.office,
        opportunity_id=opportunity.id,
        member_id=caller.member,
        reveals_contact=given.reveals_contact,
        answered_at=now,
        last_message_at=now,
    )
    session.add(answer)
    await session.flush()
    await _say(session, answer, given.message, by_poster=False, at=now)
    return answer


async def write_message(session: AsyncSession, caller: Caller, answer_id: UUID, text: str) -> AnswerMessage:
    """Let the poster or the member write to the other.

    Raises:
        AnswerNotFound, NotPossibleNow
    """
    answer, opportunity = await _held(session, caller, answer_id)
    answer.require_standing()
    if answer.state is AnswerState.OPEN:
        opportunity.require_undecided()
    now = await clock(session)
    answer.last_message_at = now
    return await _say(session, answer, text, by_poster=not queries.is_mine(caller, answer), at=now)


async def decide_answer(session: AsyncSession, caller: Caller, answer_id: UUID, state: AnswerState) -> None:
    """Let the poster accept or decline an answer, also after the last day for answers.

    Raises:
        AnswerNotFound, NotPossibleNow
    """
    answer, opportunity = await _held(session, caller, answer_id)
    if not tends(caller, opportunity) or queries.is_mine(caller, answer):
        raise AnswerNotFound()
    opportunity.require_undecided()
    answer.decide(state, await clock(session))
    await session.flush()


async def withdraw_answer(session: AsyncSession, caller: Caller, answer_id: UUID) -> None:
    """Let a member withdraw her answer; her contact is no longer shown, and she may answer again.

    Raises:
        AnswerNotFound, NotPossibleNow
    """
    answer = await _own(session, caller, answer_id)
    answer.decide(AnswerState.WITHDRAWN, await clock(session))
    answer.reveals_contact = False
    await session.flush()


async def reveal_contact(session: AsyncSession, caller: Caller, answer_id: UUID) -> None:
    """Show the poster how to reach the member from now on.

    Raises:
        AnswerNotFound, NotPossibleNow
    """
    answer = await _own(session, caller, answer_id)
    answer.require_standing()
    answer.reveals_contact = True
    await session.flush()


async def _own(session: AsyncSession, caller: Caller, answer_id: UUID) -> OpportunityAnswer:
    answer = await queries.answer_for_update(session, caller.office, answer_id)
    if not queries.is_mine(caller, answer):
        raise AnswerNotFound()
    return answer


async def _held(session: AsyncSession, caller: Caller, answer_id: UUID) -> tuple[OpportunityAnswer, Opportunity]:
    row = await queries.answer_of(session, caller, answer_id)
    opportunity = await held_opportunity(session, row.opportunity_id)
    return await queries.answer_for_update(session, caller.office, answer_id), opportunity


async def _say(
    session: AsyncSession, answer: OpportunityAnswer, text: str, *, by_poster: bool, at: datetime
) -> AnswerMessage:
    message = AnswerMessage(office=answer.office, answer_id=answer.id, by_poster=by_poster, text=text, sent_at=at)
    session.add(message)
    await session.flush()
    return message
