"""The terms of a pooled order that its kernels compute with: articles, logistics, modes and minimum."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from partage_procurement.pooled_orders.kernels.boxes import BoxRule
from partage_procurement.pooled_orders.kernels.money import Basis, Exact, convert, half_up
from partage_procurement.pooled_orders.kernels.quanta import Quantum
from partage_procurement.pooled_orders.kernels.tiers import TierTable


class InvalidTerms(ValueError):
    """Terms that no order can be computed with."""


class SharingMode(StrEnum):
    """By what the logistics costs are shared among the parties."""

    EQUAL = "equal"
    QUANTITY = "quantity"
    VALUE = "value"
    WEIGHT = "weight"


class AllocationMode(StrEnum):
    """How a shortage or a surplus of an article is spread over its lines."""

    FAIR = "fair"
    FIRST_COME = "first_come"


@dataclass(frozen=True, slots=True)
class Article:
    """One article of an order; prices, reference and deposit are minor units a unit, in `basis`.

    The reference is the dated price elsewhere that gains are counted against (R11); VAT rates are in basis points;
    `weight` is grams a unit and only needed where logistics are shared by weight.
    """

    id: str
    quantum: Quantum
    box: BoxRule
    tiers: TierTable
    reference: Exact
    basis: Basis
    vat_rate: int
    weight: Exact = 0
    deposit: Exact = 0
    deposit_vat_rate: int = 0

    def __post_init__(self) -> None:
        if self.reference <= 0:
            raise InvalidTerms("an article needs a reference price above zero")
        if min(self.vat_rate, self.deposit_vat_rate, self.weight, self.deposit) < 0:
            raise InvalidTerms("VAT rates, weights and deposits are zero or more")

    def price_in(self, basis: Basis, price: Exact) -> Fraction:
        """Express a price of this article net or gross, in minor units a unit."""
        return convert(price, self.basis, basis, self.vat_rate)

    def value(self, quanta: int, price: Exact) -> Fraction:
        """Value quanta at a price a unit, exactly, in minor units."""
        return quanta * self.quantum.fraction * price


@dataclass(frozen=True, slots=True)
class LogisticsStep:
    """From `bound` on (inclusive), logistics cost `amount` minor units."""

    bound: int
    amount: int


@dataclass(frozen=True, slots=True)
class LogisticsSchedule:
    """The declared logistics costs, handling and administration hours included (R11).

    Bounds are quanta when the order has one article, else minor units of value at reference prices in the order's
    basis; the first is zero.
    """

    steps: tuple[LogisticsStep, ...]
    basis: Basis
    vat_rate: int

    def __post_init__(self) -> None:
        if not self.steps or self.steps[0].bound != 0:
            raise InvalidTerms("logistics start at a bound of zero")
        if any(low.bound >= high.bound for low, high in pairwise(self.steps)):
            raise InvalidTerms("each logistics step starts higher than the one before")
        if self.vat_rate < 0 or any(step.amount < 0 for step in self.steps):
            raise InvalidTerms("logistics costs and their VAT rate are zero or more")

    @classmethod
    def constant(cls, amount: int, basis: Basis, vat_rate: int) -> "LogisticsSchedule":
        """Declare the same costs whatever the volume."""
        return cls((LogisticsStep(0, amount),), basis, vat_rate)

    def at(self, measure: Exact, basis: Basis) -> int:
        """Find the costs at a volume or value, in whole minor units of the wanted basis."""
        amount = max((step for step in self.steps if step.bound <= measure), key=lambda step: step.bound).amount
        return half_up(convert(amount, self.basis, basis, self.vat_rate))


@dataclass(frozen=True, slots=True)
class OrderMinimum:
    """The least amount of goods (minor units, net or gross, with or without deposits) a supplier delivers."""

    amount: int
    basis: Basis
    with_deposits: bool = False


@dataclass(frozen=True, slots=True)
class OrderTerms:
    """Everything declared at opening; ceilings, gains and shares are net or gross as `basis` says."""

    articles: tuple[Article, ...]
    basis: Basis
    logistics: LogisticsSchedule
    sharing: SharingMode = SharingMode.EQUAL
    allocation: AllocationMode = AllocationMode.FAIR
    minimum: OrderMinimum | None = None

    def __post_init__(self) -> None:
        if not self.articles or len({article.id for article in self.articles}) < len(self.articles):
            raise InvalidTerms("an order has articles, each once")
        if self.sharing is SharingMode.WEIGHT and any(article.weight == 0 for article in self.articles):
            raise InvalidTerms("logistics shared by weight need the weight of every article")

    def logistics_measure(self) -> dict[str, Fraction]:
        """Say what one quantum of each article adds to the measure by which logistics costs step.

        One quantum of volume where the order has one article, else its value at the reference price.
        """
        if len(self.articles) == 1:
            return {self.articles[0].id: Fraction(1)}
        return {
            article.id: article.value(1, article.price_in(self.basis, article.reference)) for article in self.articles
        }

    def logistics_at(self, volumes: Mapping[str, int]) -> int:
        """Find the logistics costs (minor units in the order's basis) of volumes in quanta by article."""
        measure = self.logistics_measure()
        total = sum((volume * measure[article] for article, volume in volumes.items()), Fraction(0))
        return self.logistics.at(total, self.basis)

    def share_weight(self, article: Article) -> Fraction:
        """Weigh one quantum of an article by the declared mode; in `equal` parties weigh the same, not quanta."""
        per_unit: dict[SharingMode, Exact] = {
            SharingMode.EQUAL: 1,
            SharingMode.QUANTITY: 1,
            SharingMode.VALUE: article.price_in(self.basis, article.reference),
            SharingMode.WEIGHT: article.weight,
        }
        return article.quantum.fraction * per_unit[self.sharing]

    def goods_amount(self, volumes: Mapping[str, tuple[int, Exact]], minimum: OrderMinimum) -> Fraction:
        """Add up goods as a minimum counts them: by article, quanta and their price a unit in the article's basis."""
        total = Fraction(0)
        for article in self.articles:
            quanta, price = volumes.get(article.id, (0, 0))
            total += convert(article.value(quanta, price), article.basis, minimum.basis, article.vat_rate)
            if minimum.with_deposits:
                deposits = article.value(quanta, article.deposit)
                total += convert(deposits, article.basis, minimum.basis, article.deposit_vat_rate)
        return total
