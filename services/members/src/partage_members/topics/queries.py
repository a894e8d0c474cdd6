"""Named reads of topics and posts: rows, not objects, in one statement each."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, false, func, null, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.auth import Caller
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_members.audiences.policy import Viewer
from partage_members.audiences.viewers import viewer_of
from partage_members.directory.people import name_columns
from partage_members.profiles.queries import profiles
from partage_members.topics.callers import may_read
from partage_members.topics.errors import PostNotFound, TopicNotFound
from partage_members.topics.models import Post, Topic, topic_readings
from partage_members.topics.schemas import PostOrder, TopicFilter

topics, posts = table_of(Topic), table_of(Post)
t, p = topics.c, posts.c
_read = topic_readings.c

_LATEST = Order("-last_post_at", (t.pinned, False), (t.last_post_at, False), (t.id, True))
ORDERS = {
    "number": Order("number", (p.number, True), (p.id, True)),
    "-number": Order("-number", (p.number, False), (p.id, True)),
}
NEWEST = Order("-written_at", (p.written_at, False), (p.id, True))


async def visible_topic(session: Readable, caller: Caller, topic_id: UUID) -> Row[Any]:
    """A topic that the caller may read.

    Raises:
        TopicNotFound
    """
    viewer = await viewer_of(session, caller, caller.office)
    row = (await session.execute(_topics(caller, viewer, list(t)).where(t.id == topic_id))).first()
    if row is None:
        raise TopicNotFound()
    return row


async def list_topics(
    session: Readable, caller: Caller, wanted: TopicFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the topics that the caller may read: pinned ones first, then those with the newest post."""
    viewer = await viewer_of(session, caller, caller.office)
    first = [column for column, _ in _LATEST.columns]
    statement = _topics(caller, viewer, [*first, *(column for column in t if column not in first)])
    if wanted.filiere_id is not None:
        statement = statement.where(t.filiere_id == wanted.filiere_id)
    if wanted.office_wide:
        statement = statement.where(t.filiere_id.is_(None))
    if wanted.language is not None:
        statement = statement.where(t.language == wanted.language)
    if wanted.unread:
        unread = select(p.id).where(*_unread_by(caller)).correlate(topics, topic_readings).exists()
        statement = statement.where(false() if caller.member_id is None else unread)
    return await page_of(session, statement, _LATEST, paging)


async def posts_of(
    session: Readable, caller: Caller, topic_id: UUID, wanted: PostOrder, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the posts of a topic, hidden and withdrawn ones in their place.

    Raises:
        TopicNotFound
    """
    await visible_topic(session, caller, topic_id)
    viewer = await viewer_of(session, caller, caller.office)
    order = ORDERS[wanted.sort]
    statement = post_rows(caller, viewer, order).where(p.topic_id == topic_id)
    return await page_of(session, statement, order, paging)


async def my_posts(session: Readable, caller: Caller, paging: PageOf) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the caller's own posts in topics that they still read, newest first."""
    viewer = await viewer_of(session, caller, caller.office)
    return await page_of(session, post_rows(caller, viewer, NEWEST).where(is_of(caller)), NEWEST, paging)


async def visible_post(session: Readable, caller: Caller, post_id: UUID) -> Row[Any]:
    """A post in a topic that the caller may read.

    Raises:
        PostNotFound
    """
    viewer = await viewer_of(session, caller, caller.office)
    row = (await session.execute(post_rows(caller, viewer, NEWEST).where(p.id == post_id))).first()
    if row is None:
        raise PostNotFound()
    return row


async def topic_for_update(session: AsyncSession, caller: Caller, topic_id: UUID) -> Topic:
    """A topic that the caller may read, locked until the transaction ends, so that its posts are numbered in turn.

    Raises:
        TopicNotFound
    """
    viewer = await viewer_of(session, caller, caller.office)
    statement = select(Topic).where(
        col(Topic.id) == topic_id, t.office == caller.office, may_read(caller, viewer, t.filiere_id)
    )
    topic = (await session.execute(statement.with_for_update())).scalar_one_or_none()
    if topic is None:
        raise TopicNotFound()
    return topic


async def post_for_update(session: AsyncSession, caller: Caller, post_id: UUID) -> tuple[Post, Row[Any]]:
    """A post in a topic that the caller may read, locked until the transaction ends; and its row as it was.

    Raises:
        PostNotFound
    """
    row = await visible_post(session, caller, post_id)
    statement = select(Post).where(col(Post.id) == post_id).with_for_update()
    return (await session.execute(statement)).scalar_one(), row


async def parent_of(session: Readable, topic_id: UUID, post_id: UUID) -> Row[Any] | None:
    """The post that a reply answers, if it is in the same topic."""
    statement = select(p.reply_to).where(p.id == post_id, p.topic_id == topic_id)
    return (await session.execute(statement)).first()


def post_rows(caller: Caller, viewer: Viewer, order: Order) -> Select[Any]:
    """Posts that the caller may read, with authors' names and topics' filières; the order's columns first."""
    return posts_of_office(caller, viewer, order).where(may_read(caller, viewer, t.filiere_id))


def posts_of_office(caller: Caller, viewer: Viewer, order: Order) -> Select[Any]:
    """The same of all posts of the office, for who decides on some of them."""
    first = [column for column, _ in order.columns]
    others = (column for column in p if column not in first)
    return (
        select(*first, *others, t.filiere_id, *name_columns(viewer))
        .join(topics, t.id == p.topic_id)
        .outerjoin(profiles, profiles.c.id == p.author_member)
        .where(p.office == caller.office)
    )


def is_of(caller: Caller) -> ColumnElement[bool]:
    """Whether the caller wrote a post, as `Post.is_of` reads it."""
    mine = p.author == caller.subject
    return mine if caller.member_id is None else or_(mine, p.author_member == caller.member_id)


def _topics(caller: Caller, viewer: Viewer, columns: Sequence[ColumnElement[Any]]) -> Select[Any]:
    count = select(func.count()).where(*_unread_by(caller)).correlate(topics, topic_readings).scalar_subquery()
    unread = null() if caller.member_id is None else count
    mine = and_(_read.topic_id == t.id, _read.member_id == caller.member_id)
    return (
        select(*columns, unread.label("unread"), *name_columns(viewer))
        .select_from(topics.outerjoin(topic_readings, mine).outerjoin(profiles, profiles.c.id == t.author_member))
        .where(t.office == caller.office, may_read(caller, viewer, t.filiere_id))
    )


def _unread_by(caller: Caller) -> tuple[ColumnElement[bool], ...]:
    """Posts of others behind the place up to which the caller has read; what is hidden or withdrawn is not counted."""
    others = (p.author != caller.subject, p.author_member.is_distinct_from(caller.member_id))
    shown = (p.hidden_at.is_(None), p.withdrawn_at.is_(None))
    return p.topic_id == t.id, p.number > func.coalesce(_read.number, 0), *others, *shown
