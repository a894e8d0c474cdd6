"""How answers read under another charter version."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from partage_procurement.scoring.carrying import Difference, carry_over, differences
from partage_procurement.scoring.evidence import Evidence, EvidenceRequirement
from partage_procurement.scoring.score import Answer, AnswerKind, Criterion, Theme, Yardstick, score

ON = date(2026, 5, 1)
PROOF = Evidence("proof", "certificate", date(2026, 1, 1), verified_on=date(2026, 1, 2))
CERTIFICATE = (EvidenceRequirement("certificate"),)
ABSENT = Answer(AnswerKind.NOT_APPLICABLE, reason="has no vehicles")


def proven(level: int) -> Answer:
    return Answer(AnswerKind.EVIDENCED, level, (PROOF,))


def yardstick(*eliminatory: str, **weights: int) -> Yardstick:
    """One theme; each criterion by its weight."""
    return Yardstick(
        (Theme("t"),),
        tuple(
            Criterion(key, "t", weight, CERTIFICATE, 1 if key in eliminatory else None)
            for key, weight in weights.items()
        ),
    )


def test_the_same_code_keeps_level_and_evidence_and_a_new_code_is_unanswered() -> None:
    given_answers = {"wages": proven(3), "travel": proven(4), "gone": proven(4)}
    carried = carry_over(given_answers, yardstick(wages=6_000, travel=1_000, repair=3_000))
    assert carried.answers == {"wages": proven(3), "travel": proven(4)}
    assert (carried.unanswered, carried.left_behind) == (("repair",), ("gone",))


def test_what_becomes_eliminatory_applies_to_everybody() -> None:
    carried = carry_over({"wages": proven(3), "travel": ABSENT}, yardstick("travel", wages=9_000, travel=1_000))
    assert (carried.unanswered, carried.left_behind) == (("travel",), ("travel",))


def test_not_applicable_covers_at_most_twenty_percent_of_the_draft_or_nothing() -> None:
    answers = {"wages": proven(3), "travel": ABSENT, "fuel": ABSENT}
    assert carry_over(answers, yardstick(wages=8_000, travel=1_000, fuel=1_000)).left_behind == ()
    assert carry_over(answers, yardstick(wages=7_999, travel=1_000, fuel=1_001)).left_behind == ("fuel", "travel")


answers_of_anybody = st.dictionaries(
    st.sampled_from("abcdef"), st.integers(0, 4).map(proven) | st.just(ABSENT), max_size=6
)


@given(
    answers=answers_of_anybody,
    weights=st.permutations([5_000, 2_500, 1_500, 700, 300]),
    lethal=st.sets(st.sampled_from("abcde")),
)
def test_whatever_carries_over_can_be_scored_and_nothing_is_gained_by_silence(
    answers: dict[str, Answer], weights: list[int], lethal: set[str]
) -> None:
    measure = yardstick(*lethal, **dict(zip("abcde", weights, strict=True)))
    carried = carry_over(answers, measure)
    card = score(measure, carried.answers, ON)
    assert set(carried.answers) | set(carried.left_behind) == set(answers)
    assert set(carried.answers) | set(carried.unanswered) == set("abcde")
    applicable = 10_000 - sum(c.weight for c in measure.criteria if carried.answers.get(c.key) == ABSENT)
    known = {key: answer.level or 0 for key, answer in carried.answers.items()}
    points = sum(c.weight * known.get(c.key, 0) for c in measure.criteria)
    assert card.total.worst == Fraction(100 * points, 4 * applicable)


def test_differences_come_from_the_largest_and_name_what_only_one_version_has() -> None:
    before = score(yardstick(wages=5_000, energy=3_000, gone=2_000), {"wages": proven(4), "gone": proven(2)}, ON)
    after = score(yardstick(wages=3_000, energy=3_000, repair=4_000), {"wages": proven(4)}, ON)
    assert differences(before, after) == (
        Difference("wages", Fraction(50), Fraction(30)),
        Difference("gone", Fraction(10), None),
        Difference("repair", None, Fraction(0)),
    )
    assert differences(before, before) == ()
