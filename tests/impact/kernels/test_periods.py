"""Periods against the calendar itself, day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partage_impact.indicators.formula import Window
from partage_impact.indicators.periods import DateSpan, Period, PeriodKind, containing, parse_period
from partage_impact.indicators.plan import days_of, observations_of

kinds = st.sampled_from(PeriodKind)
days = st.dates(date(1999, 1, 1), date(2050, 12, 31))


def label_of(day: date, kind: PeriodKind) -> str:
    return {
        PeriodKind.YEAR: f"{day:%Y}",
        PeriodKind.QUARTER: f"{day:%Y}-Q{-(-day.month // 3)}",
        PeriodKind.MONTH: f"{day:%Y-%m}",
        PeriodKind.WEEK: f"{day:%G-W%V}",
    }[kind]


@pytest.mark.parametrize("kind", PeriodKind)
def test_a_period_holds_exactly_the_days_of_its_label(kind: PeriodKind) -> None:
    day = date(2019, 12, 1)
    while day < date(2029, 2, 1):
        period = containing(day, kind)
        assert period.label == label_of(day, kind)
        assert period.first <= day <= period.last
        assert label_of(period.first - timedelta(1), kind) != period.label != label_of(period.last + timedelta(1), kind)
        day += timedelta(1)


@given(day=days, kind=kinds)
def test_a_label_reads_back(day: date, kind: PeriodKind) -> None:
    period = containing(day, kind)
    assert parse_period(period.label) == period


@given(day=days, kind=kinds, by=st.integers(-60, 60))
def test_periods_follow_each_other_without_gap(day: date, kind: PeriodKind, by: int) -> None:
    period = containing(day, kind)
    assert period.offset(1).first == period.last + timedelta(1)
    assert period.offset(by).offset(-by) == period
    assert (period.offset(by) > period) is (by > 0)


@pytest.mark.parametrize(
    ("label", "by", "expected"),
    [
        ("2026", -1, "2025"),
        ("2026-Q1", -1, "2025-Q4"),
        ("2026-03", -12, "2025-03"),
        ("2026-12", 1, "2027-01"),
        ("2021-W01", -1, "2020-W53"),
    ],
)
def test_offsets_count_periods_of_the_same_kind(label: str, by: int, expected: str) -> None:
    assert parse_period(label).offset(by).label == expected


@pytest.mark.parametrize(
    ("label", "first", "last", "count"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), 1),
        ("2026-Q3", date(2026, 1, 1), date(2026, 9, 30), 3),
        ("2024-02", date(2024, 1, 1), date(2024, 2, 29), 2),
        ("2026-W02", date(2025, 12, 29), date(2026, 1, 11), 2),
        ("2021-W02", date(2021, 1, 4), date(2021, 1, 17), 2),
    ],
)
def test_the_year_to_date_ends_with_the_period(label: str, first: date, last: date, count: int) -> None:
    period = parse_period(label)
    assert period.year_to_date() == DateSpan(first, last)
    assert len(period.of_year_to_date()) == count


def test_windows_shift_before_they_reach_back() -> None:
    march, last_year = parse_period("2026-03"), Window(offset=-12, year_to_date=True)
    assert days_of(Window(), march) == DateSpan(date(2026, 3, 1), date(2026, 3, 31))
    assert days_of(Window(offset=-1), march) == DateSpan(date(2026, 2, 1), date(2026, 2, 28))
    assert days_of(last_year, march) == DateSpan(date(2025, 1, 1), date(2025, 3, 31))
    assert [p.label for p in observations_of(last_year, march)] == ["2025-01", "2025-02", "2025-03"]
    assert [p.label for p in observations_of(Window(offset=-1), march)] == ["2026-02"]


def test_parts_make_up_the_whole() -> None:
    assert [part.label for part in parse_period("2026-Q2").parts(PeriodKind.MONTH)] == ["2026-04", "2026-05", "2026-06"]
    year = parse_period("2026")
    assert [len(year.parts(kind)) for kind in (PeriodKind.YEAR, PeriodKind.QUARTER, PeriodKind.MONTH)] == [1, 4, 12]
    assert (year.parts(PeriodKind.MONTH)[0].first, year.parts(PeriodKind.MONTH)[-1].last) == (year.first, year.last)


@pytest.mark.parametrize(
    ("whole", "kind"),
    [("2026", PeriodKind.WEEK), ("2026-W05", PeriodKind.WEEK), ("2026-03", PeriodKind.QUARTER)],
)
def test_parts_that_do_not_make_up_the_whole_are_refused(whole: str, kind: PeriodKind) -> None:
    with pytest.raises(ValueError, match="not made up"):
        parse_period(whole).parts(kind)


@pytest.mark.parametrize(
    "label",
    [
        "",
        "26",
        "2026-Q5",
        "2026-13",
        "2026-00",
        "2025-W53",
        "2026-W00",
        "2026-3",
        "2026-03-01",
        "2026 ",
        "٢٠٢٦",
        "1899",
        "3000",
    ],
)
def test_labels_that_name_no_period_are_refused(label: str) -> None:
    with pytest.raises(ValueError, match=r"\d"):
        parse_period(label)


def test_no_offset_leaves_the_calendar() -> None:
    with pytest.raises(ValueError, match="a year lies within"):
        Period(PeriodKind.YEAR, 1900).offset(-1)
