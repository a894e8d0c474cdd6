"""From texts to words, alike for documents and queries: folded, and titles written for women and men taken apart."""

import re
from collections.abc import Iterator
from functools import cache

from partage_kit.folding import fold

LONGEST = 40
"""Letters of a word that count; the rest is cut."""

Word = tuple[str, ...]
"""The forms of one word: ("directeur", "directrice"); most have one."""

_MARK = re.compile(r"\(?(?<![\w/])(?:[hfmvwxd]/){1,3}[hfmvwxd](?![\w/])\)?")
"""h/f/x, m/v, m/w/d: they say for whom a job is, not which."""

_CHUNK = re.compile(r"[^\W_]+(?:(?:['/·•.‧-]|\((?=[^\W_]{1,4}\)))[^\W_]+\)?)*")
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=\w)")
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


def words_of(text: str) -> Iterator[Word]:
    """The words of a text in their order, each with its forms."""
    plain = _ELISION.sub("", _MARK.sub(" ", fold(text)))
    for chunk in _CHUNK.findall(plain):
        yield from _taken_apart(chunk)


def _taken_apart(chunk: str) -> Iterator[Word]:
    found = _INCLUSIVE.fullmatch(chunk)
    if found and (found["by"] in "·•‧" or found["ending"] in _ENDINGS):
        yield _cut(_both_forms(found["stem"], found["ending"]))
        return
    parts = _PLAIN.findall(chunk)
    if "/" in chunk and len(parts) == 2 and _are_forms(*parts):
        yield _cut((parts[0], parts[1]))
        return
    for part in parts:
        yield _cut((part,))


def _both_forms(stem: str, ending: str) -> tuple[str, str]:
    """directeur·rice -> directeur, directrice; etudiant·e -> etudiant, etudiante."""
    for masculine, feminine in _FEMININE:
        if stem.endswith(masculine) and feminine.endswith(ending) and len(ending) > 1:
            return stem, stem[: -len(masculine)] + feminine
    return stem, stem + ending


def _are_forms(one: str, other: str) -> bool:
    """mixeur/mixeuse are two forms of one word; son/lumiere are two words."""
    shared = min(len(one), len(other)) - 4
    return len(one) > 3 and len(other) > 3 and one[: max(3, shared)] == other[: max(3, shared)]


def _cut(forms: tuple[str, ...]) -> Word:
    return tuple(dict.fromkeys(form[:LONGEST] for form in forms))


_SMALL = frozenset(
    [
        "a",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "ou",
        "par",
        "pour",
        "sur",
        "un",
        "une",
        "aan",
        "bij",
        "de",
        "een",
        "en",
        "het",
        "in",
        "met",
        "of",
        "op",
        "te",
        "ten",
        "ter",
        "van",
        "voor",
        "and",
        "at",
        "for",
        "in",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
    ]
)


@cache
def is_small(word: str) -> bool:
    """Whether a word, such as an article, tells nothing by itself in French, Dutch or English."""
    return word in _SMALL
