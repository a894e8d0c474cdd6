"""Write to members, decide who may write to oneself, and show the staff what is abusive.

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
from partage_members.audiences.viewers import viewer_of
from partage_members.contact_relay import queries
from partage_members.contact_relay.allowance import seconds_to_wait
from partage_members.contact_relay.errors import (
    ContactLimitReached,
    ConversationClosed,
    MessageToOneself,
    NotAcceptingMessages,
    SenderHidden,
    SendingSuspended,
)
from partage_members.contact_relay.limits import SendingLimits
from partage_members.contact_relay.models import (
    SUSPENSION,
    ContactMessage,
    ContactPreference,
    Conversation,
    MessageReport,
    contact_participants,
)
from partage_members.contact_relay.schemas import MessageOutcome
from partage_members.directory.errors import MemberNotFound
from partage_members.directory.people import visible_members
from partage_members.memberships.errors import ProfileNeeded
from partage_members.memberships.queries import hold_member
from partage_members.profiles.queries import has_profile, one_profile
from partage_members.profiles.views import seen

_part = contact_participants.c


async def write_to_member(
    session: AsyncSession, caller: Caller, member_id: UUID, text: str, limits: SendingLimits
) -> ContactMessage:
    """Send a message to a member whom the caller sees; a second one goes into the same conversation.

    Raises:
        MessageToOneself, ProfileNeeded, SendingSuspended, NotAcceptingMessages, ContactLimitReached, MemberNotFound,
        SenderHidden
    """
    viewer = await viewer_of(session, caller, caller.office)
    reachable = await queries.is_reachable(session, viewer, caller, member_id)
    if not reachable and not await has_profile(session, caller.office, caller.member):
        raise MemberNotFound()
    if member_id == caller.member:
        raise MessageToOneself()
    now = await _may_send(session, caller)
    sent = await queries.sent_lately(session, caller.member, now)
    # before it is told whether the recipient can be reached, so that a day that is full tells nothing about her
    _require_allowed([row.sent_at for row in sent if row.is_first], limits.first, now, "to members who did not answer")
    if not reachable:
        raise MemberNotFound()
    await _require_shown(session, viewer, caller, member_id)
    conversation = await _conversation(session, caller, member_id, now)
    return await _send(session, caller, conversation, text, sent, limits, now)


async def reply(
    session: AsyncSession, caller: Caller, conversation_id: UUID, text: str, limits: SendingLimits
) -> ContactMessage:
    """Send a message in a conversation of the caller.

    Raises:
        ConversationNotFound, ProfileNeeded, SendingSuspended, NotAcceptingMessages, ConversationClosed,
        ContactLimitReached
    """
    row = await queries.conversation_of(session, caller, conversation_id)
    now = await _may_send(session, caller)
    sent = await queries.sent_lately(session, caller.member, now)
    if not await queries.takes_messages(session, caller.member, row.other_id):
        raise ConversationClosed()
    conversation = await queries.conversation_for_update(session, *sorted((caller.member, row.other_id)))
    return await _send(session, caller, conversation, text, sent, limits, now)


async def set_preference(session: AsyncSession, caller: Caller, *, accepts_messages: bool) -> ContactPreference:
    """Accept messages from now on, or none.

    Raises:
        ProfileNeeded
    """
    preference = await _preference(session, caller.office, caller.member)
    preference.accepts_messages = accepts_messages
    await session.flush()
    return preference


async def block(session: AsyncSession, caller: Caller, conversation_id: UUID, *, blocked: bool) -> None:
    """Take no messages from the other of a conversation, or take them again.

    Raises:
        ConversationNotFound
    """
    await queries.conversation_of(session, caller, conversation_id)
    now = await clock(session)
    await _write_participant(session, caller, conversation_id, {"blocked_at": now if blocked else None})


async def read_up_to(session: AsyncSession, caller: Caller, conversation_id: UUID, number: int) -> None:
    """Remember up to which message a member has read; the other is not told.

    Raises:
        ConversationNotFound
    """
    row = await queries.conversation_of(session, caller, conversation_id)
    await _write_participant(session, caller, conversation_id, {"read_number": min(number, row.messages)})


async def report_message(session: AsyncSession, caller: Caller, message_id: UUID, note: str) -> None:
    """Show a message that the caller received to the staff.

    Raises:
        MessageNotFound, MessageReported
    """
    row = await queries.received_message(session, caller, message_id)
    report = MessageReport(
        office=row.office,
        message_id=row.id,
        sender_id=row.sender_id,
        reporter_id=caller.member,
        note=note,
        reported_at=await clock(session),
    )
    session.add(report)
    await session.flush()


async def close_report(session: AsyncSession, caller: Caller, report_id: UUID, outcome: MessageOutcome) -> None:
    """Decide on a reported message; a suspended sender sends none for 30 days.

    Raises:
        MessageNotFound, OwnSubmission, NotPossibleNow
    """
    report = await queries.report_for_update(session, caller.office, report_id)
    now = await clock(session)
    report.close(caller.person, outcome, now)
    if outcome is MessageOutcome.SUSPENDED:
        (await _preference(session, report.office, report.sender_id)).suspended_until = now + SUSPENSION
    await session.flush()


async def _may_send(session: AsyncSession, caller: Caller) -> datetime:
    if not await hold_member(session, caller.office, caller.member):
        raise ProfileNeeded("who writes to members has a profile")
    now = await clock(session)
    preference = await queries.preference_of(session, caller)
    if preference is not None and preference.suspended_until is not None and preference.suspended_until > now:
        raise SendingSuspended(f"until {preference.suspended_until:%Y-%m-%d}")
    if preference is not None and not preference.accepts_messages:
        raise NotAcceptingMessages()
    return now


async def _require_shown(session: AsyncSession, viewer: Viewer, caller: Caller, member_id: UUID) -> None:
    """The recipient sees who writes to her; of her filières those count that she shows the sender, who would else
    learn of the others by being let through."""
    recipient = (await visible_members(session, viewer, caller.office, [member_id])).get(member_id)
    if recipient is None:
        raise MemberNotFound()
    sender = await one_profile(session, caller.office, caller.member)
    circles = await circles_of(session, caller.member)
    if seen(sender, circles, as_member(recipient.filieres)) is None:
        raise SenderHidden()


async def _conversation(session: AsyncSession, caller: Caller, member_id: UUID, at: datetime) -> Conversation:
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


async def _send(
    session: AsyncSession,
    caller: Caller,
    conversation: Conversation,
    text: str,
    sent: Sequence[Any],
    limits: SendingLimits,
    at: datetime,
) -> ContactMessage:
    other = conversation.other_than(caller.member)
    is_first = not await queries.has_written(session, conversation.id, other)
    if is_first:
        first = [row for row in sent if row.is_first]
        to_her = [row.sent_at for row in first if row.recipient_id == other]
        _require_allowed([row.sent_at for row in first], limits.first, at, "to members who did not answer")
        _require_allowed(to_her, limits.to_one, at, "to a member who did not answer")
    else:
        replies = [row.sent_at for row in sent if not row.is_first]
        _require_allowed(replies, limits.replies, at, "to members who answered")
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


def _require_allowed(sent: Sequence[datetime], limit: int, at: datetime, to_whom: str) -> None:
    seconds = seconds_to_wait(sent, limit, at)
    if seconds is not None:
        raise ContactLimitReached(f"{limit} messages a day {to_whom} are allowed", seconds)


async def _preference(session: AsyncSession, office: str, member_id: UUID) -> ContactPreference:
    """What the member decided, locked; a new one while her profile is."""
    if not await hold_member(session, office, member_id):
        raise ProfileNeeded("only who has a profile gets messages")
    preference = await queries.preference_for_update(session, member_id)
    if preference is None:
        preference = ContactPreference(id=member_id, office=office)
        session.add(preference)
    return preference


async def _write_participant(
    session: AsyncSession, caller: Caller, conversation_id: UUID, values: dict[str, Any]
) -> None:
    """What only the participant herself knows of her conversation; no audit, as it is nobody's business."""
    mine = (_part.conversation_id == conversation_id, _part.member_id == caller.member)
    await (await session.connection()).execute(update(contact_participants).where(*mine).values(**values))
