"""Shapes of the moderation of posts, in and out."""

from enum import StrEnum
from uuid import UUID

from partage_kit.types import Note, Shape, UtcDateTime


class ReportKind(StrEnum):
    """What is wrong with a post, as a reader says."""

    OFFENSIVE = "offensive"
    PERSONAL_DATA = "personal_data"
    OFF_TOPIC = "off_topic"
    ADVERTISING = "advertising"
    OTHER = "other"


class ReportOutcome(StrEnum):
    """What a moderator did about a report."""

    HIDDEN = "hidden"
    DISMISSED = "dismissed"


class ReportPost(Shape):
    """What is wrong with a post."""

    kind: ReportKind
    note: Note | None = None


class HidePost(Shape):
    """Why a post is hidden; its author reads it."""

    reason: Note


class ContestHiding(Shape):
    """Why a post should not be hidden."""

    text: Note


class UpholdHiding(Shape):
    """Why a post stays hidden after its author contested it."""

    answer: Note


class PostReportView(Shape):
    """A report, for moderators; who reported is told to nobody."""

    id: UUID
    post_id: UUID
    topic_id: UUID
    filiere_id: UUID | None
    kind: ReportKind
    note: str | None
    text: str | None
    reported_at: UtcDateTime
