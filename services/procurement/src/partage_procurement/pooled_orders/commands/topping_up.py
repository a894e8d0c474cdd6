"""In top-up a change may only complete what is started."""

import asyncio
from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from partage_procurement.pooled_orders.errors import TopUpRuleBroken
from partage_procurement.pooled_orders.kernels.allocation import allocate
from partage_procurement.pooled_orders.kernels.increments import CommittedLine
from partage_procurement.pooled_orders.kernels.terms import AllocationMode
from partage_procurement.pooled_orders.kernels.top_up import Quantities, TopUpVerdict, judge
from partage_procurement.pooled_orders.models.commitments import Change, Party
from partage_procurement.pooled_orders.models.orders import PooledOrder
from partage_procurement.pooled_orders.queries.commitments import lines_for_articles

CEILING_MAY_NOT_FALL = "ceiling_may_not_fall"
"""A lower ceiling could take a firm line out at the lock, as lowering its quantity would."""


async def require_top_up_rules(
    session: AsyncSession, order: PooledOrder, party: Party, changes: Sequence[Change]
) -> None:
    """Refuse the whole change if one article of it breaks a rule of the top-up.

    Raises:
        TopUpRuleBroken
    """
    unserved = await _own_unserved(session, order, party, [c for c in changes if not _judge(order, c, 0).accepted])
    broken = {str(change.article.id): _broken(order, change, unserved) for change in changes}
    rules = {article: names for article, names in broken.items() if names}
    if rules:
        words = sorted({name for names in rules.values() for name in names})
        raise TopUpRuleBroken(f"the order is in top-up: {', '.join(words)}", rules=rules)


def _broken(order: PooledOrder, change: Change, unserved: Mapping[str, int]) -> list[str]:
    names = [str(rule) for rule in _judge(order, change, unserved.get(str(change.article.id), 0)).broken]
    return [*names, CEILING_MAY_NOT_FALL] if change.lowers_ceiling else names


def _judge(order: PooledOrder, change: Change, own_unserved: int) -> TopUpVerdict:
    article, before, after = change.article, change.before, change.after
    return judge(
        article.kernel(order.basis).box,
        Quantities(article.firm, article.tolerance),
        Quantities(before.firm, before.tolerance),
        Quantities(after.firm, after.tolerance),
        own_unserved,
    )


async def _own_unserved(
    session: AsyncSession, order: PooledOrder, party: Party, changes: Sequence[Change]
) -> dict[str, int]:
    """By article, the party's firm quanta that the boxes to buy would leave unserved as things stand."""
    short = {
        str(change.article.id): change.article
        for change in changes
        if change.article.kernel(order.basis).box.unserved(change.article.firm, change.article.tolerance)
    }
    if not short:
        return {}
    lines = await lines_for_articles(session, order.id, [article.id for article in short.values()])
    volumes = {
        article_id: article.kernel(order.basis).box.volume(article.firm, article.tolerance)
        for article_id, article in short.items()
    }
    # a large order has tens of thousands of such lines; a thread keeps the service answering meanwhile
    return await asyncio.to_thread(_missing, party.key, lines, volumes, order.allocation)


def _missing(
    party: str, lines: Sequence[CommittedLine], volumes: Mapping[str, int], mode: AllocationMode
) -> dict[str, int]:
    allocations = {
        article: allocate([line for line in lines if line.article == article], volume, mode)
        for article, volume in volumes.items()
    }
    return {
        article: sum(allotment.missing for allotment in allocation.allotments if allotment.line.party == party)
        for article, allocation in allocations.items()
    }
