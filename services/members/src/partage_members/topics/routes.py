"""The HTTP door of topics and posts."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from partage_kit.auth import Caller, Member
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import NotPossibleNow, PreconditionRequired, Stale
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag, IfMatch
from partage_kit.readable import Readable
from partage_members.callers import Insider
from partage_members.filieres.callers import Facilitating
from partage_members.filieres.errors import FiliereIsClosed, FiliereNotFound, NotTheirFacilitator
from partage_members.memberships.errors import ProfileNeeded
from partage_members.topics import commands, queries
from partage_members.topics.errors import PostNotFound, ReplyTooDeep, TopicIsLocked, TopicNotFound
from partage_members.topics.schemas import (
    ChangePost,
    ChangeTopic,
    PostOrder,
    PostView,
    ReadUpTo,
    StartTopic,
    TopicFilter,
    TopicView,
    WritePost,
)
from partage_members.topics.views import post_view, topic_view

router = Router(tags=["topics"])

MARKING = problems(TopicNotFound, NotTheirFacilitator)


@router.get("/topics")
async def list_topics(
    caller: Insider, wanted: Annotated[TopicFilter, Query()], paging: Paging, session: ReadSession
) -> Page[TopicView]:
    """The topics of your office and of your filières: pinned ones first, then those with the newest post."""
    rows, following = await queries.list_topics(session, caller, wanted, paging)
    return Page(items=[topic_view(row, caller) for row in rows], next=following)


@router.post("/topics", status_code=201, responses=problems(FiliereNotFound, FiliereIsClosed, ProfileNeeded))
async def start_topic(new: StartTopic, caller: Insider, session: WriteSession, tag: ETag) -> TopicView:
    """Start a topic with its first post, in a filière of yours or in the whole office."""
    return tag(await _topic(session, caller, (await commands.start_topic(session, caller, new)).id))


@router.get("/topics/{topic_id}", responses=problems(TopicNotFound))
async def read_topic(topic_id: UUID, caller: Insider, session: ReadSession, tag: ETag) -> TopicView:
    """A topic of your office, or of a filière of yours."""
    return tag(await _topic(session, caller, topic_id))


@router.patch(
    "/topics/{topic_id}",
    responses=problems(TopicNotFound, Stale, PreconditionRequired, TopicIsLocked, NotTheirFacilitator),
)
async def change_topic(
    topic_id: UUID, changes: ChangeTopic, caller: Insider, expected: IfMatch, session: WriteSession, tag: ETag
) -> TopicView:
    """Change the title or language of a topic that you started or moderate; what you leave out stays."""
    await commands.change_topic(session, caller, topic_id, expected, changes.given())
    return tag(await _topic(session, caller, topic_id))


@router.post("/topics/{topic_id}/pin", responses=MARKING)
async def pin_topic(topic_id: UUID, caller: Facilitating, session: WriteSession, tag: ETag) -> TopicView:
    """Let a topic come first in lists."""
    await commands.mark_topic(session, caller, topic_id, pinned=1)
    return tag(await _topic(session, caller, topic_id))


@router.post("/topics/{topic_id}/unpin", responses=MARKING)
async def unpin_topic(topic_id: UUID, caller: Facilitating, session: WriteSession, tag: ETag) -> TopicView:
    """Let a topic no longer come first."""
    await commands.mark_topic(session, caller, topic_id, pinned=0)
    return tag(await _topic(session, caller, topic_id))


@router.post("/topics/{topic_id}/lock", responses=MARKING)
async def lock_topic(topic_id: UUID, caller: Facilitating, session: WriteSession, tag: ETag) -> TopicView:
    """Let nothing be added to a topic any more; it can be read."""
    await commands.mark_topic(session, caller, topic_id, locked=True)
    return tag(await _topic(session, caller, topic_id))


@router.post("/topics/{topic_id}/unlock", responses=MARKING)
async def unlock_topic(topic_id: UUID, caller: Facilitating, session: WriteSession, tag: ETag) -> TopicView:
    """Let a topic go on."""
    await commands.mark_topic(session, caller, topic_id, locked=False)
    return tag(await _topic(session, caller, topic_id))


@router.put("/topics/{topic_id}/readings/mine", status_code=204, responses=problems(TopicNotFound, ProfileNeeded))
async def read_up_to(topic_id: UUID, reached: ReadUpTo, caller: Member, session: WriteSession) -> None:
    """Say up to which post you have read a topic; it is told to nobody, and counts what you have not read."""
    await commands.read_up_to(session, caller, topic_id, reached.number)


@router.get("/topics/{topic_id}/posts", responses=problems(TopicNotFound))
async def list_posts(
    topic_id: UUID,
    caller: Insider,
    wanted: Annotated[PostOrder, Query()],
    paging: Paging,
    session: ReadSession,
) -> Page[PostView]:
    """The posts of a topic, oldest or newest first; hidden and withdrawn ones stay in their place, without text."""
    rows, following = await queries.posts_of(session, caller, topic_id, wanted, paging)
    return Page(items=[post_view(row, caller) for row in rows], next=following)


@router.post(
    "/topics/{topic_id}/posts",
    status_code=201,
    responses=problems(TopicNotFound, PostNotFound, TopicIsLocked, FiliereIsClosed, ProfileNeeded, ReplyTooDeep),
)
async def write_post(topic_id: UUID, new: WritePost, caller: Insider, session: WriteSession, tag: ETag) -> PostView:
    """Write in a topic, or answer one of its posts."""
    return tag(await _post(session, caller, (await commands.write_post(session, caller, topic_id, new)).id))


@router.get("/posts/mine")
async def list_my_posts(caller: Insider, paging: Paging, session: ReadSession) -> Page[PostView]:
    """What you wrote in topics that you may read, newest first; hidden posts with the reason."""
    rows, following = await queries.my_posts(session, caller, paging)
    return Page(items=[post_view(row, caller) for row in rows], next=following)


@router.get("/posts/{post_id}", responses=problems(PostNotFound))
async def read_post(post_id: UUID, caller: Insider, session: ReadSession, tag: ETag) -> PostView:
    """A post in a topic that you may read."""
    return tag(await _post(session, caller, post_id))


@router.patch(
    "/posts/{post_id}",
    responses=problems(PostNotFound, Stale, PreconditionRequired, TopicIsLocked, NotPossibleNow),
)
async def change_post(
    post_id: UUID, changes: ChangePost, caller: Insider, expected: IfMatch, session: WriteSession, tag: ETag
) -> PostView:
    """Edit a post of yours; readers see that it was edited."""
    await commands.change_post(session, caller, post_id, expected, changes.given())
    return tag(await _post(session, caller, post_id))


@router.post("/posts/{post_id}/withdraw", responses=problems(PostNotFound, NotPossibleNow))
async def withdraw_post(post_id: UUID, caller: Insider, session: WriteSession, tag: ETag) -> PostView:
    """Take back a post of yours: its text and links are gone for ever, its place in the topic stays."""
    await commands.withdraw_post(session, caller, post_id)
    return tag(await _post(session, caller, post_id))


async def _topic(session: Readable, caller: Caller, topic_id: UUID) -> TopicView:
    return topic_view(await queries.visible_topic(session, caller, topic_id), caller)


async def _post(session: Readable, caller: Caller, post_id: UUID) -> PostView:
    return post_view(await queries.visible_post(session, caller, post_id), caller)
