"""The topic, its posts, and how far each member has read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, UniqueConstraint, Uuid
from sqlmodel import Field

from partage_kit.errors import NotPossibleNow
from partage_kit.tables import Json, Utc, enum_text
from partage_kit.types import Person
from partage_members.moderation.models import Moderated
from partage_members.tables import MembersAggregate, tables
from partage_members.topics.errors import TopicIsLocked
from partage_members.topics.schemas import AuthorKind


class Topic(MembersAggregate, table=True):
    """Something to discuss, in a filière or in the whole office."""

    __tablename__ = "topics"
    __table_args__ = (
        # a number and no truth value, as lists are ordered by it
        CheckConstraint("pinned IN (0, 1)", name="pinned"),
        Index("ix_topics_office", "office", "pinned", "last_post_at", "id"),
        Index("ix_topics_filiere", "filiere_id", "pinned", "last_post_at", "id"),
    )

    filiere_id: UUID | None = Field(default=None, foreign_key="filieres.id")
    title: str = Field(max_length=200)
    language: str = Field(max_length=2)
    author_kind: AuthorKind = Field(sa_type=enum_text(AuthorKind))
    author: str = Field(max_length=255)
    author_member: UUID | None = None
    pinned: int = 0
    locked: bool = False
    posts: int = 0
    created_at: datetime = Field(sa_type=Utc)
    last_post_at: datetime = Field(sa_type=Utc)

    def is_of(self, person: Person) -> bool:
        """Whether this person started it."""
        return person.is_among([self.author], [self.author_member])

    def require_unlocked(self) -> None:
        """Refuse what would add to a locked topic.

        Raises:
            TopicIsLocked
        """
        if self.locked:
            raise TopicIsLocked()


class Post(Moderated, MembersAggregate, table=True):
    """What somebody says in a topic. A withdrawn one has no text any more; a hidden one keeps it for a contest."""

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("topic_id", "number"),
        Index("ix_posts_author", "office", "author", "written_at", "id"),
        Index("ix_posts_author_member", "author_member", "written_at", "id"),
        Index("ix_posts_contested_at", "office", "contested_at", "id"),
    )

    topic_id: UUID = Field(foreign_key="topics.id", ondelete="CASCADE")
    number: int
    reply_to: UUID | None = Field(default=None, foreign_key="posts.id")
    author_kind: AuthorKind = Field(sa_type=enum_text(AuthorKind))
    author: str = Field(max_length=255)
    author_member: UUID | None = None
    text: str | None = Field(default=None, max_length=5_000)
    links: list[dict[str, str | None]] = Field(default_factory=list, sa_type=Json)
    written_at: datetime = Field(sa_type=Utc)
    edited_at: datetime | None = Field(default=None, sa_type=Utc)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Utc)

    def is_of(self, person: Person) -> bool:
        """Whether this person wrote it, with this token or another."""
        return person.is_among([self.author], [self.author_member])

    def require_standing(self) -> None:
        """Refuse what needs a post that is there for all.

        Raises:
            NotPossibleNow
        """
        if self.withdrawn_at is not None:
            raise NotPossibleNow("it was withdrawn")
        super().require_standing()

    def withdraw(self, at: datetime) -> None:
        """Lose the text for ever, and whatever was said about it.

        Raises:
            NotPossibleNow
        """
        if self.withdrawn_at is not None:
            raise NotPossibleNow("it was withdrawn")
        self.text, self.links, self.withdrawn_at = None, [], at
        self.forget_moderation()


topic_readings = Table(
    "topic_readings",
    tables.metadata,
    Column("topic_id", Uuid, ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", Uuid, ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, nullable=False),
    Index("ix_topic_readings_member", "member_id"),
)
"""Up to which post each member has read a topic; no audit, as nobody's reading is anybody's business."""
