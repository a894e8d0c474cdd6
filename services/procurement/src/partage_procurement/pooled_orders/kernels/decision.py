"""The decision at lock: clear, allocate, guard and share, on the final set of commitments (R11, R14)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from partage_procurement.pooled_orders.kernels.allocation import allocate
from partage_procurement.pooled_orders.kernels.clearing import Clearing, clear
from partage_procurement.pooled_orders.kernels.increments import CommittedLine
from partage_procurement.pooled_orders.kernels.logistics import Guard, LogisticsShare, guard, lock_shares
from partage_procurement.pooled_orders.kernels.shares import PricedAllocation, Stake, stakes
from partage_procurement.pooled_orders.kernels.terms import OrderTerms


class Outcome(StrEnum):
    """What an order becomes at its lock."""

    CONFIRMED = "confirmed"
    FAILED_MINIMUM = "failed_minimum"
    FAILED_LOGISTICS = "failed_logistics"


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome with everything that explains it; shares are empty unless the order is confirmed."""

    outcome: Outcome
    clearing: Clearing
    allocations: tuple[PricedAllocation, ...]
    stakes: tuple[Stake, ...]
    guard: Guard
    shares: tuple[LogisticsShare, ...]


def decide(terms: OrderTerms, lines: Sequence[CommittedLine]) -> Decision:
    """Decide an order at its lock; the same terms and lines, in any order, give the same decision.

    Before the lock it is the estimate shown at each join. Raises InvalidCommitment as clearing does.
    """
    clearing = clear(terms, lines)
    allocations = tuple(
        PricedAllocation(one.article, one.tier.price, allocate(one.lines, one.volume, terms.allocation))
        for one in clearing.articles
    )
    party_stakes = tuple(stakes(terms, allocations)) if allocations else ()
    verdict = guard(clearing.logistics, party_stakes)
    if clearing.failure is not None:
        return Decision(Outcome.FAILED_MINIMUM, clearing, allocations, party_stakes, verdict, ())
    if verdict.refused:
        return Decision(Outcome.FAILED_LOGISTICS, clearing, allocations, party_stakes, verdict, ())
    shares = lock_shares(clearing.logistics, party_stakes)
    return Decision(Outcome.CONFIRMED, clearing, allocations, party_stakes, verdict, shares)
