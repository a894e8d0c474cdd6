"""Forgetting what a poster wrote to those who answered; it stands in their answers, which stay."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.personal_data import FORGOTTEN
from partage_kit.tables import table_of
from partage_members.opportunities.models import Opportunity
from partage_members.opportunity_answers.models import AnswerMessage, OpportunityAnswer

_messages, _answers, _opportunities = table_of(AnswerMessage), table_of(OpportunityAnswer), table_of(Opportunity)


async def forget_poster(session: AsyncSession, member_id: UUID) -> None:
    """Forget the messages of a member about the opportunities that she posted."""
    hers = select(_answers.c.id).join(_opportunities, _opportunities.c.id == _answers.c.opportunity_id)
    answers = hers.where(_opportunities.c.posted_by_member == member_id)
    forgetting = update(_messages).where(_messages.c.by_poster.is_(True), _messages.c.answer_id.in_(answers))
    await session.execute(forgetting.values(text=FORGOTTEN))
