"""Price tiers: inclusive bounds that rise, unit prices that fall, the whole volume at one price."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from partage_procurement.pooled_orders.kernels.money import Exact


class InvalidTiers(ValueError):
    """Tiers without an order: bounds must rise from 1 or more, prices must fall and stay zero or more."""


@dataclass(frozen=True, slots=True)
class Tier:
    """From `bound` quanta on (inclusive), the whole volume costs `price` minor units a unit."""

    bound: int
    price: Exact


@dataclass(frozen=True, slots=True)
class TierTable:
    """The tiers of one article, from the lowest bound to the highest; raises InvalidTiers."""

    tiers: tuple[Tier, ...]

    def __post_init__(self) -> None:
        if not self.tiers or self.tiers[0].bound < 1:
            raise InvalidTiers("an article has at least one tier, and its first bound is one quantum or more")
        if any(low.bound >= high.bound for low, high in pairwise(self.tiers)):
            raise InvalidTiers("each tier starts at a higher quantity than the one before")
        if any(low.price <= high.price for low, high in pairwise(self.tiers)):
            raise InvalidTiers("each tier has a lower price than the one before")
        if self.tiers[-1].price < 0:
            raise InvalidTiers("a price is zero or more")

    def at(self, volume: int) -> Tier | None:
        """Find the tier with the highest bound that a volume of quanta meets; None below the first."""
        met = bisect_right(self.tiers, volume, key=lambda tier: tier.bound)
        return self.tiers[met - 1] if met else None

    def above(self, volume: int) -> tuple[Tier, ...]:
        """List the tiers whose bound a volume of quanta does not meet yet."""
        return self.tiers[bisect_right(self.tiers, volume, key=lambda tier: tier.bound) :]
