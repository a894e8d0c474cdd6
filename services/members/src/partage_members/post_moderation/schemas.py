"""Shapes of the moderation of posts, out."""

from uuid import UUID

from partage_kit.types import Shape, UtcDateTime
from partage_members.moderation.schemas import ReportKind


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
