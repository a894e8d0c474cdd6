"""Named reads of the contact relay: rows, not objects, in one statement each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, not_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.auth import Caller
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_members.audiences.policy import Viewer
from partage_members.contact_relay.allowance import WINDOW
from partage_members.contact_relay.errors import ConversationNotFound, MessageNotFound
from partage_members.contact_relay.models import (
    ContactMessage,
    ContactPreference,
    Conversation,
    MessageReport,
    contact_participants,
)
from partage_members.profiles.queries import profiles, shows

conversations, messages = table_of(Conversation), table_of(ContactMessage)
preferences, reports = table_of(ContactPreference), table_of(MessageReport)
_c, _m, _part, _r = conversations.c, messages.c, contact_participants.c, reports.c

_LATEST = Order("-last_message_at", (_part.last_message_at, False), (_part.conversation_id, True))
_NEWEST_FIRST = Order("-number", (_m.number, False), (_m.id, True))
_WAITING_LONGEST = Order("reported_at", (_r.reported_at, True), (_r.id, True))
_MOST_COUNTED = 1_000


async def conversation_of(session: Readable, caller: Caller, conversation_id: UUID) -> Row[Any]:
    """A conversation of the caller.

    Raises:
        ConversationNotFound
    """
    statement = _of(caller).where(_part.conversation_id == conversation_id)
    row = (await session.execute(statement)).first()
    if row is None:
        raise ConversationNotFound()
    return row


async def conversations_of(
    session: Readable, caller: Caller, paging: PageOf, *, unread: bool
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the conversations of the caller, those with the newest message first."""
    statement = _of(caller)
    if unread:
        statement = statement.where(_unread().exists())
    return await page_of(session, statement, _LATEST, paging)


async def unread_by(session: Readable, caller: Caller) -> Row[Any]:
    """How many messages the caller has not read, in how many conversations."""
    each = _of(caller).subquery()
    statement = select(
        func.count().label("conversations"), func.coalesce(func.sum(each.c.unread), 0).label("messages")
    ).where(each.c.unread > 0)
    return (await session.execute(statement)).one()


