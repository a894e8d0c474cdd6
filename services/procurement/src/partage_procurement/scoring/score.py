"""The charter's score of a supplier as of a date, in exact fractions: what is proven, and what might still be (R12)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from partage_procurement.scoring.evidence import Evidence, EvidenceRequirement, Proof, prove
from partage_procurement.scoring.faults import Rule, ScoringFault

FULL_WEIGHT = 10_000  # basis points
MOST_NOT_APPLICABLE = 2_000  # basis points: 20 %
HIGHEST_LEVEL = 4


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: its theme, weight in basis points, required evidence; eliminatory iff it has a minimum level."""

    key: str
    theme: str
    weight: int
    requires: tuple[EvidenceRequirement, ...]
    minimum_level: int | None = None

    @property
    def eliminatory(self) -> bool:
        """Whether missing the minimum level, or not proving it, costs the label."""
        return self.minimum_level is not None


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of criteria and the least worst-case score, 0 to 100, that a label asks of it (None: no floor)."""

    key: str
    floor: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What one charter version measures; refused unless weights sum to 10,000 and every key and level makes sense."""

    themes: tuple[Theme, ...]
    criteria: tuple[Criterion, ...]

    def __post_init__(self) -> None:
        """Refuse a yardstick that cannot measure, naming the rule and what breaks it."""
        themes = {theme.key for theme in self.themes}
        # A criterion that needs no evidence would turn a mere claim into a score.
        _refuse(Rule.EVIDENCE_IS_REQUIRED, (c.key for c in self.criteria if not c.requires))
        _refuse(Rule.WEIGHT_IS_POSITIVE, (c.key for c in self.criteria if c.weight < 1))
        _refuse(Rule.THEME_IS_KNOWN, (c.key for c in self.criteria if c.theme not in themes))
        _refuse(Rule.KEY_IS_UNIQUE, _repeated(theme.key for theme in self.themes))
        _refuse(Rule.KEY_IS_UNIQUE, _repeated(criterion.key for criterion in self.criteria))
        _refuse(Rule.KEY_IS_UNIQUE, (c.key for c in self.criteria if _repeated(r.type for r in c.requires)))
        # A minimum of 0 would eliminate nobody.
        minimums = ((c.key, c.minimum_level) for c in self.criteria if c.minimum_level is not None)
        _refuse(Rule.MINIMUM_IS_A_LEVEL, (key for key, level in minimums if not 1 <= level <= HIGHEST_LEVEL))
        floors = ((theme.key, theme.floor) for theme in self.themes if theme.floor is not None)
        _refuse(Rule.FLOOR_IS_A_PERCENTAGE, (key for key, floor in floors if not 0 <= floor <= 100))
        if sum(criterion.weight for criterion in self.criteria) != FULL_WEIGHT:
            raise ScoringFault(Rule.WEIGHTS_SUM_TO_10000, *(criterion.key for criterion in self.criteria))


