"""Shapes of topics and posts, in and out."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from partage_kit.changes import Changes
from partage_kit.types import HttpsUrl, Line, Shape, Text, UtcDateTime
from partage_members.directory.people import MemberName
from partage_members.moderation.schemas import Contest
from partage_members.profiles.schemas import LanguageCode


class AuthorKind(StrEnum):
    """As what somebody wrote: a member, or one of those who work for the office."""

    MEMBER = "member"
    OFFICE = "office"


class PostState(StrEnum):
    """What became of a post: a withdrawn one has lost its text, a hidden one is read by its author and moderators."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


class ShownPostLink(Shape):
    """A file or page that a post points to, as it was kept."""

    url: str
    label: str | None = None


class PostLink(Shape):
    """A file or page that a post points to."""

    url: HttpsUrl
    label: Line | None = None


Links = Annotated[list[PostLink], Field(max_length=10)]


class WritePost(Shape):
    """A new post."""

    text: Text
    links: Links = []
    reply_to: UUID | None = Field(None, description="the post that it answers; not itself a reply")


class StartTopic(Shape):
    """A new topic with its first post."""

    title: Line
    language: LanguageCode = Field(description="ISO 639-1, in which it is discussed")
    filiere_id: UUID | None = Field(None, description="for the members of this filière; null: for the whole office")
    text: Text
    links: Links = []


class ChangeTopic(Changes):
    """What to change; fields left out stay as they are."""

    never_null = frozenset({"title", "language"})

    title: Line | None = None
    language: LanguageCode | None = None


class ChangePost(Changes):
    """What to change; fields left out stay as they are, and the post is marked as edited."""

    never_null = frozenset({"text", "links"})

    text: Text | None = None
    links: Links | None = None


class ReadUpTo(Shape):
    """Up to which post of a topic you have read."""

    number: Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]


class TopicFilter(BaseModel):
    """Which topics a list shows; what is left out does not restrict."""

    model_config = ConfigDict(frozen=True)

    filiere_id: UUID | None = None
    office_wide: bool = Field(False, description="only those for the whole office")
    language: LanguageCode | None = None
    unread: bool = Field(False, description="only those with posts that you have not read; for members")


class PostOrder(BaseModel):
    """In which order the posts of a topic come."""

    model_config = ConfigDict(frozen=True)

    sort: Literal["number", "-number"] = "number"


class Author(Shape):
    """Who wrote something; the member is null when it is none, or one who hides her name from you."""

    kind: AuthorKind
    member: MemberName | None


class TopicView(Shape):
    """A topic."""

    id: UUID
    filiere_id: UUID | None
    title: str
    language: str
    author: Author
    mine: bool
    pinned: bool
    locked: bool
    posts: int = Field(description="how many were ever written; the number of the newest")
    unread: int | None = Field(description="posts of others that you have not read; null for who is no member")
    created_at: UtcDateTime
    last_post_at: UtcDateTime
    version: int


class PostView(Shape):
    """A post; the reason and the contest are told to its author and to moderators."""

    id: UUID
    topic_id: UUID
    number: int = Field(description="its place in the topic, from 1")
    reply_to: UUID | None
    author: Author
    mine: bool
    state: PostState
    text: str | None
    links: list[ShownPostLink]
    written_at: UtcDateTime
    edited_at: UtcDateTime | None
    hidden_reason: str | None
    contest: Contest | None
    version: int
