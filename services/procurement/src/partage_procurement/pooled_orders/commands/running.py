"""Call an order off, give it a second run, place it with the supplier, close it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.types import day_of
from partage_kit.unit_of_work import emit
from partage_procurement.pooled_orders import events
from partage_procurement.pooled_orders.commands.deciding import decide_if_due
from partage_procurement.pooled_orders.queries import orders as queries
from partage_procurement.pooled_orders.queries.results import bought_in
from partage_procurement.suppliers.queries import supplier_for_update


async def cancel_order(session: AsyncSession, office: str, order_id: UUID, reason: str) -> queries.WholeOrder:
    """Call an order off before it is decided; announced if it had been opened.

    Raises:
        PooledOrderNotFound, HostOfficeOnly, NotPossibleNow
    """
    order = await queries.hosted_for_update(session, office, order_id)
    now = await clock(session)
    order.cancel(reason, now)
    await session.flush()
    if order.opened_at is not None:
        emit(session, events.cancelled(order, now, await queries.consenting_offices(session, order)))
    return await queries.whole_order(session, office, order_id, works=True)


async def extend_order(
    session: AsyncSession, office: str, order_id: UUID, top_up_at: datetime | None, locks_at: datetime
) -> queries.WholeOrder:
    """Open an order once more that missed its minimum.

    Raises:
        PooledOrderNotFound, HostOfficeOnly, NotPossibleNow, ExtensionOver, SupplierBlocked
    """
    order = await queries.hosted_for_update(session, office, order_id)
    supplier = await supplier_for_update(session, office, order.supplier_id, shared=True)
    now = await clock(session)
    await decide_if_due(session, order, now)
    order.extend(top_up_at, locks_at, now)
    supplier.require_may_offer(day_of(now))
    await session.flush()
    emit(session, events.extended(order, now, await queries.consenting_offices(session, order)))
    return await queries.whole_order(session, office, order_id, works=True)


async def place_order(
    session: AsyncSession, office: str, order_id: UUID, reference: str | None, expected_on: date | None
) -> queries.WholeOrder:
    """Note that a confirmed order was placed with the supplier.

    Raises:
        PooledOrderNotFound, HostOfficeOnly, NotPossibleNow
    """
    order = await queries.hosted_for_update(session, office, order_id)
    now = await clock(session)
    await decide_if_due(session, order, now)
    order.place(reference, expected_on, now)
    await session.flush()
    partners = await queries.consenting_offices(session, order)
    emit(session, events.ordered(order, now, await bought_in(session, order_id), partners))
    return await queries.whole_order(session, office, order_id, works=True)


async def close_order(session: AsyncSession, office: str, order_id: UUID) -> queries.WholeOrder:
    """Note that nothing is left to do for a settled order; no correction follows.

    Raises:
        PooledOrderNotFound, HostOfficeOnly, NotPossibleNow
    """
    order = await queries.hosted_for_update(session, office, order_id)
    now = await clock(session)
    order.close(now)
    return await queries.whole_order(session, office, order_id, works=True)
