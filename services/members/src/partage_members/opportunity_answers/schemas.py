"""Shapes of answers to opportunities, in and out."""

from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from partage_kit.types import Shape, Text, UtcDateTime
from partage_members.directory.people import MemberName
from partage_members.profiles.schemas import VisibleProfile


class AnswerState(StrEnum):
    """Where an answer stands; one that waits when its opportunity is filled or withdrawn has lapsed."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class AnswerOpportunity(Shape):
    """What a member answers; her address is shown to the poster only if she says so."""

    message: Text
    reveals_contact: bool = Field(False, description="show the poster your name, email and phone")


class WriteAnswerMessage(Shape):
    """A message between the poster and who answered."""

    text: Text


class RevealedContact(Shape):
    """How to reach a member who chose to tell."""

    given_name: str
    family_name: str
    email: str | None
    phone: str | None


class AnswerView(Shape):
    """An answer, for the member who gave it and for the poster."""

    id: UUID
    opportunity_id: UUID
    state: AnswerState
    mine: bool
    member: VisibleProfile | None = Field(
        description="who answers, as the poster sees her; null when she hides her name from the poster"
    )
    contact: RevealedContact | None = Field(description="what she chose to tell the poster; null when nothing")
    answered_at: UtcDateTime
    decided_at: UtcDateTime | None
    last_message_at: UtcDateTime
    version: int


class MyAnswer(Shape):
    """An answer of yours as a line of a list."""

    id: UUID
    opportunity_id: UUID
    titles: dict[str, str] | None = Field(description="of the opportunity; null while the staff hides it")
    state: AnswerState
    reveals_contact: bool
    answered_at: UtcDateTime
    last_message_at: UtcDateTime


class AnswerMessageView(Shape):
    """One message of an answer."""

    id: UUID
    by: Literal["poster", "member"]
    text: str
    sent_at: UtcDateTime


class Cover(StrEnum):
    """Whether somebody who was accepted, or somebody who answered, has a wanted trade."""

    ACCEPTED = "accepted"
    ANSWERED = "answered"


class Match(StrEnum):
    """Whether a member has the very trade, or one of the same ISCO-08 unit group."""

    EXACT = "exact"
    CLOSE = "close"


class Candidate(Shape):
    """A member who could fill a wanted trade."""

    member: MemberName
    trade: str
    match: Match


class Complement(Shape):
    """A wanted trade; `candidates` are at most ten, and none when it is covered.

    Those with the very trade come first, among them those who show that they work near; beyond that members take turns,
    so that each opportunity names others.
    """

    trade: str
    covered: Cover | None
    candidates: list[Candidate]


class Complements(Shape):
    """What an opportunity has and what it lacks."""

    trades: list[Complement]


class AnswerFilter(BaseModel):
    """Which answers a list shows; what is left out does not restrict."""

    model_config = ConfigDict(frozen=True)

    state: AnswerState | None = None
