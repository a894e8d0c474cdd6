"""What was decided at a lock, and what each party gets of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, select

from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_procurement.lists import rows_of
from partage_procurement.pooled_orders.models.decisions import (
    Bought,
    OrderDecision,
    decided_articles,
    decided_lines,
    decided_shares,
)
from partage_procurement.pooled_orders.models.settlements import Receipt, ReceiptKind, received_lines
from partage_procurement.pooled_orders.queries.orders import articles, commitments

decisions = table_of(OrderDecision)
receipts = table_of(Receipt)

_BY_NUMBER = Order("number", (decisions.c.number, True))
_BY_SEQ = Order("seq", (decided_lines.c.seq, True))


async def count_decisions(session: Readable, order_id: UUID) -> int:
    """How often an order has been decided."""
    counted = select(func.count()).select_from(decisions).where(decisions.c.order_id == order_id)
    return int((await session.execute(counted)).scalar_one())


async def list_decisions(session: Readable, order_id: UUID, paging: PageOf) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the decisions about an order, the first first."""
    statement = rows_of(decisions, _BY_NUMBER).where(decisions.c.order_id == order_id)
    return await page_of(session, statement, _BY_NUMBER, paging)


async def last_decision(session: Readable, order_id: UUID) -> Row[Any] | None:
    """The decision that counts, if there is one."""
    newest = select(decisions).where(decisions.c.order_id == order_id).order_by(decisions.c.number.desc()).limit(1)
    return (await session.execute(newest)).first()


async def decided_articles_of(session: Readable, order_id: UUID) -> Sequence[Row[Any]]:
    """By decision and article, in the order's own order: what is bought, or why it is not; with its unit."""
    statement = (
        select(decided_articles, articles.c.unit, articles.c.quantum)
        .join(decisions, decisions.c.id == decided_articles.c.decision_id)
        .join(articles, articles.c.id == decided_articles.c.article_id)
        .where(decisions.c.order_id == order_id)
        .order_by(articles.c.position)
    )
    return (await session.execute(statement)).all()


async def bought_in(session: Readable, order_id: UUID) -> list[Bought]:
    """What a confirmed order buys, in its own order."""
    last = _last_number(order_id)
    statement = (
        select(articles, decided_articles.c.volume, decided_articles.c.tier, decided_articles.c.price)
        .join(decided_articles, decided_articles.c.article_id == articles.c.id)
        .join(decisions, decisions.c.id == decided_articles.c.decision_id)
        .where(decisions.c.order_id == order_id, decisions.c.number == last, decided_articles.c.volume.is_not(None))
        .order_by(articles.c.position)
    )
    rows = (await session.execute(statement)).all()
    return [Bought(row, row.volume, row.tier, row.price) for row in rows]


async def list_allotments(
    session: Readable, order_id: UUID, office: str | None, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of what the lines of an order get, by seq; only those of an office's parties if one is given."""
    statement = _allotments(order_id)
    if office is not None:
        statement = statement.where(commitments.c.office == office)
    return await page_of(session, statement, _BY_SEQ, paging)


async def allotments_of(session: Readable, order_id: UUID, party: str) -> Sequence[Row[Any]]:
    """What a party gets of each article, by seq."""
    rows = (await session.execute(_allotments(order_id).where(decided_lines.c.party == party))).all()
    return sorted(rows, key=lambda row: row.seq)


async def share_of(session: Readable, decision_id: UUID, party: str) -> Row[Any] | None:
    """What a party bears of the logistics."""
    c = decided_shares.c
    statement: Select[Any] = select(c.share, c.gain).where(c.decision_id == decision_id, c.party == party)
    row: Row[Any] | None = (await session.execute(statement)).first()
    return row


def _allotments(order_id: UUID) -> Select[Any]:
    """The lines of the last decision, with the party, the article's unit, and what they received, if anything yet."""
    received = and_(
        received_lines.c.receipt_id == _last_shared_out(order_id), received_lines.c.seq == decided_lines.c.seq
    )
    return (
        select(
            decided_lines.c.seq,
            *(column for column in decided_lines.c if column.key != "seq"),
            articles.c.unit,
            articles.c.quantum,
            commitments.c.office,
            commitments.c.party_kind,
            commitments.c.member_id,
            received_lines.c.units.label("received"),
            received_lines.c.reason.label("received_reason"),
        )
        .join(decisions, decisions.c.id == decided_lines.c.decision_id)
        .join(articles, articles.c.id == decided_lines.c.article_id)
        .join(
            commitments,
            and_(commitments.c.order_id == decisions.c.order_id, commitments.c.party == decided_lines.c.party),
        )
        .outerjoin(received_lines, received)
        .where(decisions.c.order_id == order_id, decisions.c.number == _last_number(order_id))
    )


def _last_number(order_id: UUID) -> Any:
    return select(func.max(decisions.c.number)).where(decisions.c.order_id == order_id).scalar_subquery()


def _last_shared_out(order_id: UUID) -> Any:
    """The last receipt by which all that was delivered was shared out."""
    whole = select(receipts.c.id).where(receipts.c.order_id == order_id, receipts.c.kind != ReceiptKind.PARTIAL)
    return whole.order_by(receipts.c.number.desc()).limit(1).scalar_subquery()
