"""From texts to words, alike for documents and queries: titles written for women and men taken apart, then folded."""

import re
from collections.abc import Iterator
from functools import cache
from unicodedata import combining, normalize

from partage_kit.folding import fold
from partage_members.classifications.gendered import without_marks, words_with_forms

LONGEST = 40
"""Letters of a word that count; the rest is cut."""

Word = tuple[str, ...]
"""The forms of one word: ("directeur", "directrice"); most have one."""

_APOSTROPHES = str.maketrans("’ʼ‘", "'''")
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=\w)")


def words_of(text: str) -> Iterator[Word]:
    """The words of a text in their order, each with its forms, folded."""
    for forms in written_words(text):
        folded = [fold(form)[:LONGEST] for form in forms]
        yield (folded[0],) if len(folded) == 1 else tuple(dict.fromkeys(folded))


def written_words(text: str) -> Iterator[Word]:
    """The words of a text as they are written, with their accents, but in small letters and of any length."""
    return words_with_forms(_ELISION.sub("", without_marks(_in_small_letters(text))))


def _in_small_letters(text: str) -> str:
    """A text in which a letter and its accents are one character, and apostrophes are alike."""
    if text.isascii():
        return text.lower()
    composed = normalize("NFKC", text).lower().translate(_APOSTROPHES)
    return "".join(character for character in composed if not combining(character))


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
