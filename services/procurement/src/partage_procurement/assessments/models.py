"""The assessment, its evidence, its published revisions and the contests of them."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from partage_kit.errors import NotPossibleNow
from partage_kit.tables import Json, Utc, enum_text
from partage_kit.types import Person, day_of
from partage_procurement.assessments.errors import AssessmentUnderWay, EvidenceExists, FileDiffers, OwnWork
from partage_procurement.assessments.schemas import AssessmentState
from partage_procurement.scoring.standing import Effect
from partage_procurement.tables import ProcurementAggregate, ProcurementRecord

S = AssessmentState

ANSWER_TIME = timedelta(days=30)
"""How long the office may take to answer a contest (ISO 20400, 6.6: grievances have a deadline)."""

_UNDER_WAY = text("state IN ('open', 'submitted', 'reviewed')")


class Assessment(ProcurementAggregate, table=True):
    """One supplier against one charter version; `contributors` wrote the answers, so they do not judge them."""

    __tablename__ = "assessments"
    __table_args__ = (
        Index(
            "uq_assessments_under_way",
            "supplier_id",
            "charter_id",
            unique=True,
            sqlite_where=_UNDER_WAY,
            postgresql_where=_UNDER_WAY,
            info={"refusal": AssessmentUnderWay},
        ),
        Index("ix_assessments_office_created_at", "office", "created_at", "id"),
        Index("ix_assessments_supplier", "supplier_id", "state"),
        Index("ix_assessments_office_label", "office", "label", "created_at", "id"),
        Index("ix_assessments_office_charter", "office", "charter_id", "created_at", "id"),
    )

    supplier_id: UUID = Field(foreign_key="suppliers.id")
    charter_id: UUID = Field(foreign_key="charters.id")
    charter_number: int
    state: AssessmentState = Field(default=S.OPEN, sa_type=enum_text(AssessmentState))
    answers: dict[str, dict[str, Any]] = Field(default_factory=dict, sa_type=Json)
    contributors: list[str] = Field(default_factory=list, sa_type=Json)
    contributor_members: list[str] = Field(default_factory=list, sa_type=Json)
    reviewed_by: str | None = Field(default=None, max_length=255)
    revision_number: int = 0
    label: str | None = Field(default=None, max_length=60)
    published_on: date | None = None
    expires_on: date | None = None
    created_at: datetime = Field(sa_type=Utc)
    updated_at: datetime = Field(sa_type=Utc)

    def state_on(self, day: date, grace_until: date | None) -> AssessmentState:
        """The state that counts on a day: what is published expires after its last day, or its charter's grace."""
        last_days = [last_day for last_day in (self.expires_on, grace_until) if last_day is not None]
        over = self.state is S.PUBLISHED and any(last_day < day for last_day in last_days)
        return S.EXPIRED if over else self.state

    def require_writable(self) -> None:
        """Answers and evidence are written while the assessment is open, or contested.

        Raises:
            NotPossibleNow
        """
        self._require("change", S.OPEN, S.CONTESTED)

    def require_verifiable(self) -> None:
        """Evidence is verified after submission, before publication.

        Raises:
            NotPossibleNow
        """
        self._require("have its evidence verified", S.SUBMITTED, S.CONTESTED)

    def require_no_part_of(self, judge: Person) -> None:
        """Keep those who wrote the answers from judging them.

        Raises:
            OwnWork
        """
        if judge.is_among(self.contributors, self.contributor_members):
            raise OwnWork("you answered, attached evidence or submitted this assessment")

    def contribute(self, by: Person, at: datetime) -> None:
        """Remember who had a part in the answers."""
        self.contributors, self.contributor_members = by.added_to(self.contributors, self.contributor_members)
        self.updated_at = at

    def answer(self, criterion: str, answer: dict[str, Any], by: Person, at: datetime) -> None:
        """Write one answer; the same again changes nothing."""
        if self.answers.get(criterion) == answer:
            return
        self.answers = {**self.answers, criterion: answer}
        self.contribute(by, at)

    def submit(self, by: Person, at: datetime) -> None:
        """Close the answers for review.

        Raises:
            NotPossibleNow
        """
        self._require("be submitted", S.OPEN)
        self.contribute(by, at)
        self.state = S.SUBMITTED

    def review(self, by: Person, at: datetime) -> None:
        """Confirm that somebody without a part in it went through the answers.

        Raises:
            NotPossibleNow, OwnWork
        """
        self._require("be reviewed", S.SUBMITTED)
        self.require_no_part_of(by)
        self.reviewed_by = by.subject
        self.state, self.updated_at = S.REVIEWED, at

    def require_publishable(self, by: Person) -> None:
        """A reviewed assessment may be published; a contested one by somebody without a part in the new answers.

        Raises:
            NotPossibleNow, OwnWork
        """
        self._require("be published", S.REVIEWED, S.CONTESTED)
        if self.state is S.CONTESTED:
            self.require_no_part_of(by)

    def publish(self, label: str | None, expires_on: date, at: datetime) -> None:
        """Make the next revision public; `require_publishable` went before."""
        self.revision_number += 1
        self.label, self.published_on, self.expires_on = label, day_of(at), expires_on
        self.state, self.updated_at = S.PUBLISHED, at

    def contest(self, at: datetime, grace_until: date | None) -> None:
        """Open a published assessment to correction.

        Raises:
            NotPossibleNow
        """
        state = self.state_on(day_of(at), grace_until)
        if state is not S.PUBLISHED:
            raise NotPossibleNow(f"an assessment that is {state} cannot be contested")
        self.state, self.updated_at = S.CONTESTED, at

    def give_way(self, at: datetime) -> None:
        """Make room for a newer assessment of the supplier."""
        self.state, self.updated_at = S.EXPIRED, at

    def _require(self, step: str, *states: AssessmentState) -> None:
        if self.state not in states:
            raise NotPossibleNow(f"an assessment that is {self.state} cannot {step}")


