"""What parties committed to."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_procurement.pooled_orders.errors import CommitmentNotFound
from partage_procurement.pooled_orders.kernels.increments import CommitmentEvent, CommittedLine, committed_lines
from partage_procurement.pooled_orders.models.commitments import Commitment, commitment_events
from partage_procurement.pooled_orders.queries.orders import commitments
from partage_procurement.pooled_orders.queries.portions import in_portions

_BY_ID = Order("id", (commitments.c.id, True))


async def commitment_of(session: AsyncSession, order_id: UUID, party: str) -> Commitment | None:
    """A party's commitment to an order, as an object to change."""
    statement = select(Commitment).where(col(Commitment.order_id) == order_id, col(Commitment.party) == party)
    return (await session.execute(statement)).scalar_one_or_none()


async def live_commitment(session: Readable, order_id: UUID, party: str) -> Row[Any]:
    """A party's commitment to an order, if it has any line.

    Raises:
        CommitmentNotFound
    """
    c = commitments.c
    statement = select(commitments).where(c.order_id == order_id, c.party == party, c.lines > 0)
    row: Row[Any] | None = (await session.execute(statement)).first()
    if row is None:
        raise CommitmentNotFound()
    return row


async def lines_of(session: Readable, order_id: UUID, parties: Iterable[str]) -> Mapping[str, list[CommittedLine]]:
    """What some parties want now, by party, in the order in which they began."""
    lines: defaultdict[str, list[CommittedLine]] = defaultdict(list)
    statement = _events(order_id, commitment_events.c.party.in_(list(parties)))
    for line in _lines((await session.execute(statement)).all()):
        lines[line.party].append(line)
    return lines


async def lines_for_articles(session: AsyncSession, order_id: UUID, articles: Iterable[UUID]) -> list[CommittedLine]:
    """What all parties want of some articles now, in the order in which they began; for a transaction that writes."""
    return await _many_lines(session, _events(order_id, commitment_events.c.article_id.in_(list(articles))))


async def all_lines(session: AsyncSession, order_id: UUID) -> list[CommittedLine]:
    """What all parties want of all articles now, in the order in which they began; for a transaction that writes."""
    return await _many_lines(session, _events(order_id))


async def list_commitments(
    session: Readable, order_id: UUID, office: str | None, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the live commitments to an order; only those of an office if one is given."""
    columns = [commitments.c.id, *(column for column in commitments.c if column.key != "id")]
    statement = select(*columns).where(commitments.c.order_id == order_id, commitments.c.lines > 0)
    if office is not None:
        statement = statement.where(commitments.c.office == office)
    return await page_of(session, statement, _BY_ID, paging)


def _events(order_id: UUID, *only: Any) -> Select[Any]:
    """Events in any order: the kernel sorts them, and a database asked to may read the whole order for it."""
    c = commitment_events.c
    return select(c.seq, c.party, c.article_id, c.firm, c.tolerance, c.ceiling).where(c.order_id == order_id, *only)


async def _many_lines(session: AsyncSession, statement: Select[Any]) -> list[CommittedLine]:
    return await asyncio.to_thread(_lines, await in_portions(session, statement))


def _lines(rows: Iterable[Any]) -> list[CommittedLine]:
    named = cache(str)  # an order has few articles and many lines
    return committed_lines(
        CommitmentEvent(seq, party, named(article), firm, tolerance, ceiling)
        for seq, party, article, firm, tolerance, ceiling in rows
    )
