"""The stage decision: written once, never changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from partage_contracts.members import FiliereStage
from partage_kit.tables import Json, Utc, enum_text
from partage_members.tables import MembersRecord


class StageDecision(MembersRecord, table=True):
    """Who moved a filière from where to where, when, on what evidence, for what reason."""

    __tablename__ = "stage_decisions"
    __table_args__ = (Index("ix_stage_decisions_filiere", "filiere_id", "decided_at", "id"),)

    filiere_id: UUID = Field(foreign_key="filieres.id")
    previous: FiliereStage = Field(sa_type=enum_text(FiliereStage))
    stage: FiliereStage = Field(sa_type=enum_text(FiliereStage))
    reason: dict[str, str] = Field(sa_type=Json)
    evidence: list[dict[str, Any]] = Field(sa_type=Json)
    consultation_id: UUID | None = Field(default=None, foreign_key="consultations.id")
    decided_by: str = Field(max_length=255)
    decided_at: datetime = Field(sa_type=Utc)
