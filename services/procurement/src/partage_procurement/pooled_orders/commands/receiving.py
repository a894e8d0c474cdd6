"""Note what was delivered, and allot it anew once all of it is there."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.errors import Invalid
from partage_kit.unit_of_work import emit
from partage_procurement.pooled_orders import events
from partage_procurement.pooled_orders.commands.collector import collector_held_back
from partage_procurement.pooled_orders.commands.reading import quanta_at, require_at_most, require_currency
from partage_procurement.pooled_orders.commands.writing import write_rows
from partage_procurement.pooled_orders.errors import UnknownArticle
from partage_procurement.pooled_orders.models.bookkeeping import Booked, Costs, book
from partage_procurement.pooled_orders.models.decisions import Bought
from partage_procurement.pooled_orders.models.orders import PooledOrder
from partage_procurement.pooled_orders.models.settlements import Receipt, ReceiptKind, received_lines
from partage_procurement.pooled_orders.queries import orders as queries
from partage_procurement.pooled_orders.queries.results import bought_in
from partage_procurement.pooled_orders.queries.settlements import confirmed_order, delivered_in, receipts_of
from partage_procurement.pooled_orders.schemas.settlements import (
    Delivered,
    RealLogistics,
    ReceiveOrder,
    SupplierInvoice,
)


async def receive_order(
    session: AsyncSession, office: str, order_id: UUID, by: str, receipt: ReceiveOrder
) -> queries.WholeOrder:
    """Note a delivery; with the last one everything is allotted anew, and the invoice is compared with it.

    Raises:
        PooledOrderNotFound, HostOfficeOnly, NotPossibleNow, UnknownArticle, InvoiceDoesNotAddUp, Invalid
    """
    order = await queries.hosted_for_update(session, office, order_id)
    now = await clock(session)
    order.receive(now, complete=receipt.complete)
    bought = await bought_in(session, order_id)
    earlier = await receipts_of(session, order_id)
    delivered = quanta_by_article(bought, receipt.delivered)
    so_far = dict(Counter(delivered_in(earlier)) + Counter(delivered))
    for one in bought:
        require_at_most("/body/delivered", one.article, so_far.get(str(one.article.id), 0))
    record = new_receipt(order, 1 + len(earlier), ReceiptKind.PARTIAL, delivered, now, by)
    if receipt.invoice is not None and receipt.logistics is not None:
        record.kind = ReceiptKind.COMPLETE
        with collector_held_back(order.lines_count):
            await write_whole(session, order, record, so_far, receipt.invoice, receipt.logistics)
    else:
        session.add(record)
    await session.flush()
    partners = await queries.consenting_offices(session, order)
    emit(session, events.received(order, now, bought, so_far, partners, complete=receipt.complete))
    return await queries.whole_order(session, office, order_id, works=True)


def new_receipt(
    order: PooledOrder, number: int, kind: ReceiptKind, delivered: dict[str, int], now: datetime, by: str
) -> Receipt:
    """A receipt, not yet written down."""
    return Receipt(
        office=order.office,
        order_id=order.id,
        number=number,
        kind=kind,
        delivered=delivered,
        recorded_at=now,
        recorded_by=by,
    )


async def write_whole(
    session: AsyncSession,
    order: PooledOrder,
    record: Receipt,
    delivered: dict[str, int],
    invoice: SupplierInvoice,
    logistics: RealLogistics,
) -> Booked:
    """Write down a receipt after which nothing more is expected, with its costs and what each line gets.

    Raises:
        InvoiceDoesNotAddUp, UnknownArticle, Invalid
    """
    require_currency("/body/logistics/amount", order.currency, [logistics.amount])
    amounts = [amount for line in invoice.lines for amount in (line.goods, line.deposits)]
    require_currency("/body/invoice", order.currency, [invoice.total, *amounts])
    record.invoice, record.logistics = invoice.model_dump(mode="json"), logistics.model_dump(mode="json")
    confirmed = await confirmed_order(session, order)
    _require_bought(confirmed.bought, [line.article_id for line in invoice.lines])
    _require_each_once(invoice)
    costs = Costs(invoice, logistics, order.logistics["hourly_cost"] or 0)
    # like the decision, a large order's bill takes seconds; a thread keeps the service answering meanwhile
    booked = await asyncio.to_thread(book, confirmed, delivered, costs)
    session.add(record)
    await session.flush()
    await write_rows(session, received_lines, _received(record.id, booked))
    return booked


def _received(receipt_id: UUID, booked: Booked) -> Iterable[dict[str, Any]]:
    for article, allocation in booked.allocations.items():
        for allotment in allocation.allotments:
            yield {
                "receipt_id": receipt_id,
                "seq": allotment.line.seq,
                "article_id": UUID(article),
                "party": allotment.line.party,
                "units": allotment.units,
                "reason": str(allotment.reason),
            }


def quanta_by_article(bought: Sequence[Bought], delivered: Sequence[Delivered]) -> dict[str, int]:
    """Delivered quantities in quanta by article id.

    Raises:
        UnknownArticle, Invalid
    """
    _require_bought(bought, [one.article_id for one in delivered])
    articles = {one.article.id: one.article for one in bought}
    return {
        str(one.article_id): quanta_at(f"/body/delivered/{place}/quantity", articles[one.article_id], one.quantity)
        for place, one in enumerate(delivered)
    }


def _require_bought(bought: Sequence[Bought], ids: Sequence[UUID]) -> None:
    if unknown := set(ids) - {one.article.id for one in bought}:
        raise UnknownArticle(f"not bought in this order: {', '.join(sorted(map(str, unknown)))}")


def _require_each_once(invoice: SupplierInvoice) -> None:
    """Refuse an invoice with two lines for one article, of which only one would count.

    Raises:
        Invalid
    """
    named: set[UUID] = set()
    for place, line in enumerate(invoice.lines):
        if line.article_id in named:
            pointer, detail = f"/body/invoice/lines/{place}/article_id", "each article once: add a credit to its line"
            raise Invalid(f"{pointer}: {detail}", errors=[{"pointer": pointer, "detail": detail}])
        named.add(line.article_id)