class EvidenceRecord(ProcurementRecord, table=True):
    """What is known of one file that proves something; type and size once the file itself was sent."""

    __tablename__ = "assessment_evidence"
    __table_args__ = (UniqueConstraint("assessment_id", "type", "sha256", info={"refusal": EvidenceExists}),)

    assessment_id: UUID = Field(foreign_key="assessments.id")
    type: str = Field(max_length=60)
    issuer: str = Field(max_length=200)
    sha256: str = Field(max_length=64)
    media_type: str | None = Field(default=None, max_length=40)
    size: int | None = None
    issued_on: date
    valid_until: date | None = None
    provided_by: str = Field(max_length=255)
    provided_at: datetime = Field(sa_type=Utc)
    verified_by: str | None = Field(default=None, max_length=255)
    verified_at: datetime | None = Field(default=None, sa_type=Utc)

    def require_file(self, sha256: str) -> None:
        """Refuse another file than the one that was named.

        Raises:
            FileDiffers
        """
        if sha256 != self.sha256:
            raise FileDiffers(f"its SHA-256 is {sha256}, the evidence names {self.sha256}")

    def verify(self, by: str, at: datetime) -> None:
        """Confirm that the file is what it claims to be.

        Raises:
            NotPossibleNow
        """
        if self.verified_by is not None:
            raise NotPossibleNow("this evidence is verified already")
        self.verified_by, self.verified_at = by, at


class Revision(ProcurementRecord, table=True):
    """What was published, as it was: answers, evidence and the effect that followed. Never changed."""

    __tablename__ = "assessment_revisions"
    __table_args__ = (UniqueConstraint("assessment_id", "number"),)

    assessment_id: UUID = Field(foreign_key="assessments.id")
    number: int
    answers: dict[str, dict[str, Any]] = Field(sa_type=Json)
    evidence: list[dict[str, Any]] = Field(sa_type=Json)
    effect: Effect = Field(sa_type=enum_text(Effect))
    published_on: date
    published_by: str = Field(max_length=255)


class Contest(ProcurementRecord, table=True):
    """A grievance against a published revision, made by a member or by the supplier, and its answer."""

    __tablename__ = "assessment_contests"
    __table_args__ = (Index("ix_assessment_contests_assessment", "assessment_id", "id"),)

    assessment_id: UUID = Field(foreign_key="assessments.id")
    revision_number: int
    reason: str = Field(max_length=5_000)
    made_by: UUID
    by_supplier: bool = False
    made_at: datetime = Field(sa_type=Utc)
    answer_due: date
    answer: str | None = Field(default=None, max_length=5_000)
    answered_by: str | None = Field(default=None, max_length=255)
    answered_at: datetime | None = Field(default=None, sa_type=Utc)
