"""Book what everybody pays, and correct it by compensating entries; a line that was booked never changes."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.unit_of_work import emit
from partage_procurement.pooled_orders import events
from partage_procurement.pooled_orders.commands.receiving import new_receipt, quanta_by_article, write_whole
from partage_procurement.pooled_orders.kernels.invoice_lines import SettledLine
from partage_procurement.pooled_orders.models.bookkeeping import Booked, Costs, book
from partage_procurement.pooled_orders.models.orders import PooledOrder
from partage_procurement.pooled_orders.models.settlements import ReceiptKind, SettlementEntry, settled_lines
from partage_procurement.pooled_orders.queries import orders as queries
from partage_procurement.pooled_orders.queries.results import bought_in
from partage_procurement.pooled_orders.queries.settlements import (
    confirmed_order,
    delivered_in,
    last_entry,
    lines_of_entry,
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
    confirmed = await confirmed_order(session, order)
    booked = await asyncio.to_thread(book, confirmed, delivered_in(receipts), _costs(order, receipts[-1]))
    entry = _entry(order, receipts[-1].id, 1, EntryKind.SETTLEMENT, None, now, by)
    await _write(session, entry, map(_row, booked.lines), count(1))
    await _announce(session, order, booked, now)
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
    last = await last_entry(session, order_id)
    assert last is not None  # noqa: S101 - a settled order has one
    delivered = quanta_by_article(await bought_in(session, order_id), correction.delivered)
    number = 1 + len(await receipts_of(session, order_id))
    receipt = new_receipt(order, number, ReceiptKind.CORRECTION, delivered, now, by)
    booked = await write_whole(session, order, receipt, delivered, correction.invoice, correction.logistics)
    numbers = count(last.last_line + 1)
    reversal = _entry(order, last.receipt_id, last.number + 1, EntryKind.REVERSAL, correction.reason, now, by)
    await _write(session, reversal, map(_negated, await lines_of_entry(session, last.id)), numbers)
    entry = _entry(order, receipt.id, last.number + 2, EntryKind.SETTLEMENT, correction.reason, now, by)
    await _write(session, entry, map(_row, booked.lines), numbers)
    await _announce(session, order, booked, now)
    return await queries.whole_order(session, office, order_id, works=True)


async def _announce(session: AsyncSession, order: PooledOrder, booked: Booked, now: datetime) -> None:
    await session.flush()
    bought, partners = await bought_in(session, order.id), await queries.consenting_offices(session, order)
    emit(session, events.settled(order, now, bought, booked, partners))


def _costs(order: PooledOrder, receipt: Any) -> Costs:
    invoice = SupplierInvoice.model_validate(receipt.invoice)
    return Costs(invoice, RealLogistics.model_validate(receipt.logistics), order.logistics["hourly_cost"] or 0)


def _entry(
    order: PooledOrder, receipt_id: UUID, number: int, kind: EntryKind, reason: str | None, now: datetime, by: str
) -> SettlementEntry:
    return SettlementEntry(
        office=order.office,
        order_id=order.id,
        receipt_id=receipt_id,
        number=number,
        kind=kind,
        reason=reason,
        made_at=now,
        made_by=by,
    )


async def _write(
    session: AsyncSession, entry: SettlementEntry, lines: Iterable[Mapping[str, Any]], numbers: "count[int]"
) -> None:
    session.add(entry)
    await session.flush()
    place = {"order_id": entry.order_id, "entry_id": entry.id}
    rows = [{**line, **place, "line": number} for line, number in zip(lines, numbers, strict=False)]
    if rows:
        await session.execute(insert(settled_lines), rows)


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


def _negated(row: Any) -> dict[str, Any]:
    return {**row._mapping, "net": -row.net, "vat": -row.vat, "quanta": -row.quanta}
