"""The criterion."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from partage_impact.dimensions.catalogue import Dimension
from partage_impact.tables import ImpactAggregate
from partage_kit.tables import Json, Utc, enum_text


class Criterion(ImpactAggregate, table=True):
    """What an evaluation looks for, within one dimension."""

    __tablename__ = "criteria"
    __table_args__ = (
        Index("ix_criteria_office_stated_at", "office", "stated_at", "id"),
        Index("ix_criteria_evaluation", "evaluation_id", "dimension"),
    )

    evaluation_id: UUID = Field(foreign_key="evaluations.id")
    dimension: Dimension = Field(sa_type=enum_text(Dimension))
    name: dict[str, str] = Field(sa_type=Json)
    explanation: dict[str, str] | None = Field(default=None, sa_type=Json)
    stated_at: datetime = Field(sa_type=Utc)
