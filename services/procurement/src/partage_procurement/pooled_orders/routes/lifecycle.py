"""The verbs by which the buyer runs an order; what its dates decide has no verb."""

from uuid import UUID

from partage_kit.auth import Buyer
from partage_kit.db import WriteSession
from partage_kit.errors import NotPossibleNow
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag
from partage_procurement.offers.errors import OfferNotOpen
from partage_procurement.pooled_orders.commands import opening, receiving, running, settling
from partage_procurement.pooled_orders.errors import (
    ExtensionOver,
    HostOfficeOnly,
    InvoiceDoesNotAddUp,
    PooledOrderNotFound,
    UnknownArticle,
)
from partage_procurement.pooled_orders.schemas.orders import CancelOrder, ExtendOrder, OrderView, PlaceOrder
from partage_procurement.pooled_orders.schemas.settlements import CorrectSettlement, ReceiveOrder
from partage_procurement.pooled_orders.views.orders import whole
from partage_procurement.suppliers.errors import SupplierBlocked

router = Router(prefix="/pooled-orders", tags=["pooled orders"])

RUNNING = (PooledOrderNotFound, HostOfficeOnly, NotPossibleNow)


@router.post("/{order_id}/open", responses=problems(*RUNNING, SupplierBlocked, OfferNotOpen))
async def open_pooled_order(order_id: UUID, caller: Buyer, session: WriteSession, tag: ETag) -> OrderView:
    """Let members join from `opens_at` on; the standing of the supplier may forbid it."""
    return tag(whole(await opening.open_order(session, caller.office, order_id)))


@router.post("/{order_id}/consent", responses=problems(PooledOrderNotFound, NotPossibleNow))
async def consent_to_pooled_order(order_id: UUID, caller: Buyer, session: WriteSession, tag: ETag) -> OrderView:
    """Let the members of your office join an order of another office that invites them."""
    return tag(whole(await opening.consent_to(session, caller.office, order_id, caller.subject)))


@router.post("/{order_id}/cancel", responses=problems(*RUNNING))
async def cancel_pooled_order(
    order_id: UUID, cancellation: CancelOrder, caller: Buyer, session: WriteSession, tag: ETag
) -> OrderView:
    """Call an order off before it is decided; its commitments are released."""
    return tag(whole(await running.cancel_order(session, caller.office, order_id, cancellation.reason)))


@router.post("/{order_id}/extend", responses=problems(*RUNNING, ExtensionOver, SupplierBlocked))
async def extend_pooled_order(
    order_id: UUID, extension: ExtendOrder, caller: Buyer, session: WriteSession, tag: ETag
) -> OrderView:
    """Give an order that missed its minimum a second run; commitments are kept, members may leave."""
    dates = (extension.top_up_at, extension.locks_at)
    return tag(whole(await running.extend_order(session, caller.office, order_id, *dates)))


@router.post("/{order_id}/order", responses=problems(*RUNNING))
async def place_pooled_order(
    order_id: UUID, placed: PlaceOrder, caller: Buyer, session: WriteSession, tag: ETag
) -> OrderView:
    """Note that a confirmed order was placed with the supplier."""
    answer = (placed.supplier_reference, placed.expected_on)
    return tag(whole(await running.place_order(session, caller.office, order_id, *answer)))


@router.post("/{order_id}/receive", responses=problems(*RUNNING, UnknownArticle, InvoiceDoesNotAddUp))
async def receive_pooled_order(
    order_id: UUID, receipt: ReceiveOrder, caller: Buyer, session: WriteSession, tag: ETag
) -> OrderView:
    """Note a delivery; the last one comes with the supplier's invoice and the real logistics."""
    return tag(whole(await receiving.receive_order(session, caller.office, order_id, caller.subject, receipt)))


@router.post("/{order_id}/settle", responses=problems(*RUNNING))
async def settle_pooled_order(order_id: UUID, caller: Buyer, session: WriteSession, tag: ETag) -> OrderView:
    """Book everybody's part of the invoices to the cent."""
    return tag(whole(await settling.settle_order(session, caller.office, order_id, caller.subject)))


@router.post("/{order_id}/correct", responses=problems(*RUNNING, UnknownArticle, InvoiceDoesNotAddUp))
async def correct_pooled_order(
    order_id: UUID, correction: CorrectSettlement, caller: Buyer, session: WriteSession, tag: ETag
) -> OrderView:
    """Replace a settlement by compensating entries and a new one; nothing booked is edited."""
    return tag(whole(await settling.correct_settlement(session, caller.office, order_id, caller.subject, correction)))


@router.post("/{order_id}/close", responses=problems(*RUNNING))
async def close_pooled_order(order_id: UUID, caller: Buyer, session: WriteSession, tag: ETag) -> OrderView:
    """Note that nothing is left to do for a settled order."""
    return tag(whole(await running.close_order(session, caller.office, order_id)))
