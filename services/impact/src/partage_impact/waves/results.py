"""The answers to one question, past disclosure control; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from partage_impact.questionnaires.questions import DecimalRange, IntegerRange, Likert, Question, SelectOne
from partage_kit.disclosure import Cell, PublishableCount, Status, Sum, magnitude_status, mean_status, protect

TOTAL, NONE, ANSWERED = "*total", "*none", "*answered"
"""Keys that no option can have: all who took part, those without an answer, those with one."""


@dataclass(frozen=True, slots=True)
class OneWay:
    """What may be told of one question: counts by answer, hidden ones as None, all who took part, and the mean."""

    n: int | None
    counts: Mapping[str, int | None]
    mean: Fraction | None


def one_way(question: Question, given: Mapping[str, int], participants: int, k: int) -> OneWay:
    """Decide what of one question may be told; `given` counts the answers by their text."""
    told = _protected(question, given, participants, k)
    counts = {key: cell.count for key, cell in told.items() if key != TOTAL}
    return OneWay(told[TOTAL].count, counts, _mean(question, given, told, k))


def _protected(question: Question, given: Mapping[str, int], participants: int, k: int) -> dict[str, PublishableCount]:
    answered = sum(given.values())
    parts = [Cell(key, count) for key, count in _groups(question, given, answered).items()]
    # where an answer is required everybody knows that nobody left it out
    parts.append(Cell(NONE, participants - answered, structural=question.required))
    return protect([Cell(TOTAL, participants), *parts], [Sum(TOTAL, tuple(cell.key for cell in parts))], k)


def _groups(question: Question, given: Mapping[str, int], answered: int) -> dict[str, int]:
    """The groups in which a question's answers are told: each choice, or for numbers and texts all who answered."""
    match question:
        case SelectOne(options=options):
            return {option.code: given.get(option.code, 0) for option in options}
        case Likert(points=points):
            return {str(point): given.get(str(point), 0) for point in range(1, len(points) + 1)}
    return {ANSWERED: answered}


def _mean(
    question: Question, given: Mapping[str, int], told: Mapping[str, PublishableCount], k: int
) -> Fraction | None:
    """The mean of a scale or a number, unless a hidden group could be computed from it."""
    if not isinstance(question, Likert | IntegerRange | DecimalRange):
        return None
    if any(cell.status is Status.SUPPRESSED for cell in told.values()):
        return None
    values = _spread_out(given)
    if not values or mean_status(len(values), min(values), max(values), k) is Status.SUPPRESSED:
        return None
    if not isinstance(question, Likert) and magnitude_status(values, k) is Status.SUPPRESSED:
        return None
    return sum(values, Fraction(0)) / len(values)


def _spread_out(given: Mapping[str, int]) -> Sequence[Fraction]:
    """One value a person."""
    return [Fraction(text) for text, count in sorted(given.items()) for _ in range(count)]


def percent(count: int | None, n: int | None) -> str | None:
    """A group's share of all who took part, with one decimal; nothing where one of both is hidden."""
    return None if count is None or not n else decimal(Fraction(100 * count, n), 1)


def decimal(value: Fraction | None, decimals: int) -> str | None:
    """A figure as text, rounded half to even."""
    if value is None:
        return None
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN):f}"
