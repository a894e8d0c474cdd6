"""Shapes of indicators and their versions, in and out."""

from enum import StrEnum
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from partage_contracts.impact import IndicatorLevel
from partage_impact.definitions.appraisal import Check, Light, Verdict
from partage_impact.indicators.formula import Formula
from partage_impact.indicators.periods import PeriodKind
from partage_impact.indicators.progress import Continuity
from partage_impact.values import Code, ItemKey
from partage_kit.types import CurrencyCode, Day, Shape, Text, Translations, UtcDateTime
from partage_kit.types.patterns import Pattern


class Measure(StrEnum):
    """How an indicator is measured (IATI)."""

    UNIT = "unit"
    PERCENTAGE = "percentage"
    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    QUALITATIVE = "qualitative"


class Direction(StrEnum):
    """Which way is better."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEITHER = "neither"


class Source(StrEnum):
    """Where the figures come from."""

    FACTS = "facts"
    INDICATORS = "indicators"
    SURVEY = "survey"
    MANUAL = "manual"


class TerritoryLevel(StrEnum):
    """How finely figures are told by territory: not at all, by country, or by a level of NUTS."""

    OFFICE = "office"
    COUNTRY = "country"
    NUTS1 = "nuts1"
    NUTS2 = "nuts2"
    NUTS3 = "nuts3"


class VersionState(StrEnum):
    """The life of a version."""

    DRAFT = "draft"
    ADOPTED = "adopted"
    SUPERSEDED = "superseded"
    RETIRED = "retired"


Milestone = Annotated[
    str,
    Pattern(r"^-?[0-9]{1,15}(\.[0-9]{1,6})?$", "a number in digits with one point, such as 62.5"),
    Field(examples=["62.5"]),
]
"""A figure that somebody states, in the unit of the indicator; a percentage per hundred."""


class Baseline(Shape):
    """Where the way begins. Across a break with the version that measured it, no progress can be told."""

    value: Milestone
    version_number: Annotated[int, Field(strict=True, ge=1, le=10_000)] | None = Field(
        None, description="by which version it was measured; by default this one"
    )


class Target(Shape):
    """Where the way leads, for the whole office."""

    value: Milestone
    by: Day


class _VersionFields(Shape):
    name: Translations
    definition: Translations
    measure: Measure
    direction: Direction
    unit: Code = Field(description="what is counted: members, orders, percent, cents", examples=["members"])
    population: Translations | None = Field(None, description="of whom or what it is told")
    decimals: Annotated[int, Field(strict=True, ge=0, le=6)] = 0
    period: PeriodKind = Field(description="how long its periods are; fixed, so that no period gives another away")
    territory_level: TerritoryLevel = Field(
        TerritoryLevel.OFFICE, description="fixed too: figures on two levels would give each other away"
    )
    source: Source
    formula: Formula | None = Field(None, description="how it is computed, from facts or other indicators")
    currency: CurrencyCode | None = Field(None, description="of amounts of money; other currencies are left out")
    questionnaire: Code | None = Field(None, description="the questionnaire that asks it")
    question: ItemKey | None = None
    collection: Translations | None = Field(None, description="how it is collected by hand")
    baseline: Baseline | None = Field(None, description="progress is told from it")
    target: Target | None = Field(None, description="progress is told towards it")


class WriteVersion(_VersionFields):
    """A version of an indicator, as it is drafted. Its source decides how it says where figures come from."""

    @model_validator(mode="after")
    def _as_its_source_asks(self) -> Self:
        needs = {
            Source.FACTS: {"formula"},
            Source.INDICATORS: {"formula"},
            Source.SURVEY: {"questionnaire", "question"},
            Source.MANUAL: {"collection"},
        }[self.source]
        given = {name for name in ("formula", "questionnaire", "question") if getattr(self, name) is not None}
        if needs - given - {"collection"} or given - needs or (self.source is Source.MANUAL and not self.collection):
            raise ValueError(f"the source {self.source} needs {' and '.join(sorted(needs))}, and no other")
        return self

    @model_validator(mode="after")
    def _from_somewhere_to_somewhere(self) -> Self:
        if (self.baseline is None) != (self.target is None):
            raise ValueError("a baseline and a target come together: progress is told from one to the other")
        return self


class DefineIndicator(Shape):
    """A new indicator with the draft of its first version."""

    criterion_id: UUID
    code: Code = Field(description="by which formulas name it")
    level: IndicatorLevel
    output_id: UUID | None = Field(None, description="for an impact: the output it rests on")
    outcome_id: UUID | None = Field(None, description="for an impact: the outcome it rests on")
    draft: WriteVersion

    @model_validator(mode="after")
    def _only_impacts_rest(self) -> Self:
        if self.level is not IndicatorLevel.IMPACT and (self.output_id or self.outcome_id):
            raise ValueError("only an impact rests on an output and an outcome")
        return self


class LinkIndicator(Shape):
    """On which output and outcome an impact indicator rests."""

    output_id: UUID
    outcome_id: UUID


class DraftVersion(WriteVersion):
    """The next version: what changes, and how it compares with the version before."""

    continuity: Continuity
    continuity_reason: Text


class Vote(Shape):
    """A voter's verdict on each check."""

    verdicts: Annotated[dict[Check, Verdict], Field(min_length=1)]


class IndicatorFilter(BaseModel):
    """Which indicators a list shows; what is left out does not restrict."""

    model_config = ConfigDict(frozen=True)

    criterion_id: UUID | None = None
    level: IndicatorLevel | None = None
    sort: Literal["code"] = "code"


class IndicatorView(Shape):
    """An indicator; `adopted` is the number of the version in force, null without one."""

    id: UUID
    criterion_id: UUID
    code: str
    level: IndicatorLevel
    output_id: UUID | None
    outcome_id: UUID | None
    adopted: int | None
    name: dict[str, str] | None
    version: int


class VersionView(_VersionFields):
    """A version of an indicator."""

    id: UUID
    indicator_id: UUID
    number: int
    state: VersionState
    continuity: Continuity | None
    continuity_reason: str | None
    drafted_at: UtcDateTime
    adopted_at: UtcDateTime | None
    ended_at: UtcDateTime | None
    version: int


class CheckView(Shape):
    """One check and its votes."""

    check: Check
    light: Light
    votes: dict[str, int]
    mine: Verdict | None


class AppraisalView(Shape):
    """The seven checks; `passed` when each has votes and none is red."""

    passed: bool
    checks: list[CheckView]


def changes_of(version: WriteVersion) -> dict[str, Any]:
    """The columns that a version writes; formula, baseline and target as the JSON that they are stored as."""
    as_json = {
        name: part.model_dump(mode="json") if (part := getattr(version, name)) else None
        for name in ("formula", "baseline", "target")
    }
    return version.model_dump(exclude=set(as_json)) | as_json
