"""Shapes of assessments, in and out."""

from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from partage_kit.types import Day, Line, Shape, Text, UtcDateTime
from partage_kit.types.patterns import Pattern
from partage_procurement.scoring.score import AnswerKind
from partage_procurement.values import Code

Sha256 = Annotated[str, Pattern(r"^[0-9a-f]{64}$", "a SHA-256 in 64 small hexadecimal digits")]


class AssessmentState(StrEnum):
    """Where an assessment stands; a published one expires after its last day, or when a newer one is published."""

    OPEN = "open"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    CONTESTED = "contested"
    EXPIRED = "expired"


class OpenAssessment(Shape):
    """Which supplier is assessed against which charter version."""

    supplier_id: UUID
    charter_id: UUID


class AnswerShape(Shape):
    """One answer: a level from 0 to 4, declared or backed with evidence, or why the criterion does not apply."""

    kind: AnswerKind
    level: Annotated[int, Field(strict=True, ge=0, le=4)] | None = None
    evidence: Annotated[list[UUID], Field(max_length=20)] = []
    reason: Text | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if (self.kind is AnswerKind.NOT_APPLICABLE) != (self.level is None):
            raise ValueError("an answer has a level, unless it is not_applicable")
        if (self.kind is AnswerKind.NOT_APPLICABLE) != (self.reason is not None):
            raise ValueError("an answer that is not_applicable has a reason, and no other has one")
        if (self.kind is AnswerKind.EVIDENCED) != bool(self.evidence):
            raise ValueError("an answer that is evidenced names its evidence, and no other does")
        return self


class AddEvidence(Shape):
    """What is known of a certificate, report or other file.

    You compute `sha256` yourself. The file may stay where you keep it, or be sent afterwards: then it is kept here, if
    it has this hash.
    """

    type: Code = Field(description="one of the evidence types of the charter")
    issuer: Line
    sha256: Sha256 = Field(description="SHA-256 of the file, in lower-case hexadecimal")
    issued_on: Day
    valid_until: Day | None = Field(None, description="its last day, if it names one")

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> Self:
        if self.valid_until is not None and self.valid_until < self.issued_on:
            raise ValueError("valid_until is before issued_on")
        return self


class EvidenceView(Shape):
    """Evidence; it counts from the day on which somebody verified it. `size` (bytes) is null until its file is sent."""

    id: UUID
    type: str
    issuer: str
    sha256: str
    media_type: str | None
    size: int | None
    issued_on: Day
    valid_until: Day | None
    provided_at: UtcDateTime
    verified_at: UtcDateTime | None


class PublicationConditions(Shape):
    """What the supplier commits to, and by when."""

    until: Day
    commitments: Annotated[list[Text], Field(min_length=1, max_length=20)]


class PublishAssessment(Shape):
    """What goes with a publication: conditions when the outcome is conditional, an answer when it was contested."""

    conditions: PublicationConditions | None = None
    answer: Text | None = None


class ContestAssessment(Shape):
    """Why somebody holds the outcome to be wrong."""

    reason: Text


class ContestView(Shape):
    """A contest of a published revision; the office answers by `answer_due` with a new revision.

    `by_supplier` tells the supplier's own contest from those of members.
    """

    id: UUID
    revision_number: int
    by_supplier: bool
    reason: str
    made_at: UtcDateTime
    answer_due: Day
    answer: str | None
    answered_at: UtcDateTime | None


class AssessmentFilter(BaseModel):
    """Which assessments a list shows; what is left out does not restrict."""

    model_config = ConfigDict(frozen=True)

    supplier_id: UUID | None = None
    charter_id: UUID | None = None
    state: AssessmentState | None = Field(None, description="as it counts today")
    label: Code | None = None
    sort: Literal["-created_at"] = "-created_at"


class AssessmentSummary(Shape):
    """An assessment as a line of a list; label and dates are those of its last published revision."""

    id: UUID
    supplier_id: UUID
    supplier_name: str
    charter_id: UUID
    charter_number: int
    state: AssessmentState
    revision_number: int
    label: str | None
    published_on: Day | None
    expires_on: Day | None


class AssessmentView(AssessmentSummary):
    """An assessment with its answers by criterion: as published, or as they are being written for those who judge."""

    answers: dict[str, AnswerShape]
    created_at: UtcDateTime
    updated_at: UtcDateTime
    version: int
