"""Shapes of orders as they are read, and of the verbs of their buyer."""

from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from partage_contracts.procurement import PooledOrderKind, PriceBasis, SupplierStanding
from partage_kit.types import Day, Line, Money, NutsCode, Shape, Text, UtcDateTime
from partage_procurement.pooled_orders.kernels.terms import AllocationMode, SharingMode
from partage_procurement.pooled_orders.schemas.articles import ArticleView
from partage_procurement.pooled_orders.schemas.drafts import Logistics, Minimum
from partage_procurement.pooled_orders.schemas.states import State
from partage_procurement.values import CategoryCode


class CancelOrder(Shape):
    """Why an order is called off; shown to everybody who sees it."""

    reason: Text


class ExtendOrder(Shape):
    """The new dates of an order that missed its minimum."""

    top_up_at: UtcDateTime | None = None
    locks_at: UtcDateTime

    @model_validator(mode="after")
    def _dates_follow_each_other(self) -> Self:
        if self.top_up_at is not None and self.top_up_at >= self.locks_at:
            raise ValueError("locks_at comes after top_up_at")
        return self


class PlaceOrder(Shape):
    """What the supplier answered."""

    supplier_reference: Line | None = None
    expected_on: Day | None = None


class OrderFilter(BaseModel):
    """Which orders a list shows; what is left out does not restrict."""

    model_config = ConfigDict(frozen=True)

    state: State | None = Field(None, description="as it is now")
    kind: PooledOrderKind | None = None
    category: CategoryCode | None = Field(None, description="this category and all below it")
    filiere: UUID | None = Field(None, description="for members of this filière")
    nuts: NutsCode | None = Field(None, description="for members of this region")
    supplier_id: UUID | None = None
    mine: bool = Field(False, description="in which you, or for a buyer the structure, take part")
    eligible: bool = Field(
        False,
        description="open or in top-up now, and for you: as a member by your filières and region, or for the structure",
    )
    sort: Literal["locks_at", "-created_at"] = "locks_at"


class OrderSupplier(Shape):
    """Who sells. `warning` says that its standing asks for care; `reason` says why it stands so."""

    id: UUID
    name: str
    standing: SupplierStanding
    reason: str | None
    until: Day | None
    warning: bool
    assessed: bool
    label: str | None


class OrderSummary(Shape):
    """An order as a line of a list."""

    id: UUID
    office: str = Field(description="the office that hosts it")
    title: dict[str, str]
    kind: PooledOrderKind
    state: State
    supplier: OrderSupplier
    currency: str
    basis: PriceBasis
    categories: list[str]
    filieres: list[UUID]
    nuts: list[str]
    opens_at: UtcDateTime | None
    top_up_at: UtcDateTime | None
    locks_at: UtcDateTime
    members_count: int
    lines_count: int


class Estimate(Shape):
    """Logistics against gains (R11). While gains do not cover logistics the order would not be confirmed."""

    logistics: Money
    gains: Money
    admitted: bool


class PartnerOffice(Shape):
    """An office whose members may join once its buyer has consented."""

    office: str
    consented_at: UtcDateTime | None


class OrderView(OrderSummary):
    """An order with its terms.

    `at_minimum` estimates logistics and gains at the smallest volume that can be bought. `commitments_released` means
    that nobody is held to a commitment any more; until `extendable_until` a missed minimum can be given a second run.
    """

    description: dict[str, str] | None
    offer_id: UUID | None
    articles: list[ArticleView]
    logistics: Logistics
    sharing: SharingMode
    allocation: AllocationMode
    minimum: Minimum | None
    extension_days: int
    partner_offices: list[PartnerOffice]
    structures_count: int
    at_minimum: Estimate
    opened_at: UtcDateTime | None
    decided_at: UtcDateTime | None
    extended_at: UtcDateTime | None
    extendable_until: UtcDateTime | None
    cancelled_at: UtcDateTime | None
    cancellation_reason: str | None
    commitments_released: bool
    ordered_at: UtcDateTime | None
    supplier_reference: str | None
    expected_on: Day | None
    received_at: UtcDateTime | None
    settled_at: UtcDateTime | None
    closed_at: UtcDateTime | None
    created_at: UtcDateTime
    updated_at: UtcDateTime
    version: int
