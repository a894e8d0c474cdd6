"""Join an order, change what one committed to, leave it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.procurement import PartyKind
from partage_kit.clock import clock
from partage_kit.unit_of_work import emit
from partage_procurement.known.queries import Belonging, belonging_of
from partage_procurement.pooled_orders import events
from partage_procurement.pooled_orders.commands.reading import minor_at, quanta_at
from partage_procurement.pooled_orders.commands.topping_up import require_top_up_rules
from partage_procurement.pooled_orders.errors import (
    CapReached,
    OrderForOtherMembers,
    PooledOrderNotFound,
    UnknownArticle,
)
from partage_procurement.pooled_orders.kernels.increments import CommittedLine
from partage_procurement.pooled_orders.models.articles import OrderArticle
from partage_procurement.pooled_orders.models.commitments import (
    NOTHING,
    Change,
    Commitment,
    Party,
    Wanted,
    commitment_events,
)
from partage_procurement.pooled_orders.models.orders import PooledOrder
from partage_procurement.pooled_orders.queries import commitments as queries
from partage_procurement.pooled_orders.queries.orders import articles_for_update, consenting_offices, order_for_update
from partage_procurement.pooled_orders.schemas.commitments import WantedLine
from partage_procurement.pooled_orders.schemas.states import State
from partage_procurement.values import enclosing


@dataclass(frozen=True, slots=True)
class Joined:
    """An order after a party's change, with the party's own commitment and lines."""

    order: PooledOrder
    articles: Sequence[OrderArticle]
    commitment: Commitment
    lines: Sequence[CommittedLine]


async def commit_to(
    session: AsyncSession, order_id: UUID, party: Party, claimed: Belonging | None, lines: Sequence[WantedLine]
) -> Joined:
    """Take a party's quantities into an open order, and announce them; articles that are left out are taken back.

    `claimed` is what a member's token says of her, used where nothing is known of her.

    Raises:
        PooledOrderNotFound, OrderForOtherMembers, OrderNotOpen, UnknownArticle, CapReached, TopUpRuleBroken, Invalid
    """
    order, articles, now = await _joinable(session, order_id, party)
    if party.member_id is not None and claimed is not None:
        _require_among(order, await belonging_of(session, party.member_id, claimed))
    return await take(session, order, articles, party, _wanted(order, articles, lines), now)


async def leave(session: AsyncSession, order_id: UUID, party: Party) -> None:
    """Take back all that a party committed to.

    Raises:
        PooledOrderNotFound, CommitmentNotFound, OrderNotOpen, TopUpRuleBroken
    """
    order, articles, now = await _joinable(session, order_id, party)
    await queries.live_commitment(session, order_id, party.key)
    await take(session, order, articles, party, {}, now)


async def _joinable(
    session: AsyncSession, order_id: UUID, party: Party
) -> tuple[PooledOrder, Sequence[OrderArticle], datetime]:
    """The order, locked and open to changes, and the instant read after the lock was held."""
    works = party.kind is PartyKind.STRUCTURE
    order = await order_for_update(session, party.office, order_id, works=works, consented=True)
    articles = await articles_for_update(session, order_id)
    now = await clock(session)
    if order.state_at(now) is State.DRAFT and not works:
        raise PooledOrderNotFound()
    order.require_joinable(now)
    return order, articles, now


def _wanted(order: PooledOrder, articles: Sequence[OrderArticle], lines: Sequence[WantedLine]) -> dict[UUID, Wanted]:
    """What is wanted in quanta and minor units, by article id.

    Raises:
        UnknownArticle, Invalid
    """
    by_id = {article.id: article for article in articles}
    if unknown := {line.article_id for line in lines} - by_id.keys():
        raise UnknownArticle(f"not in this order: {', '.join(sorted(map(str, unknown)))}")
    return {
        line.article_id: Wanted(
            quanta_at(f"/body/lines/{place}/firm", by_id[line.article_id], line.firm),
            quanta_at(f"/body/lines/{place}/tolerance", by_id[line.article_id], line.tolerance),
            None if line.ceiling is None else minor_at(f"/body/lines/{place}/ceiling", order.currency, line.ceiling),
        )
        for place, line in enumerate(lines)
    }


def _require_among(order: PooledOrder, belonging: Belonging) -> None:
    """Refuse a member whom the order is not for.

    Raises:
        OrderForOtherMembers
    """
    if order.filieres and not {str(filiere) for filiere in belonging.filieres} & set(order.filieres):
        raise OrderForOtherMembers("for members of certain filières", filieres=order.filieres)
    if order.nuts and not set(enclosing(belonging.nuts or "")) & set(order.nuts):
        raise OrderForOtherMembers(f"for members of {', '.join(order.nuts)}", nuts=order.nuts)


async def take(
    session: AsyncSession,
    order: PooledOrder,
    articles: Sequence[OrderArticle],
    party: Party,
    wanted: Mapping[UUID, Wanted],
    now: datetime,
) -> Joined:
    """Write down a party's changes to an order that is locked, keep its totals, and announce them.

    Raises:
        CapReached, TopUpRuleBroken
    """
    commitment = await queries.commitment_of(session, order.id, party.key)
    had = (await queries.lines_of(session, order.id, [party.key])).get(party.key, []) if commitment else []
    changes = _changes(articles, had, wanted)
    _require_room(changes)
    if order.state_at(now) is State.TOP_UP:
        await require_top_up_rules(session, order, party, changes)
    if commitment is None:
        commitment = _new_commitment(order, party, now)
        session.add(commitment)
    if changes:
        await _write_down(session, order, commitment, party, changes, now)
        emit(session, events.committed(order, articles, party, wanted, await consenting_offices(session, order)))
    lines = (await queries.lines_of(session, order.id, [party.key])).get(party.key, [])
    return Joined(order, articles, commitment, lines)


def _changes(
    articles: Sequence[OrderArticle], had: Sequence[CommittedLine], wanted: Mapping[UUID, Wanted]
) -> list[Change]:
    before = {line.article: Wanted(line.firm, line.tolerance, line.ceiling) for line in had}
    changes = [
        Change(article, before.get(str(article.id), NOTHING), wanted.get(article.id, NOTHING)) for article in articles
    ]
    return [change for change in changes if change.is_one]


def _require_room(changes: Sequence[Change]) -> None:
    """Refuse the whole change if one article of it rises over its cap.

    Raises:
        CapReached
    """
    full = [change for change in changes if change.is_over_cap]
    if full:
        quantities = {str(c.article.id): c.article.quantity(c.room) for c in full}
        words = "; ".join(f"{c.article.quantity(c.room)} {c.article.unit} more" for c in full)
        raise CapReached(f"you may still add {words}", may_still_add=quantities)


def _new_commitment(order: PooledOrder, party: Party, now: datetime) -> Commitment:
    return Commitment(
        office=party.office,
        order_id=order.id,
        party=party.key,
        party_kind=party.kind,
        member_id=party.member_id,
        lines=0,
        joined_at=now,
        changed_at=now,
    )


async def _write_down(
    session: AsyncSession,
    order: PooledOrder,
    commitment: Commitment,
    party: Party,
    changes: Sequence[Change],
    now: datetime,
) -> None:
    """Add the events, and keep the counts of the order and of its articles in step."""
    rows = [
        {
            "order_id": order.id,
            "seq": order.next_seq(),
            "article_id": change.article.id,
            "party": party.key,
            "firm": change.after.firm,
            "tolerance": change.after.tolerance,
            "ceiling": change.after.ceiling,
            "at": now,
        }
        for change in changes
    ]
    for change in changes:
        change.count()
    was_in = commitment.lines > 0
    lines = sum(change.lines for change in changes)
    commitment.lines += lines
    commitment.changed_at = now
    order.count(party.kind, int(commitment.lines > 0) - int(was_in), lines)
    await session.flush()
    await session.execute(insert(commitment_events), rows)
