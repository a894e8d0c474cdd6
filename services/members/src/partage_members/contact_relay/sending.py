"""How a message is sent, the first as an answer: who may send, to whom, how much, and where it is kept.

The sender's profile is locked first, so that her messages are counted one after the other; then the conversation.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.auth import Caller
from partage_kit.clock import clock
from partage_kit.statements import into_if_new
from partage_kit.types import new_id
from partage_members.audiences.circles import circles_of
from partage_members.audiences.policy import Viewer
from partage_members.audiences.policy import member as as_member
from partage_members.contact_relay import queries
from partage_members.contact_relay.allowance import seconds_to_wait
from partage_members.contact_relay.errors import (
    ContactLimitReached,
    NotAcceptingMessages,
    SenderHidden,
    SendingSuspended,
)
from partage_members.contact_relay.limits import SendingLimits
from partage_members.contact_relay.models import (
    ContactMessage,
    Conversation,
    contact_participants,
)
from partage_members.directory.errors import MemberNotFound
from partage_members.directory.people import visible_members
from partage_members.memberships.errors import ProfileNeeded
from partage_members.memberships.queries import hold_member
from partage_members.profiles.queries import one_profile
from partage_members.profiles.views import seen

_part = contact_participants.c


async def may_send(session: AsyncSession, caller: Caller) -> datetime:
    """Lock the sender's profile, and make sure that she may send; the instant.

    Raises:
        ProfileNeeded, SendingSuspended, NotAcceptingMessages
    """
    if not await hold_member(session, caller.office, caller.member):
        raise ProfileNeeded("who writes to members has a profile")
    now = await clock(session)
    preference = await queries.preference_of(session, caller)
    if preference is not None and preference.suspended_until is not None and preference.suspended_until > now:
        raise SendingSuspended(f"until {preference.suspended_until:%Y-%m-%d}")
    if preference is not None and not preference.accepts_messages:
        raise NotAcceptingMessages()
    return now


async def require_shown(session: AsyncSession, viewer: Viewer, caller: Caller, member_id: UUID) -> None:
    """The recipient sees who writes to her; of her filières those count that she shows the sender, who would else
    learn of the others by being let through.

    Raises:
        MemberNotFound, SenderHidden
    """
    recipient = (await visible_members(session, viewer, caller.office, [member_id])).get(member_id)
    if recipient is None:
        raise MemberNotFound()
    sender = await one_profile(session, caller.office, caller.member)
    circles = await circles_of(session, caller.member)
    if seen(sender, circles, as_member(recipient.filieres)) is None:
        raise SenderHidden()


async def conversation_with(session: AsyncSession, caller: Caller, member_id: UUID, at: datetime) -> Conversation:
    """The one conversation of both, made if it is new: of two who begin it at once, one makes it."""
    low, high = sorted((caller.member, member_id))
    connection = await session.connection()
    row = {"id": new_id(), "office": caller.office, "version": 1, "low_id": low, "high_id": high, "messages": 0}
    await connection.execute(into_if_new(queries.conversations, connection.dialect.name), row | {"last_message_at": at})
    conversation = await queries.conversation_for_update(session, low, high)
    both = [
        {"conversation_id": conversation.id, "member_id": one, "other_id": other, "read_number": 0}
        for one, other in ((low, high), (high, low))
    ]
    joining = into_if_new(contact_participants, connection.dialect.name)
    await connection.execute(joining, [participant | {"last_message_at": at} for participant in both])
    return conversation


async def send(
    session: AsyncSession,
    caller: Caller,
    conversation: Conversation,
    text: str,
    sent: Sequence[Any],
    limits: SendingLimits,
    at: datetime,
) -> ContactMessage:
    """Add a message to a conversation, if the sender has not `sent` too many lately.

    Raises:
        ContactLimitReached
    """
    other = conversation.other_than(caller.member)
    is_first = not await queries.has_written(session, conversation.id, other)
    if is_first:
        first = [row for row in sent if row.is_first]
        to_her = [row.sent_at for row in first if row.recipient_id == other]
        require_allowed([row.sent_at for row in first], limits.first, at, "to members who did not answer")
        require_allowed(to_her, limits.to_one, at, "to a member who did not answer")
    else:
        replies = [row.sent_at for row in sent if not row.is_first]
        require_allowed(replies, limits.replies, at, "to members who answered")
    conversation.messages += 1
    conversation.last_message_at = at
    message = ContactMessage(
        office=conversation.office,
        conversation_id=conversation.id,
        number=conversation.messages,
        sender_id=caller.member,
        recipient_id=other,
        is_first=is_first,
        text=text,
        sent_at=at,
    )
    session.add(message)
    await session.flush()
    latest = update(contact_participants).where(_part.conversation_id == conversation.id).values(last_message_at=at)
    await (await session.connection()).execute(latest)
    return message


def require_allowed(sent: Sequence[datetime], limit: int, at: datetime, to_whom: str) -> None:
    """Bound what was sent within a day.

    Raises:
        ContactLimitReached
    """
    seconds = seconds_to_wait(sent, limit, at)
    if seconds is not None:
        raise ContactLimitReached(f"{limit} messages a day {to_whom} are allowed", seconds)
