"""Strict JSON: what a lenient parser lets through becomes a clear refusal at the door."""

import json
from math import isfinite
from typing import Any, NoReturn

from partage_kit.body_errors import MalformedJson

MAX_DEPTH = 32
MAX_KEYS = 10_000
"""Keys of a document in all. Each one that a shape does not know costs as much as a small request to refuse."""


def loads(body: bytes) -> Any:
    """Parse one JSON document.

    Raises:
        MalformedJson: not UTF-8, broken syntax, a repeated key, NaN or Infinity or a number that becomes it, deeper
            than 32 levels, more than 10,000 keys, or text that no database can keep (NUL, half a surrogate pair).
    """
    try:
        document = json.loads(
            body.decode("utf-8"), object_pairs_hook=_each_key_once, parse_constant=_no_constant, parse_float=_finite
        )
    except UnicodeDecodeError as error:
        raise MalformedJson(f"not UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        raise MalformedJson(f"{error.msg} at line {error.lineno}, column {error.colno}") from error
    except RecursionError as error:
        raise MalformedJson(f"nested deeper than {MAX_DEPTH} levels") from error
    except ValueError as error:  # whole numbers of thousands of digits
        raise MalformedJson("a number is too long") from error
    _check(document)
    return document


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise MalformedJson(f"the key {twice!r} appears twice")
    return mapping


def _no_constant(name: str) -> NoReturn:
    raise MalformedJson(f"{name} is not JSON")


def _finite(written: str) -> float:
    number = float(written)
    if not isfinite(number):
        raise MalformedJson("a number is too large")
    return number


def _check(document: Any) -> None:
    level, keys = [document], 0
    for _ in range(MAX_DEPTH):
        below: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                if (keys := keys + len(value)) > MAX_KEYS:
                    raise MalformedJson(f"more than {MAX_KEYS:,} keys")
                below.extend(value.keys())
                below.extend(value.values())
            elif isinstance(value, list):
                below.extend(value)
            elif isinstance(value, str) and (reason := unstorable(value)):
                raise MalformedJson(reason)
        if not below:
            return
        level = below
    raise MalformedJson(f"nested deeper than {MAX_DEPTH} levels")


def unstorable(text: str) -> str | None:
    """Why PostgreSQL or UTF-8 cannot hold a text; None when they can."""
    if "\x00" in text:
        return "text may not contain NUL characters"
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        return "text contains half a surrogate pair"
    return None
