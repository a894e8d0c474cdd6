"""Live figures of an article: the tier now, what is missing to the next tier and box, and what each would save."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from partage_procurement.pooled_orders.kernels.terms import Article
from partage_procurement.pooled_orders.kernels.tiers import Tier


@dataclass(frozen=True, slots=True)
class StepAhead:
    """A larger purchase within reach: firm quanta missing to it, its volume, its price and what a unit saves.

    Prices are minor units a unit in the article's basis.
    """

    missing: int
    volume: int
    price: Fraction
    saving: Fraction


@dataclass(frozen=True, slots=True)
class TierCliff:
    """A larger volume that costs less in all than the one now: quanta, and exact minor units."""

    volume: int
    cost: Fraction
    cost_now: Fraction


@dataclass(frozen=True, slots=True)
class LiveFigures:
    """Where an article stands; `tier` is None while nothing can be bought, `next_tier` None at the last tier."""

    boxes: int
    volume: int
    tier: Tier | None
    next_tier: StepAhead | None
    next_box: StepAhead
    cliff: TierCliff | None


def live_figures(article: Article, firm: int, tolerance: int) -> LiveFigures:
    """Compute the figures members see from an article's summed firm and tolerated quanta (R14).

    Below the first tier a unit costs its reference price, for that is what a member pays elsewhere.
    """
    boxes = article.box.boxes(firm, tolerance)
    volume = boxes * article.box.size
    tier = article.tiers.at(volume)
    above = article.tiers.above(volume)
    next_tier = _step(article, firm, tolerance, article.box.holding(above[0].bound)) if above else None
    next_box = _step(article, firm, tolerance, boxes + 1)
    return LiveFigures(boxes, volume, tier, next_tier, next_box, _cliff(article, volume))


def saving(article: Article, step: StepAhead, quanta: int) -> int:
    """Say what a step ahead would save on some quanta, rounded down to minor units of the article's basis."""
    return floor(article.value(quanta, step.saving))


def _step(article: Article, firm: int, tolerance: int, boxes: int) -> StepAhead:
    needed = article.box.firm_needed(boxes, tolerance)
    volume = article.box.volume(needed, tolerance)
    price, now = _price(article, volume), _price(article, article.box.volume(firm, tolerance))
    return StepAhead(needed - firm, volume, price, now - price)


def _price(article: Article, volume: int) -> Fraction:
    tier = article.tiers.at(volume)
    return Fraction(article.reference if tier is None else tier.price)


def _cliff(article: Article, volume: int) -> TierCliff | None:
    """Find the cheapest of the larger volumes at which a tier starts, if it costs less than the volume now."""
    tier = article.tiers.at(volume)
    if tier is None:
        return None
    cost_now = article.value(volume, tier.price)
    starts = (article.box.holding(higher.bound) * article.box.size for higher in article.tiers.above(volume))
    costs = [(article.value(start, _price(article, start)), start) for start in starts]
    cost, start = min(costs, default=(cost_now, volume))
    return TierCliff(start, cost, cost_now) if cost < cost_now else None
