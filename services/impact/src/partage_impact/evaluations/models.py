"""The evaluation and the decisions about it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from partage_impact.evaluations.errors import EvaluationUnderWay, QuestionNotAdopted, QuestionStands
from partage_impact.evaluations.schemas import Aim, Body, DecisionKind, Phase
from partage_impact.tables import ImpactAggregate, ImpactRecord
from partage_kit.changes import write_changes
from partage_kit.errors import Invalid, NotPossibleNow, OwnSubmission
from partage_kit.tables import Json, Utc, enum_text
from partage_kit.types import Person

FRAME_OF_THE_QUESTION = frozenset({"question", "mandate", "perimeter", "major_stakeholder"})
_ACTIVE = text("phase <> 'closed'")


class Evaluation(ImpactAggregate, table=True):
    """One long-term evaluation with one evaluative question; the database lets an office have one active."""

    __tablename__ = "evaluations"
    __table_args__ = (
        Index(
            "uq_evaluations_active",
            "office",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
            info={"refusal": EvaluationUnderWay},
        ),
        Index("ix_evaluations_office_opened_at", "office", "opened_at", "id"),
        Index("ix_evaluations_published_at", "published_at", "id"),
    )

    title: dict[str, str] = Field(sa_type=Json)
    question: dict[str, str] | None = Field(default=None, sa_type=Json)
    question_by: str | None = Field(default=None, max_length=255)
    question_by_member: UUID | None = None
    mandate: dict[str, Any] = Field(sa_type=Json)
    perimeter: dict[str, Any] = Field(sa_type=Json)
    major_stakeholder: dict[str, str] = Field(sa_type=Json)
    primary_aim: Aim = Field(sa_type=enum_text(Aim))
    other_aims: list[str] = Field(default_factory=list, sa_type=Json)
    addressees: list[dict[str, str]] = Field(default_factory=list, sa_type=Json)
    approach: dict[str, str] | None = Field(default=None, sa_type=Json)
    languages: list[str] = Field(sa_type=Json)
    phase: Phase = Field(default=Phase.FRAME, sa_type=enum_text(Phase))
    cycle: int = 1
    adopted_at: datetime | None = Field(default=None, sa_type=Utc)
    published_at: datetime | None = Field(default=None, sa_type=Utc)
    opened_at: datetime = Field(sa_type=Utc)

    def change(self, changes: dict[str, Any], by: Person) -> None:
        """Take what was written anew.

        Raises:
            NotPossibleNow: the evaluation is closed.
            QuestionStands
            Invalid: the primary aim is one of the others too.
        """
        self.require_active()
        if self.adopted_at is not None and FRAME_OF_THE_QUESTION & changes.keys():
            raise QuestionStands()
        if changes.get("question", self.question) != self.question:
            self.question_by, self.question_by_member = by.subject, by.member_id
        write_changes(self, changes)
        if self.primary_aim in self.other_aims:
            place = {"pointer": "/body/other_aims", "detail": "names the primary aim"}
            raise Invalid("the primary aim is not one of the others", errors=[place])

    def adopt_question(self, by: Person, at: datetime) -> None:
        """Make the question the one of this evaluation.

        Raises:
            QuestionNotAdopted: there is none.
            QuestionStands: it was adopted before.
            OwnSubmission, NotPossibleNow
        """
        self.require_active()
        if self.adopted_at is not None:
            raise QuestionStands()
        if self.question is None:
            raise QuestionNotAdopted("no question is written yet")
        if by.is_among([self.question_by], [self.question_by_member]):
            raise OwnSubmission("you wrote this question; somebody else of the evaluation team records its adoption")
        self.adopted_at = at

    def publish(self, at: datetime) -> None:
        """Make aims, question and perimeter known to everybody.

        Raises:
            QuestionNotAdopted
            NotPossibleNow: it is published already, or closed.
        """
        self.require_active()
        if self.adopted_at is None:
            raise QuestionNotAdopted()
        if self.published_at is not None:
            raise NotPossibleNow("the evaluation is published already")
        self.published_at = at

    def require_active(self) -> None:
        """Refuse changes of what is closed.

        Raises:
            NotPossibleNow
        """
        if self.phase is Phase.CLOSED:
            raise NotPossibleNow("the evaluation is closed")


class EvaluationDecision(ImpactRecord, table=True):
    """A decision about an evaluation, and who recorded it; it stays as written (recommendation 25)."""

    __tablename__ = "evaluation_decisions"
    __table_args__ = (Index("ix_evaluation_decisions_at", "evaluation_id", "recorded_at", "id"),)

    evaluation_id: UUID = Field(foreign_key="evaluations.id")
    kind: DecisionKind = Field(sa_type=enum_text(DecisionKind))
    from_phase: Phase = Field(sa_type=enum_text(Phase))
    to_phase: Phase = Field(sa_type=enum_text(Phase))
    body: Body | None = Field(default=None, sa_type=enum_text(Body))
    decided_on: date | None = None
    reason: str | None = Field(default=None, max_length=5_000)
    recorded_by: str = Field(max_length=255)
    recorded_at: datetime = Field(sa_type=Utc)
