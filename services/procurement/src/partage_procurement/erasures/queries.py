"""Named reads of what a member who is forgotten has under way."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from partage_kit.clock import clock
from partage_kit.db import Readable
from partage_kit.erasing import tombstones_due
from partage_procurement.pooled_orders.queries.orders import commitments
from partage_procurement.pooled_orders.queries.states import joinable, orders
from partage_procurement.tables import tables


async def orders_joined(session: Readable, party: str) -> Sequence[UUID]:
    """The orders open to changes in which a party has lines, in the order in which they are locked."""
    c = commitments.c
    statement = select(c.order_id).join(orders, orders.c.id == c.order_id).where(c.party == party, c.lines > 0)
    rows = await session.execute(statement.where(joinable(await clock(session))).order_by(c.order_id))
    return rows.scalars().all()


async def members_due(session: Readable) -> Sequence[UUID]:
    """Members who are to be forgotten now."""
    return await tombstones_due(session, tables.metadata.tables["erased_members"])
