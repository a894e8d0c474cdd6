"""Strict JSON at the door: what a lenient parser lets through is a clear refusal, and nothing is written."""

import json
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partage_kit.body_errors import MalformedJson
from partage_kit.http.json_body import MAX_DEPTH, MAX_KEYS, loads
from support.house import House

NOTES = "/kit/v1/notes"
JSON = {"Content-Type": "application/json"}


def nested(depth: int) -> bytes:
    """An array in an array in an array..."""
    return b"[" * depth + b"]" * depth


MALFORMED = [
    (b"{", "broken"),
    (b'{"title": "a",}', "trailing comma"),
    (b'{"title": "a"} {"title": "b"}', "two documents"),
    (b'{"title": "a", "title": "b"}', "a key twice"),
    (b'{"title": "a", "texts": {"fr": "a", "fr": "b"}}', "a key twice, inside"),
    (b'{"title": "a", "count": NaN}', "NaN"),
    (b'{"title": "a", "count": Infinity}', "Infinity"),
    (b'{"title": "a", "count": -Infinity}', "-Infinity"),
    (b'{"title": "a", "count": 1e999}', "a number that becomes Infinity"),
    (b'{"title": "a\\u0000b"}', "NUL"),
    (b'{"\\u0000": 1}', "NUL in a key"),
    (b'{"title": "\\ud800"}', "half a surrogate pair"),
    (b'{"title": "\\udc00\\ud800"}', "a surrogate pair the wrong way round"),
    (b'{"title": "\xff"}', "not UTF-8"),
    ('{"title": "é"}'.encode("utf-16"), "UTF-16"),
    (b"\xef\xbb\xbf{}", "a byte order mark"),
    (b'{"title": "a"' + b"".join(b', "%d": 1' % key for key in range(MAX_KEYS)) + b"}", "a key too many"),
    (b"[" + b'{"a": 1, "b": 2}, ' * (MAX_KEYS // 2) + b'{"a": 1}]', "a key too many, in all of its objects"),
    (nested(MAX_DEPTH + 1), "too deep"),
    (nested(100_000), "far too deep"),
    (b'{"title": "a", "count": ' + b"9" * 5_000 + b"}", "a number of 5,000 digits"),
]


async def test_json_that_cannot_be_trusted_is_refused(house: House) -> None:
    me = house.as_member(1)
    for body, what in MALFORMED:
        answer = await me.post(NOTES, content=body, headers=JSON)
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/malformed-json"), what
    assert (await me.get(NOTES)).json()["items"] == []


WRONG_SHAPES = [
    (b"", "/body"),
    (b"[]", "/body"),
    (b"null", "/body"),
    (b'"text"', "/body"),
    (b"{}", "/body/title"),
    (b'{"title": 7}', "/body/title"),
    (b'{"title": ""}', "/body/title"),
    (b'{"title": "a\\nb"}', "/body/title"),
    (b'{"title": "a", "colour": "red"}', "/body/colour"),
    (b'{"title": "a", "id": "0192f0c4-0000-7000-8000-000000000000"}', "/body/id"),
    (b'{"title": "a", "version": 9}', "/body/version"),
    (b'{"title": "a", "tags": ["1", "2", "3", "4"]}', "/body/tags"),
    (b'{"title": "a", "tags": ["ok", 5]}', "/body/tags/1"),
    (b'{"title": "a", "texts": {"de": "x"}}', "/body/texts/de/[key]"),
    (b'{"title": "a", "due": "2026-03-01T09:00:00"}', "/body/due"),
    (b'{"title": "a", "due": 1772355600}', "/body/due"),
    (b'{"title": "a", "due": "0001-01-01T00:00:00+14:00"}', "/body/due"),
    (b'{"title": "' + b"x" * 201 + b'"}', "/body/title"),
]


async def test_a_wrong_shape_is_refused_at_its_place(house: House) -> None:
    me = house.as_member(1)
    for body, pointer in WRONG_SHAPES:
        answer = await me.post(NOTES, content=body, headers=JSON)
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid"), body[:60]
        assert pointer in [error["pointer"] for error in answer.json()["errors"]], answer.text
    assert (await me.get(NOTES)).json()["items"] == []


async def test_what_was_sent_is_never_echoed(house: House) -> None:
    answer = await house.as_member(1).post(NOTES, json={"title": 5, "count": "SECRET-VALUE"})
    assert "SECRET-VALUE" not in answer.text


@pytest.mark.parametrize(
    "media_type",
    [None, "text/plain", "text/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"],
)
async def test_another_media_type_is_refused(house: House, media_type: str | None) -> None:
    headers = {"Content-Type": media_type} if media_type else {}
    answer = await house.as_member(1).post(NOTES, content=b'{"title": "a"}', headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (415, "/problems/unsupported-media-type")


async def test_json_with_a_charset_is_json(house: House) -> None:
    answer = await house.as_member(1).post(
        NOTES, content=b'{"title": "a"}', headers={"Content-Type": "Application/JSON; charset=utf-8"}
    )
    assert answer.status_code == 201


async def test_a_body_over_the_limit_is_refused(house: House) -> None:
    answer = await house.as_member(1).post(NOTES, content=b" " * 1_000_001, headers=JSON)
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/body-too-large")


async def test_a_body_that_grows_over_the_limit_piece_by_piece_is_refused(house: House) -> None:
    sent = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(1_000):
            sent += 1
            yield b" " * 10_000

    for headers in (JSON, JSON | {"Idempotency-Key": "large"}):
        sent = 0
        answer = await house.as_member(1).post(NOTES, content=pieces(), headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (413, "/problems/body-too-large")
        assert sent < 110, "the rest was read all the same"


documents = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(codec="utf-8", exclude_characters="\x00")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=5), inner, max_size=3
        )
    ),
    max_leaves=10,
)


@given(documents)
def test_honest_documents_come_through_as_they_are(document: object) -> None:

    for ascii_only in (True, False):
        assert loads(json.dumps(document, ensure_ascii=ascii_only).encode()) == document


@given(st.binary(max_size=60))
def test_any_bytes_are_a_document_or_a_refusal(body: bytes) -> None:
    try:
        loads(body)
    except MalformedJson:
        return


def test_thirty_two_levels_are_the_limit() -> None:
    loads(nested(MAX_DEPTH))
    with pytest.raises(MalformedJson):
        loads(nested(MAX_DEPTH + 1))
