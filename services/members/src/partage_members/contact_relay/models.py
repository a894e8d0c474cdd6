"""Conversations of two members, their messages, and what each of them decides about being written to."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, UniqueConstraint, Uuid, text
from sqlmodel import Field

from partage_kit.errors import NotPossibleNow, OwnSubmission
from partage_kit.tables import Utc, enum_text
from partage_kit.types import Person
from partage_members.contact_relay.errors import MessageReported
from partage_members.contact_relay.schemas import MessageOutcome
from partage_members.tables import MembersAggregate, MembersRecord, tables

SUSPENSION = timedelta(days=30)

_WAITING = text("closed_at IS NULL")


class Conversation(MembersAggregate, table=True):
    """All that two members write to each other; the lower id of both comes first, so that there is one a pair."""

    __tablename__ = "contact_conversations"
    __table_args__ = (UniqueConstraint("low_id", "high_id"),)

    low_id: UUID
    high_id: UUID
    messages: int = 0
    last_message_at: datetime = Field(sa_type=Utc)

    def other_than(self, member_id: UUID) -> UUID:
        """The other of both."""
        return self.high_id if member_id == self.low_id else self.low_id


contact_participants = Table(
    "contact_participants",
    tables.metadata,
    Column("conversation_id", Uuid, ForeignKey("contact_conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", Uuid, ForeignKey("profiles.id"), primary_key=True),
    Column("other_id", Uuid, nullable=False),
    Column("read_number", Integer, nullable=False),
    Column("last_message_at", Utc, nullable=False),
    Column("blocked_at", Utc),
    Index("ix_contact_participants_member", "member_id", "last_message_at", "conversation_id"),
)
"""Each of both in a conversation: how far she has read, and whether she blocks the other."""


class ContactMessage(MembersRecord, table=True):
    """One message; a first one was sent before the other ever answered, and counts against the daily limit."""

    __tablename__ = "contact_messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "number"),
        Index("ix_contact_messages_sender", "sender_id", "sent_at"),
        Index("ix_contact_messages_sent_at", "sent_at"),
    )

    conversation_id: UUID = Field(foreign_key="contact_conversations.id", ondelete="CASCADE")
    number: int
    sender_id: UUID
    recipient_id: UUID
    is_first: bool
    text: str = Field(max_length=5_000)
    sent_at: datetime = Field(sa_type=Utc)


class ContactPreference(MembersRecord, table=True):
    """What holds for a member's messages once it differs from the default; its id is the member's."""

    __tablename__ = "contact_preferences"

    accepts_messages: bool = True
    suspended_until: datetime | None = Field(default=None, sa_type=Utc)


class MessageReport(MembersAggregate, table=True):
    """A message that its recipient showed to the staff, and what they did about it."""

    __tablename__ = "contact_message_reports"
    __table_args__ = (
        UniqueConstraint("message_id", info={"refusal": MessageReported}),
        Index(
            "ix_contact_message_reports_waiting",
            "office",
            "reported_at",
            "id",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
    )

    message_id: UUID = Field(foreign_key="contact_messages.id", ondelete="CASCADE")
    sender_id: UUID
    reporter_id: UUID
    note: str = Field(max_length=2_000)
    reported_at: datetime = Field(sa_type=Utc)
    closed_at: datetime | None = Field(default=None, sa_type=Utc)
    closed_by: str | None = Field(default=None, max_length=255)
    outcome: MessageOutcome | None = Field(default=None, sa_type=enum_text(MessageOutcome))

    def close(self, by: Person, outcome: MessageOutcome, at: datetime) -> None:
        """Decide on it; neither who wrote the message nor who reported it does.

        Raises:
            OwnSubmission, NotPossibleNow
        """
        if by.is_among([], [self.sender_id, self.reporter_id]):
            raise OwnSubmission("you wrote or reported this message; another of the staff must decide")
        if self.closed_at is not None:
            raise NotPossibleNow(f"it was {self.outcome}")
        self.closed_at, self.closed_by, self.outcome = at, by.subject, outcome
