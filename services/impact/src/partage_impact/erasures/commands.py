"""Forget a member, and tell the members service."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.impact import ErasureAcknowledged
from partage_impact.personal_data import DATA
from partage_kit.erasing import forget
from partage_kit.unit_of_work import emit


async def forget_member(session: AsyncSession, member_id: UUID) -> None:
    """Forget a member in one transaction, and acknowledge it the first time."""
    done = await forget(session, DATA, member_id)
    if done is not None and done.is_first:
        fact = ErasureAcknowledged(
            office=done.office, subject=done.erasure_id, sequence=1, rows=done.rows, under_way=done.is_left
        )
        emit(session, fact)
