"""Shapes of impact previews; they only go out."""

from uuid import UUID

from partage_kit.types import Shape
from partage_procurement.assessments.score_schemas import ExactPercentage, ReasonShape, ScoreShape
from partage_procurement.scoring.standing import Effect


class ScoredUnder(Shape):
    """How a supplier scores under one charter version today; `reasons` say why there is no label."""

    charter_id: UUID
    charter_number: int
    total: ScoreShape
    label: str | None
    effect: Effect
    reasons: list[ReasonShape]


class DifferenceShape(Shape):
    """A criterion that gives other points under the draft; null where a version has no such criterion."""

    criterion: str
    before: ExactPercentage | None
    after: ExactPercentage | None


class ImpactPreview(Shape):
    """One assessed supplier under the version it was assessed against, and under the draft.

    Its published answers carry over by the codes of criteria. `unanswered` are criteria of the draft without an answer,
    which count as unknown; `left_behind` are answered criteria that the draft no longer has, or where it does not allow
    "not applicable". `differences` tells what makes the score another one, the largest difference first.
    """

    supplier_id: UUID
    supplier_name: str
    assessment_id: UUID
    before: ScoredUnder
    after: ScoredUnder
    unanswered: list[str]
    left_behind: list[str]
    differences: list[DifferenceShape]
