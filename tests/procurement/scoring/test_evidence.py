"""Evidence counts from its issue to its last day, whichever limit comes first."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partage_procurement.scoring.evidence import (
    Evidence,
    EvidenceRequirement,
    UsedEvidence,
    add_months,
    is_valid,
    last_valid_day,
    prove,
)
from partage_procurement.scoring.faults import Rule, ScoringFault

days = st.dates(date(2023, 12, 1), date(2029, 3, 31))


def certificate(
    key: str = "a",
    issued_on: date = date(2025, 3, 15),
    valid_until: date | None = None,
    verified_on: date | None = date(2025, 3, 15),
) -> Evidence:
    return Evidence(key, "certificate", issued_on, valid_until, verified_on)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 2, 28), 1, date(2025, 3, 28)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
        (date(9999, 6, 1), 12, date.max),
    ],
)
def test_calendar_months_clip_to_the_end_of_the_month(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@given(day=days, months=st.integers(0, 60))
def test_a_month_later_is_the_same_day_or_the_nearest_before_it(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(1)).day == 1)


@given(
    issued_on=days,
    valid_until=st.none() | days,
    age=st.none() | st.integers(1, 30),
    on=days,
    verified_on=st.none() | days,
    type_fits=st.booleans(),
)
def test_valid_means_every_limit_is_respected_with_its_last_day(
    issued_on: date, valid_until: date | None, age: int | None, on: date, verified_on: date | None, type_fits: bool
) -> None:
    evidence = certificate(issued_on=issued_on, valid_until=valid_until, verified_on=verified_on)
    requirement = EvidenceRequirement("certificate" if type_fits else "audit", age)
    not_too_old = age is None or on <= add_months(issued_on, age)
    not_ended = valid_until is None or on <= valid_until
    verified = verified_on is not None and verified_on <= on
    expected = verified and type_fits and issued_on <= on and not_too_old and not_ended
    assert is_valid(evidence, requirement, on) is expected


def test_the_first_and_the_last_day_count_and_no_other() -> None:
    evidence, yearly = certificate(valid_until=date(2027, 1, 1)), EvidenceRequirement("certificate", 12)
    assert last_valid_day(evidence, yearly) == date(2026, 3, 15)
    window = [date(2025, 3, 14), date(2025, 3, 15), date(2026, 3, 15), date(2026, 3, 16)]
    assert [is_valid(evidence, yearly, day) for day in window] == [False, True, True, False]


def test_the_evidence_that_lasts_longest_is_used_then_the_latest_then_the_first_key() -> None:
    required, on = [EvidenceRequirement("certificate")], date(2025, 6, 1)
    latest = certificate("latest", issued_on=date(2025, 5, 1), valid_until=date(2025, 12, 31))
    endless = [certificate(key, issued_on=date(2025, 4, 1)) for key in ("z", "b")]
    proof = prove(required, [latest, *endless, certificate("older")], on)
    assert proof.used == (UsedEvidence("b", "certificate", None),)
    assert prove(required, [latest], on).used == (UsedEvidence("latest", "certificate", date(2025, 12, 31)),)


def test_every_required_type_must_be_there() -> None:
    proof = prove([EvidenceRequirement("certificate"), EvidenceRequirement("audit")], [certificate()], date(2025, 6, 1))
    assert [item.key for item in proof.used] == ["a"]
    assert proof.missing == ("audit",)


def test_an_age_of_no_month_is_refused() -> None:
    with pytest.raises(ScoringFault) as refused:
        EvidenceRequirement("certificate", 0)
    assert refused.value.rule is Rule.AGE_IS_POSITIVE
