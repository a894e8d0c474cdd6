"""The kernel of evidence against an oracle that counts month by month."""

from hypothesis import given, settings
from hypothesis import strategies as st

from partage_members.activity.evidence import (
    Drift,
    DriftKind,
    Earlier,
    applied,
    drifts,
    strength,
    to_propose,
    weights,
)

CODES = "abcd"
NOW = 24_310
spans = st.lists(
    st.tuples(st.sampled_from(CODES), st.integers(NOW - 40, NOW + 6), st.integers(0, 12)).map(
        lambda span: (span[0], span[1], span[1] + span[2])
    ),
    max_size=8,
)
shown_weights = st.dictionaries(st.sampled_from(CODES), st.integers(1, 24))
declarations = st.lists(st.sampled_from(CODES), unique=True, max_size=3)


@given(spans)
def test_a_code_weighs_the_months_of_the_window_in_which_it_was_active(told: list[tuple[str, int, int]]) -> None:
    counted = {
        code: sum(
            any(c == code and first <= month <= last for c, first, last in told) for month in range(NOW - 23, NOW + 1)
        )
        for code in CODES
    }
    assert weights(told, NOW) == {code: months for code, months in counted.items() if months}


@settings(max_examples=300)
@given(declarations, shown_weights)
def test_drifts_are_those_of_the_page(declared: list[str], shown: dict[str, int]) -> None:
    everything = sum(shown.values())
    expected = set()
    for code in CODES:
        months = shown.get(code, 0)
        if code not in declared and months >= 3 and months / everything >= 0.25:
            expected.add((DriftKind.MISSING, code))
        if code in declared and months == 0 and everything >= 6:
            expected.add((DriftKind.NOT_PRACTISED, code))
    if len(declared) > 1 and shown.get(declared[0], 0) > 0:
        main = shown[declared[0]]
        most = max(shown.get(code, 0) for code in declared)
        if most >= 2 * main and most >= main + 3:
            expected.add((DriftKind.ORDER, next(code for code in declared if shown.get(code, 0) == most)))
    assert {(drift.kind, drift.code) for drift in drifts(declared, shown)} == expected


@given(declarations, shown_weights)
def test_what_is_accepted_is_not_found_again(declared: list[str], shown: dict[str, int]) -> None:
    for drift in drifts(declared, shown):
        changed = applied(drift, declared, shown, 3)
        if changed is not None:
            assert changed != declared and len(set(changed)) == len(changed) <= 3
            assert (drift.kind, drift.code) not in {(one.kind, one.code) for one in drifts(changed, shown)}
        else:
            assert drift.kind is not DriftKind.ORDER and len(declared) in (1, 3)


@given(st.integers(0, 100))
def test_strength_has_four_classes(months: int) -> None:
    assert strength(months) == (0 if months < 3 else 1 if months < 6 else 2 if months < 12 else 3)


def test_nothing_is_proposed_twice_nor_again_in_the_same_class() -> None:
    found = [Drift(DriftKind.MISSING, "a", 2), Drift(DriftKind.NOT_PRACTISED, "b", 1)]
    assert to_propose(found, []) == found
    assert to_propose(found, [Earlier(DriftKind.MISSING, "a", 1, is_open=True)]) == found[1:]
    assert to_propose(found, [Earlier(DriftKind.MISSING, "a", 2, is_open=False)]) == found[1:]
    assert to_propose(found, [Earlier(DriftKind.MISSING, "a", 1, is_open=False)]) == found
    assert to_propose(found, [Earlier(DriftKind.MISSING, "b", 1, is_open=False)]) == found
