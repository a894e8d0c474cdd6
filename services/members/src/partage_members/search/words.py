"""From texts to words, alike for documents and queries: folded, and titles written for women and men taken apart."""

import re
from collections.abc import Iterator
from functools import cache

from partage_kit.folding import fold
from partage_members.classifications.gendered import without_marks, words_with_forms

LONGEST = 40
"""Letters of a word that count; the rest is cut."""

Word = tuple[str, ...]
"""The forms of one word: ("directeur", "directrice"); most have one."""

_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=\w)")


def words_of(text: str) -> Iterator[Word]:
    """The words of a text in their order, each with its forms."""
    plain = _ELISION.sub("", without_marks(fold(text)))
    yield from map(_cut, words_with_forms(plain))


def _cut(forms: tuple[str, ...]) -> Word:
    if len(forms) == 1:
        return (forms[0][:LONGEST],)
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
