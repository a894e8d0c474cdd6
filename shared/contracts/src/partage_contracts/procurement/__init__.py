"""Facts of the procurement service. Ids, codes, counts, amounts and dates only: no name, address or free text."""

from partage_contracts.procurement.base import DecimalText, Minor, PriceBasis, PriceTier
from partage_contracts.procurement.charters import (
    AssessmentPublished,
    CharterAdopted,
    CharterSuperseded,
    Percent,
    ThemeResult,
)
from partage_contracts.procurement.erasures import ErasureAcknowledged
from partage_contracts.procurement.messages import MessageRequested, MessageTemplate
from partage_contracts.procurement.offers import OfferPublished, OfferRedeemed, OfferWithdrawn
from partage_contracts.procurement.pooled_orders import (
    ArticleDemand,
    BoughtArticle,
    PartyKind,
    PooledArticle,
    PooledOrderCancelled,
    PooledOrderCommitted,
    PooledOrderConfirmed,
    PooledOrderExtended,
    PooledOrderFailed,
    PooledOrderFailure,
    PooledOrderKind,
    PooledOrderOpened,
    PooledOrderOrdered,
    PooledOrderPartnerConsented,
    PooledOrderReceived,
    PooledOrderSettled,
    ReceivedArticle,
)
from partage_contracts.procurement.suppliers import (
    SupplierDelisted,
    SupplierKind,
    SupplierReferenced,
    SupplierStanding,
    SupplierStandingChanged,
)

__all__ = [
    "ArticleDemand",
    "AssessmentPublished",
    "BoughtArticle",
    "CharterAdopted",
    "CharterSuperseded",
    "DecimalText",
    "ErasureAcknowledged",
    "MessageRequested",
    "MessageTemplate",
    "Minor",
    "OfferPublished",
    "OfferRedeemed",
    "OfferWithdrawn",
    "PartyKind",
    "Percent",
    "PooledArticle",
    "PooledOrderCancelled",
    "PooledOrderCommitted",
    "PooledOrderConfirmed",
    "PooledOrderExtended",
    "PooledOrderFailed",
    "PooledOrderFailure",
    "PooledOrderKind",
    "PooledOrderOpened",
    "PooledOrderOrdered",
    "PooledOrderPartnerConsented",
    "PooledOrderReceived",
    "PooledOrderSettled",
    "PriceBasis",
    "PriceTier",
    "ReceivedArticle",
    "SupplierDelisted",
    "SupplierKind",
    "SupplierReferenced",
    "SupplierStanding",
    "SupplierStandingChanged",
    "ThemeResult",
]
