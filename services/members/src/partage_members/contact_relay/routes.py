"""The HTTP door of the contact relay."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from partage_kit.auth import Caller, Member
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import NotPossibleNow, OwnSubmission
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.readable import Readable
from partage_members.callers import OfficeStaff
from partage_members.contact_relay import commands, queries
from partage_members.contact_relay.errors import (
    ContactLimitReached,
    ConversationClosed,
    ConversationNotFound,
    MessageNotFound,
    MessageReported,
    MessageToOneself,
    NotAcceptingMessages,
    SenderHidden,
    SendingSuspended,
)
from partage_members.contact_relay.limits import Limits
from partage_members.contact_relay.schemas import (
    CloseMessageReport,
    ContactPreferenceView,
    ConversationFilter,
    ConversationView,
    MessageReportView,
    MessageView,
    ReachedMessage,
    ReportMessage,
    SendMessage,
    SetContactPreference,
    UnreadMessages,
)
from partage_members.contact_relay.views import conversations_as_seen, message_view, preference_view
from partage_members.directory.errors import MemberNotFound
from partage_members.memberships.errors import ProfileNeeded

router = Router(tags=["contact-relay"])

SENDING = (ProfileNeeded, SendingSuspended, NotAcceptingMessages, ContactLimitReached)


@router.post(
    "/directory/members/{member_id}/messages",
    status_code=201,
    responses=problems(MemberNotFound, MessageToOneself, SenderHidden, *SENDING),
)
async def write_to_member(
    member_id: UUID, message: SendMessage, caller: Member, limits: Limits, session: WriteSession
) -> MessageView:
    """Write to a member whom you see, without either of you seeing an address.

    Who hides from you, accepts no messages or blocks you is as if she were not there.
    """
    return message_view(await commands.write_to_member(session, caller, member_id, message.text, limits), caller)


@router.get("/contact-conversations")
async def list_conversations(
    caller: Member, wanted: Annotated[ConversationFilter, Query()], paging: Paging, session: ReadSession
) -> Page[ConversationView]:
    """Your conversations with members, those with the newest message first."""
    rows, following = await queries.conversations_of(session, caller, paging, unread=wanted.unread)
    return Page(items=await conversations_as_seen(session, caller, rows), next=following)


@router.get("/contact-conversations/unread")
async def count_unread(caller: Member, session: ReadSession) -> UnreadMessages:
    """How many messages wait for you, in how many conversations."""
    row = await queries.unread_by(session, caller)
    return UnreadMessages.model_validate(row)


@router.get("/contact-conversations/{conversation_id}", responses=problems(ConversationNotFound))
async def read_conversation(conversation_id: UUID, caller: Member, session: ReadSession) -> ConversationView:
    """A conversation of yours, with what the other member shows you of herself."""
    return await _read(session, caller, conversation_id)


@router.get("/contact-conversations/{conversation_id}/messages", responses=problems(ConversationNotFound))
async def list_messages(
    conversation_id: UUID, caller: Member, paging: Paging, session: ReadSession
) -> Page[MessageView]:
    """What you wrote to each other, newest first."""
    rows, following = await queries.messages_of(session, caller, conversation_id, paging)
    return Page(items=[message_view(row, caller) for row in rows], next=following)


@router.post(
    "/contact-conversations/{conversation_id}/messages",
    status_code=201,
    responses=problems(ConversationNotFound, ConversationClosed, *SENDING),
)
async def reply(
    conversation_id: UUID, message: SendMessage, caller: Member, limits: Limits, session: WriteSession
) -> MessageView:
    """Write in a conversation of yours."""
    return message_view(await commands.reply(session, caller, conversation_id, message.text, limits), caller)


@router.put(
    "/contact-conversations/{conversation_id}/readings/mine",
    status_code=204,
    responses=problems(ConversationNotFound),
)
async def read_messages(conversation_id: UUID, reached: ReachedMessage, caller: Member, session: WriteSession) -> None:
    """Say up to which message you have read; the other is not told."""
    await commands.read_up_to(session, caller, conversation_id, reached.number)


@router.post("/contact-conversations/{conversation_id}/block", responses=problems(ConversationNotFound))
async def block_conversation(conversation_id: UUID, caller: Member, session: WriteSession) -> ConversationView:
    """Get no more messages from the other, who is not told why there is no way through."""
    await commands.block(session, caller, conversation_id, blocked=True)
    return await _read(session, caller, conversation_id)


@router.post("/contact-conversations/{conversation_id}/unblock", responses=problems(ConversationNotFound))
async def unblock_conversation(conversation_id: UUID, caller: Member, session: WriteSession) -> ConversationView:
    """Get messages from the other again."""
    await commands.block(session, caller, conversation_id, blocked=False)
    return await _read(session, caller, conversation_id)


@router.get("/contact-preferences/mine")
async def read_my_contact_preference(caller: Member, session: ReadSession) -> ContactPreferenceView:
    """Whether you get messages from members; at first you do."""
    return preference_view(await queries.preference_of(session, caller))


@router.put("/contact-preferences/mine", responses=problems(ProfileNeeded))
async def set_my_contact_preference(
    wanted: SetContactPreference, caller: Member, session: WriteSession
) -> ContactPreferenceView:
    """Accept messages from members, or none; who accepts none is told like somebody who is not there."""
    return preference_view(await commands.set_preference(session, caller, accepts_messages=wanted.accepts_messages))


@router.post(
    "/contact-messages/{message_id}/report", status_code=204, responses=problems(MessageNotFound, MessageReported)
)
async def report_message(message_id: UUID, report: ReportMessage, caller: Member, session: WriteSession) -> None:
    """Show a message that you received to the staff, who read no other."""
    await commands.report_message(session, caller, message_id, report.note)


@router.get("/contact-message-reports")
async def list_message_reports(caller: OfficeStaff, paging: Paging, session: ReadSession) -> Page[MessageReportView]:
    """The reported messages that wait, the one that waits longest first."""
    rows, following = await queries.waiting_reports(session, caller.office, paging)
    return Page(items=[MessageReportView.model_validate(row) for row in rows], next=following)


@router.post(
    "/contact-message-reports/{report_id}/close",
    responses=problems(MessageNotFound, OwnSubmission, NotPossibleNow),
)
async def close_message_report(
    report_id: UUID, decision: CloseMessageReport, caller: OfficeStaff, session: WriteSession
) -> MessageReportView:
    """Decide on a reported message: dismiss the report, or let its sender send none for 30 days."""
    await commands.close_report(session, caller, report_id, decision.outcome)
    return MessageReportView.model_validate(await queries.one_report(session, report_id))


async def _read(session: Readable, caller: Caller, conversation_id: UUID) -> ConversationView:
    row = await queries.conversation_of(session, caller, conversation_id)
    return (await conversations_as_seen(session, caller, [row]))[0]
