"""What the other services say when they have forgotten a member."""

from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.impact import ErasureAcknowledged as ForgottenByImpact
from partage_contracts.procurement import ErasureAcknowledged as ForgottenByProcurement
from partage_kit.consumers import Consumers, announced_at
from partage_members.erasures.commands import acknowledge

consumers = Consumers()


@consumers.on(ForgottenByProcurement, ForgottenByImpact)
async def note_acknowledgement(session: AsyncSession, event: ForgottenByProcurement | ForgottenByImpact) -> None:
    """A service has forgotten a member."""
    await acknowledge(session, event.subject, event.service, announced_at(session))
