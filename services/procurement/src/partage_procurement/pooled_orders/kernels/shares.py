"""Shares of logistics: what each party weighs and gains, and costs split by weight but never above a gain (R11)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from partage_procurement.pooled_orders.kernels.allocation import Allocation
from partage_procurement.pooled_orders.kernels.money import Exact, scaled, split
from partage_procurement.pooled_orders.kernels.terms import Article, OrderTerms, SharingMode


class SharesOverGains(ValueError):
    """Costs above the sum of gains cannot be shared; the guard refuses such an order (R11)."""


@dataclass(frozen=True, slots=True)
class PricedAllocation:
    """An article's allocation and the price a unit (minor units, the article's basis) it is bought at."""

    article: Article
    price: Exact
    allocation: Allocation


@dataclass(frozen=True, slots=True)
class Stake:
    """A party's lowest line seq, its units, its weight in the declared mode and its gain (minor units)."""

    party: str
    seq: int
    units: int
    weight: int
    gain: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A party to a split: its tie-breaking seq, its weight, and the most it may be charged (minor units)."""

    party: str
    seq: int
    weight: int
    cap: int


def stakes(terms: OrderTerms, allocations: Iterable[PricedAllocation]) -> list[Stake]:
    """Add up per party what logistics are shared by and capped at, in seq order.

    Weights count firm units that are served: tolerance completes boxes for all and bears no logistics. A gain is the
    reference price minus the price over all units, rounded down to whole minor units and never below zero.
    """
    priced = sorted(allocations, key=lambda one: one.article.id)
    weights = scaled([terms.share_weight(one.article) for one in priced])
    gains, denominator = _unit_gains(terms, priced)
    totals: dict[str, list[int]] = {}
    for one, weight, gain in zip(priced, weights, gains, strict=True):
        for line, units in zip(one.allocation.lines, one.allocation.units, strict=True):
            served = units if units < line.firm else line.firm
            total = totals.get(line.party)
            if total is None:
                totals[line.party] = [line.seq, units, served * weight, units * gain]
                continue
            if line.seq < total[0]:
                total[0] = line.seq
            total[1] += units
            total[2] += served * weight
            total[3] += units * gain
    equal = terms.sharing is SharingMode.EQUAL
    return sorted(
        (
            Stake(party, seq, units, min(weight, 1) if equal else weight, max(0, gain // denominator))
            for party, (seq, units, weight, gain) in totals.items()
        ),
        key=lambda stake: (stake.seq, stake.party),
    )


def line_weights(terms: OrderTerms, allocations: Iterable[PricedAllocation]) -> dict[str, list[tuple[str, int, int]]]:
    """List per party its lines (article, seq, weight), as its share is spread over them.

    In `equal` its served lines weigh the same; a party that only took tolerance has its lines weigh the same.
    """
    equal = terms.sharing is SharingMode.EQUAL
    priced = list(allocations)
    weights = scaled([terms.share_weight(one.article) for one in priced])
    lines: defaultdict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for one, unit in zip(priced, weights, strict=True):
        for line, units in zip(one.allocation.lines, one.allocation.units, strict=True):
            served = min(units, line.firm)
            if units:
                lines[line.party].append((one.article.id, line.seq, min(served, 1) if equal else served * unit))
    return {
        party: own if any(weight for _, _, weight in own) else [(article, seq, 1) for article, seq, _ in own]
        for party, own in lines.items()
    }


def _unit_gains(terms: OrderTerms, priced: Sequence[PricedAllocation]) -> tuple[list[int], int]:
    """Gain a quantum by article, in minor units of the order's basis over a common denominator."""
    gains = [
        one.article.value(1, one.article.price_in(terms.basis, one.article.reference - one.price)) for one in priced
    ]
    *whole, denominator = scaled([*gains, Fraction(1)])
    return whole, denominator


def capped_shares(amount: int, claims: Sequence[Claim]) -> list[int]:
    """Split minor units by weight; whoever would bear more than its cap bears the cap, the others share the rest.

    The rounding remainder goes only to those below their cap. When only zero weights are left, those with room
    under their cap share equally. Raises SharesOverGains when the caps do not hold the amount.
    """
    if amount > sum(claim.cap for claim in claims):
        raise SharesOverGains("logistics costs are above what the parties gain")
    weighted = [position for position, claim in enumerate(claims) if claim.weight > 0]
    weightless = [position for position, claim in enumerate(claims) if claim.weight == 0 and claim.cap > 0]
    shares = [0] * len(claims)
    rest = _pour(amount, claims, {position: claims[position].weight for position in weighted}, shares)
    _pour(rest, claims, dict.fromkeys(weightless, 1), shares)
    return shares


def _pour(amount: int, claims: Sequence[Claim], weights: dict[int, int], shares: list[int]) -> int:
    """Share an amount among the weighted positions, and say what is left when all are at their cap."""
    if not weights:
        return amount
    # Integer keys order cap / weight exactly: two different ratios differ by 1 / the largest weight squared or more.
    precision = max(weights.values()) ** 2
    rising = sorted(weights, key=lambda position: claims[position].cap * precision // weights[position])
    total = sum(weights.values())
    for capped, position in enumerate(rising):
        if amount * weights[position] <= claims[position].cap * total:
            free = rising[capped:]
            parts = split(amount, [weights[p] for p in free], [claims[p].seq for p in free])
            for share_of, part in zip(free, parts, strict=True):
                shares[share_of] = part
            return 0
        shares[position] = claims[position].cap
        amount -= claims[position].cap
        total -= weights[position]
    return amount
