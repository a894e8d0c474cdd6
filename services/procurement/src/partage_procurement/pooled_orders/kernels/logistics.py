"""The logistics guard: pooling is refused when it costs more than it gains (R11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from partage_procurement.pooled_orders.kernels.shares import Claim, Stake, capped_shares
from partage_procurement.pooled_orders.kernels.terms import Article, OrderTerms


@dataclass(frozen=True, slots=True)
class Guard:
    """Logistics costs against the sum of gains, in minor units of the order's basis."""

    logistics: int
    gains: int

    @property
    def refused(self) -> bool:
        """Whether logistics cost more than all parties gain together."""
        return self.logistics > self.gains


@dataclass(frozen=True, slots=True)
class LogisticsShare:
    """What a party bears of the logistics, in minor units, and the gain that caps it."""

    party: str
    seq: int
    share: int
    gain: int


@dataclass(frozen=True, slots=True)
class ReceiptShares:
    """What members bear of the real logistics, and the excess that the office bears (minor units)."""

    shares: tuple[LogisticsShare, ...]
    office: int


def guard(logistics: int, stakes: Sequence[Stake]) -> Guard:
    """Weigh logistics costs against the parties' gains."""
    return Guard(logistics, sum(stake.gain for stake in stakes))


def opening_estimate(terms: OrderTerms) -> Guard:
    """Estimate the guard before anybody joins: every article at its minimum volume and the tier it meets there."""
    return estimate_at(terms, {article.id: minimum_volume(article) for article in terms.articles})


def estimate_at(terms: OrderTerms, volumes: Mapping[str, int]) -> Guard:
    """Estimate the guard at volumes in quanta by article, each at the tier it meets; ceilings are left aside."""
    gain = sum((_gain_at(terms, article, volumes[article.id]) for article in terms.articles), Fraction(0))
    return Guard(terms.logistics_at(volumes), floor(gain))


def minimum_volume(article: Article) -> int:
    """Find the fewest quanta that can be bought at all: whole boxes that reach the minimum and the first tier."""
    needed = max(article.box.minimum, article.tiers.tiers[0].bound)
    return article.box.holding(needed) * article.box.size


def _gain_at(terms: OrderTerms, article: Article, volume: int) -> Fraction:
    tier = article.tiers.at(volume)
    if tier is None or tier.price >= article.reference:
        return Fraction(0)
    return article.value(volume, article.price_in(terms.basis, article.reference - tier.price))


def lock_shares(logistics: int, stakes: Sequence[Stake]) -> tuple[LogisticsShare, ...]:
    """Share the costs that the guard admitted, each capped at its gain; raises SharesOverGains if it refused them."""
    shares = capped_shares(logistics, [Claim(s.party, s.seq, s.weight, s.gain) for s in stakes])
    return tuple(
        LogisticsShare(stake.party, stake.seq, share, stake.gain) for stake, share in zip(stakes, shares, strict=True)
    )


def receipt_shares(real: int, locked: Sequence[LogisticsShare], received: Sequence[Stake]) -> ReceiptShares:
    """Share the real costs, at most those admitted at lock, by what was received; no share rises above its lock share.

    A party that received nothing bears nothing. What is left of the real costs is the office's.
    """
    now = {stake.party: stake for stake in received if stake.units > 0}
    claims = [
        Claim(lock.party, lock.seq, now[lock.party].weight, lock.share)
        if lock.party in now
        else Claim(lock.party, lock.seq, 0, 0)
        for lock in locked
    ]
    due = min(real, sum(claim.cap for claim in claims))
    parts = capped_shares(due, claims)
    shares = tuple(
        LogisticsShare(lock.party, lock.seq, part, lock.gain) for lock, part in zip(locked, parts, strict=True)
    )
    return ReceiptShares(shares, real - due)
