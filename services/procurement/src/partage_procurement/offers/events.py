"""From an offer to the facts it announces."""

from uuid import UUID

from partage_contracts.procurement import OfferPublished, OfferRedeemed, OfferWithdrawn, PriceTier
from partage_procurement.offers.models import Offer, Redemption


def published(offer: Offer, *, assessed: bool) -> OfferPublished:
    """An offer is open to members."""
    return OfferPublished(
        office=offer.office,
        subject=offer.id,
        sequence=offer.version,
        supplier_id=offer.supplier_id,
        category=offer.category,
        discount=offer.discount,
        tiers=tuple(PriceTier(**tier) for tier in offer.tiers),
        unit=offer.unit,
        currency=offer.currency,
        basis=offer.basis,
        vat_rate=offer.vat_rate,
        territories=tuple(offer.territories),
        filieres=tuple(UUID(filiere) for filiere in offer.filieres),
        valid_from=offer.valid_from,
        valid_until=offer.valid_until,
        assessed=assessed,
    )


def withdrawn(offer: Offer) -> OfferWithdrawn:
    """An offer is closed before its last day."""
    return OfferWithdrawn(
        office=offer.office,
        subject=offer.id,
        sequence=offer.version,
        supplier_id=offer.supplier_id,
        category=offer.category,
    )


def redeemed(offer: Offer, redemption: Redemption) -> OfferRedeemed:
    """A member used an offer."""
    return OfferRedeemed(
        office=offer.office,
        subject=offer.id,
        sequence=offer.version,
        supplier_id=offer.supplier_id,
        category=offer.category,
        member_id=redemption.member_id,
        used_on=redemption.used_on,
        uses=offer.uses,
    )
