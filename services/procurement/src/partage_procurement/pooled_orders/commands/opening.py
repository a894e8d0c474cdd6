"""Open an order to members, and let partner offices consent to it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.errors import NotPossibleNow
from partage_kit.types import day_of
from partage_kit.unit_of_work import emit, note_change
from partage_procurement.offers.errors import OfferNotOpen
from partage_procurement.offers.queries import one_offer
from partage_procurement.offers.schemas import OfferState
from partage_procurement.pooled_orders import events
from partage_procurement.pooled_orders.commands.joining import take
from partage_procurement.pooled_orders.models.commitments import Party, Wanted
from partage_procurement.pooled_orders.models.lifecycle import UNDECIDED
from partage_procurement.pooled_orders.models.offices import order_offices
from partage_procurement.pooled_orders.models.orders import PooledOrder
from partage_procurement.pooled_orders.queries import orders as queries
from partage_procurement.suppliers.queries import supplier_for_update


async def open_order(session: AsyncSession, office: str, order_id: UUID) -> queries.WholeOrder:
    """Let members join from `opens_at` on; in an open call the structure is the first to commit, as it drafted (R15).

    Raises:
        PooledOrderNotFound, HostOfficeOnly, NotPossibleNow, SupplierBlocked, OfferNotOpen
    """
    order = await queries.hosted_for_update(session, office, order_id)
    supplier = await supplier_for_update(session, office, order.supplier_id, shared=True)
    now = await clock(session)
    opens_at = order.open(now)
    supplier.require_may_offer(day_of(now))
    if order.offer_id is not None:
        offer = await one_offer(session, office, order.offer_id, drafts=True)
        if offer.state is not OfferState.PUBLISHED:
            raise OfferNotOpen(f"the offer that the order uses is {offer.state}")
    articles = await queries.articles_for_update(session, order_id)
    await session.flush()
    emit(session, events.opened(order, articles, opens_at))
    anchors = {article.id: Wanted(firm=article.anchor) for article in articles if article.anchor}
    if anchors:
        await take(session, order, articles, Party.structure(office), anchors, now)
    return await queries.whole_order(session, office, order_id, works=True)


async def consent_to(session: AsyncSession, office: str, order_id: UUID, by: str) -> queries.WholeOrder:
    """Let the members of a partner office see an order and join it; consenting again changes nothing.

    Raises:
        PooledOrderNotFound, NotPossibleNow
    """
    order = await queries.order_for_update(session, office, order_id, works=True)
    now = await clock(session)
    if order.office == office:
        raise NotPossibleNow("the host office consents by opening the order")
    if order.state_at(now) not in UNDECIDED:
        raise NotPossibleNow(f"the order is {order.state_at(now)}")
    if await _consents(session, order, office, by, now):
        order.updated_at = now
        await session.flush()
        partners = await queries.consenting_offices(session, order)
        emit(session, events.partner_consented(order, office, now, partners))
    return await queries.whole_order(session, office, order_id, works=True)


async def _consents(session: AsyncSession, order: PooledOrder, office: str, by: str, now: datetime) -> bool:
    """Write down who consented for an office and when; false if somebody had before."""
    c = order_offices.c
    of_office = (c.order_id == order.id, c.office == office)
    before = (await session.execute(select(order_offices).where(*of_office))).one()._asdict()
    if before["consented_at"] is not None:
        return False
    consent = {"consented_at": now, "consented_by": by}
    await session.execute(update(order_offices).where(*of_office).values(consent))
    note_change(session, order_offices, f"{order.id},{office}", before=before, after=before | consent)
    return True
