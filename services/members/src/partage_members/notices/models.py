"""The purpose of an office and the notices that explain it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from partage_kit.errors import Busy, NotPossibleNow, OwnSubmission, Stale
from partage_kit.tables import Json, Utc
from partage_kit.types import Person, day_of
from partage_members.notices.canonical import text_hashes
from partage_members.notices.errors import NoticeDraftExists
from partage_members.tables import MembersAggregate

_DRAFT = text("published_at IS NULL")


class ConsentPurpose(MembersAggregate, table=True):
    """A purpose as an office has written it; one that it never wrote is as shipped."""

    __tablename__ = "consent_purposes"
    # two administrators who write a purpose for the first time at once: the second wrote from a version that is no more
    __table_args__ = (UniqueConstraint("office", "code", info={"refusal": Stale}),)

    code: str = Field(max_length=40)
    terms: dict[str, Any] = Field(sa_type=Json)


class ConsentNotice(MembersAggregate, table=True):
    """One version of the notice for a purpose; the database itself lets nobody change a published one."""

    __tablename__ = "consent_notices"
    __table_args__ = (
        UniqueConstraint("office", "purpose", "number", info={"refusal": Busy}),
        Index(
            "uq_consent_notices_draft",
            "office",
            "purpose",
            unique=True,
            sqlite_where=_DRAFT,
            postgresql_where=_DRAFT,
            info={"refusal": NoticeDraftExists},
        ),
        Index("ix_consent_notices_office", "office", "created_at", "id"),
    )

    purpose: str = Field(max_length=40)
    number: int
    title: dict[str, str] = Field(sa_type=Json)
    text: dict[str, str] = Field(sa_type=Json)
    sha256: dict[str, str] = Field(sa_type=Json)
    controller: dict[str, Any] = Field(sa_type=Json)
    material: bool
    terms: dict[str, Any] | None = Field(default=None, sa_type=Json)
    authors: list[str] = Field(default_factory=list, sa_type=Json)
    author_members: list[str] = Field(default_factory=list, sa_type=Json)
    published_by: str | None = Field(default=None, max_length=255)
    published_at: datetime | None = Field(default=None, sa_type=Utc)
    created_at: datetime = Field(sa_type=Utc)

    def require_draft(self) -> None:
        """Refuse to change or publish what is published.

        Raises:
            NotPossibleNow
        """
        if self.published_at is not None:
            raise NotPossibleNow(f"it was published on {day_of(self.published_at)}")

    def written_by(self, author: Person) -> None:
        """Remember who wrote, as an author never publishes, and keep the hashes in step with the texts."""
        self.authors, self.author_members = author.added_to(self.authors, self.author_members)
        self.sha256 = text_hashes(self.title, self.text)

    def publish(self, by: Person, terms: dict[str, Any], at: datetime) -> None:
        """Show the notice from now on, with the terms of the purpose as they are.

        Raises:
            NotPossibleNow, OwnSubmission
        """
        self.require_draft()
        if by.is_among(self.authors, self.author_members):
            raise OwnSubmission("you wrote this notice; a colleague publishes it")
        self.terms, self.published_by, self.published_at = terms, by.subject, at
