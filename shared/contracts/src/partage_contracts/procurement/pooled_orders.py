"""Facts about pooled orders, from opening to settlement."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from partage_contracts.procurement.base import DecimalText, Minor, PriceBasis, PriceTier, _ProcurementFact
from partage_kit.types import Count, CurrencyCode, Day, OfficeCode, UtcDateTime


class PooledOrderKind(StrEnum):
    """Who wants the purchase: members among themselves, or the structure, whose purchase members join (R15)."""

    MEMBERS = "members"
    OPEN_CALL = "open_call"


class PartyKind(StrEnum):
    """Who takes part in a pooled order: a member, or the cooperative itself."""

    MEMBER = "member"
    STRUCTURE = "structure"


class PooledOrderFailure(StrEnum):
    """Why an order was not confirmed at its lock."""

    NO_ARTICLE_LEFT = "no_article_left"
    ORDER_MINIMUM_MISSED = "order_minimum_missed"
    LOGISTICS_ABOVE_GAINS = "logistics_above_gains"


class PooledArticle(BaseModel):
    """What can be bought in an order; the reference is the price of a unit elsewhere, noted on a day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    article_id: UUID
    category: str
    unit: str
    tiers: tuple[PriceTier, ...]
    reference_minor: Minor
    reference_on: Day


class ArticleDemand(BaseModel):
    """Firm and tolerated quantities of an article."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    article_id: UUID
    firm: DecimalText
    tolerance: DecimalText


class BoughtArticle(BaseModel):
    """What is bought of an article, at which of its tiers (1 is the first) and for how much a unit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    article_id: UUID
    category: str
    unit: str
    quantity: DecimalText
    tier: Annotated[int, Field(ge=1)]
    unit_price_minor: Minor


class ReceivedArticle(BaseModel):
    """What was bought of an article and what has been delivered of it so far."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    article_id: UUID
    ordered: DecimalText
    delivered: DecimalText


class _PooledOrderState(_ProcurementFact):
    """The subject is the order's id; the event's office hosts it.

    Amounts are minor units of the currency, net or gross as `basis` says. `filieres` and `nuts` say who may join, empty
    ones restrict nobody; `partner_offices` are those that consented.
    """

    noun: ClassVar[str] = "pooled_order"

    kind: PooledOrderKind
    supplier_id: UUID
    currency: CurrencyCode
    basis: PriceBasis
    categories: tuple[str, ...]
    filieres: tuple[UUID, ...]
    nuts: tuple[str, ...]
    partner_offices: tuple[OfficeCode, ...]


class _PooledOrderCount(_PooledOrderState):
    """`members_count` and `lines_count` count the members and the lines (party x article) that take part."""

    members_count: Count
    lines_count: Count


class PooledOrderOpened(_PooledOrderState):
    """Members may join from `opens_at` on; with an estimate of costs and gains at the minimum volume (R11)."""

    verb: ClassVar[str] = "opened"

    opens_at: UtcDateTime
    top_up_at: UtcDateTime | None
    locks_at: UtcDateTime
    articles: tuple[PooledArticle, ...]
    estimated_logistics_minor: Minor
    estimated_gains_minor: Minor


class PooledOrderPartnerConsented(_PooledOrderState):
    """The buyer of a partner office let its members join; it is one of `partner_offices` from now on."""

    verb: ClassVar[str] = "partner_consented"

    partner_office: OfficeCode
    consented_at: UtcDateTime


class PooledOrderCommitted(_PooledOrderCount):
    """A party joined, changed or took back its commitment: `lines` are all its own now, `totals` those of the order.

    `member_id` is null when the party is a structure.
    """

    verb: ClassVar[str] = "committed"

    party_kind: PartyKind
    party_office: OfficeCode
    member_id: UUID | None
    lines: tuple[ArticleDemand, ...]
    totals: tuple[ArticleDemand, ...]


class PooledOrderConfirmed(_PooledOrderCount):
    """The order was decided at its lock and will be bought."""

    verb: ClassVar[str] = "confirmed"

    decided_at: UtcDateTime
    articles: tuple[BoughtArticle, ...]
    logistics_minor: Minor
    gains_minor: Minor


class PooledOrderFailed(_PooledOrderCount):
    """The order was decided at its lock and will not be bought; until `extendable_until` it can be extended.

    `reached_minor` and `required_minor` are the amounts compared: the order's minimum, or gains against logistics.
    """

    verb: ClassVar[str] = "failed"

    decided_at: UtcDateTime
    reason: PooledOrderFailure
    reached_minor: Minor
    required_minor: Minor
    extendable_until: UtcDateTime | None


class PooledOrderExtended(_PooledOrderCount):
    """An order that missed its minimum is open once more; commitments are kept."""

    verb: ClassVar[str] = "extended"

    extended_at: UtcDateTime
    top_up_at: UtcDateTime | None
    locks_at: UtcDateTime


class PooledOrderCancelled(_PooledOrderCount):
    """The buyer called an order off before it was decided."""

    verb: ClassVar[str] = "cancelled"

    cancelled_at: UtcDateTime


class PooledOrderOrdered(_PooledOrderCount):
    """The confirmed order was placed with the supplier."""

    verb: ClassVar[str] = "ordered"

    ordered_at: UtcDateTime
    expected_on: Day | None
    articles: tuple[BoughtArticle, ...]


class PooledOrderReceived(_PooledOrderState):
    """Goods were delivered; `complete` when no more are expected."""

    verb: ClassVar[str] = "received"

    received_at: UtcDateTime
    complete: bool
    articles: tuple[ReceivedArticle, ...]


class PooledOrderSettled(_PooledOrderCount):
    """Everybody's part of the invoices is known to the cent; a correction announces it anew with a higher revision.

    `total_minor` is all that is paid, VAT included; of it `logistics_minor` is for logistics and `office_minor` is
    borne by the office. `saving_minor` is the realised net saving, net or gross as `basis` says: what members and
    structures received, at the dated reference prices, less all that goods and logistics cost (R9). `tier` is the
    highest tier that an article reached.
    """

    verb: ClassVar[str] = "settled"

    settled_at: UtcDateTime
    revision_number: Annotated[int, Field(ge=1)]
    articles: tuple[BoughtArticle, ...]
    tier: Annotated[int, Field(ge=1)]
    total_minor: int
    logistics_minor: int
    office_minor: int
    saving_minor: int
