"""Shapes of the contact relay, in and out."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from partage_kit.types import Note, Shape, Text, UtcDateTime
from partage_members.profiles.schemas import VisibleProfile


class MessageOutcome(StrEnum):
    """What the staff did about a reported message."""

    DISMISSED = "dismissed"
    SUSPENDED = "suspended"


class SendMessage(Shape):
    """A message to a member."""

    text: Text


class ReachedMessage(Shape):
    """Up to which message of a conversation you have read."""

    number: Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]


class SetContactPreference(Shape):
    """Whether you get messages from other members."""

    accepts_messages: bool


class ContactPreferenceView(Shape):
    """Whether a member gets messages, and until when she may send none."""

    accepts_messages: bool
    suspended_until: UtcDateTime | None = Field(description="until when the staff lets you send none")


class ReportMessage(Shape):
    """What is wrong with a message that you received; the staff then reads it."""

    note: Note


class CloseMessageReport(Shape):
    """What the staff does about a reported message; `suspended` lets its sender send none for 30 days."""

    outcome: MessageOutcome


class ConversationFilter(BaseModel):
    """Which conversations a list shows; what is left out does not restrict."""

    model_config = ConfigDict(frozen=True)

    unread: bool = Field(False, description="only those with messages that you have not read")


class MessageView(Shape):
    """A message of a conversation."""

    id: UUID
    conversation_id: UUID
    number: int = Field(description="its place in the conversation, from 1")
    mine: bool
    text: str
    sent_at: UtcDateTime


class ConversationView(Shape):
    """A conversation with another member."""

    id: UUID
    member: VisibleProfile | None = Field(description="the other, as you see her; null when she hides from you")
    messages: int = Field(description="how many were ever written; the number of the newest")
    unread: int
    blocked: bool = Field(description="whether you block it")
    last_message_at: UtcDateTime


class UnreadMessages(Shape):
    """What waits for you in the relay."""

    conversations: int
    messages: int


class MessageReportView(Shape):
    """A reported message, for the staff."""

    id: UUID
    message_id: UUID
    sender_id: UUID
    text: str
    note: str
    reported_at: UtcDateTime
    outcome: MessageOutcome | None
