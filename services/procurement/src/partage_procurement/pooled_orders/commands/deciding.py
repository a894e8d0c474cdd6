"""Decide an order at its lock: by itself, once, also after downtime."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.procurement import PooledOrderFailure
from partage_kit.clock import clock
from partage_kit.unit_of_work import emit
from partage_procurement.pooled_orders import events
from partage_procurement.pooled_orders.commands.collector import collector_held_back
from partage_procurement.pooled_orders.commands.telling import tell_minimum_missed
from partage_procurement.pooled_orders.commands.writing import write_rows
from partage_procurement.pooled_orders.kernels.decision import Decision, Outcome, decide
from partage_procurement.pooled_orders.kernels.increments import CommittedLine
from partage_procurement.pooled_orders.kernels.money import half_up
from partage_procurement.pooled_orders.models.articles import OrderArticle
from partage_procurement.pooled_orders.models.decisions import (
    Bought,
    OrderDecision,
    decided_articles,
    decided_lines,
    decided_shares,
)
from partage_procurement.pooled_orders.models.orders import PooledOrder
from partage_procurement.pooled_orders.queries import orders as queries
from partage_procurement.pooled_orders.queries.commitments import all_lines
from partage_procurement.pooled_orders.queries.results import count_decisions


async def decide_order(session: AsyncSession, order_id: UUID) -> None:
    """Decide an order if its lock has passed; one that somebody has decided meanwhile stays as it is."""
    order = await queries.any_order_for_update(session, order_id)
    await decide_if_due(session, order, await clock(session))


async def decide_if_due(session: AsyncSession, order: PooledOrder, now: datetime) -> None:
    """Decide an order that is locked for this transaction, if its lock has passed, and announce the outcome."""
    if order.is_due(now):
        with collector_held_back(order.lines_count):
            await _decide(session, order, now)


async def _decide(session: AsyncSession, order: PooledOrder, now: datetime) -> None:
    articles = await queries.articles_for_update(session, order.id)
    lines = await all_lines(session, order.id)
    # a large order takes a second of computing; a thread keeps the service answering meanwhile
    decision = await asyncio.to_thread(decide, order.terms(articles), lines)
    order.decide(decision.outcome, now)
    record = _record(order, decision, 1 + await count_decisions(session, order.id), now)
    session.add(record)
    await session.flush()
    bought = _bought(articles, decision)
    await write_rows(session, decided_articles, _article_rows(record.id, bought, decision))
    await write_rows(session, decided_lines, _line_rows(record.id, record.failure, decision))
    await write_rows(session, decided_shares, _share_rows(record.id, decision))
    partners = await queries.consenting_offices(session, order)
    emit(session, events.decided(order, record, bought, decision.guard, partners))
    if decision.outcome is Outcome.FAILED_MINIMUM:
        await tell_minimum_missed(session, order, now)


def _record(order: PooledOrder, decision: Decision, number: int, now: datetime) -> OrderDecision:
    failure, missed, guard = None, decision.clearing.failure, decision.guard
    reached: int | None = None
    required: int | None = None
    if missed is not None:
        failure, reached, required = PooledOrderFailure(missed.reason), half_up(missed.reached), missed.required
    elif decision.outcome is Outcome.FAILED_LOGISTICS:
        failure, reached, required = PooledOrderFailure.LOGISTICS_ABOVE_GAINS, guard.gains, guard.logistics
    return OrderDecision(
        office=order.office,
        order_id=order.id,
        number=number,
        decided_at=now,
        outcome=decision.outcome,
        failure=failure,
        reached=reached,
        required=required,
        logistics=guard.logistics,
        gains=guard.gains,
        rounds=decision.clearing.rounds,
    )


def _bought(articles: Sequence[OrderArticle], decision: Decision) -> list[Bought]:
    by_id = {str(article.id): article for article in articles}
    return [
        Bought(
            by_id[one.article.id],
            one.volume,
            1 + one.article.tiers.tiers.index(one.tier),
            int(one.tier.price),
        )
        for one in decision.clearing.articles
    ]


def _article_rows(decision_id: UUID, bought: Sequence[Bought], decision: Decision) -> Iterable[dict[str, Any]]:
    nothing = dict.fromkeys(("firm", "tolerance", "boxes", "volume", "tier", "price"))
    for one, cleared in zip(bought, decision.clearing.articles, strict=True):
        yield {
            "decision_id": decision_id,
            "article_id": one.article.id,
            "firm": cleared.firm,
            "tolerance": cleared.tolerance,
            "boxes": cleared.boxes,
            "volume": one.volume,
            "tier": one.tier,
            "price": one.price,
            "dropped_round": None,
            "dropped_reason": None,
        }
    for dropped in decision.clearing.dropped:
        yield {
            **nothing,
            "decision_id": decision_id,
            "article_id": UUID(dropped.article),
            "dropped_round": dropped.round,
            "dropped_reason": str(dropped.reason),
        }


def _line_rows(decision_id: UUID, failure: PooledOrderFailure | None, decision: Decision) -> Iterable[dict[str, Any]]:
    """Lines that stayed get their allotment if the order is bought, else the reason why nobody gets anything."""
    confirmed = failure is None
    for one in decision.allocations:
        same = {**_of_article(decision_id, one.article.id), "round": None, "price": half_up(one.price), "share": None}
        for allotment in one.allocation.allotments:
            reason = allotment.reason if confirmed else failure
            units = allotment.units if confirmed else None
            yield {**same, **_of_line(allotment.line), "units": units, "reason": str(reason)}
    for removal in decision.clearing.removals:
        price = None if removal.price is None else half_up(removal.price)
        same = _of_article(decision_id, removal.article) | {"units": None, "reason": str(removal.reason)}
        same |= {"round": removal.round, "price": price}
        for line in removal.lines:
            yield {**same, **_of_line(line), "share": None if price is None else half_up(removal.bearing.of(line))}


def _of_article(decision_id: UUID, article: str) -> dict[str, Any]:
    return {"decision_id": decision_id, "article_id": UUID(article)}


def _of_line(line: CommittedLine) -> dict[str, Any]:
    return {
        "seq": line.seq,
        "party": line.party,
        "firm": line.firm,
        "tolerance": line.tolerance,
        "ceiling": line.ceiling,
    }


def _share_rows(decision_id: UUID, decision: Decision) -> Iterable[dict[str, Any]]:
    for share in decision.shares:
        yield {
            "decision_id": decision_id,
            "party": share.party,
            "seq": share.seq,
            "share": share.share,
            "gain": share.gain,
        }
