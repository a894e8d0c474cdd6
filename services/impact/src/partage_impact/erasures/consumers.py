"""What the members service says of members who are forgotten."""

from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.members import ProfileErased
from partage_kit.consumers import Consumers, announced_at
from partage_kit.erasing import put_up_tombstone

consumers = Consumers()


@consumers.on(ProfileErased)
async def forget_member(session: AsyncSession, event: ProfileErased) -> None:
    """From now on nothing is written of her; her rows go at the next look, and then it is acknowledged."""
    await put_up_tombstone(session, event.office, event.subject, event.erasure_id, announced_at(session))
