"""Named reads of answers: rows, not objects, in a fixed number of statements."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, case, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.auth import Caller
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_members.opportunities.errors import OpportunityNotFound
from partage_members.opportunities.queries import opportunities, tends
from partage_members.opportunities.schemas import OpportunityState
from partage_members.opportunity_answers.errors import AnswerNotFound
from partage_members.opportunity_answers.models import AnswerMessage, OpportunityAnswer
from partage_members.opportunity_answers.schemas import AnswerFilter, AnswerState
from partage_members.profiles.queries import profiles

answers, messages = table_of(OpportunityAnswer), table_of(AnswerMessage)
a, o, _p = answers.c, opportunities.c, profiles.c

_OLDEST_FIRST = Order("answered_at", (a.answered_at, True), (a.id, True))
_NEWEST_FIRST = Order("-answered_at", (a.answered_at, False), (a.id, True))
_SAID = Order("sent_at", (messages.c.sent_at, True), (messages.c.id, True))

_LAPSED = and_(a.state == AnswerState.OPEN, o.state != OpportunityState.OPEN)
_STATE = case((_LAPSED, literal(AnswerState.LAPSED, a.state.type)), else_=a.state)
_OTHERS = (
    *(a.opportunity_id, a.member_id, a.reveals_contact, a.decided_at, a.last_message_at, _STATE.label("state")),
    # one that lapsed with its opportunity has another version too, so that its ETag tells
    case((_LAPSED, a.version + 1), else_=a.version).label("version"),
    *(o.office, o.poster, o.posted_by, o.posted_by_member, o.titles, o.hidden_at),
    *(_p.given_name, _p.family_name, _p.email, _p.phone),
)
_ANSWERS = (
    select(a.answered_at, a.id, *_OTHERS)
    .join(opportunities, o.id == a.opportunity_id)
    .join(profiles, _p.id == a.member_id)
)


async def answer_of(session: Readable, caller: Caller, answer_id: UUID) -> Row[Any]:
    """An answer that the caller gave, or to an opportunity of the caller.

    Raises:
        AnswerNotFound
    """
    row = (await session.execute(_ANSWERS.where(a.id == answer_id, a.office == caller.office))).first()
    if row is None or not (is_mine(caller, row) or tends(caller, row)):
        raise AnswerNotFound()
    return row


async def answers_to(
    session: Readable, caller: Caller, opportunity_id: UUID, wanted: AnswerFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the answers to an opportunity of the caller, in the order in which they came.

    Raises:
        OpportunityNotFound
    """
    await own_opportunity(session, caller, opportunity_id)
    statement = _ANSWERS.where(a.opportunity_id == opportunity_id, *_in_state(wanted))
    return await page_of(session, statement, _OLDEST_FIRST, paging)


async def my_answers(
    session: Readable, caller: Caller, wanted: AnswerFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the caller's own answers, newest first."""
    statement = _ANSWERS.where(a.member_id == caller.member, a.office == caller.office, *_in_state(wanted))
    return await page_of(session, statement, _NEWEST_FIRST, paging)


async def messages_of(
    session: Readable, caller: Caller, answer_id: UUID, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of what was said in an answer, oldest first.

    Raises:
        AnswerNotFound
    """
    await answer_of(session, caller, answer_id)
    m = messages.c
    statement = select(m.sent_at, m.id, m.by_poster, m.text).where(m.answer_id == answer_id)
    return await page_of(session, statement, _SAID, paging)


async def own_opportunity(session: Readable, caller: Caller, opportunity_id: UUID) -> Row[Any]:
    """An opportunity that the caller posted.

    Raises:
        OpportunityNotFound
    """
    row = (await session.execute(select(opportunities).where(o.id == opportunity_id))).first()
    if row is None or not tends(caller, row):
        raise OpportunityNotFound()
    return row


async def answer_for_update(session: AsyncSession, office: str, answer_id: UUID) -> OpportunityAnswer:
    """The answer, locked until the transaction ends.

    Raises:
        AnswerNotFound
    """
    statement = select(OpportunityAnswer).where(
        col(OpportunityAnswer.id) == answer_id, col(OpportunityAnswer.office) == office
    )
    answer = (await session.execute(statement.with_for_update())).scalar_one_or_none()
    if answer is None:
        raise AnswerNotFound()
    return answer


def is_mine(caller: Caller, answer: Any) -> bool:
    """Whether the caller gave an answer."""
    return caller.member_id is not None and answer.member_id == caller.member_id


def _in_state(wanted: AnswerFilter) -> list[ColumnElement[bool]]:
    return [] if wanted.state is None else [_STATE.in_([wanted.state])]
