"""From topics and posts to the shapes that go out."""

from typing import Any

from partage_kit.auth import Caller
from partage_members.directory.people import named
from partage_members.moderation.callers import coordinates
from partage_members.moderation.views import contest_of
from partage_members.topics.callers import moderates
from partage_members.topics.schemas import Author, PostState, PostView, TopicView

_TOPIC = ("id", "filiere_id", "title", "language", "pinned", "locked", "posts", "unread", "created_at", "last_post_at")
_POST = ("id", "topic_id", "number", "reply_to", "written_at", "edited_at")


def topic_view(row: Any, caller: Caller) -> TopicView:
    """A topic as the caller sees it."""
    fields = {name: getattr(row, name) for name in _TOPIC} | {"pinned": row.pinned == 1}
    return TopicView(author=_author(row), mine=_is_of(row, caller), version=row.version, **fields)


def post_view(row: Any, caller: Caller) -> PostView:
    """A post as the caller sees it: what is hidden only its author and moderators read."""
    mine = _is_of(row, caller)
    judges = coordinates(caller) and row.contested_at is not None
    closer = mine or judges or moderates(caller, row.filiere_id)
    hidden = row.hidden_at is not None
    readable = closer or not hidden
    return PostView(
        author=_author(row),
        mine=mine,
        state=PostState.WITHDRAWN if row.withdrawn_at else PostState.HIDDEN if hidden else PostState.VISIBLE,
        text=row.text if readable else None,
        links=row.links if readable else [],
        hidden_reason=row.hidden_reason if closer else None,
        contest=contest_of(row) if closer else None,
        version=row.version if closer else row.version - _unseen_versions(row),
        **{name: getattr(row, name) for name in _POST},
    )


def _unseen_versions(row: Any) -> int:
    """How many versions a contest made: who is not told of it would be by the ETag."""
    return sum(at is not None for at in (row.contested_at, row.contest_answered_at))


def _author(row: Any) -> Author:
    return Author(kind=row.author_kind, member=named(row))


def _is_of(row: Any, caller: Caller) -> bool:
    return caller.person.is_among([row.author], [row.author_member])
