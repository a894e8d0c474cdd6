"""The order book where parties share logistics equally, and each spreads its share equally over its own firm lines.

A line's slack is firm x (ceiling - price). A party loses its weakest line when that line's slack x the party's lines x
all parties is below the logistics, so a heap of parties by slack x lines finds who is due without reading the others.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from heapq import heapify, heappop, heappush
from itertools import chain
from math import lcm

from partage_procurement.pooled_orders.kernels.order_book import Bearing, Columns, Leaving, Prices
from partage_procurement.pooled_orders.kernels.terms import OrderTerms


class SharedEqually:
    """Firm lines whose party bears one share, the same for all parties."""

    def __init__(self, terms: OrderTerms, columns: Columns, places: Mapping[str, Sequence[int]]) -> None:
        self._firm, self._ceilings, self._places = columns.firm, columns.ceilings, places
        self._scale, self._units = _integer_scale(terms)
        self._prices: dict[str, Fraction] = {}
        self._slack: list[int | None] = [None] * len(columns.lines)
        self._gone = bytearray(len(columns.lines))
        self._article_of = columns.articles
        self._party_of = columns.parties
        self._lines: list[list[int]] = [[] for _ in range(columns.party_count)]
        for place in chain.from_iterable(places.values()):
            self._lines[self._party_of[place]].append(place)
        self._count = [len(lines) for lines in self._lines]
        self._weakest: list[int | None] = [None] * columns.party_count
        self._parties = sum(count > 0 for count in self._count)
        self._heap: list[tuple[int, int]] = []

    def leave(self, prices: Prices, logistics: int) -> list[Leaving]:
        """Take out the lines whose slack is below their part of the equal share."""
        self._reprice(prices)
        limit = logistics * self._scale
        due = self._due(limit)
        leaving: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        for party in due:
            bearers = self._parties * self._count[party]
            for place in self._lines[party]:
                slack, article = self._slack[place], self._article_of[place]
                if slack is not None and slack * bearers < limit and article in prices:
                    leaving[article, bearers].append(place)
        self._take_out(chain.from_iterable(leaving.values()))
        for party in due:
            self._push(party)
        return [
            Leaving(article, places, Bearing(Fraction(0), Fraction(logistics, bearers)))
            for (article, bearers), places in leaving.items()
        ]

    def drop(self, article: str) -> list[int]:
        """Take out every line of an article."""
        places = [place for place in self._places[article] if not self._gone[place]]
        self._take_out(places)
        self._rebuild()
        return places

    def _due(self, limit: int) -> set[int]:
        """Pop the parties whose weakest line is below the limit; entries with an outdated key are dropped."""
        due: set[int] = set()
        while self._heap and self._heap[0][0] * self._parties < limit:
            key, party = heappop(self._heap)
            if key == self._key(party):
                due.add(party)
        return due

    def _reprice(self, prices: Prices) -> None:
        """Lower the slack where a price changed; prices only rise while lines leave."""
        changed = [article for article, price in prices.items() if self._prices.get(article) != price]
        for article in changed:
            self._prices[article] = prices[article]
            self._tighten(article, self._units[article], int(prices[article] * self._units[article]))
        if changed:
            self._rebuild()

    def _tighten(self, article: str, unit: int, price: int) -> None:
        slacks, weakest, party_of = self._slack, self._weakest, self._party_of
        for place in self._places[article]:
            ceiling = self._ceilings[place]
            if ceiling is None or self._gone[place]:
                continue
            slack = slacks[place] = self._firm[place] * (ceiling * unit - price)
            least = weakest[party_of[place]]
            if least is None or slack < least:
                weakest[party_of[place]] = slack

    def _take_out(self, places: Iterable[int]) -> None:
        weakened = set()
        for place in places:
            party = self._party_of[place]
            self._gone[place] = 1
            self._count[party] -= 1
            if self._slack[place] == self._weakest[party]:
                weakened.add(party)
            if self._count[party] == 0:
                self._parties -= 1
        for party in weakened:
            self._lines[party] = [place for place in self._lines[party] if not self._gone[place]]
            slacks = [slack for place in self._lines[party] if (slack := self._slack[place]) is not None]
            self._weakest[party] = min(slacks, default=None)

    def _key(self, party: int) -> int | None:
        weakest = self._weakest[party]
        return None if weakest is None else weakest * self._count[party]

    def _push(self, party: int) -> None:
        key = self._key(party)
        if key is not None:
            heappush(self._heap, (key, party))

    def _rebuild(self) -> None:
        self._heap = [
            (weakest * count, party)
            for party, (weakest, count) in enumerate(zip(self._weakest, self._count, strict=True))
            if weakest is not None
        ]
        heapify(self._heap)


def _integer_scale(terms: OrderTerms) -> tuple[int, dict[str, int]]:
    """Find the scale at which every price and ceiling of a quantum is an integer, and each article's unit at it."""
    sizes = {article.id: article.quantum.fraction for article in terms.articles}
    prices = [
        sizes[article.id] * article.price_in(terms.basis, tier.price)
        for article in terms.articles
        for tier in article.tiers.tiers
    ]
    scale = lcm(*(exact.denominator for exact in [*sizes.values(), *prices]))
    return scale, {article: int(size * scale) for article, size in sizes.items()}
