"""The HTTP door of answers to opportunities."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from partage_kit.auth import Caller, Member
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import NotPossibleNow
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag
from partage_kit.readable import Readable
from partage_members.memberships.errors import ProfileNeeded
from partage_members.opportunities.callers import Posting
from partage_members.opportunities.errors import OpportunityNotFound, OpportunityNotOpen
from partage_members.opportunity_answers import commands, queries
from partage_members.opportunity_answers.complements import complements_of
from partage_members.opportunity_answers.errors import AnswerNotFound, OpportunityAlreadyAnswered, OwnOpportunity
from partage_members.opportunity_answers.schemas import (
    AnswerFilter,
    AnswerMessageView,
    AnswerOpportunity,
    AnswerState,
    AnswerView,
    Complements,
    MyAnswer,
    WriteAnswerMessage,
)
from partage_members.opportunity_answers.views import answers_as_seen, message_view, mine

router = Router(tags=["opportunities"])

MOVING = problems(AnswerNotFound, NotPossibleNow)


@router.post(
    "/opportunities/{opportunity_id}/answers",
    status_code=201,
    responses=problems(
        OpportunityNotFound, OpportunityNotOpen, OwnOpportunity, ProfileNeeded, OpportunityAlreadyAnswered
    ),
)
async def answer_opportunity(
    opportunity_id: UUID, given: AnswerOpportunity, caller: Member, session: WriteSession, tag: ETag
) -> AnswerView:
    """Answer an opportunity: the poster reads your message and what you show of yourself, but no address of yours
    unless you say so."""
    answer = await commands.answer_opportunity(session, caller, opportunity_id, given)
    return tag(await _read(session, caller, answer.id))


@router.get("/opportunities/{opportunity_id}/answers", responses=problems(OpportunityNotFound))
async def list_answers(
    opportunity_id: UUID,
    caller: Posting,
    wanted: Annotated[AnswerFilter, Query()],
    paging: Paging,
    session: ReadSession,
) -> Page[AnswerView]:
    """The answers to an opportunity of yours, in the order in which they came."""
    rows, following = await queries.answers_to(session, caller, opportunity_id, wanted, paging)
    return Page(items=await answers_as_seen(session, caller, rows), next=following)


@router.get("/opportunities/{opportunity_id}/complements", responses=problems(OpportunityNotFound))
async def find_complements(opportunity_id: UUID, caller: Posting, session: ReadSession) -> Complements:
    """Which wanted trades of an opportunity of yours nobody has answered with yet, and which members have them."""
    return Complements(trades=await complements_of(session, caller, opportunity_id))


@router.get("/opportunity-answers/mine")
async def list_my_answers(
    caller: Member, wanted: Annotated[AnswerFilter, Query()], paging: Paging, session: ReadSession
) -> Page[MyAnswer]:
    """What you answered to opportunities, newest first."""
    rows, following = await queries.my_answers(session, caller, wanted, paging)
    return Page(items=[mine(row) for row in rows], next=following)


@router.get("/opportunity-answers/{answer_id}", responses=problems(AnswerNotFound))
async def read_answer(answer_id: UUID, caller: Posting, session: ReadSession, tag: ETag) -> AnswerView:
    """An answer of yours, or to an opportunity of yours."""
    return tag(await _read(session, caller, answer_id))


@router.get("/opportunity-answers/{answer_id}/messages", responses=problems(AnswerNotFound))
async def list_answer_messages(
    answer_id: UUID, caller: Posting, paging: Paging, session: ReadSession
) -> Page[AnswerMessageView]:
    """What you wrote to each other, oldest first."""
    rows, following = await queries.messages_of(session, caller, answer_id, paging)
    return Page(items=[message_view(row) for row in rows], next=following)


@router.post("/opportunity-answers/{answer_id}/messages", status_code=201, responses=MOVING)
async def write_answer_message(
    answer_id: UUID, message: WriteAnswerMessage, caller: Posting, session: WriteSession
) -> AnswerMessageView:
    """Write to the other side; no address is shown to either."""
    return message_view(await commands.write_message(session, caller, answer_id, message.text))


@router.post("/opportunity-answers/{answer_id}/accept", responses=MOVING)
async def accept_answer(answer_id: UUID, caller: Posting, session: WriteSession, tag: ETag) -> AnswerView:
    """Accept an answer to an opportunity of yours; several may be, until you state that it is filled."""
    await commands.decide_answer(session, caller, answer_id, AnswerState.ACCEPTED)
    return tag(await _read(session, caller, answer_id))


@router.post("/opportunity-answers/{answer_id}/decline", responses=MOVING)
async def decline_answer(answer_id: UUID, caller: Posting, session: WriteSession, tag: ETag) -> AnswerView:
    """Decline an answer to an opportunity of yours."""
    await commands.decide_answer(session, caller, answer_id, AnswerState.DECLINED)
    return tag(await _read(session, caller, answer_id))


@router.post("/opportunity-answers/{answer_id}/withdraw", responses=MOVING)
async def withdraw_answer(answer_id: UUID, caller: Member, session: WriteSession, tag: ETag) -> AnswerView:
    """Withdraw your answer, be it accepted; your contact is no longer shown, and you may answer again."""
    await commands.withdraw_answer(session, caller, answer_id)
    return tag(await _read(session, caller, answer_id))


@router.post("/opportunity-answers/{answer_id}/reveal-contact", responses=MOVING)
async def reveal_contact(answer_id: UUID, caller: Member, session: WriteSession, tag: ETag) -> AnswerView:
    """Show the poster your name, email and phone from now on."""
    await commands.reveal_contact(session, caller, answer_id)
    return tag(await _read(session, caller, answer_id))


async def _read(session: Readable, caller: Caller, answer_id: UUID) -> AnswerView:
    row = await queries.answer_of(session, caller, answer_id)
    return (await answers_as_seen(session, caller, [row]))[0]