async def messages_of(
    session: Readable, caller: Caller, conversation_id: UUID, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the messages of a conversation of the caller, newest first.

    Raises:
        ConversationNotFound
    """
    await conversation_of(session, caller, conversation_id)
    others = (_m.conversation_id, _m.sender_id, _m.text, _m.sent_at)
    statement = select(_m.number, _m.id, *others).where(_m.conversation_id == conversation_id)
    return await page_of(session, statement, _NEWEST_FIRST, paging)


async def preference_of(session: Readable, caller: Caller) -> Row[Any] | None:
    """What the caller decided about messages; None when all is as at first."""
    statement = select(preferences).where(preferences.c.id == caller.member, preferences.c.office == caller.office)
    return (await session.execute(statement)).first()


async def preference_for_update(session: AsyncSession, member_id: UUID) -> ContactPreference | None:
    """The same, locked until the transaction ends."""
    statement = select(ContactPreference).where(col(ContactPreference.id) == member_id)
    return (await session.execute(statement.with_for_update())).scalar_one_or_none()


async def sent_lately(session: Readable, sender_id: UUID, at: datetime) -> Sequence[Row[Any]]:
    """When, to whom and in answer to somebody or not a member wrote within the last day."""
    lately = (_m.sender_id == sender_id, _m.sent_at > at - WINDOW)
    statement = select(_m.sent_at, _m.recipient_id, _m.is_first).where(*lately)
    return (await session.execute(statement.order_by(_m.sent_at.desc()).limit(_MOST_COUNTED))).all()


async def is_reachable(session: Readable, viewer: Viewer, sender: Caller, member_id: UUID) -> bool:
    """Whether a member shows herself to the sender, accepts messages, and blocks not this one; in one statement, so
    that the reason is not told by the time it takes."""
    statement = select(profiles.c.id).where(
        profiles.c.id == member_id,
        profiles.c.office == sender.office,
        profiles.c.id != sender.member,
        shows(viewer),
        _takes_messages_of(sender.member, profiles.c.id),
    )
    return (await session.execute(statement)).first() is not None


async def takes_messages(session: Readable, sender_id: UUID, member_id: UUID) -> bool:
    """Whether a member is still there, accepts messages, and neither of both blocks the other."""
    blocks = exists().where(_part.member_id == sender_id, _part.other_id == member_id, _part.blocked_at.is_not(None))
    statement = select(profiles.c.id).where(
        profiles.c.id == member_id, _takes_messages_of(sender_id, profiles.c.id), not_(blocks)
    )
    return (await session.execute(statement)).first() is not None


async def conversation_for_update(session: AsyncSession, low_id: UUID, high_id: UUID) -> Conversation:
    """The conversation of two members, locked until the transaction ends."""
    statement = select(Conversation).where(_c.low_id == low_id, _c.high_id == high_id)
    return (await session.execute(statement.with_for_update())).scalar_one()


async def has_written(session: Readable, conversation_id: UUID, member_id: UUID) -> bool:
    """Whether a member wrote something in a conversation that is still kept."""
    statement = select(_m.id).where(_m.conversation_id == conversation_id, _m.sender_id == member_id).limit(1)
    return (await session.execute(statement)).first() is not None


async def received_message(session: Readable, caller: Caller, message_id: UUID) -> Row[Any]:
    """A message that the caller received.

    Raises:
        MessageNotFound
    """
    statement = select(messages).where(
        _m.id == message_id, _m.recipient_id == caller.member, _m.office == caller.office
    )
    row = (await session.execute(statement)).first()
    if row is None:
        raise MessageNotFound()
    return row


async def waiting_reports(session: Readable, office: str, paging: PageOf) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the reported messages that wait for the staff, the one that waits longest first."""
    statement = _REPORTS.where(_r.office == office, _r.closed_at.is_(None))
    return await page_of(session, statement, _WAITING_LONGEST, paging)


async def one_report(session: Readable, report_id: UUID) -> Row[Any]:
    """A reported message."""
    return (await session.execute(_REPORTS.where(_r.id == report_id))).one()


async def report_for_update(session: AsyncSession, office: str, report_id: UUID) -> MessageReport:
    """The report of a message, locked until the transaction ends.

    Raises:
        MessageNotFound
    """
    statement = select(MessageReport).where(col(MessageReport.id) == report_id, _r.office == office)
    report = (await session.execute(statement.with_for_update())).scalar_one_or_none()
    if report is None:
        raise MessageNotFound()
    return report


_REPORTS = select(_r.reported_at, _r.id, _r.message_id, _r.sender_id, _m.text, _r.note, _r.outcome).join(
    messages, _m.id == _r.message_id
)


def _of(caller: Caller) -> Select[Any]:
    unread = _unread().with_only_columns(func.count()).scalar_subquery().label("unread")
    others = (_part.other_id, _part.blocked_at, _c.messages, unread)
    return (
        select(_part.last_message_at, _part.conversation_id, *others)
        .join(conversations, _c.id == _part.conversation_id)
        .where(_part.member_id == caller.member, _c.office == caller.office)
    )


def _unread() -> Select[Any]:
    """The messages that the participant of the enclosing statement received and has not read."""
    return (
        select(_m.id)
        .where(
            _m.conversation_id == _part.conversation_id,
            _m.recipient_id == _part.member_id,
            _m.number > _part.read_number,
        )
        .correlate(contact_participants)
    )


def _takes_messages_of(sender_id: UUID, member: ColumnElement[UUID]) -> ColumnElement[bool]:
    refuses = exists().where(preferences.c.id == member, preferences.c.accepts_messages.is_(False))
    blocks = exists().where(_part.member_id == member, _part.other_id == sender_id, _part.blocked_at.is_not(None))
    return and_(not_(refuses), not_(blocks))
