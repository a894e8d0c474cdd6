"""What can be moderated, and the report of it: columns and rules that posts and opportunities share."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from partage_kit.errors import NotPossibleNow, OwnSubmission
from partage_kit.tables import Utc, enum_text
from partage_kit.types import Person
from partage_members.moderation.schemas import ReportKind, ReportOutcome


class Moderated(SQLModel):
    """Something that a moderator may hide, whose author may contest that once. Nobody decides on what is their own."""

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
        raise NotImplementedError

    def require_standing(self) -> None:
        """Refuse what needs something that is there for all whom it is for.

        Raises:
            NotPossibleNow
        """
        if self.hidden_at is not None:
            raise NotPossibleNow("it is hidden")

    def hide(self, by: Person, reason: str, at: datetime) -> None:
        """Be read by nobody but the author and moderators.

        Raises:
            OwnSubmission, NotPossibleNow
        """
        self.require_other(by)
        self.require_standing()
        self.forget_moderation()
        self.hidden_at, self.hidden_by, self.hidden_by_member, self.hidden_reason = at, by.subject, by.member_id, reason

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
        """Stay hidden after a contest: another moderator than the one who hid it, or the coordination, says why.

        Raises:
            OwnSubmission, NotPossibleNow
        """
        self.require_other(by)
        if not self.awaits_answer:
            raise NotPossibleNow("no contest waits for an answer")
        if by.is_among([self.hidden_by], [self.hidden_by_member]):
            raise OwnSubmission("you hid it; another moderator or the coordination must answer the contest")
        self.contest_answer, self.contest_answered_at = answer, at

    def restore(self, by: Person) -> None:
        """Be read again by all whom it is for.

        Raises:
            OwnSubmission, NotPossibleNow
        """
        self.require_other(by)
        if self.hidden_at is None:
            raise NotPossibleNow("it is not hidden")
        self.forget_moderation()

    def require_other(self, person: Person) -> None:
        """Refuse who would decide on what is their own.

        Raises:
            OwnSubmission
        """
        if self.is_of(person):
            raise OwnSubmission("it is your own; another moderator must decide")

    @property
    def awaits_answer(self) -> bool:
        """Whether its author contested that it is hidden, and nobody has answered."""
        return self.contested_at is not None and self.contest_answered_at is None

    def forget_moderation(self) -> None:
        """Be as if it had never been hidden."""
        self.hidden_at = self.hidden_by = self.hidden_by_member = self.hidden_reason = None
        self.contest = self.contested_at = self.contest_answer = self.contest_answered_at = None


class Reported(SQLModel):
    """What a reader says is wrong, until a moderator decides; `reporter` is the member or the subject."""

    reporter: str = Field(max_length=255)
    kind: ReportKind = Field(sa_type=enum_text(ReportKind))
    note: str | None = Field(default=None, max_length=2_000)
    reported_at: datetime = Field(sa_type=Utc)
    closed_at: datetime | None = Field(default=None, sa_type=Utc)
    closed_by: str | None = Field(default=None, max_length=255)
    outcome: ReportOutcome | None = Field(default=None, sa_type=enum_text(ReportOutcome))

    def close(self, by: Person, outcome: ReportOutcome, at: datetime) -> None:
        """Write down what a moderator did about it."""
        self.closed_at, self.closed_by, self.outcome = at, by.subject, outcome
