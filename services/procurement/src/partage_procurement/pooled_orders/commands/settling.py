"""Book what everybody pays, and correct it by compensating entries; a line that was booked never changes."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Uuid, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.unit_of_work import emit
from partage_procurement.pooled_orders import events
from partage_procurement.pooled_orders.commands.collector import collector_held_back
from partage_procurement.pooled_orders.commands.receiving import new_receipt, quanta_by_article, write_whole
from partage_procurement.pooled_orders.commands.writing import write_rows
from partage_procurement.pooled_orders.kernels.invoice_lines import SettledLine
from partage_procurement.pooled_orders.models.bookkeeping import Booked, Costs, book
from partage_procurement.pooled_orders.models.orders import PooledOrder
from partage_procurement.pooled_orders.models.settlements import Receipt, ReceiptKind, SettlementEntry, settled_lines
from partage_procurement.pooled_orders.queries import orders as queries
from partage_procurement.pooled_orders.queries.results import bought_in
from partage_procurement.pooled_orders.queries.settlements import (
    confirmed_order,
    delivered_in,
    last_entry,
    receipts_of,
)
from partage_procurement.pooled_orders.schemas.settlements import (
    CorrectSettlement,
    EntryKind,
    RealLogistics,
    SupplierInvoice,
)


async def settle_order(session: AsyncSession, office: str, order_id: UUID, by: str) -> queries.WholeOrder:
    """Book every party's and the office's part of the invoices, to the cent, and announce the saving.

    Raises:
        PooledOrderNotFound, HostOfficeOnly, NotPossibleNow
    """
    order = await queries.hosted_for_update(session, office, order_id)
    now = await clock(session)
    order.settle(now)
    receipts = await receipts_of(session, order_id)
    with collector_held_back(order.lines_count):
        await _settle(session, order, receipts[-1].id, await _booked(session, order, receipts), now, by)
    return await queries.whole_order(session, office, order_id, works=True)


async def correct_settlement(
    session: AsyncSession, office: str, order_id: UUID, by: str, correction: CorrectSettlement
) -> queries.WholeOrder:
    """Negate each line of the last settlement, and book everything anew as it really is.

    Raises:
        PooledOrderNotFound, HostOfficeOnly, NotPossibleNow, UnknownArticle, InvoiceDoesNotAddUp, Invalid
    """
    order = await queries.hosted_for_update(session, office, order_id)
    now = await clock(session)
    order.correct(now)
    delivered = quanta_by_article(await bought_in(session, order_id), correction.delivered)
    number = 1 + len(await receipts_of(session, order_id))
    receipt = new_receipt(order, number, ReceiptKind.CORRECTION, delivered, now, by)
    with collector_held_back(order.lines_count):
        await _replace(session, order, receipt, correction, now, by)
    return await queries.whole_order(session, office, order_id, works=True)


async def _replace(
    session: AsyncSession, order: PooledOrder, receipt: Receipt, correction: CorrectSettlement, now: datetime, by: str
) -> None:
    """Reverse the last settlement and book the one that a correction comes to."""
    last = await last_entry(session, order.id)
    booked = await write_whole(session, order, receipt, receipt.delivered, correction.invoice, correction.logistics)
    await _reverse(session, last, correction.reason, now, by)
    await _settle(session, order, receipt.id, booked, now, by, after=last, reason=correction.reason)


async def _booked(session: AsyncSession, order: PooledOrder, receipts: Sequence[Row[Any]]) -> Booked:
    """What the receipts of an order come to."""
    confirmed = await confirmed_order(session, order)
    return await asyncio.to_thread(book, confirmed, delivered_in(receipts), _costs(order, receipts[-1]))


async def _settle(
    session: AsyncSession,
    order: PooledOrder,
    receipt_id: UUID,
    booked: Booked,
    now: datetime,
    by: str,
    after: Row[Any] | None = None,
    reason: str | None = None,
) -> None:
    """Book everybody's part, `after` the settlement that has been reversed if there was one, and announce it."""
    totals, number, last_line = booked.totals, 1, 0
    if after is not None:
        number, last_line = after.number + 2, after.last_line + after.lines_count
    entry = SettlementEntry(
        office=order.office,
        order_id=order.id,
        receipt_id=receipt_id,
        number=number,
        kind=EntryKind.SETTLEMENT,
        reason=reason,
        made_at=now,
        made_by=by,
        lines_count=len(booked.lines),
        supplier_total=totals.supplier,
        logistics_total=totals.logistics,
        office_total=totals.office,
        total=totals.all,
    )
    session.add(entry)
    await session.flush()
    place = {"order_id": order.id, "entry_id": entry.id}
    numbered = enumerate(booked.lines, last_line + 1)
    await write_rows(session, settled_lines, (place | {"line": line} | _row(one) for line, one in numbered))
    await _announce(session, order, booked, now)


async def _reverse(session: AsyncSession, last: Row[Any], reason: str, now: datetime, by: str) -> None:
    """Book the settlement that was the last with every amount and quantity negated; the database copies its lines."""
    reversal = SettlementEntry(
        office=last.office,
        order_id=last.order_id,
        receipt_id=last.receipt_id,
        number=last.number + 1,
        kind=EntryKind.REVERSAL,
        reason=reason,
        made_at=now,
        made_by=by,
        lines_count=last.lines_count,
        supplier_total=-last.supplier_total,
        logistics_total=-last.logistics_total,
        office_total=-last.office_total,
        total=-last.total,
    )
    session.add(reversal)
    await session.flush()
    c = settled_lines.c
    changed = {"line": c.line + last.lines_count, "entry_id": literal(reversal.id, Uuid())}
    changed |= {name: -c[name] for name in ("net", "vat", "quanta")}
    lines = select(*(changed.get(column.key, column) for column in c)).where(c.entry_id == last.id)
    await session.execute(insert(settled_lines).from_select(list(c), lines))


async def _announce(session: AsyncSession, order: PooledOrder, booked: Booked, now: datetime) -> None:
    await session.flush()
    bought, partners = await bought_in(session, order.id), await queries.consenting_offices(session, order)
    emit(session, events.settled(order, now, bought, booked, partners))


def _costs(order: PooledOrder, receipt: Row[Any]) -> Costs:
    invoice = SupplierInvoice.model_validate(receipt.invoice)
    return Costs(invoice, RealLogistics.model_validate(receipt.logistics), order.logistics["hourly_cost"] or 0)


def _row(line: SettledLine) -> dict[str, Any]:
    return {
        "party": line.party,
        "article_id": line.article and UUID(line.article),
        "seq": line.seq,
        "invoice": line.invoice,
        "kind": str(line.kind),
        "reason": str(line.reason),
        "vat_rate": line.vat_rate,
        "net": line.net,
        "vat": line.vat,
        "quanta": line.quanta,
    }
