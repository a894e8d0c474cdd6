"""The archive and the legal month, as kernels."""

import csv
import io
import json
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from members.exporting import opened
from partage_kit.imports.rows import FORMULA, as_written
from partage_members.data_exports.archive import Exported, as_csv, as_json, cell, pack
from partage_members.periods import has_passed, instant_months_later, months_later, within

VALUES = some.none() | some.booleans() | some.integers() | some.text() | some.lists(some.text(), max_size=3)


@given(some.lists(some.tuples(VALUES, VALUES), max_size=5))
def test_no_cell_begins_like_a_formula_and_json_is_exact(rows: list[tuple[object, object]]) -> None:
    one = Exported("things", "Things", ("a", "b"), rows)
    read = list(csv.reader(io.StringIO(as_csv(one).decode("utf-8-sig"), newline="")))[1:]
    assert len(read) == len(rows)
    for written, values in zip(read, rows, strict=True):
        for text, value in zip(written, values, strict=True):
            assert not text.startswith(tuple(FORMULA)) or isinstance(value, int)
            if isinstance(value, str):
                assert as_written(text) == value
    assert json.loads(as_json(one)) == [{"a": a, "b": b} for a, b in rows]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "  =1", "＝1"])
def test_a_text_that_could_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-5, "-5"),
        (True, "true"),
        (None, ""),
        (Decimal("1.50"), "1.50"),
        ({"fr": "à"}, '{"fr": "à"}'),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 9, tzinfo=UTC), "2026-03-01T09:00:00Z"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_values_are_written_as_the_house_writes_them(value: object, text: str) -> None:
    assert cell(value) == text


def test_a_class_without_rows_is_listed_and_has_no_file() -> None:
    file = io.BytesIO()
    classes = [Exported("none", "None", ("a",), []), Exported("one", "One", ("a",), [(1,)])]
    packed = pack(file, classes, "Read me", {"made_at": datetime(2026, 3, 1, 9, tzinfo=UTC)})
    got = opened(file.getvalue())
    assert set(got.files) == {"README.txt", "manifest.json", "data/one.json", "data/one.csv"}
    assert (packed.rows, packed.files) == (1, 4)
    assert [one["rows"] for one in got.manifest["classes"]] == [0, 1]
    assert got.manifest["made_at"] == "2026-03-01T09:00:00Z"


DAYS = some.dates(date(1900, 1, 1), date(2199, 12, 31))


@given(DAYS, some.integers(-600, 600))
def test_months_are_counted_as_a_calendar_does(day: date, months: int) -> None:
    found = months_later(day, months)
    year, month = day.year, day.month
    for _ in range(abs(months)):  # one month after the other, as on paper
        month += 1 if months > 0 else -1
        year, month = (year + 1, 1) if month > 12 else (year - 1, 12) if month < 1 else (year, month)
    assert (found.year, found.month) == (year, month)
    assert found.day == min(day.day, monthrange(year, month)[1])


@given(DAYS)
def test_the_legal_month_ends_on_a_working_day_at_its_end_or_just_behind(day: date) -> None:
    last = within(1, day)
    assert last.weekday() < 5
    assert timedelta(0) <= last - months_later(day, 1) <= timedelta(days=2)


def test_a_month_from_the_last_of_january_and_over_a_weekend() -> None:
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert within(1, date(2026, 1, 31)) == date(2026, 3, 2)
    assert instant_months_later(datetime(2026, 1, 31, 23, 30, tzinfo=UTC), 24) == datetime(2028, 2, 1, 23, tzinfo=UTC)
    assert has_passed(date(2026, 2, 27), datetime(2026, 2, 27, 23, 30, tzinfo=UTC))
    assert not has_passed(date(2026, 2, 27), datetime(2026, 2, 27, 22, 30, tzinfo=UTC))
