"""Relayed messages are deleted when they have been kept long enough."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.db import Readable
from partage_members.contact_relay.models import contact_participants
from partage_members.contact_relay.queries import conversations, messages

_AT_ONCE = 500
_c, _m, _part = conversations.c, messages.c, contact_participants.c


async def with_old_messages(session: Readable, *, kept: timedelta) -> Sequence[UUID]:
    """Some conversations with messages that were kept long enough."""
    old = _m.sent_at <= await clock(session) - kept
    statement = select(_m.conversation_id).where(old).distinct().limit(_AT_ONCE)
    return (await session.execute(statement)).scalars().all()


async def forget_old_messages(session: AsyncSession, conversation_id: UUID, *, kept: timedelta) -> None:
    """Delete them, and the conversation with the last of them, unless somebody blocks it: she still does."""
    old = _m.sent_at <= await clock(session) - kept
    # the conversation is locked first, as by whoever writes in it
    await session.execute(select(_c.id).where(_c.id == conversation_id).with_for_update())
    await session.execute(delete(messages).where(_m.conversation_id == conversation_id, old))
    left = select(_m.id).where(_m.conversation_id == conversation_id).exists()
    blocked = (
        select(_part.member_id).where(_part.conversation_id == conversation_id, _part.blocked_at.is_not(None)).exists()
    )
    await session.execute(delete(conversations).where(_c.id == conversation_id, ~left, ~blocked))
