"""Clearing: which lines and articles stay in a pooled order, at which tier, found in rounds of removal (R14)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil
from operator import attrgetter

from partage_procurement.pooled_orders.kernels.equal_shares import SharedEqually
from partage_procurement.pooled_orders.kernels.increments import CommittedLine
from partage_procurement.pooled_orders.kernels.order_book import (
    NO_BEARING,
    Bearing,
    CeilingBook,
    Columns,
    FirmBook,
    Leaving,
    Prices,
    SharedByUnit,
)
from partage_procurement.pooled_orders.kernels.terms import Article, OrderTerms, SharingMode
from partage_procurement.pooled_orders.kernels.tiers import Tier


class RemovalReason(StrEnum):
    """Why a line left, or why an article was dropped with its lines."""

    PRICE_OVER_CEILING = "price_over_ceiling"
    PRICE_AND_SHARE_OVER_CEILING = "price_and_share_over_ceiling"
    ARTICLE_WITHOUT_FIRM_DEMAND = "article_without_firm_demand"
    ARTICLE_BELOW_A_BOX = "article_below_a_box"
    ARTICLE_BELOW_ITS_MINIMUM = "article_below_its_minimum"
    ARTICLE_BELOW_ITS_FIRST_TIER = "article_below_its_first_tier"
    ARTICLE_PRICED_ABOVE_ITS_REFERENCE = "article_priced_above_its_reference"


class FailureReason(StrEnum):
    """Why an order fails its minimum."""

    NO_ARTICLE_LEFT = "no_article_left"
    ORDER_MINIMUM_MISSED = "order_minimum_missed"


@dataclass(frozen=True, slots=True)
class Removal:
    """Lines of an article, in seq order, that left in `round` for one reason.

    With the price a unit then (minor units in the order's basis; None when the article was dropped) and the logistics
    that were estimated for each.
    """

    article: str
    round: int
    reason: RemovalReason
    price: Fraction | None
    bearing: Bearing
    lines: tuple[CommittedLine, ...]


@dataclass(frozen=True, slots=True)
class DroppedArticle:
    """An article that left with all its lines in `round`."""

    article: str
    round: int
    reason: RemovalReason


@dataclass(frozen=True, slots=True)
class ClearedArticle:
    """An article that is bought: its tier, its boxes, and the lines that stay, in seq order; quantities in quanta."""

    article: Article
    tier: Tier
    firm: int
    tolerance: int
    boxes: int
    lines: tuple[CommittedLine, ...]

    @property
    def volume(self) -> int:
        """The quanta to buy."""
        return self.boxes * self.article.box.size


@dataclass(frozen=True, slots=True)
class Failure:
    """The minimum that was missed, with the exact amount reached and the amount required (minor units)."""

    reason: FailureReason
    reached: Fraction = Fraction(0)
    required: int = 0


@dataclass(frozen=True, slots=True)
class Clearing:
    """The outcome: articles by id, removals by round and seq, logistics in minor units of the order's basis.

    `rounds` counts the rounds in which something left; `failure` is None when the minimum is met.
    """

    articles: tuple[ClearedArticle, ...]
    removals: tuple[Removal, ...]
    dropped: tuple[DroppedArticle, ...]
    rounds: int
    logistics: int
    failure: Failure | None


def clear(terms: OrderTerms, lines: Sequence[CommittedLine]) -> Clearing:
    """Find the lines that can all be served at a price and a share they accept (R14).

    Raises InvalidCommitment for a line of an unknown article, a party twice in an article, or a seq given twice.
    """
    floor = _Floor(terms, Columns(terms, lines))
    while floor.round():
        pass
    articles = floor.articles()
    logistics = terms.logistics_at({cleared.article.id: cleared.volume for cleared in articles})
    failure = _failure(terms, articles)
    return Clearing(articles, tuple(floor.removals), tuple(floor.dropped), floor.rounds, logistics, failure)


def _failure(terms: OrderTerms, articles: Sequence[ClearedArticle]) -> Failure | None:
    if not articles:
        return Failure(FailureReason.NO_ARTICLE_LEFT)
    if terms.minimum is None:
        return None
    volumes = {cleared.article.id: (cleared.volume, cleared.tier.price) for cleared in articles}
    reached = terms.goods_amount(volumes, terms.minimum)
    if reached >= terms.minimum.amount:
        return None
    return Failure(FailureReason.ORDER_MINIMUM_MISSED, reached, terms.minimum.amount)


class _Floor:
    """The state between rounds: summed quantities by article, and the books of the lines still in."""

    def __init__(self, terms: OrderTerms, columns: Columns) -> None:
        self._terms, self._columns = terms, columns
        self._measure = terms.logistics_measure()
        self._in = {article.id: article for article in sorted(terms.articles, key=attrgetter("id"))}
        self._firm = {a: sum([columns.firm[place] for place in of]) for a, of in columns.places.items()}
        self._tolerance = {a: sum([columns.tolerance[place] for place in of]) for a, of in columns.places.items()}
        firm = {article: [place for place in of if columns.firm[place]] for article, of in columns.places.items()}
        shared = SharedEqually if terms.sharing is SharingMode.EQUAL else SharedByUnit
        self._firm_book: FirmBook = shared(terms, columns, firm)
        self._tolerance_books = {
            article: CeilingBook(columns.ceilings, [place for place in of if not columns.firm[place]])
            for article, of in columns.places.items()
        }
        self._tiers: dict[str, Tier] = {}
        self._gone = bytearray(len(columns.lines))
        self.rounds = 0
        self.removals: list[Removal] = []
        self.dropped: list[DroppedArticle] = []

    def round(self) -> bool:
        """Judge every line and article on the same figures, take out at once what has to leave, say if any did."""
        number = self.rounds + 1
        offers = {article: self._offer(article) for article in self._in}
        measure = sum([self._measure[article] * self._volume(article) for article in self._in], Fraction(0))
        logistics = self._terms.logistics.at(measure, self._terms.basis)
        self._tiers = {article: offer for article, offer in offers.items() if isinstance(offer, Tier)}
        prices = {a: self._in[a].price_in(self._terms.basis, tier.price) for a, tier in self._tiers.items()}
        leaving = self._firm_book.leave(prices, logistics)
        leaving += [
            Leaving(article, self._tolerance_books[article].leave_below(price), NO_BEARING)
            for article, price in prices.items()
        ]
        removals = [removal for group in leaving for removal in self._leave(group, prices, number)]
        dropped = [
            DroppedArticle(article, number, offer) for article, offer in offers.items() if not isinstance(offer, Tier)
        ]
        removals += [removal for drop in dropped for removal in self._drop(drop)]
        self.removals += sorted(removals, key=lambda removal: (removal.article, removal.lines[0].seq))
        self.dropped += dropped
        self.rounds += bool(removals or dropped)
        return bool(removals or dropped)

    def articles(self) -> tuple[ClearedArticle, ...]:
        """Say what is bought once no line leaves any more."""
        return tuple(self._cleared(article) for article in self._in.values())

    def _volume(self, article: str) -> int:
        return self._in[article].box.volume(self._firm[article], self._tolerance[article])

    def _offer(self, article: str) -> Tier | RemovalReason:
        """Find the tier an article is bought at in this round, or why it is not bought."""
        terms, firm, tolerance = self._in[article], self._firm[article], self._tolerance[article]
        if firm == 0:
            return RemovalReason.ARTICLE_WITHOUT_FIRM_DEMAND
        volume = self._volume(article)
        if volume == 0:
            fills_a_box = firm + tolerance >= terms.box.size
            return RemovalReason.ARTICLE_BELOW_ITS_MINIMUM if fills_a_box else RemovalReason.ARTICLE_BELOW_A_BOX
        tier = terms.tiers.at(volume)
        if tier is None:
            return RemovalReason.ARTICLE_BELOW_ITS_FIRST_TIER
        return tier if tier.price <= terms.reference else RemovalReason.ARTICLE_PRICED_ABOVE_ITS_REFERENCE

    def _leave(self, group: Leaving, prices: Prices, number: int) -> list[Removal]:
        """Tell the lines that the price alone drove out from those that could not bear the share on top."""
        price, least = prices[group.article], ceil(prices[group.article])
        ceilings, places = self._columns.ceilings, group.places
        by_price = [place for place in places if (ceiling := ceilings[place]) is not None and ceiling < least]
        by_share = list(set(places).difference(by_price)) if by_price else places
        reasons = {
            RemovalReason.PRICE_OVER_CEILING: by_price,
            RemovalReason.PRICE_AND_SHARE_OVER_CEILING: by_share,
        }
        return [
            Removal(group.article, number, reason, price, group.bearing, self._take_out(group.article, leaving))
            for reason, leaving in reasons.items()
            if leaving
        ]

    def _drop(self, drop: DroppedArticle) -> list[Removal]:
        del self._in[drop.article]
        places = self._firm_book.drop(drop.article) + self._tolerance_books[drop.article].drop()
        if not places:
            return []
        lines = self._take_out(drop.article, places)
        return [Removal(drop.article, drop.round, drop.reason, None, NO_BEARING, lines)]

    def _take_out(self, article: str, places: Sequence[int]) -> tuple[CommittedLine, ...]:
        columns = self._columns
        self._firm[article] -= sum(map(columns.firm.__getitem__, places))
        self._tolerance[article] -= sum(map(columns.tolerance.__getitem__, places))
        for place in places:
            self._gone[place] = 1
        return tuple([columns.lines[place] for place in sorted(places)])

    def _cleared(self, article: Article) -> ClearedArticle:
        firm, tolerance = self._firm[article.id], self._tolerance[article.id]
        boxes = article.box.boxes(firm, tolerance)
        left = tuple([self._columns.lines[p] for p in self._columns.places[article.id] if not self._gone[p]])
        return ClearedArticle(article, self._tiers[article.id], firm, tolerance, boxes, left)
