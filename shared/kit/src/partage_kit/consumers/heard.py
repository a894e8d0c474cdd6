"""What a handler may ask about the event it was given, beside the fact itself."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.consumers.envelope import Envelope


def announced_at(session: AsyncSession) -> datetime:
    """When the fact that the handler is at work on was announced, in UTC.

    Raises:
        Malformed: the envelope does not say it.
    """
    envelope: Envelope = session.info["envelope"]
    return envelope.time
