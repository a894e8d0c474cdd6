"""Scores against an oracle that tries every level a criterion could still turn out to have."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partage_procurement.scoring.evidence import Evidence, EvidenceRequirement
from partage_procurement.scoring.explanation import explain
from partage_procurement.scoring.faults import Rule, ScoringFault
from partage_procurement.scoring.score import Answer, AnswerKind, Criterion, Score, Theme, Yardstick, score

ON = date(2026, 5, 1)
VALID = Evidence("valid", "certificate", date(2026, 1, 1), verified_on=date(2026, 1, 2))
EXPIRED = Evidence("expired", "certificate", date(2024, 1, 1), date(2026, 4, 30), verified_on=date(2024, 1, 2))
UNVERIFIED = Evidence("unverified", "certificate", date(2026, 1, 1))
VERIFIED_LATER = Evidence("verified_later", "certificate", date(2026, 1, 1), verified_on=date(2026, 5, 2))
CERTIFICATE = (EvidenceRequirement("certificate"),)


def evidenced(level: int, *evidence: Evidence) -> Answer:
    return Answer(AnswerKind.EVIDENCED, level, evidence or (VALID,))


def declared(level: int) -> Answer:
    return Answer(AnswerKind.DECLARED, level, (VALID,))


ABSENT = Answer(AnswerKind.NOT_APPLICABLE, reason="has no vehicles")


def yardstick(*weights: int, themes: str = "", minimums: dict[int, int] | None = None) -> Yardstick:
    """One criterion a weight, named a, b, c...; `themes` gives each criterion's theme by a letter."""
    of = themes or "t" * len(weights)
    return Yardstick(
        tuple(Theme(key) for key in sorted(set(of))),
        tuple(
            Criterion(key, theme, weight, CERTIFICATE, (minimums or {}).get(place))
            for place, (key, theme, weight) in enumerate(zip("abcdef", of, weights, strict=False))
        ),
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Yardstick, dict[str, Answer]]:
    size = draw(st.integers(1, 5))
    cuts = sorted(draw(st.lists(st.integers(1, 9_999), min_size=size - 1, max_size=size - 1, unique=True)))
    weights = [high - low for low, high in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    measure = yardstick(*weights, themes=draw(st.text("tu", min_size=size, max_size=size)))
    levels = st.integers(0, 4)
    backed = st.builds(evidenced, levels, st.sampled_from([VALID, EXPIRED, UNVERIFIED, VERIFIED_LATER]))
    drawn = {c.key: draw(st.none() | backed | levels.map(declared)) for c in measure.criteria}
    answers = {key: answer for key, answer in drawn.items() if answer is not None}
    light = [c.key for c in measure.criteria if c.weight <= 2_000]
    if draw(st.booleans()) and light:
        answers[draw(st.sampled_from(light))] = ABSENT
    return measure, answers


def outcomes(criteria: list[Criterion], answers: dict[str, Answer]) -> Iterator[Fraction]:
    """Every percentage that remains possible: known levels as they are, unknown ones tried from 0 to 4."""
    applicable = [c for c in criteria if answers.get(c.key) != ABSENT]
    open_levels = [[levels(answers.get(c.key))] if known(answers.get(c.key)) else range(5) for c in applicable]
    for chosen in product(*open_levels):
        gained = sum(c.weight * level for c, level in zip(applicable, chosen, strict=True))
        yield Fraction(100 * gained, 4 * sum(c.weight for c in applicable))


def known(answer: Answer | None) -> bool:
    return answer is not None and answer.kind is AnswerKind.EVIDENCED and VALID in answer.evidence


def levels(answer: Answer | None) -> int:
    assert answer is not None
    assert answer.level is not None
    return answer.level


def oracle(criteria: list[Criterion], answers: dict[str, Answer]) -> Score | None:
    applicable = [c for c in criteria if answers.get(c.key) != ABSENT]
    if not applicable:
        return None
    possible = list(outcomes(criteria, answers))
    proven = [c for c in applicable if known(answers.get(c.key))]
    coverage = Fraction(100 * sum(c.weight for c in proven), sum(c.weight for c in applicable))
    alone = next(outcomes(proven, answers)) if proven else None
    return Score(min(possible), max(possible), coverage, alone)


@settings(max_examples=100, deadline=None)
@given(case=cases())
def test_worst_and_best_are_the_bounds_of_all_possible_outcomes(case: tuple[Yardstick, dict[str, Answer]]) -> None:
    measure, answers = case
    card = score(measure, answers, ON)
    assert card.total == oracle(list(measure.criteria), answers)
    for theme in card.themes:
        assert theme.score == oracle([c for c in measure.criteria if c.theme == theme.theme.key], answers)


@settings(max_examples=100, deadline=None)
@given(case=cases())
def test_the_explanation_adds_up_and_its_promises_hold(case: tuple[Yardstick, dict[str, Answer]]) -> None:
    measure, answers = case
    card = score(measure, answers, ON)
    told = explain(card)
    assert sum(item.points for item in told.contributions) == card.total.worst
    assert sum(item.possible for item in told.contributions) == 100
    assert sum(item.gain for item in told.improvements) == 100 - card.total.worst
    for step in told.improvements:
        improved = score(measure, {**answers, step.criterion: evidenced(4)}, ON).total.worst
        assert improved - card.total.worst == step.gain > 0
        if step.criterion in answers:
            proven = score(measure, {**answers, step.criterion: evidenced(levels(answers[step.criterion]))}, ON)
            assert proven.total.worst - card.total.worst == step.gain_by_proof


def test_the_figures_of_a_worked_case() -> None:
    card = score(yardstick(5_000, 3_000, 2_000), {"a": evidenced(3), "b": declared(4), "c": evidenced(2)}, ON)
    assert card.total == Score(Fraction(95, 2), Fraction(155, 2), Fraction(70), Fraction(475, 7))


def test_nothing_evidenced_leaves_the_verified_level_unknown() -> None:
    total = score(yardstick(10_000), {"a": declared(4)}, ON).total
    assert total == Score(Fraction(0), Fraction(100), Fraction(0), None)


def test_exactly_twenty_percent_may_be_not_applicable_and_its_theme_has_no_score() -> None:
    card = score(yardstick(8_000, 2_000, themes="tu"), {"a": evidenced(4), "b": ABSENT}, ON)
    assert card.total.worst == 100
    assert {theme.theme.key: theme.score and theme.score.worst for theme in card.themes} == {"t": 100, "u": None}


@pytest.mark.parametrize(
    ("answers", "rule", "keys"),
    [
        ({"z": evidenced(1)}, Rule.CRITERION_IS_KNOWN, ("z",)),
        ({"a": Answer(AnswerKind.DECLARED)}, Rule.LEVEL_IS_0_TO_4, ("a",)),
        ({"a": declared(5)}, Rule.LEVEL_IS_0_TO_4, ("a",)),
        ({"a": evidenced(-1)}, Rule.LEVEL_IS_0_TO_4, ("a",)),
        ({"b": Answer(AnswerKind.NOT_APPLICABLE, level=0, reason="none")}, Rule.LEVEL_IS_0_TO_4, ("b",)),
        ({"b": Answer(AnswerKind.NOT_APPLICABLE, reason="  ")}, Rule.NOT_APPLICABLE_HAS_REASON, ("b",)),
        ({"c": ABSENT}, Rule.ELIMINATORY_APPLIES, ("c",)),
        ({"b": ABSENT, "d": ABSENT}, Rule.NOT_APPLICABLE_AT_MOST_20_PERCENT, ("b", "d")),
    ],
)
def test_answers_that_break_a_rule_are_refused(answers: dict[str, Answer], rule: Rule, keys: tuple[str, ...]) -> None:
    with pytest.raises(ScoringFault) as refused:
        score(yardstick(7_000, 1_999, 999, 2, minimums={2: 1}), answers, ON)
    assert (refused.value.rule, refused.value.keys) == (rule, keys)


def criterion(
    key: str = "a",
    weight: int = 10_000,
    theme: str = "t",
    requires: tuple[EvidenceRequirement, ...] = CERTIFICATE,
    minimum_level: int | None = None,
) -> Criterion:
    return Criterion(key, theme, weight, requires, minimum_level)


@pytest.mark.parametrize(
    ("themes", "criteria", "rule"),
    [
        ([Theme("t")], [criterion(weight=9_999)], Rule.WEIGHTS_SUM_TO_10000),
        ([Theme("t")], [], Rule.WEIGHTS_SUM_TO_10000),
        ([Theme("t")], [criterion(), criterion("b", 0)], Rule.WEIGHT_IS_POSITIVE),
        ([Theme("t")], [criterion(weight=5_000), criterion(weight=5_000)], Rule.KEY_IS_UNIQUE),
        ([Theme("t"), Theme("t")], [criterion()], Rule.KEY_IS_UNIQUE),
        ([Theme("t")], [criterion(requires=CERTIFICATE * 2)], Rule.KEY_IS_UNIQUE),
        ([Theme("t")], [criterion(theme="u")], Rule.THEME_IS_KNOWN),
        ([Theme("t")], [criterion(requires=())], Rule.EVIDENCE_IS_REQUIRED),
        ([Theme("t")], [criterion(minimum_level=0)], Rule.MINIMUM_IS_A_LEVEL),
        ([Theme("t")], [criterion(minimum_level=5)], Rule.MINIMUM_IS_A_LEVEL),
        ([Theme("t", Fraction(101))], [criterion()], Rule.FLOOR_IS_A_PERCENTAGE),
    ],
)
def test_a_yardstick_that_cannot_measure_is_refused(themes: list[Theme], criteria: list[Criterion], rule: Rule) -> None:
    with pytest.raises(ScoringFault) as refused:
        Yardstick(tuple(themes), tuple(criteria))
    assert refused.value.rule is rule
