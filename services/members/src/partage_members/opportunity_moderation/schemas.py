"""Shapes of the moderation of opportunities, out."""

from uuid import UUID

from pydantic import Field

from partage_kit.types import Shape, UtcDateTime
from partage_members.moderation.schemas import ReportKind


class OpportunityReportView(Shape):
    """A report, for those who decide on it; who reported is told to nobody."""

    id: UUID
    opportunity_id: UUID
    kind: ReportKind
    note: str | None
    titles: dict[str, str]
    description: dict[str, str]
    filieres: list[UUID] = Field(description="whom the opportunity is for, when it is not for all")
    reported_at: UtcDateTime
