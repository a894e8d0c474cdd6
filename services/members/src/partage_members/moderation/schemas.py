"""Shapes of moderation, in and out."""

from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from partage_kit.types import Note, Shape, UtcDateTime


class ReportKind(StrEnum):
    """What is wrong with something, as a reader says."""

    OFFENSIVE = "offensive"
    PERSONAL_DATA = "personal_data"
    OFF_TOPIC = "off_topic"
    ADVERTISING = "advertising"
    OTHER = "other"


class ReportOutcome(StrEnum):
    """What a moderator did about a report."""

    HIDDEN = "hidden"
    DISMISSED = "dismissed"


class ContestFilter(BaseModel):
    """Which contests a moderator looks at; what is left out does not restrict."""

    model_config = ConfigDict(frozen=True)

    filiere: UUID | None = Field(None, description="of what is for this filière")


class ReportFilter(ContestFilter):
    """Which reports a moderator looks at; what is left out does not restrict."""

    kind: ReportKind | None = None


class SendReport(Shape):
    """What is wrong with it."""

    kind: ReportKind
    note: Note | None = None


class HideWithReason(Shape):
    """Why it is hidden; its author reads it."""

    reason: Note


class ContestHiding(Shape):
    """Why it should not be hidden."""

    text: Note


class UpholdHiding(Shape):
    """Why it stays hidden after its author contested that."""

    answer: Note


class Contest(Shape):
    """What an author says against hiding, and what somebody else than who hid it answered."""

    text: str
    contested_at: UtcDateTime
    answer: str | None
    answered_at: UtcDateTime | None
