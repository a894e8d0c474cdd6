"""The answer to an opportunity, and the messages that go to and fro in it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from partage_kit.errors import NotPossibleNow
from partage_kit.tables import Utc, enum_text
from partage_members.opportunity_answers.errors import OpportunityAlreadyAnswered
from partage_members.opportunity_answers.schemas import AnswerState
from partage_members.tables import MembersAggregate, MembersRecord

_STANDING = text("state <> 'withdrawn'")


class OpportunityAnswer(MembersAggregate, table=True):
    """What a member answered; an accepted one is the origin that a collaboration may name."""

    __tablename__ = "opportunity_answers"
    __table_args__ = (
        Index(
            "uq_opportunity_answers_standing",
            "opportunity_id",
            "member_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
            info={"refusal": OpportunityAlreadyAnswered},
        ),
        Index("ix_opportunity_answers_opportunity", "opportunity_id", "answered_at", "id"),
        Index("ix_opportunity_answers_member", "member_id", "answered_at", "id"),
    )

    opportunity_id: UUID = Field(foreign_key="opportunities.id")
    member_id: UUID = Field(foreign_key="profiles.id")
    state: AnswerState = Field(default=AnswerState.OPEN, sa_type=enum_text(AnswerState))
    reveals_contact: bool = False
    answered_at: datetime = Field(sa_type=Utc)
    decided_at: datetime | None = Field(default=None, sa_type=Utc)
    last_message_at: datetime = Field(sa_type=Utc)

    def decide(self, state: AnswerState, at: datetime) -> None:
        """Be accepted, declined or withdrawn; one who was accepted may still withdraw.

        Raises:
            NotPossibleNow
        """
        withdraws = state is AnswerState.WITHDRAWN and self.state is AnswerState.ACCEPTED
        if self.state is not AnswerState.OPEN and not withdraws:
            raise NotPossibleNow(f"it is {self.state}")
        self.state, self.decided_at = state, at

    def require_standing(self) -> None:
        """Refuse what needs two who still talk.

        Raises:
            NotPossibleNow
        """
        if self.state not in (AnswerState.OPEN, AnswerState.ACCEPTED):
            raise NotPossibleNow(f"the answer is {self.state}")


class AnswerMessage(MembersRecord, table=True):
    """One message of an answer."""

    __tablename__ = "opportunity_answer_messages"
    __table_args__ = (Index("ix_opportunity_answer_messages_answer", "answer_id", "sent_at", "id"),)

    answer_id: UUID = Field(foreign_key="opportunity_answers.id", ondelete="CASCADE")
    by_poster: bool
    text: str = Field(max_length=5_000)
    sent_at: datetime = Field(sa_type=Utc)
