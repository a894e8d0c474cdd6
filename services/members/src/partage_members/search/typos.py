"""Typing errors, as Meilisearch forgives them: none up to 4 letters, one up to 8, two beyond.

An error is a letter too many, missing, wrong, or two neighbours swapped (Damerau-Levenshtein, each part edited once).
Which terms are near a word is found by equality of pieces, so that an index of any database finds them: cut in k + 1
pieces, a term within k errors has a piece in the word unharmed, shifted by at most k.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

SHORT, LONG = 4, 8


def forgiven(word: str) -> int:
    """How many errors a word may have."""
    return 0 if len(word) <= SHORT else 1 if len(word) <= LONG else 2


def errors_among(word: str, terms: Collection[str]) -> Mapping[str, int]:
    """How many errors lie between a word and each of some terms, as far as they are no more than the word may have."""
    near = extract(word, list(terms), scorer=OSA.distance, score_cutoff=forgiven(word), limit=None)
    return {term: int(errors) for term, errors, _ in near}


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
        found.update(_shifted(word, length, errors + 1, errors))
        # a swap is one of the errors: so many fewer letters are missing or too many beside it
        if abs(length - len(word)) < errors:
            for written in _swapped_at_cuts(word, length, errors):
                found.update(_shifted(written, length, errors + 1, errors - 1))
    return frozenset(found)


def _cut(term: str, parts: int) -> Iterator[str]:
    bounds = _bounds(len(term), parts)
    for number, (start, end) in enumerate(pairwise(bounds)):
        yield _piece(parts, len(term), number, term[start:end])


def _shifted(word: str, length: int, parts: int, most: int) -> Iterator[str]:
    """The pieces of terms of a length, where they would stand unharmed in a word, shifted by `most` letters."""
    bounds = _bounds(length, parts)
    for number, (start, end) in enumerate(pairwise(bounds)):
        for shift in range(max(-most, -start), min(most, len(word) - end) + 1):
            yield _piece(parts, length, number, word[start + shift : end + shift])


def _swapped_at_cuts(word: str, length: int, errors: int) -> Iterator[str]:
    """Two neighbours swapped across a cut harm both pieces: the word with them swapped back harms none."""
    for cut in _bounds(length, errors + 1)[1:-1]:
        for at in range(max(1, cut - errors + 1), min(len(word) - 1, cut + errors - 1) + 1):
            yield word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]


def _bounds(length: int, parts: int) -> list[int]:
    return [length * number // parts for number in range(parts + 1)]


def _piece(parts: int, length: int, number: int, letters: str) -> str:
    return f"{parts}{length}.{number}{letters}"
