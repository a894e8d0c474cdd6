"""From an assessed supplier and two charter versions to the preview of what the newer one would do to it."""

from datetime import date
from typing import Any

from partage_procurement.assessments.dossier import answers_of
from partage_procurement.assessments.score_schemas import ReasonShape
from partage_procurement.assessments.score_views import exact, score_shape
from partage_procurement.charters.yardstick import bands_of, yardstick_of
from partage_procurement.impact_previews.queries import Impact
from partage_procurement.impact_previews.schemas import DifferenceShape, ImpactPreview, ScoredUnder
from partage_procurement.scoring.carrying import Difference, carry_over, differences
from partage_procurement.scoring.score import ScoreCard, score
from partage_procurement.scoring.standing import Effect, Standing, effect_after_lapse, lapsed, stand


def previews(impact: Impact) -> list[ImpactPreview]:
    """Every supplier of a page, in its order."""
    versions, draft, day = impact.versions, impact.draft, impact.day
    return [_preview(row, versions[row.charter_id], draft, day) for row in impact.suppliers]


def _preview(row: Any, version: Any, draft: Any, day: date) -> ImpactPreview:
    """Score a supplier's published answers as of a day under the version they were given to, and under the draft."""
    answers = answers_of(row.answers, row.evidence)
    before, after = (yardstick_of(charter.themes, charter.criteria) for charter in (version, draft))
    carried = carry_over(answers, after)
    today, then = score(before, answers, day), score(after, carried.answers, day)
    gone = lapsed(score(before, answers, row.published_on), today)
    outcome = stand(then, bands_of(draft.bands))
    return ImpactPreview(
        supplier_id=row.id,
        supplier_name=row.name,
        assessment_id=row.assessment_id,
        before=_under(version, today, stand(today, bands_of(version.bands)), effect_after_lapse(row.effect, gone)),
        after=_under(draft, then, outcome, outcome.effect),
        unanswered=list(carried.unanswered),
        left_behind=list(carried.left_behind),
        differences=[_difference(one) for one in differences(today, then)],
    )


def _under(charter: Any, card: ScoreCard, standing: Standing, effect: Effect) -> ScoredUnder:
    return ScoredUnder(
        charter_id=charter.id,
        charter_number=charter.number,
        total=score_shape(card.total),
        label=standing.label,
        effect=effect,
        reasons=[ReasonShape(obstacle=reason.obstacle, key=reason.key) for reason in standing.reasons],
    )


def _difference(found: Difference) -> DifferenceShape:
    return DifferenceShape(
        criterion=found.criterion,
        before=None if found.before is None else exact(found.before),
        after=None if found.after is None else exact(found.after),
    )
