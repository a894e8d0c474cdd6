"""From what somebody asks for to what the index must match, and in which order."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import islice

from partage_members.search.documents import Facet, FacetKind, Point
from partage_members.search.matching import Both, Either, Match, Token
from partage_members.search.meaning import Meaning
from partage_members.search.tokens import any_token, facet_token, plain, prose_token, word_token
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
    """How well a document matches: all words as they are, as beginnings of words, with typing errors; prose after."""

    AS_WRITTEN = 0
    AS_WRITTEN_IN_PROSE = 1
    BEGUN = 2
    BEGUN_IN_PROSE = 3
    FORGIVEN = 4
    FORGIVEN_IN_PROSE = 5


class Matches:
    """What a question matches in some scopes, in classes: all words as they are, as beginnings, with typing errors.

    In each, those come first who say all of them outside of prose. A class that can find nothing, as no word is known
    that would, is not asked.
    """

    def __init__(self, asked: Asked, numbers: Sequence[int], meaning: Meaning) -> None:
        self._asked, self._numbers, self._meaning = asked, numbers, meaning
        self._words = asked.spoken()

    def classes(self) -> Mapping[Rank, Match]:
        """The classes, best first, none of which has what a better one has."""
        return self._ranked(self._codes(), is_prose_apart=True)

    def readings(self, without: FacetKind | None = None) -> Mapping[Rank, Match]:
        """The same, prose with what is said beside it: to count, that makes no difference.

        Without the codes of one kind, to count the others of that kind.
        """
        return self._ranked(self._codes(without), is_prose_apart=False)

    def _ranked(self, codes: tuple[Match, ...], *, is_prose_apart: bool) -> Mapping[Rank, Match]:
        if not self._words:
            return {Rank.AS_WRITTEN: Both(codes)}
        found: dict[Rank, Match] = {}
        better: tuple[Match, ...] = ()
        for rank, reading in self._readings():
            anywhere = Both(tuple(reading(prose=True)))
            if is_prose_apart:
                said = Both(tuple(reading(prose=False)))
                found[rank] = Both((said, *codes), but=better)
                found[Rank(rank + 1)] = Both((anywhere, *codes), but=(*better, said))
            else:
                found[rank] = Both((anywhere, *codes), but=better)
            better = (anywhere,)
        return found

    def all(self) -> Match:
        """Everything of all classes."""
        return Both((*self._forgiven(prose=True), *self._codes()))

    def read_in(self, words: Mapping[str, str]) -> str | None:
        """The question in words that are among these, as they are written; None when one is not, or all are as asked.

        Words come by how they are searched for.
        """
        reading = [next((form for form in (*word, *self._other(word)) if form in words), "") for word in self._words]
        asked = [word[0] for word in self._words]
        return None if "" in reading or reading == asked else " ".join(words[form] for form in reading)

    def _readings(self) -> Iterator[tuple[Rank, Callable[..., Iterator[Match]]]]:
        """The ways in which the words may be read that can find somebody, and more than the one before."""
        *first, last = ([form in self._meaning.known for form in word] for word in self._words)
        are_first_known, is_begun = all(map(any, first)), self._meaning.is_begun
        if are_first_known and any(last):
            yield Rank.AS_WRITTEN, self._exact
        if are_first_known and is_begun:
            yield Rank.BEGUN, self._begun
        if any(True for word in self._words for _ in self._other(word)):
            yield Rank.FORGIVEN, self._forgiven

    def _exact(self, *, prose: bool) -> Iterator[Match]:
        return (self._word(word, prose=prose) for word in self._words)

    def _begun(self, *, prose: bool) -> Iterator[Match]:
        return (
            self._word(word, begun=len(word) if word is self._words[-1] else 0, prose=prose) for word in self._words
        )

    def _forgiven(self, *, prose: bool) -> Iterator[Match]:
        for word in self._words:
            begun = len(word) if word is self._words[-1] else 0
            yield self._word((*word, *self._other(word)), begun=begun, prose=prose)

    def _other(self, word: Word) -> Iterator[str]:
        told = [self._meaning.others, *([self._meaning.begun] if word is self._words[-1] else [])]
        return iter(dict.fromkeys(term for terms in told for form in word for term in terms.get(form, ())))

    def _word(self, forms: Word, *, prose: bool, begun: int = 0) -> Match:
        """One of the forms, the first ones of which may be the beginning of a word; also in prose, or not."""
        tokens = (word_token, prose_token) if prose else (word_token,)
        return Either(
            tuple(
                Token(token(number, form), place < begun)
                for place, form in enumerate(forms)
                for number in self._numbers
                for token in tokens
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
