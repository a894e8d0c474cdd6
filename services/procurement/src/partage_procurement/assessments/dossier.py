"""From what is stored of an assessment to what the scoring kernel computes with."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from partage_procurement.assessments.errors import UnsoundAnswers
from partage_procurement.scoring.evidence import Evidence
from partage_procurement.scoring.faults import faults_as
from partage_procurement.scoring.score import Answer, AnswerKind, CriterionState, ScoreCard, Yardstick, score

Answers = Mapping[str, Mapping[str, Any]]
Proofs = Iterable[Mapping[str, Any]]


def answers_of(answers: Answers, evidence: Proofs) -> dict[str, Answer]:
    """The stored answers by criterion, each with the evidence it names.

    Evidence is a mapping of id, type, issued_on, valid_until and verified_on (dates in ISO 8601).
    """
    by_id = {item["id"]: _evidence(item) for item in evidence}
    return {
        criterion: Answer(
            AnswerKind(answer["kind"]),
            answer["level"],
            tuple(by_id[key] for key in answer["evidence"] if key in by_id),
            answer["reason"] or "",
        )
        for criterion, answer in answers.items()
    }


def require_sound(yardstick: Yardstick, answers: Answers, on: date) -> None:
    """Refuse answers that the charter does not allow.

    Raises:
        UnsoundAnswers: naming the rule and the criteria.
    """
    with faults_as(UnsoundAnswers):
        score(yardstick, answers_of(answers, ()), on)


def proven_until(card: ScoreCard) -> date | None:
    """The last day on which every criterion that is proven still is; None when nothing ever runs out."""
    proven = (reading for reading in card.readings if reading.state is CriterionState.EVIDENCED)
    last_days = (used.last_day for reading in proven for used in reading.proof.used)
    return min((day for day in last_days if day is not None), default=None)


def _evidence(item: Mapping[str, Any]) -> Evidence:
    return Evidence(
        key=item["id"],
        type=item["type"],
        issued_on=date.fromisoformat(item["issued_on"]),
        valid_until=_day(item["valid_until"]),
        verified_on=_day(item["verified_on"]),
    )


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)
