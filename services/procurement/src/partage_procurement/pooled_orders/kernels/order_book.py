"""Who is still in while an order clears: lines kept in the order they leave, so that a round never reads them all.

A line with firm quanta leaves when firm x price + share > firm x ceiling. Where shares follow quantity, value or
weight, a share is the same for every unit of an article, so lines leave in the order of their ceilings. Each line
enters and leaves once: O(n log n) for all rounds together.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from operator import attrgetter
from typing import Protocol

from partage_procurement.pooled_orders.kernels.increments import CommittedLine, InvalidCommitment
from partage_procurement.pooled_orders.kernels.money import scaled
from partage_procurement.pooled_orders.kernels.terms import OrderTerms

Prices = Mapping[str, Fraction]
"""Price a unit by article id, in minor units of the order's basis; articles being dropped have none."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """What a line would bear of the logistics in a round: per firm quantum and per line, in minor units."""

    quantum: Fraction
    line: Fraction

    def of(self, line: CommittedLine) -> Fraction:
        """The share of one line."""
        return self.quantum * line.firm + self.line


NO_BEARING = Bearing(Fraction(0), Fraction(0))


@dataclass(frozen=True, slots=True)
class Leaving:
    """Lines of an article, by their place in the columns, that leave for the price and share they would bear."""

    article: str
    places: list[int]
    bearing: Bearing


class Columns:
    """An order's lines as columns in seq order; a line's place in them identifies it. Raises InvalidCommitment.

    Parties are numbered, since comparing numbers is much faster than comparing their names.
    """

    def __init__(self, terms: OrderTerms, lines: Sequence[CommittedLine]) -> None:
        self.lines = sorted(lines, key=attrgetter("seq"))
        numbers: dict[str, int] = {}
        self.parties = [numbers.setdefault(line.party, len(numbers)) for line in self.lines]
        self.party_count = len(numbers)
        self.articles = [line.article for line in self.lines]
        self.firm = [line.firm for line in self.lines]
        self.tolerance = [line.tolerance for line in self.lines]
        self.ceilings = [line.ceiling for line in self.lines]
        self.places: dict[str, list[int]] = {article.id: [] for article in terms.articles}
        for place, article in enumerate(self.articles):
            if article not in self.places:
                raise InvalidCommitment(f"the order has no article {article}")
            self.places[article].append(place)
        self._refuse_repetition()

    def _refuse_repetition(self) -> None:
        if len({line.seq for line in self.lines}) < len(self.lines):
            raise InvalidCommitment("every line has a seq of its own")
        if any(len({self.parties[place] for place in of}) < len(of) for of in self.places.values()):
            raise InvalidCommitment("a party has one line an article")


class FirmBook(Protocol):
    """The lines with firm quanta that are still in."""

    def leave(self, prices: Prices, logistics: int) -> list[Leaving]:
        """Take out, all at once, the lines whose price and share go over their ceiling."""

    def drop(self, article: str) -> list[int]:
        """Take out every line of an article."""


class CeilingBook:
    """Some lines of one article by rising ceiling; one without a ceiling stays until the article is dropped."""

    def __init__(self, ceilings: Sequence[int | None], places: Sequence[int]) -> None:
        bounded = {place: ceiling for place in places if (ceiling := ceilings[place]) is not None}
        self._bounded = sorted(bounded, key=bounded.__getitem__)
        self._ceilings = [bounded[place] for place in self._bounded]
        self._unbounded = [place for place in places if place not in bounded]
        self._gone = 0

    def leave_below(self, limit: Fraction) -> list[int]:
        """Take out the lines whose ceiling is below a limit (minor units a unit)."""
        end = max(self._gone, bisect_left(self._ceilings, ceil(limit)))
        leaving = self._bounded[self._gone : end]
        self._gone = end
        return leaving

    def drop(self) -> list[int]:
        """Take out every line."""
        return self._bounded[self._gone :] + self._unbounded


class SharedByUnit:
    """Firm lines whose shares follow quantity, value or weight: the same for each unit of an article."""

    def __init__(self, terms: OrderTerms, columns: Columns, places: Mapping[str, Sequence[int]]) -> None:
        self._column = columns.firm
        self._sizes = {article.id: article.quantum.fraction for article in terms.articles}
        weights = scaled([terms.share_weight(article) for article in terms.articles])
        self._weights = {article.id: weight for article, weight in zip(terms.articles, weights, strict=True)}
        self._firm = {article: self._sum(of) for article, of in places.items()}
        self._books = {article: CeilingBook(columns.ceilings, of) for article, of in places.items()}

    def leave(self, prices: Prices, logistics: int) -> list[Leaving]:
        """Take out the lines whose ceiling is below price + share a unit."""
        total = sum([self._weights[article] * firm for article, firm in self._firm.items()])
        leaving = []
        for article, price in prices.items():
            share = Fraction(logistics * self._weights[article], total)
            places = self._books[article].leave_below(price + share / self._sizes[article])
            if places:
                self._firm[article] -= self._sum(places)
                leaving.append(Leaving(article, places, Bearing(share, Fraction(0))))
        return leaving

    def drop(self, article: str) -> list[int]:
        """Take out every line of an article."""
        self._firm[article] = 0
        return self._books[article].drop()

    def _sum(self, places: Iterable[int]) -> int:
        return sum([self._column[place] for place in places])
