"""How published answers read under another charter version, and what that changes criterion by criterion (R12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from partage_procurement.scoring.explanation import explain
from partage_procurement.scoring.score import MOST_NOT_APPLICABLE, Answer, AnswerKind, ScoreCard, Yardstick


@dataclass(frozen=True, slots=True)
class Carried:
    """Answers as another version takes them; criteria it asks without an answer, and answers it has no place for."""

    answers: Mapping[str, Answer]
    unanswered: tuple[str, ...]
    left_behind: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """The points of one criterion under either version, exact; None where the version has no such criterion."""

    criterion: str
    before: Fraction | None
    after: Fraction | None


def carry_over(answers: Mapping[str, Answer], yardstick: Yardstick) -> Carried:
    """Match answers to the criteria of another version by code: the level and the evidence stay as they are.

    A "not applicable" is left behind where the criterion has become eliminatory; all of them are where they would cover
    more weight than the version allows. What is left behind counts as unanswered, so that silence never helps.
    """
    criteria = {criterion.key: criterion for criterion in yardstick.criteria}
    known = {key: answer for key, answer in answers.items() if key in criteria}
    absent = {key for key, answer in known.items() if answer.kind is AnswerKind.NOT_APPLICABLE}
    refused = {key for key in absent if criteria[key].eliminatory}
    if sum(criteria[key].weight for key in absent - refused) > MOST_NOT_APPLICABLE:
        refused = absent
    taken = {key: answer for key, answer in known.items() if key not in refused}
    return Carried(
        answers=taken,
        unanswered=tuple(key for key in criteria if key not in taken),
        left_behind=tuple(sorted(answers.keys() - taken.keys())),
    )


def differences(before: ScoreCard, after: ScoreCard) -> tuple[Difference, ...]:
    """Tell the criteria whose points differ, the largest difference first, of equals by the criterion's key."""
    old, new = _points(before), _points(after)
    found = [Difference(key, old.get(key), new.get(key)) for key in old.keys() | new.keys()]
    return tuple(
        sorted(
            (one for one in found if one.before != one.after),
            key=lambda one: (-abs((one.after or 0) - (one.before or 0)), one.criterion),
        )
    )


def _points(card: ScoreCard) -> dict[str, Fraction]:
    return {one.criterion: one.points for one in explain(card).contributions}
