"""Made-up members for the benchmark of the directory: names, words and trades as unevenly spread as in life."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from random import Random
from uuid import UUID

from partage_members.audiences.policy import MEMBERS, PARTNERS, PUBLIC
from partage_members.classifications.catalogue import Scheme, concepts
from partage_members.search.documents import Document, Facet, FacetKind, Part, Point

OFFICE = "brussels"
_SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeioaeioaeioé"]
_STAGES = ("starting", "developing", "established", "winding_down")
_NUTS = (
    "BE100",
    "BE211",
    "BE212",
    "BE231",
    "BE234",
    "BE241",
    "BE242",
    "BE251",
    "BE310",
    "BE323",
    "BE332",
    "BE335",
    "BE351",
    "BE352",
)


class Vocabulary:
    """Words that are drawn as in life: the second half as often as the first, and so on (Zipf)."""

    def __init__(self, random: Random, size: int, syllables: tuple[int, int]) -> None:
        made: dict[str, None] = {}
        while len(made) < size:
            made["".join(random.choices(_SYLLABLES, k=random.randint(*syllables)))] = None
        self.words: Sequence[str] = list(made)
        self._weights = list(accumulate(1 / (rank + 10) for rank in range(size)))

    def draw(self, random: Random, count: int = 1) -> list[str]:
        """Some words."""
        return random.choices(self.words, cum_weights=self._weights, k=count)


class Crowd:
    """As many members as wanted, the same ones each time."""

    def __init__(self, size: int) -> None:
        random = Random(7)
        self.size = size
        self.given = Vocabulary(random, 1_500, (2, 4))
        self.family = Vocabulary(random, max(5_000, size // 10), (3, 5))
        self.texts = Vocabulary(random, 12_000, (2, 5))
        self.places = Vocabulary(random, 600, (2, 4))
        self.trades = list(concepts(Scheme.OCCUPATIONS).values())
        self._weights = list(accumulate(1 / (rank + 5) for rank in range(len(self.trades))))
        self._random = random

    def __iter__(self) -> Iterator[Document]:
        for number in range(self.size):
            yield self._member(number)

    def _member(self, number: int) -> Document:
        random = self._random
        (trade,) = random.choices(self.trades, cum_weights=self._weights)
        name = (self.given.draw(random)[0], self.family.draw(random)[0])
        nuts = random.choice(_NUTS)
        levels = ("BE", *(nuts[:length] for length in (3, 4, 5)))
        shown = random.choices(((PUBLIC,), (PARTNERS,), (MEMBERS,)), weights=(3, 2, 5))[0]
        scopes = frozenset(shown)
        facets = (
            Facet(FacetKind.TRADE, trade.code),
            *(Facet(FacetKind.TERRITORY, level) for level in levels),
            Facet(FacetKind.LANGUAGE, random.choice(("fr", "nl", "en"))),
            Facet(FacetKind.STAGE, random.choice(_STAGES)),
        )
        texts = (*name, *trade.names, *self.places.draw(random), *self.texts.draw(random, 12))
        private = Part(frozenset({MEMBERS}), tuple(self.texts.draw(random, 8)))
        at = Point(49.5 + random.random() * 2, 2.5 + random.random() * 4)
        return Document(UUID(int=number), OFFICE, [Part(scopes, texts, facets, at), private])
