"""Start topics, write posts, and remember how far members have read."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.auth import Caller, Role
from partage_kit.changes import write_changes
from partage_kit.clock import clock
from partage_kit.http.tags import require_version
from partage_kit.statements import upsert
from partage_members.audiences.circles import circles_of
from partage_members.filieres.errors import FiliereNotFound
from partage_members.filieres.queries import filiere_as_it_stays
from partage_members.memberships.errors import ProfileNeeded
from partage_members.profiles.queries import has_profile
from partage_members.topics import queries
from partage_members.topics.callers import moderates, require_moderator
from partage_members.topics.errors import PostNotFound, ReplyTooDeep
from partage_members.topics.models import Post, Topic, topic_readings
from partage_members.topics.schemas import AuthorKind, PostLink, StartTopic, WritePost


async def start_topic(session: AsyncSession, caller: Caller, new: StartTopic) -> Topic:
    """Start a topic with its first post, in a filière to which the caller belongs or in the whole office.

    Raises:
        FiliereNotFound, FiliereIsClosed, ProfileNeeded
    """
    kind = await _writing_as(session, caller)
    if new.filiere_id is not None:
        await _require_inside(session, caller, new.filiere_id)
    now = await clock(session)
    topic = Topic(
        office=caller.office,
        filiere_id=new.filiere_id,
        title=new.title,
        language=new.language,
        author_kind=kind,
        author=caller.subject,
        author_member=caller.member_id,
        created_at=now,
        last_post_at=now,
    )
    session.add(topic)
    await session.flush()
    await _append(session, caller, topic, kind, WritePost(text=new.text, links=new.links))
    return topic


async def change_topic(
    session: AsyncSession, caller: Caller, topic_id: UUID, expected: int, changes: Mapping[str, Any]
) -> None:
    """Change the title or language of a topic: who started it, or who moderates it.

    Raises:
        TopicNotFound, Stale, TopicIsLocked, NotTheirFacilitator
    """
    topic = await queries.topic_for_update(session, caller, topic_id)
    require_version(topic, expected)
    if not topic.is_of(caller.person):
        require_moderator(caller, topic.filiere_id)
    elif not moderates(caller, topic.filiere_id):
        topic.require_unlocked()
    if write_changes(topic, changes):
        await session.flush()


async def mark_topic(session: AsyncSession, caller: Caller, topic_id: UUID, **marks: int) -> None:
    """Pin or lock a topic, or no longer, as who moderates it.

    Raises:
        TopicNotFound, NotTheirFacilitator
    """
    topic = await queries.topic_for_update(session, caller, topic_id)
    require_moderator(caller, topic.filiere_id)
    if write_changes(topic, marks):
        await session.flush()


async def write_post(session: AsyncSession, caller: Caller, topic_id: UUID, new: WritePost) -> Post:
    """Add a post to a topic.

    Raises:
        TopicNotFound, TopicIsLocked, FiliereIsClosed, ProfileNeeded, PostNotFound, ReplyTooDeep
    """
    topic = await queries.topic_for_update(session, caller, topic_id)
    kind = await _writing_as(session, caller)
    topic.require_unlocked()
    if topic.filiere_id is not None:
        (await filiere_as_it_stays(session, caller.office, topic.filiere_id)).require_open()
    if new.reply_to is not None:
        await _require_post(session, topic.id, new.reply_to)
    return await _append(session, caller, topic, kind, new)


async def change_post(
    session: AsyncSession, caller: Caller, post_id: UUID, expected: int, changes: Mapping[str, Any]
) -> None:
    """Edit a post of one's own; it is marked as edited.

    Raises:
        PostNotFound, Stale, TopicIsLocked, NotPossibleNow
    """
    row = await queries.visible_post(session, caller, post_id)
    # the topic first, as whoever writes a reply holds it and then the post
    topic = await queries.topic_for_update(session, caller, row.topic_id)
    post = await _own(session, caller, post_id)
    require_version(post, expected)
    topic.require_unlocked()
    post.require_standing()
    if write_changes(post, changes):
        post.edited_at = await clock(session)
        await session.flush()


async def withdraw_post(session: AsyncSession, caller: Caller, post_id: UUID) -> None:
    """Take the text of a post of one's own away for ever; its place in the topic stays.

    Raises:
        PostNotFound, NotPossibleNow
    """
    post = await _own(session, caller, post_id)
    post.withdraw(await clock(session))
    await session.flush()


async def read_up_to(session: AsyncSession, caller: Caller, topic_id: UUID, number: int) -> None:
    """Remember up to which post a member has read a topic; never beyond its newest.

    Raises:
        TopicNotFound, ProfileNeeded
    """
    topic = await queries.visible_topic(session, caller, topic_id)
    await _writing_as(session, caller)
    connection = await session.connection()
    adding = upsert(topic_readings, connection.dialect.name)
    statement = adding.on_conflict_do_update(
        index_elements=["topic_id", "member_id"], set_={"number": adding.excluded.number}
    )
    row = {"topic_id": topic_id, "member_id": caller.member, "number": min(number, topic.posts)}
    await connection.execute(statement, row)


async def _append(session: AsyncSession, caller: Caller, topic: Topic, kind: AuthorKind, new: WritePost) -> Post:
    """Number a post in its topic, which is locked."""
    now = await clock(session)
    topic.posts += 1
    topic.last_post_at = now
    post = Post(
        office=topic.office,
        topic_id=topic.id,
        number=topic.posts,
        reply_to=new.reply_to,
        author_kind=kind,
        author=caller.subject,
        author_member=caller.member_id,
        text=new.text,
        links=[PostLink.model_dump(link) for link in new.links],
        written_at=now,
    )
    session.add(post)
    await session.flush()
    return post


async def _own(session: AsyncSession, caller: Caller, post_id: UUID) -> Post:
    post, _ = await queries.post_for_update(session, caller, post_id)
    if not post.is_of(caller.person):
        raise PostNotFound()
    return post


async def _writing_as(session: AsyncSession, caller: Caller) -> AuthorKind:
    """Members are those with a profile in the office; others write for the office.

    Raises:
        ProfileNeeded
    """
    if not caller.has(Role.MEMBER):
        return AuthorKind.OFFICE
    if not await has_profile(session, caller.office, caller.member):
        raise ProfileNeeded("who takes part in discussions has a profile")
    return AuthorKind.MEMBER


async def _require_inside(session: AsyncSession, caller: Caller, filiere_id: UUID) -> None:
    """A filière that the caller belongs to or moderates, and that is not over."""
    filiere = await filiere_as_it_stays(session, caller.office, filiere_id)
    belongs = caller.has(Role.MEMBER) and filiere_id in await circles_of(session, caller.member)
    if not (belongs or moderates(caller, filiere_id)):
        raise FiliereNotFound()
    filiere.require_open()


async def _require_post(session: AsyncSession, topic_id: UUID, post_id: UUID) -> None:
    parent = await queries.parent_of(session, topic_id, post_id)
    if parent is None:
        raise PostNotFound("`reply_to` names no post of this topic")
    if parent.reply_to is not None:
        raise ReplyTooDeep()
