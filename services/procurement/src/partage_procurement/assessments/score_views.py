"""From a row of an assessment with its charter to its score as of a date, explained."""

from datetime import date
from fractions import Fraction
from typing import Any

from partage_procurement.assessments.dossier import Proofs, answers_of
from partage_procurement.assessments.score_schemas import (
    ContributionShape,
    ExactPercentage,
    ExplanationShape,
    ImprovementShape,
    ReasonShape,
    ScoreShape,
    ScoreView,
    ThemeScoreShape,
    UsedEvidenceShape,
    WarningShape,
)
from partage_procurement.charters.yardstick import bands_of, yardstick_of
from partage_procurement.scoring.explanation import explain
from partage_procurement.scoring.percentages import rounded
from partage_procurement.scoring.score import Score, ScoreCard, ThemeScore, score
from partage_procurement.scoring.standing import (
    USUAL_CONSEQUENCES,
    Effect,
    Standing,
    effect_after_lapse,
    lapsed,
    stand,
)


def score_of(row: Any, evidence: Proofs, as_of: date, *, working: bool) -> ScoreView:
    """The score of the last published revision, or of the work in progress when that is wanted or all there is."""
    if working or row.published_answers is None:
        return _of_work(row, evidence, as_of)
    return _as_published(row, as_of)


def _of_work(row: Any, evidence: Proofs, as_of: date) -> ScoreView:
    card = score(yardstick_of(row.themes, row.criteria), answers_of(row.answers, evidence), as_of)
    return _view(row, card, None, (), stand(card, bands_of(row.bands)).effect)


def _as_published(row: Any, as_of: date) -> ScoreView:
    yardstick = yardstick_of(row.themes, row.criteria)
    answers = answers_of(row.published_answers, row.published_evidence)
    card = score(yardstick, answers, as_of)
    if as_of < row.published_on:  # nothing was published yet, so nothing could have run out since
        return _view(row, card, row.revision_number, (), stand(card, bands_of(row.bands)).effect)
    gone = lapsed(score(yardstick, answers, row.published_on), card)
    # evidence that ran out since publication makes conditional at worst
    return _view(row, card, row.revision_number, gone, effect_after_lapse(row.published_effect, gone))


def _view(row: Any, card: ScoreCard, number: int | None, gone: tuple[str, ...], effect: Effect) -> ScoreView:
    standing = stand(card, bands_of(row.bands))
    return ScoreView(
        assessment_id=row.id,
        supplier_id=row.supplier_id,
        charter_id=row.charter_id,
        charter_number=row.charter_number,
        revision_number=number,
        as_of=card.on,
        total=score_shape(card.total),
        themes=[_theme(theme) for theme in card.themes],
        label=standing.label,
        label_name=_label_name(row, standing),
        reasons=[ReasonShape(obstacle=reason.obstacle, key=reason.key) for reason in standing.reasons],
        lapsed=list(gone),
        effect=effect,
        consequence=USUAL_CONSEQUENCES[effect],
        explanation=_explanation(card),
    )


def _label_name(row: Any, standing: Standing) -> dict[str, str] | None:
    return next((band["name"] for band in row.bands if band["code"] == standing.label), None)


def exact(percentage: Fraction) -> ExactPercentage:
    """A percentage, rounded and exactly."""
    return ExactPercentage(
        value=rounded(percentage), numerator=percentage.numerator, denominator=percentage.denominator
    )


def score_shape(found: Score) -> ScoreShape:
    """A score with every percentage rounded and exactly."""
    return ScoreShape(
        worst=exact(found.worst),
        best=exact(found.best),
        coverage=exact(found.coverage),
        verified=None if found.verified is None else exact(found.verified),
    )


def _theme(found: ThemeScore) -> ThemeScoreShape:
    floor = found.theme.floor
    return ThemeScoreShape(
        theme=found.theme.key,
        floor=None if floor is None else exact(floor),
        score=None if found.score is None else score_shape(found.score),
    )


def _explanation(card: ScoreCard) -> ExplanationShape:
    told = explain(card)
    return ExplanationShape(
        contributions=[
            ContributionShape(
                criterion=one.criterion,
                theme=one.theme,
                state=one.state,
                level=one.level,
                points=exact(one.points),
                possible=exact(one.possible),
                evidence=[UsedEvidenceShape(id=e.key, type=e.type, last_day=e.last_day) for e in one.evidence],
                missing=list(one.missing),
            )
            for one in told.contributions
        ],
        improvements=[
            ImprovementShape(
                criterion=one.criterion,
                gain=exact(one.gain),
                gain_by_proof=exact(one.gain_by_proof),
                missing=list(one.missing),
            )
            for one in told.improvements
        ],
        warnings=[
            WarningShape(
                criterion=one.criterion,
                type=one.type,
                evidence=one.evidence,
                last_day=one.last_day,
                days_left=one.days_left,
            )
            for one in told.warnings
        ],
    )
