"""Facts about negotiated offers and their use."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from partage_contracts.procurement.base import PriceBasis, PriceTier, _ProcurementFact
from partage_kit.types import Count, CurrencyCode, Day


class _OfferState(_ProcurementFact):
    """The subject is the offer's id."""

    noun: ClassVar[str] = "offer"

    supplier_id: UUID
    category: str


class OfferPublished(_OfferState):
    """An offer is open to members. Either `discount` (basis points) or `tiers` say what it is worth.

    Territories (NUTS) and filières restrict who may use it; empty ones restrict nobody.
    """

    verb: ClassVar[str] = "published"

    discount: Count | None
    tiers: tuple[PriceTier, ...]
    unit: str | None
    currency: CurrencyCode | None
    basis: PriceBasis | None
    vat_rate: Count | None = Field(description="basis points: 2100 is 21 %")
    territories: tuple[str, ...]
    filieres: tuple[UUID, ...]
    valid_from: Day
    valid_until: Day
    assessed: bool


class OfferWithdrawn(_OfferState):
    """An offer is closed before its end."""

    verb: ClassVar[str] = "withdrawn"


class OfferRedeemed(_OfferState):
    """A member used an offer; `uses` counts all uses of it so far."""

    verb: ClassVar[str] = "redeemed"

    member_id: UUID
    used_on: Day
    uses: Count
