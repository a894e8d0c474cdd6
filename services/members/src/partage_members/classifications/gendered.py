"""Titles written for women and men at once: `mixeur/mixeuse`, `directeur·rice`, `(h/f/x)`; in small letters."""

import re
from collections.abc import Iterator

from partage_kit.folding import fold

_MARK = re.compile(r"\(?(?<![\w/])(?:[hfmvwxd]/){1,3}[hfmvwxd](?![\w/])\)?")
"""h/f/x, m/v, m/w/d: they say for whom a job is, not which."""

_CHUNK = re.compile(r"[^\W_]+(?:(?:['/·•.‧-]|\((?=[^\W_]{1,4}\)))[^\W_]+\)?)*")
_PLAIN = re.compile(r"[^\W_]+")
_INCLUSIVE = re.compile(r"(?P<stem>[^\W_]{3,})(?P<by>[·•‧.(-])(?P<ending>[^\W_]{1,6}?)(?:[·•‧.-]?s)?\)?")
_ENDINGS = frozenset(
    (
        "e",
        "ne",
        "le",
        "te",
        "se",
        "ve",
        "fe",
        "re",
        "ere",
        "trice",
        "rice",
        "ice",
        "euse",
        "teuse",
        "ster",
        "in",
        "ienne",
    )
)
"""What is added to a title for its other form; behind a hyphen, a point or a parenthesis nothing else counts as one."""

_FEMININE = (
    ("eur", "euse"), ("teur", "trice"), ("teur", "teuse"), ("er", "ere"), ("ier", "iere"), ("ien", "ienne"),
    ("eux", "euse"), ("if", "ive"), ("f", "ve"), ("x", "se"),
)  # fmt: skip


def without_marks(text: str) -> str:
    """A text without the marks that say for whom a job is: `photographe (h/f/x)` becomes `photographe`."""
    return _MARK.sub(" ", text)


def words_with_forms(text: str) -> Iterator[tuple[str, ...]]:
    """The words of a text in their order, each with its forms: `directeur·rice` is directeur and directrice."""
    for chunk in _CHUNK.findall(text):
        if chunk.isalnum():
            yield (chunk,)
            continue
        found = _INCLUSIVE.fullmatch(chunk)
        parts = tuple(_PLAIN.findall(chunk))
        if found and (found["by"] in "·•‧" or fold(found["ending"]) in _ENDINGS):
            yield _both_forms(found["stem"], found["ending"])
        elif "/" in chunk and len(parts) == 2 and _are_forms(*parts):
            yield parts
        else:
            yield from ((part,) for part in parts)


def _both_forms(stem: str, ending: str) -> tuple[str, str]:
    """directeur·rice -> directeur, directrice; infirmier·ère -> infirmier, infirmière; étudiant·e -> both with é."""
    folded, plain = fold(stem), fold(ending)
    for masculine, feminine in _FEMININE:
        if folded.endswith(masculine) and feminine.endswith(plain) and len(plain) > 1:
            return stem, stem[: -len(masculine)] + feminine[: -len(plain)] + ending
    return stem, stem + ending


def _are_forms(one: str, other: str) -> bool:
    """mixeur/mixeuse are two forms of one word; son/lumiere are two words."""
    one, other = fold(one), fold(other)
    shared = min(len(one), len(other)) - 4
    return len(one) > 3 and len(other) > 3 and one[: max(3, shared)] == other[: max(3, shared)]
