"""From what somebody asks for to what the index must match, and in which order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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


class Matches:
    """What a question matches in some scopes, in classes: all words as they are, as beginnings, with typing errors."""

    def __init__(self, asked: Asked, numbers: Sequence[int], meant: Mapping[str, Sequence[str]]) -> None:
        self._asked, self._numbers, self._meant = asked, numbers, meant
        self._words = asked.spoken()

    def classes(self) -> list[Match]:
        """The classes, best first, none of which has what a better one has."""
        levels = [
            Both((*words, *self._codes())) for words in dict.fromkeys((self._exact(), self._begun(), self._forgiven()))
        ]
        return [levels[0], *(Both((level,), but=(better,)) for better, level in pairwise(levels))]

    def all(self, without: FacetKind | None = None) -> Match:
        """Everything of all classes; without the codes of one kind, to count the others of that kind."""
        return Both((*self._forgiven(), *self._codes(without)))

    def as_written(self, words: Sequence[Word]) -> Match:
        """Other words in the place of those that were asked for."""
        return Both((*(self._word(word, is_prefix=word is words[-1]) for word in words), *self._codes()))

    def meanings(self, word: str) -> Sequence[str]:
        """What a word may mean besides itself, the nearest first."""
        return self._meant.get(word, ())

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
