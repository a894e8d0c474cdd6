"""What was delivered, and what everybody pays."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_procurement.lists import rows_of
from partage_procurement.pooled_orders.kernels.increments import CommittedLine
from partage_procurement.pooled_orders.kernels.logistics import LogisticsShare
from partage_procurement.pooled_orders.kernels.terms import OrderTerms
from partage_procurement.pooled_orders.models.bookkeeping import Confirmed
from partage_procurement.pooled_orders.models.decisions import Bought, decided_lines, decided_shares
from partage_procurement.pooled_orders.models.orders import PooledOrder
from partage_procurement.pooled_orders.models.settlements import ReceiptKind, SettlementEntry, settled_lines
from partage_procurement.pooled_orders.queries.commitments import all_lines
from partage_procurement.pooled_orders.queries.orders import articles, articles_for_update, commitments
from partage_procurement.pooled_orders.queries.portions import in_portions
from partage_procurement.pooled_orders.queries.results import bought_in, last_decision, receipts

entries = table_of(SettlementEntry)

_BY_RECEIPT = Order("number", (receipts.c.number, True))
_BY_ENTRY = Order("number", (entries.c.number, True))
_BY_LINE = Order("line", (settled_lines.c.line, True))


async def confirmed_order(session: AsyncSession, order: PooledOrder) -> Confirmed:
    """What the lock confirmed of an order, as it was written down then; for a transaction that writes."""
    decision = await last_decision(session, order.id)
    if decision is None:
        raise LookupError(f"order {order.id} is {order.decided}, but nothing was written down of its decision")
    of_lines = select(decided_lines.c.seq).where(
        decided_lines.c.decision_id == decision.id, decided_lines.c.units.is_not(None)
    )
    of_shares = select(decided_shares).where(decided_shares.c.decision_id == decision.id).order_by(decided_shares.c.seq)
    stayed, shares = await in_portions(session, of_lines), await in_portions(session, of_shares)
    terms = order.terms(await articles_for_update(session, order.id))
    bought, lines = await bought_in(session, order.id), await all_lines(session, order.id)
    # a large order has hundreds of thousands of lines; a thread keeps the service answering meanwhile
    return await asyncio.to_thread(_confirmed, terms, bought, lines, stayed, shares)


def _confirmed(
    terms: OrderTerms,
    bought: Sequence[Bought],
    all_of: Sequence[CommittedLine],
    stayed: Sequence[Row[Any]],
    shares: Sequence[Row[Any]],
) -> Confirmed:
    lines: dict[str, list[CommittedLine]] = {str(one.article.id): [] for one in bought}
    seqs = {row.seq for row in stayed}
    for line in all_of:
        if line.seq in seqs:
            lines[line.article].append(line)
    return Confirmed(terms, bought, lines, [LogisticsShare(row.party, row.seq, row.share, row.gain) for row in shares])


async def receipts_of(session: Readable, order_id: UUID) -> Sequence[Row[Any]]:
    """All deliveries of an order and the corrections of them, the first first."""
    statement = select(receipts).where(receipts.c.order_id == order_id).order_by(receipts.c.number)
    return (await session.execute(statement)).all()


async def list_receipts(session: Readable, order_id: UUID, paging: PageOf) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the deliveries of an order and the corrections of them, the first first."""
    statement = rows_of(receipts, _BY_RECEIPT).where(receipts.c.order_id == order_id)
    return await page_of(session, statement, _BY_RECEIPT, paging)


def delivered_in(of_order: Sequence[Row[Any]]) -> dict[str, int]:
    """All that was delivered by the receipts of an order, in quanta by article id; a correction replaces what was."""
    delivered: Counter[str] = Counter()
    for receipt in of_order:
        if receipt.kind is ReceiptKind.CORRECTION:
            delivered.clear()
        delivered.update(receipt.delivered)
    return dict(delivered)


async def list_entries(session: Readable, order_id: UUID, paging: PageOf) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the bookings of an order with their totals, the first first."""
    statement = rows_of(entries, _BY_ENTRY).where(entries.c.order_id == order_id)
    return await page_of(session, statement, _BY_ENTRY, paging)


async def last_entry(session: Readable, order_id: UUID) -> Row[Any]:
    """The newest booking of an order that was settled, with the number of its last line."""
    lines = select(func.sum(entries.c.lines_count)).where(entries.c.order_id == order_id).scalar_subquery()
    newest = select(entries, lines.label("last_line")).where(entries.c.order_id == order_id)
    return (await session.execute(newest.order_by(entries.c.number.desc()).limit(1))).one()


async def list_settled_lines(
    session: Readable, order_id: UUID, paging: PageOf, *, office: str | None = None, party: str | None = None
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the settled lines of an order; only those of an office's parties, or of one party, if given."""
    statement = _lines(order_id)
    if office is not None:
        statement = statement.where(commitments.c.office == office)
    if party is not None:
        statement = statement.where(settled_lines.c.party == party)
    return await page_of(session, statement, _BY_LINE, paging)


async def due_from(session: Readable, order_id: UUID, party: str) -> int:
    """What a party pays in all, in minor units with VAT, after corrections."""
    c = settled_lines.c
    total = select(func.coalesce(func.sum(c.net + c.vat), 0)).where(c.order_id == order_id, c.party == party)
    return int((await session.execute(total)).scalar_one())


def _lines(order_id: UUID) -> Select[Any]:
    return (
        select(
            settled_lines.c.line,
            *(column for column in settled_lines.c if column.key != "line"),
            entries.c.number.label("entry"),
            entries.c.kind.label("entry_kind"),
            articles.c.unit,
            articles.c.quantum,
            commitments.c.office,
            commitments.c.party_kind,
            commitments.c.member_id,
        )
        .join(entries, entries.c.id == settled_lines.c.entry_id)
        .outerjoin(articles, articles.c.id == settled_lines.c.article_id)
        .outerjoin(
            commitments,
            and_(commitments.c.order_id == settled_lines.c.order_id, commitments.c.party == settled_lines.c.party),
        )
        .where(settled_lines.c.order_id == order_id)
    )
