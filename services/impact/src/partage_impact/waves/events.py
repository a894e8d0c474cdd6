"""From a wave to the facts it announces: never how many have answered."""

from collections.abc import Sequence
from typing import Any, TypeVar

from partage_contracts.impact import RankedNeed, WaveAnalysed, WaveClosed, WaveOpened
from partage_impact.waves.models import Wave

F = TypeVar("F", WaveOpened, WaveClosed, WaveAnalysed)


def announced(fact: type[F], wave: Wave, questionnaire: Any) -> F:
    """A wave was opened, closed or analysed."""
    return fact(
        office=wave.office,
        subject=wave.id,
        sequence=wave.version,
        purpose=wave.purpose,
        mode=wave.mode,
        threshold=wave.threshold,
        questionnaire_id=wave.questionnaire_id,
        questionnaire=questionnaire.key,
        questionnaire_number=questionnaire.number,
        evaluation_id=wave.evaluation_id,
        languages=tuple(wave.languages),
        opened_on=wave.opened_on,
        closes_on=wave.closes_on,
        needs_survey_id=wave.needs_survey_id,
    )


def analysed(wave: Wave, questionnaire: Any, ranked_needs: Sequence[RankedNeed] | None) -> WaveAnalysed:
    """The results of a wave can be read; with the needs it ranks, if it asked for them."""
    fact = announced(WaveAnalysed, wave, questionnaire)
    return fact if ranked_needs is None else fact.model_copy(update={"ranked_needs": tuple(ranked_needs)})
