"""What the impact service tells of waves that asked for needs."""

from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.impact import WaveAnalysed
from partage_kit.consumers import Consumers, announced_at
from partage_members.needs.commands import take_up

consumers = Consumers()


@consumers.on(WaveAnalysed)
async def take_up_ranked_needs(session: AsyncSession, event: WaveAnalysed) -> None:
    """The ranked needs of a survey have come back, when the wave answers one of our requests."""
    if event.needs_survey_id is not None:
        await take_up(session, event.needs_survey_id, event, announced_at(session))
