"""Beginnings of words with typing errors: `boulagner` for boulangerie, while somebody still types the last word.

As for whole words, the terms are found by equality of pieces. Whatever the errors, one of the parts into which what was
typed is cut stands unharmed in the term, shifted by the errors before it at most; three letters of a part tell enough.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from partage_members.search.typos import SHORT, errors_among, forgiven

_LETTERS = 3
_LAST = 8
"""Where the last part of what was typed may stand in a term: the third of three, shifted by two."""


def beginnings_of(term: str) -> Iterator[str]:
    """The pieces under which a term is found by its beginning."""
    if len(term) > SHORT:
        yield _piece(0, term[: _LETTERS - 1])
        for at in range(min(_LAST, len(term) - _LETTERS) + 1):
            yield _piece(at, term[at : at + _LETTERS])


def beginnings_near(typed: str) -> frozenset[str]:
    """The pieces of all terms of which a beginning may be meant; empty for what is typed without forgiveness."""
    errors = forgiven(typed)
    if not errors:
        return frozenset()
    first = min(_LETTERS, len(typed) - _LETTERS)
    found = {_piece(0, typed[:first])}
    for start, cut in pairwise([0, *(first + _LETTERS * number for number in range(errors))]):
        found.update(_shifted(cut, typed[cut : cut + _LETTERS], errors))
        # two neighbours swapped across a cut harm both parts: with them swapped back, the part before it is whole
        found.update(_shifted(start, typed[start : cut - 1] + typed[cut], errors - 1))
    return frozenset(found)


def errors_begun(typed: str, terms: Iterable[str]) -> Mapping[str, int]:
    """How many errors lie between what was typed and the nearest beginning of each of some terms, if not too many."""
    most = forgiven(typed)
    begun: dict[str, list[str]] = {}
    for term in terms:
        for length in range(len(typed) - most, min(len(typed) + most, len(term)) + 1):
            begun.setdefault(term[:length], []).append(term)
    found: dict[str, int] = {}
    for beginning, errors in errors_among(typed, begun).items():
        for term in begun[beginning]:
            found[term] = min(errors, found.get(term, errors))
    return found


def _shifted(start: int, letters: str, errors: int) -> Iterator[str]:
    """A part where it may stand in a term after so many errors; nothing comes before the first one."""
    return (_piece(start + shift, letters) for shift in (range(-errors, errors + 1) if start else (0,)))


def _piece(at: int, letters: str) -> str:
    return f"b{at}.{letters}"
