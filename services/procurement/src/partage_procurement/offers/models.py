"""The offer, its facets and its uses."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, String, Table, Uuid
from sqlmodel import Field

from partage_contracts.procurement import PriceBasis
from partage_kit.errors import NotPossibleNow
from partage_kit.tables import Json, Utc, enum_text
from partage_kit.types import day_of
from partage_procurement.offers.errors import NotEligible, OfferNotFound, OfferNotOpen
from partage_procurement.offers.schemas import OfferState
from partage_procurement.tables import ProcurementAggregate, ProcurementRecord, tables
from partage_procurement.values import enclosing


class Offer(ProcurementAggregate, table=True):
    """What a supplier grants to members: a discount (basis points) or unit prices (minor units) by quantity."""

    __tablename__ = "offers"
    __table_args__ = (
        Index("ix_offers_office_created_at", "office", "created_at", "id"),
        Index("ix_offers_office_uses", "office", "uses", "id"),
        Index("ix_offers_office_category", "office", "category"),
        Index("ix_offers_supplier", "supplier_id"),
    )

    supplier_id: UUID = Field(foreign_key="suppliers.id")
    title: dict[str, str] = Field(sa_type=Json)
    description: dict[str, str] | None = Field(default=None, sa_type=Json)
    category: str = Field(max_length=8)
    discount: int | None = None
    unit: str | None = Field(default=None, max_length=30)
    currency: str | None = Field(default=None, max_length=3)
    basis: PriceBasis | None = Field(default=None, sa_type=enum_text(PriceBasis))
    vat_rate: int | None = None
    tiers: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    conditions: dict[str, str] | None = Field(default=None, sa_type=Json)
    procedure: dict[str, Any] = Field(sa_type=Json)
    valid_from: date
    valid_until: date
    lead_time_days: int | None = None
    origin: dict[str, str | None] | None = Field(default=None, sa_type=Json)
    labels: list[str] = Field(default_factory=list, sa_type=Json)
    repairability: dict[str, Any] | None = Field(default=None, sa_type=Json)
    territories: list[str] = Field(default_factory=list, sa_type=Json)
    filieres: list[str] = Field(default_factory=list, sa_type=Json)
    state: OfferState = Field(default=OfferState.DRAFT, sa_type=enum_text(OfferState))
    withdrawal_reason: str | None = Field(default=None, max_length=5_000)
    uses: int = 0
    published_at: datetime | None = Field(default=None, sa_type=Utc)
    created_at: datetime = Field(sa_type=Utc)
    updated_at: datetime = Field(sa_type=Utc)

    def facets(self) -> set[tuple[str, str]]:
        """Whom it is for, as a list is filtered: (kind, code)."""
        kinds = (("nuts", self.territories), ("filiere", self.filieres))
        return {(kind, code) for kind, codes in kinds for code in codes}

    def state_on(self, day: date) -> OfferState:
        """The state that counts on a day: what is published expires after its last day."""
        over = self.state is OfferState.PUBLISHED and self.valid_until < day
        return OfferState.EXPIRED if over else self.state

    def require_draft(self) -> None:
        """Refuse to change what members may rely on already.

        Raises:
            NotPossibleNow
        """
        if self.state is not OfferState.DRAFT:
            raise NotPossibleNow(f"an offer that is {self.state} does not change")

    def publish(self, at: datetime) -> None:
        """Open the offer to members.

        Raises:
            NotPossibleNow
        """
        if self.state is not OfferState.DRAFT:
            raise NotPossibleNow(f"an offer that is {self.state_on(day_of(at))} cannot be published")
        if self.valid_until < day_of(at):
            raise NotPossibleNow(f"its last day was {self.valid_until}")
        self.state = OfferState.PUBLISHED
        self.published_at = self.updated_at = at

    def withdraw(self, reason: str, at: datetime) -> None:
        """Close the offer before its last day.

        Raises:
            NotPossibleNow
        """
        if self.state_on(day_of(at)) is not OfferState.PUBLISHED:
            raise NotPossibleNow(f"an offer that is {self.state_on(day_of(at))} cannot be withdrawn")
        self.state = OfferState.WITHDRAWN
        self.withdrawal_reason, self.updated_at = reason, at

    def use(self, territory: str | None, filieres: frozenset[UUID], at: datetime) -> None:
        """Count one use by a member of a territory (NUTS) and of filières.

        Raises:
            OfferNotFound, OfferNotOpen, NotEligible
        """
        state = self.state_on(day_of(at))
        if state is OfferState.DRAFT:
            raise OfferNotFound()
        if state is not OfferState.PUBLISHED:
            raise OfferNotOpen(f"the offer is {state}")
        if day_of(at) < self.valid_from:
            raise OfferNotOpen(f"its first day is {self.valid_from}")
        if self.territories and not set(enclosing(territory or "")) & set(self.territories):
            raise NotEligible(f"for members of {', '.join(self.territories)}")
        if self.filieres and not {str(filiere) for filiere in filieres} & set(self.filieres):
            raise NotEligible("for members of certain filières")
        self.uses += 1


offer_facets = Table(
    "offer_facets",
    tables.metadata,
    Column("offer_id", Uuid, ForeignKey("offers.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("code", String(36), primary_key=True),
    Index("ix_offer_facets_code", "kind", "code", "offer_id"),
)
"""Whom offers are for, one code a row, derived from the offer, so that filters have an index."""


class Redemption(ProcurementRecord, table=True):
    """One use of an offer by a member."""

    __tablename__ = "offer_redemptions"
    __table_args__ = (
        Index("ix_offer_redemptions_offer", "offer_id", "id"),
        Index("ix_offer_redemptions_member", "member_id"),
    )

    offer_id: UUID = Field(foreign_key="offers.id")
    member_id: UUID
    used_on: date
    recorded_at: datetime = Field(sa_type=Utc)
