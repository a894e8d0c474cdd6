"""Draft, publish, withdraw and use offers."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.changes import write_changes
from partage_kit.clock import clock
from partage_kit.http.tags import require_version
from partage_kit.types import day_of
from partage_kit.unit_of_work import emit
from partage_procurement.categories.rules import require_known_categories
from partage_procurement.known.queries import Belonging, belonging_of
from partage_procurement.offers import events, queries
from partage_procurement.offers.models import Offer, Redemption, offer_facets
from partage_procurement.suppliers.queries import supplier_for_update


async def draft_offer(session: AsyncSession, office: str, fields: Mapping[str, Any]) -> Row[Any]:
    """Write the draft of a supplier's offer.

    Raises:
        SupplierNotFound, UnknownCategory
    """
    require_known_categories([fields["category"]])
    await supplier_for_update(session, office, fields["supplier_id"], shared=True)
    now = await clock(session)
    offer = Offer(office=office, created_at=now, updated_at=now, **fields)
    session.add(offer)
    await session.flush()
    await _write_facets(session, offer)
    return await queries.one_offer(session, office, offer.id, drafts=True)


async def change_offer(
    session: AsyncSession, office: str, offer_id: UUID, expected: int, fields: Mapping[str, Any]
) -> Row[Any]:
    """Write a draft anew.

    Raises:
        OfferNotFound, Stale, NotPossibleNow, UnknownCategory
    """
    require_known_categories([fields["category"]])
    offer = await queries.offer_for_update(session, office, offer_id)
    require_version(offer, expected)
    offer.require_draft()
    if write_changes(offer, fields):
        offer.updated_at = await clock(session)
        await session.flush()
        await _write_facets(session, offer)
    return await queries.one_offer(session, office, offer_id, drafts=True)


async def publish_offer(session: AsyncSession, office: str, offer_id: UUID) -> Row[Any]:
    """Open an offer to members, unless the standing of its supplier forbids it.

    Raises:
        OfferNotFound, NotPossibleNow, SupplierBlocked
    """
    offer = await queries.offer_for_update(session, office, offer_id)
    supplier = await supplier_for_update(session, office, offer.supplier_id, shared=True)
    now = await clock(session)
    supplier.require_may_offer(day_of(now))
    offer.publish(now)
    await session.flush()
    emit(session, events.published(offer, assessed=supplier.assessed_on(day_of(now))))
    return await queries.one_offer(session, office, offer_id, drafts=True)


async def withdraw_offer(session: AsyncSession, office: str, offer_id: UUID, reason: str) -> Row[Any]:
    """Close an offer before its last day.

    Raises:
        OfferNotFound, NotPossibleNow
    """
    offer = await queries.offer_for_update(session, office, offer_id)
    offer.withdraw(reason, await clock(session))
    await session.flush()
    emit(session, events.withdrawn(offer))
    return await queries.one_offer(session, office, offer_id, drafts=True)


async def redeem_offer(
    session: AsyncSession, office: str, offer_id: UUID, member_id: UUID, claimed: Belonging
) -> tuple[Redemption, str | None]:
    """Record that a member uses an offer today; gives the record and the code of the procedure, if it has one.

    Whether the offer is for her is decided by what is known of her, or else by what her token claims.

    Raises:
        OfferNotFound, OfferNotOpen, NotEligible, SupplierBlocked
    """
    offer = await queries.offer_for_update(session, office, offer_id)
    supplier = await supplier_for_update(session, office, offer.supplier_id, shared=True)
    now = await clock(session)
    belonging = await belonging_of(session, member_id, claimed)
    offer.use(belonging.nuts, belonging.filieres, now)
    supplier.require_may_offer(day_of(now))
    redemption = Redemption(office=office, offer_id=offer_id, member_id=member_id, used_on=day_of(now), recorded_at=now)
    session.add(redemption)
    await session.flush()
    emit(session, events.redeemed(offer, redemption))
    return redemption, offer.procedure["code"]


async def _write_facets(session: AsyncSession, offer: Offer) -> None:
    await session.execute(delete(offer_facets).where(offer_facets.c.offer_id == offer.id))
    rows = [{"offer_id": offer.id, "kind": kind, "code": code} for kind, code in sorted(offer.facets())]
    if rows:
        await session.execute(insert(offer_facets), rows)
