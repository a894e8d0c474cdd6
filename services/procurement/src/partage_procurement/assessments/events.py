"""From a published assessment to the fact it announces."""

from partage_contracts.procurement import AssessmentPublished, SupplierStanding, ThemeResult
from partage_procurement.assessments.models import Assessment
from partage_procurement.scoring.percentages import rounded
from partage_procurement.scoring.score import ScoreCard
from partage_procurement.scoring.standing import Standing


def published(assessment: Assessment, card: ScoreCard, standing: Standing) -> AssessmentPublished:
    """A revision of an assessment was published."""
    assert assessment.expires_on is not None  # noqa: S101 - publishing sets it
    total = card.total
    return AssessmentPublished(
        office=assessment.office,
        subject=assessment.id,
        sequence=assessment.version,
        supplier_id=assessment.supplier_id,
        charter_id=assessment.charter_id,
        charter_number=assessment.charter_number,
        revision_number=assessment.revision_number,
        as_of=card.on,
        expires_on=assessment.expires_on,
        worst=rounded(total.worst),
        best=rounded(total.best),
        coverage=rounded(total.coverage),
        verified=None if total.verified is None else rounded(total.verified),
        themes=tuple(
            ThemeResult(theme=one.theme.key, worst=None if one.score is None else rounded(one.score.worst))
            for one in card.themes
        ),
        label=standing.label,
        effect=SupplierStanding(standing.effect),
    )
