"""Keeping our own copy of what the members service says of its members."""

from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.members import ProfileRegistered, ProfileUpdated
from partage_impact.known.models import KnownMember
from partage_kit.consumers import Consumers, keep_newest

consumers = Consumers()


@consumers.on(ProfileRegistered, ProfileUpdated)
async def remember_member(session: AsyncSession, event: ProfileRegistered | ProfileUpdated) -> None:
    """Remember where a member works, so that what she does later can be told by territory."""
    nuts = event.place.nuts if event.place else None
    state = {"office": event.office, "nuts": nuts}
    keep_newest(session, KnownMember, {"key": str(event.subject)}, event.sequence, state)
