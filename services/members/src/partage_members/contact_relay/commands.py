"""Write to members, decide who may write to oneself, and show the staff what is abusive."""

from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.auth import Caller
from partage_kit.clock import clock
from partage_members.audiences.viewers import viewer_of
from partage_members.contact_relay import queries
from partage_members.contact_relay.errors import (
    ConversationClosed,
    MessageToOneself,
)
from partage_members.contact_relay.limits import SendingLimits
from partage_members.contact_relay.models import (
    SUSPENSION,
    ContactMessage,
    ContactPreference,
    MessageReport,
    contact_participants,
)
from partage_members.contact_relay.schemas import MessageOutcome
from partage_members.contact_relay.sending import conversation_with, may_send, require_allowed, require_shown, send
from partage_members.directory.errors import MemberNotFound
from partage_members.memberships.errors import ProfileNeeded
from partage_members.memberships.queries import hold_member
from partage_members.profiles.queries import has_profile

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
    now = await may_send(session, caller)
    sent = await queries.sent_lately(session, caller.member, now)
    # before it is told whether the recipient can be reached, so that a day that is full tells nothing about her
    require_allowed([row.sent_at for row in sent if row.is_first], limits.first, now, "to members who did not answer")
    if not reachable:
        raise MemberNotFound()
    await require_shown(session, viewer, caller, member_id)
    conversation = await conversation_with(session, caller, member_id, now)
    return await send(session, caller, conversation, text, sent, limits, now)


async def reply(
    session: AsyncSession, caller: Caller, conversation_id: UUID, text: str, limits: SendingLimits
) -> ContactMessage:
    """Send a message in a conversation of the caller.

    Raises:
        ConversationNotFound, ProfileNeeded, SendingSuspended, NotAcceptingMessages, ConversationClosed,
        ContactLimitReached
    """
    row = await queries.conversation_of(session, caller, conversation_id)
    now = await may_send(session, caller)
    sent = await queries.sent_lately(session, caller.member, now)
    if not await queries.takes_messages(session, caller.member, row.other_id):
        raise ConversationClosed()
    conversation = await queries.conversation_for_update(session, *sorted((caller.member, row.other_id)))
    return await send(session, caller, conversation, text, sent, limits, now)


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
