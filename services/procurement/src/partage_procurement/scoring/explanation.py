"""The explanation of a score: what each criterion gave, on what evidence, what would raise it, what expires."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from partage_procurement.scoring.evidence import UsedEvidence
from partage_procurement.scoring.score import HIGHEST_LEVEL, CriterionState, Reading, ScoreCard, applicable_weight

WARNING_DAYS = (60, 14)  # before the last day of evidence


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one criterion gives to the worst-case score, of the `possible` points; both exact, on the scale of 100.

    The points of all criteria add up to the score, the possible points to 100; one that does not apply has none.
    """

    criterion: str
    theme: str
    state: CriterionState
    level: int | None
    points: Fraction
    possible: Fraction
    evidence: tuple[UsedEvidence, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Improvement:
    """What a proven level 4 would add to the score, and what proof of the level already answered would add alone."""

    criterion: str
    gain: Fraction
    gain_by_proof: Fraction
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExpiryWarning:
    """Evidence in use whose last day comes near; `notice` is the 60 or the 14 days it is due to be warned of."""

    criterion: str
    type: str
    evidence: str
    last_day: date
    days_left: int
    notice: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole story of one score, in the charter's order; improvements from the largest gain."""

    contributions: tuple[Contribution, ...]
    improvements: tuple[Improvement, ...]
    warnings: tuple[ExpiryWarning, ...]


def explain(card: ScoreCard) -> Explanation:
    """Tell what made a score, what would raise it most and which evidence is about to expire."""
    applicable = applicable_weight(card.readings)
    return Explanation(
        contributions=tuple(_contribution(reading, applicable) for reading in card.readings),
        improvements=_improvements(card, applicable),
        warnings=_warnings(card),
    )


def _worth(reading: Reading, level: int, applicable: int) -> Fraction:
    return Fraction(100 * reading.criterion.weight * level, HIGHEST_LEVEL * applicable)


def _contribution(reading: Reading, applicable: int) -> Contribution:
    applies = reading.state is not CriterionState.NOT_APPLICABLE
    scores = reading.state is CriterionState.EVIDENCED
    return Contribution(
        criterion=reading.criterion.key,
        theme=reading.criterion.theme,
        state=reading.state,
        level=reading.level,
        points=_worth(reading, reading.proven_level or 0, applicable),
        possible=_worth(reading, HIGHEST_LEVEL, applicable) if applies else Fraction(0),
        evidence=reading.proof.used if scores else (),
        missing=reading.proof.missing if applies else (),
    )


def _improvements(card: ScoreCard, applicable: int) -> tuple[Improvement, ...]:
    """Rank by gain, of equals by what proof alone would add (the shorter way), of equals by the criterion's key."""
    found = [
        _improvement(reading, applicable)
        for reading in card.readings
        if reading.state is not CriterionState.NOT_APPLICABLE and reading.proven_level != HIGHEST_LEVEL
    ]
    return tuple(sorted(found, key=lambda item: (-item.gain, -item.gain_by_proof, item.criterion)))


def _improvement(reading: Reading, applicable: int) -> Improvement:
    proven = reading.proven_level or 0
    claimed = proven if reading.level is None else reading.level
    return Improvement(
        criterion=reading.criterion.key,
        gain=_worth(reading, HIGHEST_LEVEL - proven, applicable),
        gain_by_proof=_worth(reading, claimed - proven, applicable),
        missing=reading.proof.missing,
    )


def _warnings(card: ScoreCard) -> tuple[ExpiryWarning, ...]:
    """Warn of the evidence in use, the nearest last day first; what newer evidence replaces is not warned of."""
    due = [
        ExpiryWarning(reading.criterion.key, item.type, item.key, item.last_day, days_left, notice)
        for reading in card.readings
        if reading.state is CriterionState.EVIDENCED
        for item in reading.proof.used
        if item.last_day is not None and (notice := _notice(days_left := (item.last_day - card.on).days)) is not None
    ]
    return tuple(sorted(due, key=lambda warning: (warning.last_day, warning.criterion, warning.type)))


def _notice(days_left: int) -> int | None:
    # A range and not the very day: a job that missed the day still warns. The sender keeps which notice went out.
    return min((days for days in WARNING_DAYS if days_left <= days), default=None)
