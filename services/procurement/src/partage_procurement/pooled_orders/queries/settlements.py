"""What was delivered, and what everybody pays."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_procurement.pooled_orders.kernels.increments import CommittedLine
from partage_procurement.pooled_orders.kernels.invoice_lines import OFFICE, ChargeKind
from partage_procurement.pooled_orders.kernels.logistics import LogisticsShare
from partage_procurement.pooled_orders.kernels.settlement import SUPPLIER_INVOICE
from partage_procurement.pooled_orders.models.bookkeeping import Confirmed
from partage_procurement.pooled_orders.models.decisions import decided_lines, decided_shares
from partage_procurement.pooled_orders.models.orders import PooledOrder
from partage_procurement.pooled_orders.models.settlements import ReceiptKind, SettlementEntry, settled_lines
from partage_procurement.pooled_orders.queries.commitments import all_lines
from partage_procurement.pooled_orders.queries.orders import articles, articles_for_update, commitments
from partage_procurement.pooled_orders.queries.results import bought_in, last_decision, receipts

entries = table_of(SettlementEntry)

_BY_LINE = Order("line", (settled_lines.c.line, True))


async def confirmed_order(session: AsyncSession, order: PooledOrder) -> Confirmed:
    """What the lock confirmed of an order, as it was written down then."""
    decision = await last_decision(session, order.id)
    assert decision is not None  # noqa: S101 - only a decided order comes here
    served = select(decided_lines.c.seq).where(
        decided_lines.c.decision_id == decision.id, decided_lines.c.units.is_not(None)
    )
    stayed = set((await session.execute(served)).scalars())
    bought = await bought_in(session, order.id)
    lines: dict[str, list[CommittedLine]] = {str(one.article.id): [] for one in bought}
    for line in await all_lines(session, order.id):
        if line.seq in stayed:
            lines[line.article].append(line)
    shares = select(decided_shares).where(decided_shares.c.decision_id == decision.id).order_by(decided_shares.c.seq)
    return Confirmed(
        order.terms(await articles_for_update(session, order.id)),
        bought,
        lines,
        [LogisticsShare(row.party, row.seq, row.share, row.gain) for row in await session.execute(shares)],
    )


async def receipts_of(session: AsyncSession, order_id: UUID) -> Sequence[Row[Any]]:
    """The deliveries of an order and the corrections of them, the first first."""
    statement = select(receipts).where(receipts.c.order_id == order_id).order_by(receipts.c.number)
    return (await session.execute(statement)).all()


def delivered_in(of_order: Sequence[Row[Any]]) -> dict[str, int]:
    """All that was delivered by the receipts of an order, in quanta by article id; a correction replaces what was."""
    delivered: Counter[str] = Counter()
    for receipt in of_order:
        if receipt.kind is ReceiptKind.CORRECTION:
            delivered.clear()
        delivered.update(receipt.delivered)
    return dict(delivered)


async def entries_of(session: AsyncSession, order_id: UUID) -> Sequence[Row[Any]]:
    """The bookings of an order with their totals, VAT included, the first first."""
    c = settled_lines.c
    gross = c.net + c.vat

    def total(*only: Any) -> Any:
        return func.coalesce(func.sum(case((and_(*only), gross), else_=0)), 0) if only else func.sum(gross)

    statement: Select[Any] = (
        select(
            *entries.c,
            total(c.invoice == SUPPLIER_INVOICE).label("supplier_total"),
            total(c.kind == ChargeKind.LOGISTICS).label("logistics_total"),
            total(c.party == OFFICE).label("office_total"),
            total().label("total"),
        )
        .join(settled_lines, c.entry_id == entries.c.id)
        .where(entries.c.order_id == order_id)
        .group_by(*entries.c)
        .order_by(entries.c.number)
    )
    rows: Sequence[Row[Any]] = (await session.execute(statement)).all()
    return rows


async def last_entry(session: AsyncSession, order_id: UUID) -> Row[Any] | None:
    """The newest booking of an order, with the number of its last line."""
    lines = select(func.max(settled_lines.c.line)).where(settled_lines.c.order_id == order_id).scalar_subquery()
    newest = select(entries, lines.label("last_line")).where(entries.c.order_id == order_id)
    return (await session.execute(newest.order_by(entries.c.number.desc()).limit(1))).first()


async def lines_of_entry(session: AsyncSession, entry_id: UUID) -> Sequence[Row[Any]]:
    """The lines of a booking."""
    statement = select(settled_lines).where(settled_lines.c.entry_id == entry_id).order_by(settled_lines.c.line)
    return (await session.execute(statement)).all()


async def list_settled_lines(
    session: AsyncSession, order_id: UUID, paging: PageOf, *, office: str | None = None, party: str | None = None
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the settled lines of an order; only those of an office's parties, or of one party, if given."""
    statement = _lines(order_id)
    if office is not None:
        statement = statement.where(commitments.c.office == office)
    if party is not None:
        statement = statement.where(settled_lines.c.party == party)
    return await page_of(session, statement, _BY_LINE, paging)


async def due_from(session: AsyncSession, order_id: UUID, party: str) -> int:
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
