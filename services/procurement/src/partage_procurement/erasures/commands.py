"""Forget a member, and tell the members service."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.procurement import ErasureAcknowledged
from partage_kit.erasing import Person, forget
from partage_kit.errors import Refusal
from partage_kit.unit_of_work import emit
from partage_procurement.erasures.queries import orders_joined
from partage_procurement.personal_data import DATA
from partage_procurement.pooled_orders.commands.joining import leave
from partage_procurement.pooled_orders.models.commitments import Party


async def forget_member(session: AsyncSession, member_id: UUID) -> None:
    """Forget a member in one transaction, and acknowledge it the first time.

    She leaves the orders that can still be left. Those that bind her are pseudonymised when they have ended.
    """
    done = await forget(session, DATA, member_id, before=_leave_orders)
    if done is not None and done.is_first:
        fact = ErasureAcknowledged(
            office=done.office, subject=done.erasure_id, sequence=1, rows=done.rows, under_way=done.is_left
        )
        emit(session, fact)


async def _leave_orders(session: AsyncSession, person: Person) -> None:
    party = Party.member(person.member_id, person.office)
    for order_id in await orders_joined(session, party.key):
        try:
            await leave(session, order_id, party)
        except Refusal:
            continue  # top-up rules, or a lock that came first: it binds her until the order has ended
