"""Shapes of evaluations, in and out."""

from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from partage_kit.changes import Changes
from partage_kit.types import Day, Language, Line, NutsCode, OfficeCode, Shape, Text, Translations, UtcDateTime


class Phase(StrEnum):
    """Where an evaluation stands (recommendation 19)."""

    FRAME = "frame"
    STRUCTURE = "structure"
    OBSERVE = "observe"
    ANALYSE = "analyse"
    JUDGE = "judge"
    DISSEMINATE = "disseminate"
    LEARN = "learn"
    CLOSED = "closed"


class Aim(StrEnum):
    """What an evaluation is for (recommendation 18)."""

    STRATEGIC = "strategic"
    ADVOCACY = "advocacy"
    DEMOCRATIC = "democratic"


class Body(StrEnum):
    """Who may give, change and end a mandate."""

    BOARD = "board"
    GENERAL_ASSEMBLY = "general_assembly"


class DecisionKind(StrEnum):
    """What was decided about an evaluation."""

    QUESTION_ADOPTED = "question_adopted"
    PUBLISHED = "published"
    ADVANCED = "advanced"
    RETURNED = "returned"
    STOPPED = "stopped"


class Mandate(Shape):
    """The decision on which the evaluation rests."""

    body: Body
    decided_on: Day
    horizon: Day = Field(description="until when the mandate runs; several years as a rule")
    reference: Line | None = Field(None, description="where the decision is written down")

    @model_validator(mode="after")
    def _horizon_ahead(self) -> Self:
        if self.horizon <= self.decided_on:
            raise ValueError("the horizon lies after the decision")
        return self


class Perimeter(Shape):
    """What and whom the evaluation looks at; empty territories mean the whole office."""

    description: Translations
    territories: Annotated[list[NutsCode], Field(max_length=50)] = []


class _EvaluationFields(Shape):
    question: Translations | None = Field(None, description="the one evaluative question")
    other_aims: Annotated[list[Aim], Field(max_length=2)] = []
    addressees: Annotated[list[Translations], Field(max_length=20)] = Field([], description="whom the results are for")
    approach: Translations | None = None

    @field_validator("other_aims")
    @classmethod
    def _each_once(cls, aims: list[Aim]) -> list[Aim]:
        if len(set(aims)) != len(aims):
            raise ValueError("each aim once")
        return aims


class OpenEvaluation(_EvaluationFields):
    """A new evaluation, in its first phase."""

    title: Translations
    mandate: Mandate
    perimeter: Perimeter
    major_stakeholder: Translations = Field(description="whom it looks at first: in this house the member-users")
    primary_aim: Aim = Aim.STRATEGIC
    languages: Annotated[list[Language], Field(min_length=1, max_length=3)]

    @model_validator(mode="after")
    def _one_primary(self) -> Self:
        if self.primary_aim in self.other_aims:
            raise ValueError("the primary aim is not one of the others")
        return self


class ChangeEvaluation(_EvaluationFields, Changes):
    """What to change; fields left out stay as they are. After its adoption the question and its frame stay."""

    never_null = frozenset(
        {"title", "mandate", "perimeter", "major_stakeholder", "primary_aim", "other_aims", "addressees", "languages"}
    )

    title: Translations | None = None
    mandate: Mandate | None = None
    perimeter: Perimeter | None = None
    major_stakeholder: Translations | None = None
    primary_aim: Aim | None = None
    languages: Annotated[list[Language], Field(min_length=1, max_length=3)] | None = None


class Decide(Shape):
    """A decision of the board or the general assembly, and why it was taken."""

    body: Body
    decided_on: Day
    reason: Text


class EvaluationFilter(BaseModel):
    """Which evaluations a list shows; what is left out does not restrict."""

    model_config = ConfigDict(frozen=True)

    phase: Phase | None = None
    sort: Literal["-opened_at"] = "-opened_at"


class PublishedFilter(BaseModel):
    """Which published evaluations a list shows."""

    model_config = ConfigDict(frozen=True)

    office: OfficeCode | None = None


class PublishedEvaluation(Shape):
    """What the public sees of an evaluation from before its data are gathered (recommendation 18)."""

    id: UUID
    office: str
    title: dict[str, str]
    question: dict[str, str] | None
    mandate: Mandate
    perimeter: Perimeter
    major_stakeholder: dict[str, str]
    primary_aim: Aim
    other_aims: list[Aim]
    addressees: list[dict[str, str]]
    approach: dict[str, str] | None
    languages: list[Language]
    phase: Phase
    cycle: int
    published_at: UtcDateTime | None


class EvaluationView(PublishedEvaluation):
    """An evaluation. `cycle` counts how often it went from learning back to framing, from 1."""

    adopted_at: UtcDateTime | None
    opened_at: UtcDateTime
    version: int


class DecisionView(Shape):
    """A decision about an evaluation, as it was recorded."""

    id: UUID
    kind: DecisionKind
    from_phase: Phase
    to_phase: Phase
    body: Body | None
    decided_on: Day | None
    reason: str | None
    recorded_at: UtcDateTime
