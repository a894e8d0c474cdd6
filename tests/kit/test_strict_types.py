"""What kit's types read, and what they refuse: instants, days, decimals, and texts that people can see."""

import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Annotated, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from partage_kit.types import (
    FIRST_DAY,
    LAST_DAY,
    WRITTEN_DECIMAL,
    Day,
    Email,
    HttpsUrl,
    Line,
    Phone,
    Text,
    UtcDateTime,
    day_of,
    start_of,
)

INSTANT: TypeAdapter[datetime] = TypeAdapter(UtcDateTime)
DAY: TypeAdapter[date] = TypeAdapter(Day)
LINE: TypeAdapter[str] = TypeAdapter(Line)
TEXT: TypeAdapter[str] = TypeAdapter(Text)
DECIMAL: TypeAdapter[Decimal] = TypeAdapter(Annotated[Decimal, WRITTEN_DECIMAL])

TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def refused(adapter: TypeAdapter[Any], value: object, said: str = "") -> bool:
    """Whether a value is refused, with a message that says this."""
    with pytest.raises(ValidationError) as error:
        adapter.validate_python(value)
    return said in str(error.value)


@pytest.mark.parametrize(
    "value",
    [0, 4102444800, 1.5, True, "0", "4102444800", "4102444800000", "2026-03-01", "2026-03-01 09:00:00Z",
     "2026-03-01T09:00Z", "20260301T090000Z", "٢٠٢٦-03-01T09:00:00Z",
     " 2026-03-01T09:00:00Z", "2026-03-01T09:00:00+0100"],
)  # fmt: skip
def test_an_instant_is_written_as_rfc_3339_says(value: object) -> None:
    assert refused(INSTANT, value, "RFC 3339")


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "1899-12-31T12:00:00Z",
        "2200-01-01T00:00:00Z",
        "9999-12-31T23:00:00Z",
        "9999-12-31T23:59:59-12:00",
    ],
)
def test_an_instant_lies_within_reach(text: str) -> None:
    assert refused(INSTANT, text, "1900 to 2199")


def test_an_instant_needs_an_offset() -> None:
    assert refused(INSTANT, "2026-03-01T09:00:00", "offset")


@given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31, 22)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001
def test_an_instant_in_any_offset_is_read_as_the_same_in_utc(naive: datetime, minutes: int) -> None:
    instant = naive.replace(tzinfo=UTC)
    written = instant.astimezone(timezone(timedelta(minutes=minutes))).isoformat()
    read = INSTANT.validate_python(written)
    assert (read, read.tzinfo) == (instant, UTC)
    assert DAY.validate_python(day_of(read)) == day_of(read), "the day of an instant within reach can be announced"


@pytest.mark.parametrize(
    "value",
    [0, 1, "0", "20260301", "2026-3-1", "2026-03-01T00:00:00", "2026-03-01T00:00:00Z", "٢٠٢٦-03-01",
     "2026-060", datetime(2026, 3, 1, tzinfo=UTC)],
)  # fmt: skip
def test_a_day_is_written_in_one_way(value: object) -> None:
    assert refused(DAY, value, "YYYY-MM-DD")


@pytest.mark.parametrize("text", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_lies_within_reach(text: str) -> None:
    assert refused(DAY, text, "1900 to 2199")


@given(st.dates(FIRST_DAY, LAST_DAY))
def test_a_day_is_read_as_it_is_written_and_begins_within_reach(day: date) -> None:
    assert DAY.validate_python(day.isoformat()) == day
    assert day_of(INSTANT.validate_python(start_of(day))) == day


@pytest.mark.parametrize("text", ["٣", "１２", "1_0", " 1", "1e1", "+1", ".5", "1,5", "NaN", "Infinity"])
def test_a_decimal_is_written_with_our_digits(text: str) -> None:
    assert refused(DECIMAL, text, "digits 0 to 9")


@pytest.mark.parametrize("text", ["0", "12.50", "-3"])
def test_a_decimal_is_read_exactly(text: str) -> None:
    assert DECIMAL.validate_python(text) == Decimal(text)


@pytest.mark.parametrize("adapter", [LINE, TEXT])
@pytest.mark.parametrize(
    "text", ["\u200b", "\u3164", "\u2800", "\u00ad\u200d", "\u0301", "\ufe0f", "\U000e0041", "\u00a0 \u2003"]
)
def test_a_text_that_nobody_sees_is_refused(adapter: TypeAdapter[str], text: str) -> None:
    assert refused(adapter, text)


@pytest.mark.parametrize("adapter", [LINE, TEXT])
@given(
    text=st.text(max_size=20),
    bad=st.sampled_from([*TURNS, *map(chr, (*range(1, 9), *range(14, 32), *range(127, 160)))]),
)
def test_controls_and_turns_of_direction_are_refused(adapter: TypeAdapter[str], text: str, bad: str) -> None:
    assert refused(adapter, f"a{text}{bad}{text}a")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters=TURNS), max_size=60))
def test_any_other_text_with_a_letter_stays_as_it_is(text: str) -> None:
    written = f"L{text}e"
    assert LINE.validate_python(written) == TEXT.validate_python(written) == written


@given(st.text(max_size=30))
def test_what_is_taken_can_be_seen(text: str) -> None:
    try:
        taken = LINE.validate_python(text)
    except ValidationError:
        assume(False)
    assert any(unicodedata.category(character)[0] in "LNPS" for character in taken)
    assert not any(character in TURNS or unicodedata.category(character) == "Cc" for character in taken)


@pytest.mark.parametrize("name", ["می‌خواهم", "👩‍🌾 Zoë", "Łukasz O’Neil", "李小龍", "שלום", "क्‍ष"])
def test_names_of_all_scripts_stay_whole(name: str) -> None:
    assert LINE.validate_python(name) == name


def test_a_text_keeps_its_lines_and_a_line_is_one() -> None:
    assert TEXT.validate_python("one\r\n\ttwo\n") == "one\n\ttwo"
    for broken in ("one\ntwo", "one\ttwo", "one\u2028two", "one\rtwo"):
        assert refused(LINE, broken)


@pytest.mark.parametrize(
    "unseen", ["\x01", "\x1b", "\x7f", "\x85", "\xa0", "\xad", "\u200b", *TURNS, "\u2060", "\ufeff"]
)
def test_an_address_has_nothing_that_does_not_show(unseen: str) -> None:
    assert refused(TypeAdapter(Email), f"ana{unseen}@members.example")
    assert refused(TypeAdapter(HttpsUrl), f"https://members.example/{unseen}ana")


@pytest.mark.parametrize(
    "number", ["+32           ", "+32  470 00 00 00", "+32 470 00 00 00 ", "+0 470 00 00 00", "+1234567890123456"]
)
def test_a_phone_number_is_written_in_digits(number: str) -> None:
    assert refused(TypeAdapter(Phone), number)


def test_addresses_and_numbers_as_people_have_them() -> None:
    for kind, text in (
        (Email, "zoé.o'neil+x@members.example"),
        (HttpsUrl, "https://members.example:8443/é?a=1&b=[2]#c"),
    ):
        assert TypeAdapter[str](kind).validate_python(text) == text
    for number in ("+32 470 00 00 00", "+352621123456", "+44 20 7946 0958"):
        assert TypeAdapter[str](Phone).validate_python(number) == number
