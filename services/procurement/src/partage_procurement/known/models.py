"""Our own copy of members, filières and memberships: codes and ids only, newest version of each."""

from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from partage_contracts.members import FiliereKind, FiliereStage
from partage_kit.tables import Json, enum_text
from partage_procurement.tables import ProcurementRecord


class KnownMember(ProcurementRecord, table=True):
    """Where a member works and in what; the id is the member's."""

    __tablename__ = "known_members"

    sequence: int
    country: str | None = Field(default=None, max_length=2)
    nuts: str | None = Field(default=None, max_length=5)
    postal_code: str | None = Field(default=None, max_length=12)
    trades: list[str] = Field(default_factory=list, sa_type=Json)
    sectors: list[str] = Field(default_factory=list, sa_type=Json)


class KnownFiliere(ProcurementRecord, table=True):
    """What a filière gathers and where it stands in its life."""

    __tablename__ = "known_filieres"

    sequence: int
    kind: FiliereKind = Field(sa_type=enum_text(FiliereKind))
    stage: FiliereStage = Field(sa_type=enum_text(FiliereStage))


class KnownMembership(ProcurementRecord, table=True):
    """One way of a member into a filière; kept after it ended, so that an older event cannot revive it."""

    __tablename__ = "known_memberships"
    __table_args__ = (Index("ix_known_memberships_member", "member_id", "active"),)

    sequence: int
    member_id: UUID
    filiere_id: UUID
    active: bool
