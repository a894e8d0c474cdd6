"""Shapes of offers, in and out."""

from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from partage_contracts.procurement import PriceBasis, SupplierStanding
from partage_kit.types import CountryCode, Day, Line, Money, NutsCode, Shape, Text, Translations, UtcDateTime
from partage_kit.types.patterns import Pattern
from partage_procurement.values import CategoryCode, Percentage, Quantity, Unit, WebAddress


class OfferState(StrEnum):
    """Where an offer stands; `expired` follows from its last day."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class ProcedureKind(StrEnum):
    """How a member obtains an offer: with a code, by asking for a quote, with a card, or through a link."""

    CODE = "code"
    QUOTE = "quote"
    CARD = "card"
    LINK = "link"


class Tier(Shape):
    """From a quantity on (inclusive), the price of one unit for the whole volume."""

    from_quantity: Quantity
    unit_price: Money


class TieredPrice(Shape):
    """Prices by quantity: bounds rise strictly from above zero, prices fall strictly, all in one currency."""

    unit: Unit
    basis: PriceBasis = Field(description="whether prices exclude or include VAT")
    vat_rate: Percentage
    tiers: Annotated[list[Tier], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _bounds_rise_and_prices_fall(self) -> Self:
        bounds = [Decimal(tier.from_quantity) for tier in self.tiers]
        prices = [tier.unit_price.minor for tier in self.tiers]
        if len({tier.unit_price.currency for tier in self.tiers}) > 1:
            raise ValueError("all tiers are in one currency")
        if bounds[0] <= 0 or any(low >= high for low, high in pairwise(bounds)):
            raise ValueError("each tier starts at a higher quantity than the one before, the first above zero")
        if prices[-1] < 0 or any(dear <= cheap for dear, cheap in pairwise(prices)):
            raise ValueError("each tier has a lower price than the one before, the last not below zero")
        return self


class Procedure(Shape):
    """How a member obtains the offer, step by step. The code is told to a member who uses the offer."""

    kind: ProcedureKind
    steps: Annotated[list[Translations], Field(min_length=1, max_length=20)]
    link: WebAddress | None = None
    code: Line | None = None

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        if self.kind is ProcedureKind.LINK and self.link is None:
            raise ValueError("a procedure by link has a link")
        if self.kind is ProcedureKind.CODE and self.code is None:
            raise ValueError("a procedure by code has a code")
        return self


class Origin(Shape):
    """Where a product is made."""

    country: CountryCode
    nuts: NutsCode | None = None


class Repairability(Shape):
    """How well a product can be repaired: the French index from 0 to 10, and years of spare parts."""

    index: (
        Annotated[
            str, Pattern(r"^(10(\.0)?|[0-9](\.[0-9])?)$", "an index from 0 to 10 with one decimal at most, such as 7.5")
        ]
        | None
    ) = None
    spare_parts_years: Annotated[int, Field(strict=True, ge=0, le=50)] | None = None


class _OfferFields(Shape):
    title: Translations
    description: Translations | None = None
    category: CategoryCode
    discount_percent: Annotated[Percentage, Field(gt=0)] | None = Field(None, description="off the public price")
    price: TieredPrice | None = Field(None, description="negotiated prices; an offer has these or a discount")
    conditions: Translations | None = None
    procedure: Procedure
    valid_from: Day
    valid_until: Day = Field(description="its last day")
    lead_time_days: Annotated[int, Field(strict=True, ge=0, le=730)] | None = None
    origin: Origin | None = None
    labels: Annotated[list[Line], Field(max_length=20)] = Field([], description="such as EU Ecolabel")
    repairability: Repairability | None = None
    territories: Annotated[list[NutsCode], Field(max_length=50)] = Field(
        [], description="for members of these regions; empty: of all"
    )
    filieres: Annotated[list[UUID], Field(max_length=50)] = Field(
        [], description="for members of these filières; empty: of all"
    )

    @field_validator("territories", "filieres", "labels")
    @classmethod
    def _each_once(cls, values: list[object]) -> list[object]:
        if len(set(values)) != len(values):
            raise ValueError("each value once")
        return values

    @model_validator(mode="after")
    def _one_advantage_and_a_time(self) -> Self:
        if (self.discount_percent is None) == (self.price is None):
            raise ValueError("an offer has either a discount_percent or a price")
        if self.valid_until < self.valid_from:
            raise ValueError("valid_until is before valid_from")
        return self


class DraftOffer(_OfferFields):
    """A new offer of a supplier, as a draft."""

    supplier_id: UUID


class ChangeOffer(_OfferFields):
    """A draft, written anew as a whole."""


class WithdrawOffer(Shape):
    """Why an offer ends before its last day; shown to everybody."""

    reason: Text


class OfferFilter(BaseModel):
    """Which offers a list shows; what is left out does not restrict."""

    model_config = ConfigDict(frozen=True)

    category: CategoryCode | None = Field(None, description="this category and all below it")
    nuts: NutsCode | None = Field(None, description="for members of this region")
    filiere: UUID | None = Field(None, description="for members of this filière")
    supplier_id: UUID | None = None
    state: OfferState | None = Field(None, description="as it counts today")
    active_on: Day | None = Field(None, description="published and valid on this day")
    sort: Literal["-created_at", "-uses"] = "-created_at"


class OfferSupplier(Shape):
    """Whose offer it is. `assessed` false marks a supplier without a published assessment that holds today."""

    id: UUID
    name: str
    standing: SupplierStanding
    assessed: bool
    label: str | None


class OfferSummary(Shape):
    """An offer as a line of a list."""

    id: UUID
    supplier: OfferSupplier
    title: dict[str, str]
    category: str
    state: OfferState
    discount_percent: Percentage | None
    price: TieredPrice | None
    valid_from: Day
    valid_until: Day
    territories: list[str]
    filieres: list[UUID]
    uses: int


class ProcedureView(Shape):
    """How a member obtains the offer; the code only for those who work for the office."""

    kind: ProcedureKind
    steps: list[dict[str, str]]
    link: str | None
    code: str | None


class OfferView(OfferSummary):
    """An offer. `uses` counts how often members really used it."""

    description: dict[str, str] | None
    conditions: dict[str, str] | None
    procedure: ProcedureView
    lead_time_days: int | None
    origin: Origin | None
    labels: list[str]
    repairability: Repairability | None
    withdrawal_reason: str | None
    published_at: UtcDateTime | None
    created_at: UtcDateTime
    updated_at: UtcDateTime
    version: int


class RedemptionView(Shape):
    """One use of an offer by a member, with the code where the procedure has one."""

    id: UUID
    offer_id: UUID
    used_on: Day
    code: str | None
