"""Shapes of the moderation of opportunities, out."""

from uuid import UUID

from partage_kit.types import Shape, UtcDateTime
from partage_members.moderation.schemas import ReportKind


class OpportunityReportView(Shape):
    """A report, for the staff; who reported is told to nobody."""

    id: UUID
    opportunity_id: UUID
    kind: ReportKind
    note: str | None
    titles: dict[str, str]
    description: dict[str, str]
    reported_at: UtcDateTime
