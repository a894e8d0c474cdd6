"""The tokens of the index: a scope's number, then what is visible in it; letters a to z and digits only.

So the tokenizers of both databases, which differ in many ways, have nothing to decide.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import islice

from partage_kit.folding import fold
from partage_members.search.documents import Facet, FacetKind, SuggestionKind
from partage_members.search.words import LONGEST, written_words

MOST_WORDS = 2_000
"""Words of one text that are found; what comes later is not."""

Suggested = tuple[int, SuggestionKind, str]
"""A word of a kind, or a code in plain characters, in the scope of this number."""

SCHEME = "q3aq"
"""The colon between a scheme and its code, in plain characters: of skills, what has one is a code, else a word."""

Visible = tuple[int, str, str]
"""A word in the scope of this number: as it is searched for, and as it is written where that is not the same."""

_WORD, _PROSE, _WRITTEN, _CODE, _ANYTHING, _KIND = "w", "p", "v", "f", "a", "k"
_KINDS = {kind: chr(ord("a") + number) for number, kind in enumerate(FacetKind)}
_KIND_OF = {letter: kind for kind, letter in _KINDS.items()}
_SUGGESTED = {SuggestionKind.SKILL: "c", SuggestionKind.PLACE: "d", SuggestionKind.PERSON: "e"}
_CODED = (FacetKind.TRADE, FacetKind.SECTOR, FacetKind.SKILL, FacetKind.FILIERE)
_CODES = {SuggestionKind(kind): kind for kind in _CODED}
_SUGGESTING = {_KIND + letter: kind for kind, letter in _SUGGESTED.items()}
_SUGGESTING |= {_CODE + _KINDS[of]: kind for kind, of in _CODES.items()}
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_IS_PLAIN = re.compile(f"[{_DIGITS}]*").fullmatch
_NUMBERED = re.compile("q([0-9a-f]+)q")
_KEPT = frozenset(_DIGITS) - {"q"}


@cache
def scope_code(number: int) -> str:
    """Four characters for the number of a scope; always four, so that prefixes are alike."""
    if number >= 36**4:
        raise ValueError("there are too many scopes")
    digits = [_DIGITS[number // 36**place % 36] for place in (3, 2, 1, 0)]
    return "".join(digits)


def terms_of(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each form of each word: as it is indexed, and as it is written where that is not the same."""
    for text in texts:
        for forms in islice(written_words(text), MOST_WORDS):
            yield from map(_term_of, forms)


def _term_of(written: str) -> tuple[str, str]:
    folded = fold(written)
    is_told = folded != written and len(written) <= LONGEST >= len(folded)
    return plain(folded[:LONGEST]), written if is_told else ""


def word_token(scope: int, term: str) -> str:
    """The token of a word; without its end it is a prefix."""
    return scope_code(scope) + _WORD + term


def prose_token(scope: int, term: str) -> str:
    """The token of a word that stands in prose only; without its end it is a prefix."""
    return scope_code(scope) + _PROSE + term


def written_token(scope: int, written: str) -> str:
    """The token of a word as it is written, which is looked up and told, and never searched for."""
    return scope_code(scope) + _WRITTEN + plain(written)


def word_in(token: str) -> Visible | None:
    """The word of a token; None when it is no word's."""
    kind, word = token[4:5], token[5:]
    if kind in (_WORD, _PROSE):
        return int(token[:4], 36), word, ""
    if kind == _WRITTEN:
        written = unplain(word)
        return int(token[:4], 36), plain(fold(written)), written
    return None


def facet_token(scope: int, facet: Facet) -> str:
    """The token of a code."""
    return scope_code(scope) + _CODE + coded(facet)


def coded(facet: Facet) -> str:
    """A code with its kind in plain characters; without its end it is a prefix."""
    return _KINDS[facet.kind] + plain(facet.code)


@lru_cache(maxsize=20_000)
def facet_in(text: str) -> Facet:
    """The code with its kind that was made plain."""
    return Facet(_KIND_OF[text[0]], unplain(text[1:]))


def kind_token(scope: int, kind: SuggestionKind, term: str) -> str:
    """The token of a word that is of a kind, such as a name."""
    return scope_code(scope) + _KIND + _SUGGESTED[kind] + term


def suggested_token(scope: int, kind: SuggestionKind, term: str) -> str:
    """The token of what is suggested: a word of a kind, or a code."""
    is_word = kind in _SUGGESTED and SCHEME not in term
    return kind_token(scope, kind, term) if is_word else scope_code(scope) + _CODE + _KINDS[_CODES[kind]] + term


def suggested_in(token: str) -> Suggested | None:
    """What a token suggests, in which scope; None when it is neither a word of a kind nor such a code."""
    kind = _SUGGESTING.get(token[4:6])
    return None if kind is None else (int(token[:4], 36), kind, token[6:])


def any_token(scope: int) -> str:
    """The token that each document has in a scope in which anything of it is visible."""
    return scope_code(scope) + _ANYTHING


def plain(text: str) -> str:
    """A text in a to z and digits: other characters by their number, and q beside them, which begins and ends one."""
    if _IS_PLAIN(text) and ("q" not in text or not _NUMBERED.search(text)):
        return text
    return "".join(character if character in _KEPT else f"q{ord(character):x}q" for character in text)


def unplain(plain_text: str) -> str:
    """The text that was made plain."""
    return _NUMBERED.sub(lambda found: chr(int(found[1], 16)), plain_text)
