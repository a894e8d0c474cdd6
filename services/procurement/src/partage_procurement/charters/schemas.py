"""Shapes of charter versions, in and out."""

from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from partage_kit.types import Day, Shape, Text, UtcDateTime
from partage_kit.types.patterns import Pattern
from partage_procurement.values import Code, EveryLanguage, Percentage

OcdsCode = Annotated[
    str,
    Pattern(
        r"^[a-z][A-Za-z]{1,39}(\.[a-z][A-Za-z]{1,59})?$",
        "a criterion of OCDS in letters, with one point at most, such as environmental.carbonFootprint",
    ),
]
Level = Annotated[int, Field(strict=True, ge=0, le=4)]


class CharterState(StrEnum):
    """Where a charter version stands on its way to adoption."""

    DRAFT = "draft"
    CONSULTATION = "consultation"
    IN_ETHICS_REVIEW = "in_ethics_review"
    ADOPTED = "adopted"
    SUPERSEDED = "superseded"


class ThemeShape(Shape):
    """A group of criteria; a worst-case score under its floor gives no label."""

    code: Code
    name: EveryLanguage
    floor: Percentage | None = None


class EvidenceTypeShape(Shape):
    """A type of evidence that criteria may require."""

    code: Code
    name: EveryLanguage


class LevelShape(Shape):
    """What reaching a level means."""

    level: Level
    description: EveryLanguage


class RequirementShape(Shape):
    """A type of evidence that a criterion requires, and the age in calendar months up to which it counts."""

    type: Code
    longest_age_months: Annotated[int, Field(strict=True, ge=1, le=240)] | None = None


class CriterionShape(Shape):
    """One criterion: weight in basis points, five described levels, the evidence it requires.

    An eliminatory criterion has a minimum level; missing it, or not proving it, costs the label.
    """

    code: Code
    theme: Code
    title: EveryLanguage
    weight: Annotated[int, Field(strict=True, ge=1, le=10_000)]
    levels: Annotated[list[LevelShape], Field(min_length=5, max_length=5)]
    evidence: Annotated[list[RequirementShape], Field(min_length=1, max_length=10)]
    eliminatory: bool = False
    minimum_level: Level | None = None
    goals: Annotated[list[OcdsCode], Field(max_length=20)] = Field([], description="sustainabilityGoal codes of OCDS")
    strategies: Annotated[list[OcdsCode], Field(max_length=20)] = Field(
        [], description="sustainabilityStrategy codes of OCDS"
    )

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if [described.level for described in self.levels] != [0, 1, 2, 3, 4]:
            raise ValueError("levels are 0, 1, 2, 3 and 4, in this order")
        if self.eliminatory != (self.minimum_level is not None):
            raise ValueError("an eliminatory criterion has a minimum_level, and no other has one")
        return self


class BandShape(Shape):
    """The label of the scores from `from` up to, but without, `to`; the highest band includes 100."""

    code: Code
    name: EveryLanguage
    lower: Percentage = Field(alias="from")
    upper: Percentage = Field(alias="to")
    effect: Literal["referenced", "conditional", "refused"]


class WriteCharter(Shape):
    """A charter version, written as a whole."""

    title: EveryLanguage
    objectives: Annotated[list[EveryLanguage], Field(min_length=1, max_length=20)]
    themes: Annotated[list[ThemeShape], Field(min_length=1, max_length=20)]
    evidence_types: Annotated[list[EvidenceTypeShape], Field(min_length=1, max_length=100)]
    criteria: Annotated[list[CriterionShape], Field(min_length=1, max_length=100)]
    bands: Annotated[list[BandShape], Field(min_length=1, max_length=10)]
    validity_months: Annotated[int, Field(strict=True, ge=1, le=60)] = Field(
        24, description="how long a published assessment holds"
    )

    @model_validator(mode="after")
    def _evidence_is_named(self) -> Self:
        named = [kind.code for kind in self.evidence_types]
        used = {need.type for criterion in self.criteria for need in criterion.evidence}
        if len(set(named)) != len(named):
            raise ValueError("each evidence type once")
        if unknown := sorted(used - set(named)):
            raise ValueError(f"no evidence type {', '.join(unknown)}")
        return self


class SendBack(Shape):
    """Why the ethics committee does not sign yet."""

    reason: Text


class SignCharter(Shape):
    """What goes with a signature: until when labels under the versions before still count."""

    grace_until: Day | None = Field(None, description="last day of those labels; without it, each to its own last day")


class CharterFilter(BaseModel):
    """Which charter versions a list shows."""

    model_config = ConfigDict(frozen=True)

    state: CharterState | None = None


class CharterSummary(Shape):
    """A charter version as a line of a list; versions of an office are numbered from 1."""

    id: UUID
    number: int
    state: CharterState
    title: dict[str, str]
    adopted_on: Day | None


class CharterView(CharterSummary):
    """A charter version. Labels under a superseded one count until `grace_until`; null: each to its own last day."""

    objectives: list[dict[str, str]]
    themes: list[ThemeShape]
    evidence_types: list[EvidenceTypeShape]
    criteria: list[CriterionShape]
    bands: list[BandShape]
    validity_months: int
    sent_back_reason: str | None
    superseded_by: UUID | None
    grace_until: Day | None
    created_at: UtcDateTime
    updated_at: UtcDateTime
    version: int


class WriteComment(Shape):
    """A comment on a charter version, or on one of its themes or criteria."""

    about: Code | None = Field(None, description="code of a theme or criterion")
    text: Text


class AnswerComment(Shape):
    """What the authors make of a comment."""

    answer: Text


class CommentView(Shape):
    """A comment with its answer; `by_committee` tells the ethics committee's from the members'."""

    id: UUID
    about: str | None
    text: str
    by_committee: bool
    made_at: UtcDateTime
    answer: str | None
    answered_at: UtcDateTime | None
