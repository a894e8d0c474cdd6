"""Shapes of waves, answers and results, in and out."""

from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from partage_contracts.impact import WaveMode, WavePurpose
from partage_impact.values import ItemKey
from partage_kit.changes import Changes
from partage_kit.types import Day, Language, Shape, Translations
from partage_kit.types.patterns import Pattern

Threshold = Annotated[int, Field(strict=True, ge=5, le=1_000)]
Answer = Annotated[int, Field(strict=True)] | Annotated[str, StringConstraints(max_length=2_000)]
Answers = Annotated[dict[ItemKey, Answer], Field(max_length=100)]
TicketText = Annotated[
    str, Pattern(r"^[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{43}$", "the ticket of a wave, as it was given out")
]


class WaveState(StrEnum):
    """Where a wave stands today."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    ANALYSED = "analysed"


class PlanWave(Shape):
    """A new wave."""

    title: Translations
    purpose: WavePurpose = WavePurpose.EVALUATION
    mode: WaveMode = WaveMode.ANONYMOUS
    questionnaire_id: UUID
    evaluation_id: UUID | None = Field(None, description="waves of an evaluation name it; needs surveys have none")
    threshold: Threshold = Field(10, description="the smallest group that results tell of; it may rise, never fall")
    languages: Annotated[list[Language], Field(min_length=1, max_length=3)]
    closes_on: Day | None = Field(None, description="its last day; without one it ends with `close`")
    needs_survey_id: UUID | None = Field(
        None, description="the request for a needs survey that it answers, as `needs_survey.requested` names it"
    )
    needs_question: ItemKey | None = Field(
        None, description="the `select_one` question whose options are needs; `wave.analysed` tells their ranking"
    )

    @model_validator(mode="after")
    def _needs(self) -> Self:
        if self.purpose is not WavePurpose.NEEDS and (self.needs_survey_id or self.needs_question):
            raise ValueError("only a wave whose purpose is `needs` asks for needs")
        if self.needs_survey_id and not self.needs_question:
            raise ValueError("a wave that answers a needs survey names its `needs_question`")
        return self

    @model_validator(mode="after")
    def _purpose_and_languages(self) -> Self:
        if (self.purpose is WavePurpose.EVALUATION) != (self.evaluation_id is not None):
            raise ValueError("a wave names an evaluation if and only if that is its purpose")
        if len(set(self.languages)) != len(self.languages):
            raise ValueError("each language once")
        return self


class ChangeWave(Changes):
    """What to change; fields left out stay as they are."""

    never_null = frozenset({"title", "mode", "threshold"})

    title: Translations | None = None
    mode: WaveMode | None = None
    threshold: Threshold | None = None
    closes_on: Day | None = None


class WaveFilter(BaseModel):
    """Which waves a list shows; what is left out does not restrict."""

    model_config = ConfigDict(frozen=True)

    evaluation_id: UUID | None = None
    purpose: WavePurpose | None = None
    state: WaveState | None = Field(None, description="where it stands today; after its last day a wave is closed")
    sort: Literal["-id"] = Field("-id", description="newest first")


class WaveView(Shape):
    """A wave. How many have answered is not told before its results, and there only past disclosure control."""

    id: UUID
    title: dict[str, str]
    purpose: WavePurpose
    mode: WaveMode
    questionnaire_id: UUID
    evaluation_id: UUID | None
    threshold: int
    languages: list[Language]
    state: WaveState
    opened_on: Day | None
    closes_on: Day | None
    closed_on: Day | None
    needs_survey_id: UUID | None
    needs_question: str | None
    version: int


class Choice(Shape):
    """An answer to choose, in the reader's language: an option's code, or the number of a point."""

    answer: str | int
    label: str


class FormQuestion(Shape):
    """A question as it is asked. Numbers lie between the bounds, both included."""

    key: str
    kind: str
    label: str
    hint: str | None
    required: bool
    choices: list[Choice] | None
    minimum: str | None
    maximum: str | None
    max_length: int | None


class FormView(Shape):
    """What a wave asks, in one of its languages."""

    wave_id: UUID
    language: Language
    title: str
    introduction: str | None
    questions: list[FormQuestion]


class TicketView(Shape):
    """A ticket: whoever holds it may answer once. It is shown this once and kept nowhere."""

    ticket: str


class GiveTicket(Shape):
    """A ticket as it was given."""

    ticket: TicketText


class Respond(GiveTicket):
    """Answers by question key: an option's code, a point's number, a whole number, or text (also for decimals)."""

    answers: Answers


class RespondIdentified(Shape):
    """Answers by question key, given under one's own name."""

    answers: Answers


class Taken(Shape):
    """The answer is counted."""

    taken: Literal[True] = True


class ReceiptView(Shape):
    """Whether an answer given with this ticket is in the tally. `digest` is the SHA-256 (hex) of the ticket's text,
    a line feed and the counted answers as canonical JSON (keys sorted, no spaces, UTF-8): compute it from your own
    answers to see that they are counted unchanged."""

    counted: bool
    digest: str | None


class Group(Shape):
    """Those who gave one answer; count and share are null when hidden."""

    answer: str
    label: str
    count: int | None
    share: str | None = Field(description="percent of all who took part, with one decimal")


class ResultView(Shape):
    """The answers to one question. Groups smaller than the threshold are hidden, and as many others as it takes that
    nobody can subtract them; `n` counts all who took part, null when they are too few. Whole numbers of at
    most 11 possible values are told value by value. The mean is told only where it gives nothing hidden away."""

    wave_id: UUID
    question: str
    kind: str
    label: str
    threshold: int
    n: int | None
    groups: list[Group]
    mean: str | None
