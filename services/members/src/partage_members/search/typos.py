"""Typing errors, as Meilisearch forgives them: none up to 4 letters, one up to 8, two beyond.

An error is a letter too many, missing, wrong, or two neighbours swapped (Damerau-Levenshtein, each part edited once).
Which terms are near a word is found by equality of pieces, so that an index of any database finds them: cut in k + 1
pieces, a term within k errors has a piece in the word unharmed, shifted by at most k.
"""

from collections.abc import Iterator
from itertools import pairwise

from rapidfuzz.distance import OSA

SHORT, LONG = 4, 8


def forgiven(word: str) -> int:
    """How many errors a word may have."""
    return 0 if len(word) <= SHORT else 1 if len(word) <= LONG else 2


def errors_between(word: str, term: str) -> int | None:
    """How many errors lie between a word and a term; None when they are more than the word may have."""
    most = forgiven(word)
    found = int(OSA.distance(word, term, score_cutoff=most))
    return found if found <= most else None


def pieces_of(term: str) -> Iterator[str]:
    """The pieces under which a term is found: in two for words with one error, in three for those with two."""
    if SHORT <= len(term) <= LONG + 1:
        yield from _cut(term, 2)
    if len(term) >= LONG - 1:
        yield from _cut(term, 3)


def pieces_near(word: str) -> frozenset[str]:
    """The pieces of all terms that a word may mean; empty for a word in which nothing is forgiven."""
    errors = forgiven(word)
    if not errors:
        return frozenset()
    found: set[str] = set()
    for length in range(len(word) - errors, len(word) + errors + 1):
        for written in {word, *_swapped_at_cuts(word, length, errors)}:
            found.update(_shifted(written, length, errors))
    return frozenset(found)


def _cut(term: str, parts: int) -> Iterator[str]:
    bounds = _bounds(len(term), parts)
    for number, (start, end) in enumerate(pairwise(bounds)):
        yield _piece(parts, len(term), number, term[start:end])


def _shifted(word: str, length: int, errors: int) -> Iterator[str]:
    """The pieces of terms of a length, where they would stand unharmed in a word with so many errors."""
    bounds = _bounds(length, errors + 1)
    for number, (start, end) in enumerate(pairwise(bounds)):
        for shift in range(-errors, errors + 1):
            if start + shift >= 0 and end + shift <= len(word):
                yield _piece(errors + 1, length, number, word[start + shift : end + shift])


def _swapped_at_cuts(word: str, length: int, errors: int) -> Iterator[str]:
    """Two neighbours swapped across a cut harm both pieces: the word with them swapped back harms none."""
    for cut in _bounds(length, errors + 1)[1:-1]:
        for shift in range(-errors, errors + 1):
            at = cut + shift
            if 0 < at < len(word):
                yield word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]


def _bounds(length: int, parts: int) -> list[int]:
    return [length * number // parts for number in range(parts + 1)]


def _piece(parts: int, length: int, number: int, letters: str) -> str:
    return f"{parts}{length}.{number}{letters}"
