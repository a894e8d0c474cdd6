"""Shapes of a score and its explanation; every percentage is told rounded and exactly."""

from datetime import date
from uuid import UUID

from pydantic import Field

from partage_kit.types import Shape
from partage_procurement.scoring.score import CriterionState
from partage_procurement.scoring.standing import Consequence, Effect, Obstacle


class ExactPercentage(Shape):
    """A percentage: rounded half up to two decimals as text, and exactly as a fraction."""

    value: str = Field(examples=["66.67"])
    numerator: int
    denominator: int


class ScoreShape(Shape):
    """Worst and best that is possible, the weight proven, the level of what is proven (null when nothing is)."""

    worst: ExactPercentage
    best: ExactPercentage
    coverage: ExactPercentage
    verified: ExactPercentage | None


class ThemeScoreShape(Shape):
    """The score of one theme; null when nothing of it applies, which also frees it of its floor."""

    theme: str
    floor: ExactPercentage | None
    score: ScoreShape | None


class ReasonShape(Shape):
    """Why there is no label, and which criterion or theme it comes from."""

    obstacle: Obstacle
    key: str


class UsedEvidenceShape(Shape):
    """Evidence that counts on the date, and the last day on which it does."""

    id: str
    type: str
    last_day: date | None


class ContributionShape(Shape):
    """What a criterion gives to the worst-case score, out of the points possible."""

    criterion: str
    theme: str
    state: CriterionState
    level: int | None
    points: ExactPercentage
    possible: ExactPercentage
    evidence: list[UsedEvidenceShape]
    missing: list[str]


class ImprovementShape(Shape):
    """What a proven level 4 would add, and what proof of the level already answered would add alone."""

    criterion: str
    gain: ExactPercentage
    gain_by_proof: ExactPercentage
    missing: list[str]


class WarningShape(Shape):
    """Evidence in use whose last day comes near."""

    criterion: str
    type: str
    evidence: str
    last_day: date
    days_left: int


class ExplanationShape(Shape):
    """What made the score, what would raise it most (first), and which evidence is about to expire."""

    contributions: list[ContributionShape]
    improvements: list[ImprovementShape]
    warnings: list[WarningShape]


class ScoreView(Shape):
    """A supplier's score as of a date, of a published revision, or of the work in progress (`revision_number` null).

    `effect` and `consequence` are what follows for the supplier: once published, evidence that ran out since
    (`lapsed`, criteria) makes it conditional at worst.
    """

    assessment_id: UUID
    supplier_id: UUID
    charter_id: UUID
    charter_number: int
    revision_number: int | None
    as_of: date
    total: ScoreShape
    themes: list[ThemeScoreShape]
    label: str | None
    label_name: dict[str, str] | None
    reasons: list[ReasonShape]
    lapsed: list[str]
    effect: Effect
    consequence: Consequence
    explanation: ExplanationShape
