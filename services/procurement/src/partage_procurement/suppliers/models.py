"""The supplier, its facets, its log and the interests that people declared in it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, String, Table, UniqueConstraint, Uuid
from sqlmodel import Field

from partage_contracts.procurement import SupplierKind, SupplierStanding
from partage_kit.errors import NotPossibleNow
from partage_kit.folding import fold
from partage_kit.tables import Json, Utc, enum_text, sort_text
from partage_kit.types import day_of
from partage_procurement.scoring.standing import USUAL_CONSEQUENCES, Consequence, Effect, Ruling
from partage_procurement.suppliers.errors import InterestAlreadyDeclared, SupplierBlocked, SupplierExists
from partage_procurement.suppliers.schemas import LogKind
from partage_procurement.tables import ProcurementAggregate, ProcurementRecord, tables

S = SupplierStanding

BEGINS_FROM = {
    Effect.REFERENCED: {S.SUGGESTED, S.CONDITIONAL, S.REFUSED, S.SUSPENDED},
    # a delisted supplier comes back under conditions only
    Effect.CONDITIONAL: {S.SUGGESTED, S.REFERENCED, S.CONDITIONAL, S.REFUSED, S.SUSPENDED, S.DELISTED},
    Effect.REFUSED: {S.SUGGESTED},
    Effect.SUSPENDED: {S.REFERENCED, S.CONDITIONAL, S.SUSPENDED},
    Effect.DELISTED: {S.REFERENCED, S.CONDITIONAL, S.SUSPENDED},
}
"""From which standings a buyer may rule each effect."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a published assessment says of a supplier: its label, if any, how long it holds, and the effect.

    `proven_until` is the last day on which all evidence that counted still does, and the charter's labels do; None when
    that never ends.
    """

    assessment_id: UUID
    label: str | None
    expires_on: date
    proven_until: date | None
    ruling: Ruling


class Supplier(ProcurementAggregate, table=True):
    """A legal entity that sells to members, or shares with them, and how the office stands to it.

    A suspension lies over the standing: when it ends, the standing below counts again, without anybody's doing. A
    standing that an assessment gave (`follows_assessment`) becomes conditional after `proven_until`, when evidence or
    the grace of a superseded charter runs out, until somebody decides anew.
    """

    __tablename__ = "suppliers"
    __table_args__ = (
        UniqueConstraint("office", "vat_number", info={"refusal": SupplierExists}),
        UniqueConstraint("office", "country", "enterprise_number", info={"refusal": SupplierExists}),
        Index("ix_suppliers_office_sort_name", "office", "sort_name", "id"),
        Index("ix_suppliers_office_updated_at", "office", "updated_at", "id"),
        Index("ix_suppliers_office_standing", "office", "standing"),
        Index("ix_suppliers_office_label", "office", "label", "sort_name", "id"),
    )

    name: str = Field(max_length=200)
    sort_name: str = Field(sa_type=sort_text(420))
    kind: SupplierKind = Field(sa_type=enum_text(SupplierKind))
    country: str = Field(max_length=2)
    vat_number: str | None = Field(default=None, max_length=30)
    enterprise_number: str | None = Field(default=None, max_length=40)
    website: str | None = Field(default=None, max_length=500)
    summary: dict[str, str] | None = Field(default=None, sa_type=Json)
    territories: list[str] = Field(default_factory=list, sa_type=Json)
    categories: list[str] = Field(default_factory=list, sa_type=Json)
    contacts: list[dict[str, str | None]] = Field(default_factory=list, sa_type=Json)
    standing: SupplierStanding = Field(default=S.SUGGESTED, sa_type=enum_text(SupplierStanding))
    reason: str | None = Field(default=None, max_length=5_000)
    commitments: list[str] = Field(default_factory=list, sa_type=Json)
    conditional_until: date | None = None
    suspended_until: date | None = None
    proven_until: date | None = None
    follows_assessment: bool = False
    label: str | None = Field(default=None, max_length=60)
    assessment_id: UUID | None = None
    assessment_expires_on: date | None = None
    suggested_by: str = Field(max_length=255)
    suggested_by_member: UUID | None = None
    created_at: datetime = Field(sa_type=Utc)
    updated_at: datetime = Field(sa_type=Utc)

    def touch(self, at: datetime) -> None:
        """Keep what is derived in step with what was written."""
        self.sort_name = fold(self.name)
        self.updated_at = at

    def facets(self) -> set[tuple[str, str]]:
        """What a list can be filtered by: (kind, code)."""
        kinds = (("category", self.categories), ("nuts", self.territories))
        return {(kind, code) for kind, codes in kinds for code in codes}

    def standing_on(self, day: date) -> SupplierStanding:
        """The standing that counts on a day: a suspension first, while it lasts; conditional once proof ran out."""
        if self.suspended_until and day <= self.suspended_until:
            return S.SUSPENDED
        lapsed = self.standing is S.REFERENCED and self.proven_until is not None and self.proven_until < day
        return S.CONDITIONAL if lapsed else self.standing

    def until_on(self, day: date) -> date | None:
        """The last day of what counts on a day, when it has one."""
        return self.suspended_until if self.standing_on(day) is S.SUSPENDED else self.conditional_until

    def assessed_on(self, day: date) -> bool:
        """Whether a published assessment holds on a day."""
        return self.assessment_expires_on is not None and day <= self.assessment_expires_on

    def require_may_offer(self, day: date) -> None:
        """Refuse offers and pooled orders of a supplier whose standing blocks them, with the reason.

        Raises:
            SupplierBlocked
        """
        standing = self.standing_on(day)
        why = self.reason or "the buyer has not decided yet"
        if standing is S.SUGGESTED or USUAL_CONSEQUENCES[Effect(standing)] is Consequence.BLOCK:
            raise SupplierBlocked(f"the supplier is {standing}: {why}")
        if standing is S.CONDITIONAL and self.conditional_until and self.conditional_until < day:
            raise SupplierBlocked(f"its conditions ran out on {self.conditional_until}: {why}")

    def rule(self, ruling: Ruling, reason: str, at: datetime) -> None:
        """Take a buyer's decision.

        Raises:
            NotPossibleNow
        """
        now = self.standing_on(day_of(at))
        if now not in BEGINS_FROM[ruling.effect]:
            raise NotPossibleNow(f"a supplier that is {now} cannot become {ruling.effect}")
        if ruling.effect is Effect.SUSPENDED:
            self.suspended_until = ruling.until
        else:
            self.suspended_until = None
            self._stand(ruling)
        self.reason = reason
        self.updated_at = at

    def follow(self, verdict: Verdict, reason: str, at: datetime) -> None:
        """Take the outcome of a published assessment; it lifts neither a suspension nor a delisting."""
        self.label, self.assessment_id = verdict.label, verdict.assessment_id
        self.assessment_expires_on = verdict.expires_on
        self.updated_at = at
        if self.standing is not S.DELISTED:
            self._stand(verdict.ruling)
            self.proven_until, self.follows_assessment = verdict.proven_until, True
            self.reason = self.reason if self.standing_on(day_of(at)) is S.SUSPENDED else reason

    def _stand(self, ruling: Ruling) -> None:
        self.standing = SupplierStanding(ruling.effect)
        self.conditional_until = ruling.until
        self.proven_until, self.follows_assessment = None, False
        self.commitments = list(ruling.commitments)


supplier_facets = Table(
    "supplier_facets",
    tables.metadata,
    Column("supplier_id", Uuid, ForeignKey("suppliers.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("code", String(10), primary_key=True),
    Index("ix_supplier_facets_code", "kind", "code", "supplier_id"),
)
"""The codes of suppliers, one a row, derived from the supplier, so that filters have an index."""


class LogEntry(ProcurementRecord, table=True):
    """A line of the relation log; never changed and never removed (R13)."""

    __tablename__ = "supplier_log_entries"
    __table_args__ = (Index("ix_supplier_log_entries_supplier", "supplier_id", "id"),)

    supplier_id: UUID = Field(foreign_key="suppliers.id")
    kind: LogKind = Field(sa_type=enum_text(LogKind))
    happened_on: date
    text: str = Field(max_length=5_000)
    standing: SupplierStanding | None = Field(default=None, sa_type=enum_text(SupplierStanding))
    written_by: str = Field(max_length=255)
    written_at: datetime = Field(sa_type=Utc)


class Interest(ProcurementRecord, table=True):
    """Somebody's declared interest in a supplier; it keeps that person from judging it."""

    __tablename__ = "supplier_interests"
    __table_args__ = (UniqueConstraint("supplier_id", "holder", info={"refusal": InterestAlreadyDeclared}),)

    supplier_id: UUID = Field(foreign_key="suppliers.id")
    holder: str = Field(max_length=255)
    holder_member: UUID | None = None
    nature: str = Field(max_length=5_000)
    declared_at: datetime = Field(sa_type=Utc)
