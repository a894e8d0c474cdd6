"""From conversations and messages to the shapes that go out."""

from collections.abc import Sequence
from typing import Any

from partage_kit.auth import Caller
from partage_kit.db import Readable
from partage_members.audiences.viewers import viewer_of
from partage_members.contact_relay.schemas import (
    ContactPreferenceView,
    ConversationView,
    MessageView,
)
from partage_members.directory.people import visible_members


async def conversations_as_seen(session: Readable, caller: Caller, rows: Sequence[Any]) -> list[ConversationView]:
    """Conversations with the other member as the caller sees her."""
    viewer = await viewer_of(session, caller, caller.office)
    people = await visible_members(session, viewer, caller.office, [row.other_id for row in rows])
    return [
        ConversationView(
            id=row.conversation_id,
            member=people.get(row.other_id),
            messages=row.messages,
            unread=row.unread,
            blocked=row.blocked_at is not None,
            last_message_at=row.last_message_at,
        )
        for row in rows
    ]


def message_view(row: Any, caller: Caller) -> MessageView:
    """A message as one of both sees it."""
    kept = ("id", "conversation_id", "number", "text", "sent_at")
    return MessageView(mine=row.sender_id == caller.member_id, **{name: getattr(row, name) for name in kept})


def preference_view(row: Any | None) -> ContactPreferenceView:
    """What a member decided, or what holds at first."""
    if row is None:
        return ContactPreferenceView(accepts_messages=True, suspended_until=None)
    return ContactPreferenceView(accepts_messages=row.accepts_messages, suspended_until=row.suspended_until)
