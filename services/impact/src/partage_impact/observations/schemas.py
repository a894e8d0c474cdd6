"""Shapes of observations, in and out."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from partage_contracts.impact import FigureStatus as Status
from partage_impact.definitions.schemas import Measure
from partage_impact.indicators.evaluation import NoValue
from partage_impact.indicators.progress import NoProgress
from partage_kit.types import Shape, UtcDateTime
from partage_kit.types.patterns import Pattern

PeriodLabel = Annotated[
    str,
    Pattern(
        r"^[0-9]{4}(-(Q[1-4]|W[0-9]{2}|[0-9]{2}))?$",
        "a year, quarter, month or week, such as 2026, 2026-Q1, 2026-03 or 2026-W05",
    ),
    Field(examples=["2026-Q1"]),
]
"""2026, 2026-Q1, 2026-03 or 2026-W05 (ISO 8601)."""

Area = Annotated[
    str,
    Pattern(
        r"^(all|other|[A-Z]{2}[A-Z0-9]{0,3})$", "all, other, or a country or NUTS region in capitals, such as BE100"
    ),
]
"""`all` for the whole office, a country or NUTS code, or `other` for everywhere else."""


class Withheld(StrEnum):
    """Why the evaluation team alone sees a figure."""

    CONTRIBUTION_NOT_CLAIMED = "contribution_not_claimed"


class Compute(Shape):
    """For which period; its kind and the areas are those of the version in force."""

    period: PeriodLabel


class ObservationFilter(BaseModel):
    """Which observations a list shows; what is left out does not restrict."""

    model_config = ConfigDict(frozen=True)

    indicator_id: UUID | None = None
    period: PeriodLabel | None = None
    area: Area | None = None
    history: bool = Field(False, description="also what was released before and has been computed anew since")
    sort: Literal["-period"] = "-period"


class ProgressView(Shape):
    """How far the way from the baseline to the target is gone, in percent, unclamped: from 40 to 20, now at 30, is
    50.0. Null with the reason where it cannot be told."""

    percent: str | None
    reason: NoProgress | None
    target: str
    by: date


class ObservationView(Shape):
    """A figure. Value, numerator, denominator, n and hash are null when `suppressed`: too few persons are behind it,
    or it would give such a figure away. `missing` is a value that cannot be told: the source has not reported
    everything yet, the denominator is missing or 0, or it is too large; `reason` says which. `provisional` may
    change with late facts.

    `n` counts distinct persons; null when the figure is not about persons.
    """

    id: UUID
    indicator_id: UUID
    indicator: str
    version_id: UUID
    version_number: int
    period: str
    area: str
    status: Status
    reason: NoValue | None = Field(description="why a missing value is missing")
    value: str | None
    num: str | None
    den: str | None
    n: int | None
    unit: str
    measure: Measure
    input_hash: str | None
    run_id: UUID
    as_of: UtcDateTime
    progress: ProgressView | None = Field(description="of the whole office, where its version names a target")
    withheld: Withheld | None = Field(description="why the evaluation team alone sees this figure; null once released")

    @property
    def version(self) -> int:
        """A figure never changes: late facts give another one."""
        return 1


class NoWhole(StrEnum):
    """Why a longer period cannot be told from its parts."""

    SUPPRESSED = "suppressed"
    MISSING = "missing"
    NOT_ROLLABLE = "not_rollable"


class RollUpWanted(BaseModel):
    """Which longer period is told from the figures of its parts."""

    model_config = ConfigDict(frozen=True)

    period: PeriodLabel
    area: Area = "all"


class RollUpView(Shape):
    """A longer period, told from the figures of its parts: amounts add up, a ratio is the sum of numerators over the
    sum of denominators, a mean weighs its parts. Null with the reason where a part is `suppressed` or `missing`, or
    where parts do not tell the whole (`not_rollable`: distinct counts, medians, extremes).

    `n` is the largest of the parts, as the same persons recur; `used` says of how many of the `parts` it is made.
    """

    indicator_id: UUID
    version_number: int
    period: str
    area: str
    value: str | None
    num: str | None
    den: str | None
    n: int | None
    used: int
    parts: int
    unit: str
    measure: Measure
    reason: NoWhole | None


class RunView(Shape):
    """What computing came to. `held` means that the new figures would differ by a few persons from what was released,
    as late facts make them do: the figures released before stand until the difference tells of nobody."""

    indicator_id: UUID
    period: str
    held: bool
    observations: list[ObservationView]


class PartView(Shape):
    """One aggregate of a formula, in words, and what it came to."""

    name: str
    meaning: str
    value: str | None
    n: int | None


class SourceView(Shape):
    """Where the rows came from, and until which day they are complete now."""

    code: str
    name: str
    home: str
    complete_until: date | None


class ExplanationView(Shape):
    """How a figure came about: the formula in words, its parts, its version and its sources."""

    observation: ObservationView
    meaning: str
    numerator: str
    denominator: str | None
    parts: list[PartView]
    missing_policy: str
    first_day: date
    last_day: date
    sources: list[SourceView]
    adopted_at: UtcDateTime
    adopted_by: str
