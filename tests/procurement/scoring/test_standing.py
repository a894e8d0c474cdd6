"""Labels, floors, eliminatory criteria and what running evidence does to a supplier."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partage_procurement.scoring.evidence import Evidence, EvidenceRequirement
from partage_procurement.scoring.explanation import Improvement, explain
from partage_procurement.scoring.faults import Rule, ScoringFault
from partage_procurement.scoring.score import Answer, AnswerKind, Criterion, Theme, Yardstick, score
from partage_procurement.scoring.standing import (
    USUAL_CONSEQUENCES,
    Band,
    Bands,
    Effect,
    Obstacle,
    Reason,
    Ruling,
    effect_after_lapse,
    lapsed,
    stand,
)

ON = date(2026, 5, 1)
ENDS = date(2026, 9, 30)


def band(label: str, lower: int | Fraction, upper: int | Fraction, effect: Effect = Effect.REFERENCED) -> Band:
    return Band(label, Fraction(lower), Fraction(upper), effect)


BANDS = Bands((band("starting", 0, 50, Effect.CONDITIONAL), band("good", 50, 75), band("exemplary", 75, 100)))
YARDSTICK = Yardstick(
    (Theme("work", Fraction(50)), Theme("environment")),
    (
        Criterion("no_dumping", "work", 4_000, (EvidenceRequirement("audit", 24),), minimum_level=2),
        Criterion("wages", "work", 2_000, (EvidenceRequirement("payroll"),)),
        Criterion("energy", "environment", 4_000, (EvidenceRequirement("invoice"),)),
    ),
)


def answers(**levels: int | None) -> dict[str, Answer]:
    """Proven levels by criterion until ENDS; None is a mere claim of level 4."""
    types = {"no_dumping": "audit", "wages": "payroll", "energy": "invoice"}
    proof = {key: Evidence(key, type_, date(2026, 1, 1), ENDS, date(2026, 2, 1)) for key, type_ in types.items()}
    return {
        key: Answer(AnswerKind.DECLARED, 4) if level is None else Answer(AnswerKind.EVIDENCED, level, (proof[key],))
        for key, level in levels.items()
    }


@pytest.mark.parametrize(
    ("levels", "label", "effect", "reasons"),
    [
        ({"no_dumping": 4, "wages": 4, "energy": 4}, "exemplary", Effect.REFERENCED, []),
        ({"no_dumping": 3, "wages": 2, "energy": 1}, "good", Effect.REFERENCED, []),
        ({"no_dumping": 3, "wages": 2, "energy": 0}, "starting", Effect.CONDITIONAL, []),
        ({"no_dumping": 1, "wages": 4, "energy": 4}, None, Effect.REFUSED, [Obstacle.ELIMINATORY_FAILED]),
        ({"no_dumping": 2, "wages": 1, "energy": 4}, None, Effect.REFUSED, [Obstacle.THEME_BELOW_FLOOR]),
        ({"no_dumping": 2, "wages": None, "energy": 4}, None, Effect.CONDITIONAL, [Obstacle.THEME_NOT_PROVEN]),
        (
            {"no_dumping": None, "wages": 4, "energy": 4},
            None,
            Effect.CONDITIONAL,
            [Obstacle.ELIMINATORY_UNKNOWN, Obstacle.THEME_NOT_PROVEN],
        ),
    ],
)
def test_a_label_needs_floors_and_eliminatory_criteria_whatever_the_total(
    levels: dict[str, int | None], label: str | None, effect: Effect, reasons: list[Obstacle]
) -> None:
    standing = stand(score(YARDSTICK, answers(**levels), ON), BANDS)
    assert (standing.label, standing.effect) == (label, effect)
    assert [reason.obstacle for reason in standing.reasons] == reasons


def test_a_theme_exactly_at_its_floor_and_an_eliminatory_level_at_its_minimum_pass() -> None:
    standing = stand(score(YARDSTICK, answers(no_dumping=2, wages=2, energy=2), ON), BANDS)
    assert (standing.label, standing.reasons) == ("good", ())


def test_a_theme_that_could_just_reach_its_floor_is_not_yet_below_it() -> None:
    floor = Fraction(100, 3)  # what the unproven wages of this theme could still bring
    yardstick = Yardstick((Theme("work", floor), YARDSTICK.themes[1]), YARDSTICK.criteria)
    reasons = stand(score(yardstick, answers(no_dumping=0, energy=4), ON), BANDS).reasons
    assert Reason(Obstacle.THEME_NOT_PROVEN, "work") in reasons


def test_the_reason_names_where_it_comes_from() -> None:
    standing = stand(score(YARDSTICK, answers(no_dumping=2, wages=1, energy=4), ON), BANDS)
    assert standing.reasons == (Reason(Obstacle.THEME_BELOW_FLOOR, "work"),)


def test_a_theme_wholly_not_applicable_has_no_floor() -> None:
    yardstick = Yardstick(
        (Theme("sharing", Fraction(100)), Theme("work")),
        (
            Criterion("lends", "sharing", 2_000, (EvidenceRequirement("photo"),)),
            Criterion("wages", "work", 8_000, (EvidenceRequirement("payroll"),)),
        ),
    )
    away = Answer(AnswerKind.NOT_APPLICABLE, reason="sells advice only")
    assert stand(score(yardstick, {**answers(wages=4), "lends": away}, ON), BANDS).label == "exemplary"


@given(percentage=st.fractions(0, 100))
def test_every_score_has_exactly_one_band(percentage: Fraction) -> None:
    holding = [b for b in BANDS.bands if b.lower <= percentage < b.upper or percentage == b.upper == 100]
    assert holding == [BANDS.band_of(percentage)]


def test_bands_are_compared_unrounded() -> None:
    assert BANDS.band_of(Fraction(75) - Fraction(1, 10**30)).label == "good"
    assert BANDS.band_of(Fraction(75)).label == "exemplary"
    assert BANDS.band_of(Fraction(100)).label == "exemplary"


def test_bands_may_be_given_in_any_order() -> None:
    assert Bands(tuple(reversed(BANDS.bands))).band_of(Fraction(60)).label == "good"


@pytest.mark.parametrize(
    ("bands", "rule"),
    [
        ([], Rule.BANDS_PARTITION),
        ([band("a", 1, 100)], Rule.BANDS_PARTITION),
        ([band("a", 0, 99)], Rule.BANDS_PARTITION),
        ([band("a", 0, 50), band("b", 51, 100)], Rule.BANDS_PARTITION),
        ([band("a", 0, 50), band("b", 49, 100)], Rule.BANDS_PARTITION),
        ([band("a", 0, 50), band("b", 50, 50), band("c", 50, 100)], Rule.BANDS_PARTITION),
        ([band("a", 0, 100), band("b", 0, 100)], Rule.BANDS_PARTITION),
        ([band("a", 0, 50), band("a", 50, 100)], Rule.KEY_IS_UNIQUE),
        ([band("a", 0, 100, Effect.DELISTED)], Rule.RULING_IS_COMPLETE),
    ],
)
def test_bands_that_do_not_partition_are_refused(bands: list[Band], rule: Rule) -> None:
    with pytest.raises(ScoringFault) as refused:
        Bands(tuple(bands))
    assert refused.value.rule is rule


def test_evidence_warns_sixty_and_fourteen_days_before_and_its_end_never_refuses() -> None:
    given_answers = answers(no_dumping=4, wages=4, energy=4)
    published = score(YARDSTICK, given_answers, ON)
    notices = {}
    for days_left in (61, 60, 15, 14, 0):
        card = score(YARDSTICK, given_answers, ENDS - timedelta(days_left))
        notices[days_left] = {(w.criterion, w.notice, w.days_left) for w in explain(card).warnings}
        assert lapsed(published, card) == ()
    every = ("no_dumping", "wages", "energy")
    assert notices == {
        61: set(),
        **{left: {(key, 60, left) for key in every} for left in (60, 15)},
        **{left: {(key, 14, left) for key in every} for left in (14, 0)},
    }
    after = score(YARDSTICK, given_answers, ENDS + timedelta(1))
    assert explain(after).warnings == ()
    assert lapsed(published, after) == every
    assert effect_after_lapse(stand(published, BANDS).effect, every) is Effect.CONDITIONAL


@pytest.mark.parametrize("before", [Effect.CONDITIONAL, Effect.REFUSED, Effect.SUSPENDED, Effect.DELISTED])
def test_running_out_of_evidence_lifts_no_worse_effect(before: Effect) -> None:
    assert effect_after_lapse(before, ("wages",)) is before
    assert effect_after_lapse(Effect.REFERENCED, ()) is Effect.REFERENCED


def test_newer_evidence_of_the_same_type_ends_the_warning() -> None:
    old = answers(wages=4)["wages"].evidence[0]
    newer = Evidence("newer", "payroll", date(2026, 9, 1), None, date(2026, 9, 2))
    card = score(YARDSTICK, {"wages": Answer(AnswerKind.EVIDENCED, 4, (old, newer))}, ENDS - timedelta(5))
    assert explain(card).warnings == ()


def test_improvements_rank_by_gain_then_by_what_proof_alone_gives_then_by_key() -> None:
    told = explain(score(YARDSTICK, answers(energy=None, wages=2), ON)).improvements
    assert told == (
        Improvement("energy", Fraction(40), Fraction(40), ("invoice",)),
        Improvement("no_dumping", Fraction(40), Fraction(0), ("audit",)),
        Improvement("wages", Fraction(10), Fraction(0), ()),
    )
    nothing = explain(score(YARDSTICK, {}, ON)).improvements
    assert [step.criterion for step in nothing] == ["energy", "no_dumping", "wages"]


@pytest.mark.parametrize(
    ("effect", "until", "commitments"),
    [
        (Effect.CONDITIONAL, None, ("audit the subcontractor",)),
        (Effect.CONDITIONAL, ENDS, ()),
        (Effect.SUSPENDED, None, ()),
        (Effect.DELISTED, ENDS, ()),
        (Effect.REFERENCED, None, ("publish wages",)),
    ],
)
def test_an_incomplete_ruling_is_refused(effect: Effect, until: date | None, commitments: tuple[str, ...]) -> None:
    with pytest.raises(ScoringFault) as refused:
        Ruling(effect, until, commitments)
    assert refused.value.rule is Rule.RULING_IS_COMPLETE


def test_a_ruling_holds_to_its_last_day() -> None:
    suspended = Ruling(Effect.SUSPENDED, ENDS)
    assert [suspended.holds(ENDS), suspended.holds(ENDS + timedelta(1))] == [True, False]
    assert Ruling(Effect.DELISTED).holds(date.max)


def test_every_effect_has_a_consequence() -> None:
    assert USUAL_CONSEQUENCES.keys() == set(Effect)
