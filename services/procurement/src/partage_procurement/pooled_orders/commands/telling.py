"""Tell members what a decision means for them."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.procurement import PartyKind
from partage_kit.unit_of_work import emit, write_down
from partage_procurement.pooled_orders import events
from partage_procurement.pooled_orders.models.lifecycle import extendable_until
from partage_procurement.pooled_orders.models.orders import PooledOrder
from partage_procurement.pooled_orders.queries.orders import commitments

WORTH_TELLING = timedelta(days=7)
"""That an order missed its minimum is worth telling so long, and as long as it can be extended."""

MESSAGES_AT_ONCE = 200
"""Written down at once: thousands in one go would keep the service from answering."""


async def tell_minimum_missed(session: AsyncSession, order: PooledOrder, now: datetime) -> None:
    """Ask that every member who takes part is told that the order missed its minimum, unless told before."""
    c = commitments.c
    untold = (
        c.order_id == order.id,
        c.party_kind == PartyKind.MEMBER,
        c.lines > 0,
        c.told_missed_at.is_(None),
    )
    members = (await session.execute(select(c.office, c.member_id).where(*untold).order_by(c.id))).all()
    not_after = max(now + WORTH_TELLING, extendable_until(order) or now)
    for begin in range(0, len(members), MESSAGES_AT_ONCE):
        for office, member_id in members[begin : begin + MESSAGES_AT_ONCE]:
            emit(session, events.minimum_missed(order, office, member_id, not_after))
        await session.run_sync(write_down)
    await session.execute(update(commitments).where(*untold).values(told_missed_at=now))
