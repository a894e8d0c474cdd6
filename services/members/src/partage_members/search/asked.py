"""From what somebody asks for to what the index must match, and in which order."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import islice, pairwise

from partage_members.search.documents import Facet, FacetKind, Point
from partage_members.search.engines import Both, Either, Match, Token
from partage_members.search.tokens import any_token, facet_token, plain, word_token
from partage_members.search.words import Word, is_small, words_of

MOST_WORDS = 10
"""Words of a query that count; what comes later does not."""


@dataclass(frozen=True, slots=True)
class Near:
    """Within some kilometres of a point."""

    point: Point
    kilometres: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the index: words, codes (one of each kind that is named), and where."""

    words: str = ""
    codes: Mapping[FacetKind, Sequence[str]] = field(default_factory=dict)
    near: Near | None = None
    by_distance: bool = False

    def spoken(self) -> list[Word]:
        """The words that must be found; articles and the like only when there is nothing else."""
        words = [tuple(map(plain, word)) for word in islice(words_of(self.words), MOST_WORDS)]
        return [word for word in words if not is_small(word[0])] or words


class Rank(IntEnum):
    """How well a document matches: all words as they are, as beginnings of words, with typing errors."""

    AS_WRITTEN = 0
    BEGUN = 1
    FORGIVEN = 2


class Matches:
    """What a question matches in some scopes, in classes: all words as they are, as beginnings, with typing errors."""

    def __init__(self, asked: Asked, numbers: Sequence[int], meant: Mapping[str, Sequence[str]]) -> None:
        self._asked, self._numbers, self._meant = asked, numbers, meant
        self._words = asked.spoken()

    def classes(self, without: FacetKind | None = None) -> Mapping[Rank, Match]:
        """The classes, best first, none of which has what a better one has; those that cannot differ are one.

        Without the codes of one kind, to count the others of that kind.
        """
        levels: dict[Match, Rank] = {}
        for rank, needed in zip(Rank, (self._exact(), self._begun(), self._forgiven()), strict=True):
            levels.setdefault(Both((*needed, *self._codes(without))), rank)
        found = [(rank, level) for level, rank in levels.items()]
        return dict(
            [found[0], *((rank, Both((level,), but=(better,))) for (_, better), (rank, level) in pairwise(found))]
        )

    def all(self) -> Match:
        """Everything of all classes."""
        return Both((*self._forgiven(), *self._codes()))

    def read_in(self, words: Collection[str]) -> str | None:
        """The question in words that are among these; None when one is not, or all are as they were asked."""
        reading = [next((form for form in (*word, *self._other(word)) if form in words), None) for word in self._words]
        asked = [word[0] for word in self._words]
        return None if None in reading or reading == asked else " ".join(filter(None, reading))

    def _exact(self) -> tuple[Match, ...]:
        return tuple(self._word(word) for word in self._words)

    def _begun(self) -> tuple[Match, ...]:
        return tuple(self._word(word, is_prefix=word is self._words[-1]) for word in self._words)

    def _forgiven(self) -> tuple[Match, ...]:
        return tuple(
            self._word((*word, *self._other(word)), is_prefix=word is self._words[-1], prefixes=len(word))
            for word in self._words
        )

    def _other(self, word: Word) -> Iterator[str]:
        return (term for form in word for term in self._meant.get(form, ()))

    def _word(self, forms: Word, *, is_prefix: bool = False, prefixes: int | None = None) -> Match:
        """One of the forms; the first ones may be the beginning of a word."""
        return Either(
            tuple(
                Token(word_token(number, form), is_prefix and (prefixes is None or place < prefixes))
                for place, form in enumerate(forms)
                for number in self._numbers
            )
        )

    def _codes(self, without: FacetKind | None = None) -> tuple[Match, ...]:
        found = [
            Either(tuple(self._of(Facet(kind, code) for code in codes)))
            for kind, codes in sorted(self._asked.codes.items())
            if codes and kind is not without
        ]
        anything = Either(tuple(Token(any_token(number)) for number in self._numbers))
        return tuple(found) if found or self._words else (anything,)

    def _of(self, wanted: Iterable[Facet]) -> Iterator[Token]:
        return (Token(facet_token(number, facet)) for facet in wanted for number in self._numbers)
