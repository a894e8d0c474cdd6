"""The charter version and the comments on it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from partage_kit.errors import Busy, NotPossibleNow, OwnSubmission
from partage_kit.tables import Json, Utc, enum_text
from partage_kit.types import Person, day_of
from partage_procurement.charters.errors import CommentAlreadyAnswered
from partage_procurement.charters.schemas import CharterState
from partage_procurement.tables import ProcurementAggregate, ProcurementRecord

S = CharterState

_IS_ADOPTED = text("state = 'adopted'")


class Charter(ProcurementAggregate, table=True):
    """One version of an office's charter. Once adopted its text never changes; one version is adopted at a time."""

    __tablename__ = "charters"
    __table_args__ = (
        UniqueConstraint("office", "number", info={"refusal": Busy}),
        # two versions that are signed at the same instant: one comes second and supersedes the first
        Index(
            "uq_charters_one_adopted",
            "office",
            unique=True,
            sqlite_where=_IS_ADOPTED,
            postgresql_where=_IS_ADOPTED,
            info={"refusal": Busy},
        ),
    )

    number: int
    state: CharterState = Field(default=S.DRAFT, sa_type=enum_text(CharterState))
    title: dict[str, str] = Field(sa_type=Json)
    objectives: list[dict[str, str]] = Field(sa_type=Json)
    themes: list[dict[str, Any]] = Field(sa_type=Json)
    evidence_types: list[dict[str, Any]] = Field(sa_type=Json)
    criteria: list[dict[str, Any]] = Field(sa_type=Json)
    bands: list[dict[str, Any]] = Field(sa_type=Json)
    validity_months: int
    authors: list[str] = Field(default_factory=list, sa_type=Json)
    author_members: list[str] = Field(default_factory=list, sa_type=Json)
    sent_back_reason: str | None = Field(default=None, max_length=5_000)
    signed_by: str | None = Field(default=None, max_length=255)
    adopted_on: date | None = None
    superseded_by: UUID | None = None
    grace_until: date | None = None
    created_at: datetime = Field(sa_type=Utc)
    updated_at: datetime = Field(sa_type=Utc)

    def require_changeable(self) -> None:
        """Refuse to change a text that is under review or adopted.

        Raises:
            NotPossibleNow
        """
        self._require("change", S.DRAFT, S.CONSULTATION)

    def require_commentable(self, *, by_committee: bool) -> None:
        """The ethics committee comments until adoption, members while they are consulted.

        Raises:
            NotPossibleNow
        """
        states = (S.DRAFT, S.CONSULTATION, S.IN_ETHICS_REVIEW) if by_committee else (S.CONSULTATION,)
        self._require("be commented on", *states)

    def written_by(self, author: Person, at: datetime) -> None:
        """Remember who wrote, as an author never signs."""
        self.authors, self.author_members = author.added_to(self.authors, self.author_members)
        self.updated_at = at

    def consult(self, at: datetime) -> None:
        """Show the draft to the members.

        Raises:
            NotPossibleNow
        """
        self._require("go into consultation", S.DRAFT)
        self._move(S.CONSULTATION, at)

    def submit(self, by: Person, at: datetime) -> None:
        """Lay the text before the ethics committee; whoever submits it stands for it like an author.

        Raises:
            NotPossibleNow
        """
        self._require("be submitted", S.CONSULTATION)
        self.written_by(by, at)
        self.sent_back_reason = None
        self._move(S.IN_ETHICS_REVIEW, at)

    def send_back(self, reason: str, at: datetime) -> None:
        """Give the text back to its authors.

        Raises:
            NotPossibleNow
        """
        self._require("be sent back", S.IN_ETHICS_REVIEW)
        self.sent_back_reason = reason
        self._move(S.DRAFT, at)

    def require_signable(self, by: Person) -> None:
        """Refuse a signature before the review, or by an author.

        Raises:
            NotPossibleNow, OwnSubmission
        """
        self._require("be signed", S.IN_ETHICS_REVIEW)
        if by.is_among(self.authors, self.author_members):
            raise OwnSubmission("you wrote or submitted this version; a colleague of the ethics committee must sign")

    def adopt(self, by: str, at: datetime) -> None:
        """Make this the version that suppliers are assessed against; `require_signable` went before."""
        self.signed_by, self.adopted_on = by, day_of(at)
        self._move(S.ADOPTED, at)

    def give_way(self, successor: UUID, at: datetime) -> None:
        """Make room for a newer version."""
        self.superseded_by = successor
        self._move(S.SUPERSEDED, at)

    def end_labels(self, grace_until: date, at: datetime) -> None:
        """Let labels under this version count until a day, unless they end earlier already."""
        if self.grace_until is None or grace_until < self.grace_until:
            self.grace_until, self.updated_at = grace_until, at

    def has_part(self, code: str) -> bool:
        """Whether a theme or criterion has this code."""
        return any(part["code"] == code for part in (*self.themes, *self.criteria))

    def _move(self, state: CharterState, at: datetime) -> None:
        self.state, self.updated_at = state, at

    def _require(self, step: str, *states: CharterState) -> None:
        if self.state not in states:
            raise NotPossibleNow(f"a charter that is {self.state} cannot {step}")


class Comment(ProcurementRecord, table=True):
    """A remark on a charter version; it stays, and gets one answer."""

    __tablename__ = "charter_comments"
    __table_args__ = (Index("ix_charter_comments_charter", "charter_id", "id"),)

    charter_id: UUID = Field(foreign_key="charters.id")
    about: str | None = Field(default=None, max_length=60)
    text: str = Field(max_length=5_000)
    by_committee: bool
    made_by: str = Field(max_length=255)
    made_at: datetime = Field(sa_type=Utc)
    answer: str | None = Field(default=None, max_length=5_000)
    answered_by: str | None = Field(default=None, max_length=255)
    answered_at: datetime | None = Field(default=None, sa_type=Utc)

    def reply(self, answer: str, by: str, at: datetime) -> None:
        """Answer the comment, once.

        Raises:
            CommentAlreadyAnswered
        """
        if self.answer is not None:
            raise CommentAlreadyAnswered(f"it was answered on {day_of(self.answered_at or at)}")
        self.answer, self.answered_by, self.answered_at = answer, by, at
