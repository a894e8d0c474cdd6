"""What the impact service says of the waves that ask our surveys."""

from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.impact import WaveOpened
from partage_kit.consumers import Consumers
from partage_members.needs_surveys.commands import note_running

consumers = Consumers()


@consumers.on(WaveOpened)
async def note_wave_opened(session: AsyncSession, event: WaveOpened) -> None:
    """Members are asked, when the wave answers one of our requests."""
    if event.needs_survey_id is not None:
        await note_running(session, event.office, event.needs_survey_id, event.subject)
