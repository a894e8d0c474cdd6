"""The topic, its posts, and how far each member has read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, UniqueConstraint, Uuid
from sqlmodel import Field

from partage_kit.errors import NotPossibleNow, OwnSubmission
from partage_kit.tables import Json, Utc, enum_text
from partage_kit.types import Person
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


class Post(MembersAggregate, table=True):
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
    hidden_at: datetime | None = Field(default=None, sa_type=Utc)
    hidden_by: str | None = Field(default=None, max_length=255)
    hidden_by_member: UUID | None = None
    hidden_reason: str | None = Field(default=None, max_length=2_000)
    contest: str | None = Field(default=None, max_length=2_000)
    contested_at: datetime | None = Field(default=None, sa_type=Utc)
    contest_answer: str | None = Field(default=None, max_length=2_000)
    contest_answered_at: datetime | None = Field(default=None, sa_type=Utc)

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
        if self.hidden_at is not None:
            raise NotPossibleNow("it is hidden")

    def withdraw(self, at: datetime) -> None:
        """Lose the text for ever, and whatever was said about it.

        Raises:
            NotPossibleNow
        """
        if self.withdrawn_at is not None:
            raise NotPossibleNow("it was withdrawn")
        self.text, self.links, self.withdrawn_at = None, [], at
        self.hidden_at = self.hidden_by = self.hidden_by_member = self.hidden_reason = None
        self.contest = self.contested_at = self.contest_answer = self.contest_answered_at = None

    def hide(self, by: Person, reason: str, at: datetime) -> None:
        """Be read by nobody but the author and moderators.

        Raises:
            OwnSubmission, NotPossibleNow
        """
        self._require_other(by)
        self.require_standing()
        self.hidden_at, self.hidden_by, self.hidden_by_member, self.hidden_reason = at, by.subject, by.member_id, reason
        self.contest = self.contested_at = self.contest_answer = self.contest_answered_at = None

    def protest(self, text: str, at: datetime) -> None:
        """Say, once, why it should not be hidden.

        Raises:
            NotPossibleNow
        """
        if self.hidden_at is None:
            raise NotPossibleNow("it is not hidden")
        if self.contested_at is not None:
            raise NotPossibleNow("it was contested already")
        self.contest, self.contested_at = text, at

    def uphold(self, by: Person, answer: str, at: datetime) -> None:
        """Stay hidden after a contest: another moderator than the one who hid it says why.

        Raises:
            OwnSubmission, NotPossibleNow
        """
        self._require_other(by)
        if self.contested_at is None or self.contest_answered_at is not None:
            raise NotPossibleNow("no contest waits for an answer")
        if by.is_among([self.hidden_by], [self.hidden_by_member]):
            raise OwnSubmission("you hid this post; another moderator must answer the contest")
        self.contest_answer, self.contest_answered_at = answer, at

    def restore(self, by: Person) -> None:
        """Be read by all again.

        Raises:
            OwnSubmission, NotPossibleNow
        """
        self._require_other(by)
        if self.hidden_at is None:
            raise NotPossibleNow("it is not hidden")
        self.hidden_at = self.hidden_by = self.hidden_by_member = self.hidden_reason = None
        self.contest = self.contested_at = self.contest_answer = self.contest_answered_at = None

    def _require_other(self, person: Person) -> None:
        if self.is_of(person):
            raise OwnSubmission("you wrote this post; another moderator must decide")


topic_readings = Table(
    "topic_readings",
    tables.metadata,
    Column("topic_id", Uuid, ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", Uuid, ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, nullable=False),
    Index("ix_topic_readings_member", "member_id"),
)
"""Up to which post each member has read a topic; no audit, as nobody's reading is anybody's business."""