class AnswerKind(StrEnum):
    """What a supplier says of a criterion: claimed, backed with evidence, or outside of what it does."""

    DECLARED = "declared"
    EVIDENCED = "evidenced"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: a level from 0 to 4, or a reason why the criterion does not apply."""

    kind: AnswerKind
    level: int | None = None
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""


class CriterionState(StrEnum):
    """What is known of a criterion on a date; only `evidenced` scores, the others but `not_applicable` are unknown."""

    EVIDENCED = "evidenced"
    UNPROVEN = "unproven"
    DECLARED = "declared"
    UNANSWERED = "unanswered"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Reading:
    """One criterion as read on a date: the level answered, if any, and what proves it."""

    criterion: Criterion
    state: CriterionState
    level: int | None
    proof: Proof

    @property
    def proven_level(self) -> int | None:
        """The level that scores, None while unknown or not applicable."""
        return self.level if self.state is CriterionState.EVIDENCED else None


@dataclass(frozen=True, slots=True)
class Score:
    """Percentages, exact: the worst and best that is possible, the weight proven, and the level of what is proven."""

    worst: Fraction
    best: Fraction
    coverage: Fraction
    verified: Fraction | None


@dataclass(frozen=True, slots=True)
class ThemeScore:
    """The score of one theme; None when it is wholly not applicable, which also frees it of its floor."""

    theme: Theme
    score: Score | None


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """A supplier's score as of a date, in all and by theme, with every criterion's reading."""

    on: date
    readings: tuple[Reading, ...]
    total: Score
    themes: tuple[ThemeScore, ...]


def score(yardstick: Yardstick, answers: Mapping[str, Answer], on: date) -> ScoreCard:
    """Score the answers, keyed by criterion, with the evidence that is valid on a date.

    Errors: ScoringFault for an unknown criterion, a level outside 0-4, a "not applicable" without reason, of an
    eliminatory criterion, or of more than 20 % of the weight.
    """
    _refuse_answers(yardstick, answers)
    readings = tuple(_read(criterion, answers.get(criterion.key), on) for criterion in yardstick.criteria)
    themes = tuple(_score_theme(theme, readings) for theme in yardstick.themes)
    return ScoreCard(on, readings, _score(readings), themes)


def applicable_weight(readings: Iterable[Reading]) -> int:
    """Give the basis points of the criteria that apply."""
    return sum(reading.criterion.weight for reading in readings if reading.state is not CriterionState.NOT_APPLICABLE)


def _score_theme(theme: Theme, readings: Sequence[Reading]) -> ThemeScore:
    within = [reading for reading in readings if reading.criterion.theme == theme.key]
    return ThemeScore(theme, _score(within) if applicable_weight(within) else None)


def _score(readings: Sequence[Reading]) -> Score:
    applicable = applicable_weight(readings)
    proven = [(r.criterion.weight, r.proven_level) for r in readings if r.proven_level is not None]
    evidenced = sum(weight for weight, _ in proven)
    points = Fraction(sum(weight * level for weight, level in proven), HIGHEST_LEVEL)
    worst = 100 * points / applicable
    return Score(
        worst=worst,
        best=worst + Fraction(100 * (applicable - evidenced), applicable),
        coverage=Fraction(100 * evidenced, applicable),
        verified=100 * points / evidenced if evidenced else None,
    )


def _read(criterion: Criterion, answer: Answer | None, on: date) -> Reading:
    if answer is None:
        return Reading(criterion, CriterionState.UNANSWERED, None, prove(criterion.requires, (), on))
    proof = prove(criterion.requires, answer.evidence, on)
    if answer.kind is AnswerKind.EVIDENCED:
        return Reading(
            criterion, CriterionState.UNPROVEN if proof.missing else CriterionState.EVIDENCED, answer.level, proof
        )
    return Reading(criterion, CriterionState(answer.kind), answer.level, proof)


def _refuse_answers(yardstick: Yardstick, answers: Mapping[str, Answer]) -> None:
    criteria = {criterion.key: criterion for criterion in yardstick.criteria}
    _refuse(Rule.CRITERION_IS_KNOWN, sorted(answers.keys() - criteria.keys()))
    absent = {key for key, answer in answers.items() if answer.kind is AnswerKind.NOT_APPLICABLE}
    _refuse(Rule.LEVEL_IS_0_TO_4, (key for key, answer in answers.items() if not _has_due_level(answer)))
    _refuse(Rule.NOT_APPLICABLE_HAS_REASON, (key for key in sorted(absent) if not answers[key].reason.strip()))
    _refuse(Rule.ELIMINATORY_APPLIES, (key for key in sorted(absent) if criteria[key].eliminatory))
    if sum(criteria[key].weight for key in absent) > MOST_NOT_APPLICABLE:
        raise ScoringFault(Rule.NOT_APPLICABLE_AT_MOST_20_PERCENT, *sorted(absent))


def _has_due_level(answer: Answer) -> bool:
    if answer.kind is AnswerKind.NOT_APPLICABLE:
        return answer.level is None
    return answer.level is not None and 0 <= answer.level <= HIGHEST_LEVEL


def _repeated(keys: Iterable[str]) -> list[str]:
    return [key for key, times in Counter(keys).items() if times > 1]


def _refuse(rule: Rule, keys: Iterable[str]) -> None:
    """Refuse when a rule has breakers."""
    if broken_by := tuple(keys):
        raise ScoringFault(rule, *broken_by)
