"""Shapes of consultations, in and out."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field

from partage_kit.types import Note, Shape, Translations, UtcDateTime


class About(StrEnum):
    """Which decision members are asked about."""

    LAUNCHING = "launching"
    CLOSING = "closing"


class Stance(StrEnum):
    """What a member thinks of it."""

    SUPPORT = "support"
    NEUTRAL = "neutral"
    OPPOSE = "oppose"


class ConsultationState(StrEnum):
    """Where the clock stands: before, in or after the window."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class OpenConsultation(Shape):
    """A consultation of the members; its window is [opens_at, closes_at)."""

    about: About
    question: Translations
    opens_at: UtcDateTime | None = Field(None, description="now by default")
    closes_at: UtcDateTime


class GiveOpinion(Shape):
    """A member's opinion; a comment is published after closing, without her name."""

    stance: Stance
    comment: Note | None = None


class OpinionView(Shape):
    """Your own opinion."""

    stance: Stance
    comment: str | None
    given_at: UtcDateTime


class Result(Shape):
    """How many members gave each opinion."""

    support: int
    neutral: int
    oppose: int


class ConsultationSummary(Shape):
    """A consultation as a line of a list."""

    id: UUID
    filiere_id: UUID
    about: About
    question: dict[str, str]
    state: ConsultationState
    opens_at: UtcDateTime
    closes_at: UtcDateTime


class ConsultationView(ConsultationSummary):
    """A consultation; `result` is null until it has closed."""

    result: Result | None
    version: int = Field(description="rises when it opens and when it closes; nothing else of it changes")


class Comment(Shape):
    """What somebody wrote along with an opinion; who it was is told to nobody."""

    stance: Stance
    comment: str
