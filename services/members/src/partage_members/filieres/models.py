"""The filière and what it can be filtered by."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, String, Table, Uuid
from sqlmodel import Field

from partage_contracts.members import FiliereKind, FiliereStage
from partage_kit.errors import OwnSubmission
from partage_kit.folding import fold
from partage_kit.tables import Json, Utc, enum_text, sort_text
from partage_kit.types import Person, translated
from partage_members.filieres.errors import (
    FiliereIsClosed,
    OpennessUnexplained,
    ScopeMissing,
    StageNotReachable,
)
from partage_members.filieres.schemas import Openness
from partage_members.filieres.stages import APPROVING, ATTENDED, FINAL, FOLLOWERS, UNATTENDED
from partage_members.tables import MembersAggregate, tables

EVERYWHERE = ""
"""The region facet of a filière that is for the whole territory of its office."""


class Filiere(MembersAggregate, table=True):
    """A group of members; only a stage decision moves it through its life."""

    __tablename__ = "filieres"
    __table_args__ = (
        Index("ix_filieres_office_sort_name", "office", "sort_name", "id"),
        Index("ix_filieres_office_created_at", "office", "created_at", "id"),
        Index("ix_filieres_office_stage", "office", "stage"),
        Index("ix_filieres_office_kind", "office", "kind"),
        Index("ix_filieres_unattended_since", "unattended_since"),
    )

    kind: FiliereKind = Field(sa_type=enum_text(FiliereKind))
    names: dict[str, str] = Field(sa_type=Json)
    sort_name: str = Field(sa_type=sort_text(200))
    purpose: dict[str, str] = Field(sa_type=Json)
    occupations: list[str] = Field(default_factory=list, sa_type=Json)
    sectors: list[str] = Field(default_factory=list, sa_type=Json)
    nuts: list[str] = Field(default_factory=list, sa_type=Json)
    languages: list[str] = Field(default_factory=list, sa_type=Json)
    openness: Openness = Field(default=Openness.OPEN, sa_type=enum_text(Openness))
    openness_reason: dict[str, str] | None = Field(default=None, sa_type=Json)
    stage: FiliereStage = Field(default=FiliereStage.PROPOSED, sa_type=enum_text(FiliereStage))
    stage_since: datetime = Field(sa_type=Utc)
    unattended_since: datetime | None = Field(default=None, sa_type=Utc)
    proposed_by: str = Field(max_length=255)
    proposed_by_member: UUID | None = None
    created_at: datetime = Field(sa_type=Utc)
    updated_at: datetime = Field(sa_type=Utc)

    def describe(self, at: datetime) -> None:
        """Refuse a description that leaves out what it needs, and keep what is derived from it in step.

        Raises:
            OpennessUnexplained, ScopeMissing
        """
        if self.openness is Openness.OPEN:
            self.openness_reason = None
        elif self.openness_reason is None:
            raise OpennessUnexplained()
        if not {FiliereKind.TRADE: self.occupations, FiliereKind.SECTOR: self.sectors}.get(self.kind, True):
            raise ScopeMissing()
        self.sort_name = fold(translated(self.names, ()))[:200]
        self.updated_at = at

    def move(self, to: FiliereStage, by: Person, at: datetime) -> None:
        """Enter another stage, as somebody decided.

        Raises:
            FiliereIsClosed, StageNotReachable, OwnSubmission
        """
        self.require_open()
        if to not in FOLLOWERS[self.stage]:
            following = ", ".join(sorted(FOLLOWERS[self.stage]))
            raise StageNotReachable(f"{self.stage} may be followed by {following}, not by {to}")
        if to in APPROVING and by.is_among([self.proposed_by], [self.proposed_by_member]):
            raise OwnSubmission("you proposed this filière; another of the staff of your office must decide")
        if to in ATTENDED and self.stage not in ATTENDED and self.unattended_since is not None:
            self.unattended_since = at  # the days within which somebody must be found begin with its activity
        self.stage, self.stage_since, self.updated_at = to, at, at

    def rests_at(self, at: datetime) -> bool:
        """Whether it has been without a facilitator for so long that it becomes dormant by itself."""
        return self.stage in ATTENDED and self.unattended_since is not None and self.unattended_since + UNATTENDED <= at

    def require_open(self) -> None:
        """Refuse what would change a filière that is read-only for ever.

        Raises:
            FiliereIsClosed
        """
        if self.stage in FINAL:
            raise FiliereIsClosed(f"it is {self.stage}")

    def facets(self) -> set[tuple[str, str]]:
        """What a list can be filtered by: (kind, code)."""
        kinds = (("occupation", self.occupations), ("sector", self.sectors), ("nuts", self.nuts or [EVERYWHERE]))
        return {(kind, code) for kind, codes in kinds for code in codes}


filiere_facets = Table(
    "filiere_facets",
    tables.metadata,
    Column("filiere_id", Uuid, ForeignKey("filieres.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("code", String(80), primary_key=True),
    Index("ix_filiere_facets_code", "kind", "code", "filiere_id"),
)
"""The codes of filières, one a row, derived from the filière, so that filters have an index."""
