"""What was delivered and invoiced, and who pays what."""

from uuid import UUID

from partage_kit.auth import Buyer, Member
from partage_kit.db import ReadSession
from partage_kit.http.languages import ReaderLanguages
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_procurement.pooled_orders.errors import HostOfficeOnly, PooledOrderNotFound
from partage_procurement.pooled_orders.queries import orders, settlements
from partage_procurement.pooled_orders.routes.callers import party_of
from partage_procurement.pooled_orders.schemas.settlements import ReceiptView, SettledLineView, SettlementEntryView
from partage_procurement.pooled_orders.views.settlements import entry, receipt, settled_line

router = Router(prefix="/pooled-orders", tags=["pooled orders"])


@router.get("/{order_id}/receipts", responses=problems(PooledOrderNotFound, HostOfficeOnly))
async def list_receipts(order_id: UUID, caller: Buyer, paging: Paging, session: ReadSession) -> Page[ReceiptView]:
    """What was delivered, by delivery, with the supplier's invoice and the real logistics."""
    await orders.hosted_order(session, caller.office, order_id)
    articles = await orders.articles_of(session, order_id)
    rows, following = await settlements.list_receipts(session, order_id, paging)
    return Page(items=[receipt(row, articles) for row in rows], next=following)


@router.get("/{order_id}/settlements", responses=problems(PooledOrderNotFound, HostOfficeOnly))
async def list_settlements(
    order_id: UUID, caller: Buyer, paging: Paging, session: ReadSession
) -> Page[SettlementEntryView]:
    """The bookings of an order with their totals: the settlement, and the reversals and settlements of corrections."""
    order = await orders.hosted_order(session, caller.office, order_id)
    rows, following = await settlements.list_entries(session, order_id, paging)
    return Page(items=[entry(row, order.currency) for row in rows], next=following)


@router.get("/{order_id}/settlement-lines", responses=problems(PooledOrderNotFound))
async def list_settlement_lines(
    order_id: UUID, caller: Buyer, languages: ReaderLanguages, paging: Paging, session: ReadSession
) -> Page[SettledLineView]:
    """Who pays what and why; a partner office sees its own parties."""
    order = await orders.one_order(session, caller.office, order_id, works=True)
    office = None if order.office == caller.office else caller.office
    rows, following = await settlements.list_settled_lines(session, order_id, paging, office=office)
    return Page(items=[settled_line(row, order.currency, languages) for row in rows], next=following)


@router.get("/{order_id}/settlement-lines/mine", responses=problems(PooledOrderNotFound))
async def list_my_settlement_lines(
    order_id: UUID, caller: Member, languages: ReaderLanguages, paging: Paging, session: ReadSession
) -> Page[SettledLineView]:
    """What you pay and why."""
    order = await orders.one_order(session, caller.office, order_id, works=False)
    rows, following = await settlements.list_settled_lines(session, order_id, paging, party=party_of(caller).key)
    return Page(items=[settled_line(row, order.currency, languages) for row in rows], next=following)
