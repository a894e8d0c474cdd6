"""The answers to one question, past disclosure control; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from partage_impact.questionnaires.questions import DECIMALS, DecimalRange, IntegerRange, Likert, Question, SelectOne
from partage_kit.disclosure import Cell, PublishableCount, Status, Sum, mean_status, protect

TOTAL, NONE, ANSWERED = "*total", "*none", "*answered"
"""Keys that no option can have: all who took part, those without an answer, those with one."""

FEW = 11
"""So many numbers are told one by one, as on the longest scale; of more only the mean is told."""


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
    """The groups in which a question's answers are told: each choice, and for texts and many numbers who answered."""
    match question:
        case IntegerRange() if is_few(question):
            return {str(number): given.get(str(number), 0) for number in range(question.minimum, question.maximum + 1)}
        case SelectOne(options=options):
            return {option.code: given.get(option.code, 0) for option in options}
        case Likert(points=points):
            return {str(point): given.get(str(point), 0) for point in range(1, len(points) + 1)}
    return {ANSWERED: answered}


def _mean(
    question: Question, given: Mapping[str, int], told: Mapping[str, PublishableCount], k: int
) -> Fraction | None:
    """The mean of a scale or a number, unless it tells something of a hidden group."""
    if not isinstance(question, Likert | IntegerRange | DecimalRange):
        return None
    if any(cell.status is Status.SUPPRESSED for cell in told.values()):
        return None
    values = _spread_out(given)
    if not values or mean_status(len(values), min(values), max(values), k) is Status.SUPPRESSED:
        return None
    if not (isinstance(question, Likert) or is_few(question) or _tells_of_many(question, values, k)):
        return None
    return sum(values, Fraction(0)) / len(values)


def is_few(question: IntegerRange | DecimalRange) -> bool:
    """Whether so few numbers are possible that each is a group of its own; decimals never are told in groups."""
    return isinstance(question, IntegerRange) and question.maximum - question.minimum < FEW


def _tells_of_many(question: IntegerRange | DecimalRange, values: Sequence[Fraction], k: int) -> bool:
    """Whether a mean beside no groups may stand: nobody learns from it of 1 to k - 1 others, own answer known or not.

    Near a bound it would tell that a few answered anything else. So more than k must have, and all distances from the
    bound together are so long that three may have gone the whole way and there is room for k others, twice.
    """
    step = Fraction(1, 1 if isinstance(question, IntegerRange) else 10**DECIMALS)
    low, high = Fraction(question.minimum), Fraction(question.maximum)
    if len(values) <= 2 * k or high - low < FEW * step:
        return False
    for bound in (low, high):
        distances = [abs(value - bound) for value in values]
        if sum(map(bool, distances)) <= k or sum(distances) < 3 * (high - low) + 2 * k * step:
            return False
    return True


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
