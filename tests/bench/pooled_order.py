"""P6: a pooled order of 10,000 commitments x 20 lines decided in less than a second, after 100 rounds of removal.

Run it as a script; it prints a line per sharing and allocation mode: the median of the rounds, their spread, the rounds
of removal, and how the time grows from a quarter of the commitments (4 is linear).
"""

import random
import statistics
import sys
import time
from decimal import Decimal

from partage_procurement.pooled_orders.kernels.boxes import BoxRule
from partage_procurement.pooled_orders.kernels.decision import Outcome, decide
from partage_procurement.pooled_orders.kernels.increments import CommittedLine, Increment
from partage_procurement.pooled_orders.kernels.money import Basis
from partage_procurement.pooled_orders.kernels.quanta import Quantum
from partage_procurement.pooled_orders.kernels.terms import (
    AllocationMode,
    Article,
    LogisticsSchedule,
    OrderTerms,
    SharingMode,
)
from partage_procurement.pooled_orders.kernels.tiers import Tier, TierTable

COMMITMENTS, LINES, REMOVAL_ROUNDS, MEASURED_ROUNDS, TARGET_SECONDS = 10_000, 20, 100, 5, 1.0
PRICE, REFERENCE = 100_000, 150_000
FIRST_SHARE = 10_000
"""What a unit (in `equal`: a line) bears in the first round, in minor units; each round raises it by 1 %."""


def articles(commitments: int) -> tuple[Article, ...]:
    """Make articles in boxes of six with five tiers, of which large orders meet the last."""
    prices = enumerate(range(PRICE + 4_000, PRICE - 1, -1_000))
    tiers = TierTable(tuple(Tier(1 + step * commitments // 10, price) for step, price in prices))
    return tuple(
        Article(
            f"article-{number:02}", Quantum(Decimal(1), "piece"), BoxRule(6), tiers, REFERENCE, Basis.NET, 2_100, 500
        )
        for number in range(LINES)
    )


def order(commitments: int, sharing: SharingMode, allocation: AllocationMode) -> tuple[OrderTerms, list[CommittedLine]]:
    """Make an order in which each round of removal raises the shares just over the next ceilings."""
    chance = random.Random(20)
    made = articles(commitments)
    firm = {(party, article.id): chance.randint(1, 12) for party in range(commitments) for article in made}
    total = sum(firm.values()) if sharing is not SharingMode.EQUAL else commitments * LINES
    logistics = FIRST_SHARE * total
    lines, left, step = [], total, 0
    for party in range(commitments):
        # A party's lines have ceilings that the shares of its step pass; half of all parties never leave.
        while step < REMOVAL_ROUNDS and 100 * logistics > left * FIRST_SHARE * (101 + step):
            step += 1
        for place, article in enumerate(made):
            units = firm[party, article.id]
            bearable = FIRST_SHARE * (100 + step) // 100 - 1
            room = bearable // units if sharing is SharingMode.EQUAL else bearable
            ceiling = REFERENCE if step == REMOVAL_ROUNDS else PRICE + room
            seq = 1 + party * LINES + place
            tolerance = chance.randint(0, 3)
            increments = (Increment(seq, units, tolerance),)
            lines.append(CommittedLine(f"party-{party}", article.id, seq, units, tolerance, ceiling, increments))
            left -= 1 if sharing is SharingMode.EQUAL else units
    schedule = LogisticsSchedule.constant(logistics, Basis.NET, 2_100)

    return OrderTerms(made, Basis.NET, schedule, sharing, allocation), lines


def seconds(terms: OrderTerms, lines: list[CommittedLine]) -> tuple[list[float], int]:
    """Decide the order some times; say how long each took, and its rounds of removal."""
    times, rounds = [], 0
    for _ in range(MEASURED_ROUNDS):
        start = time.perf_counter()
        decision = decide(terms, lines)
        times.append(time.perf_counter() - start)
        rounds = decision.clearing.rounds
        if decision.outcome is not Outcome.CONFIRMED:
            sys.exit(f"the benchmark's order should be confirmed, not {decision.outcome}")
    return times, rounds


def main() -> None:
    """Measure every mode, print the figures, and fail when one misses the target."""
    passed = True
    for sharing in SharingMode:
        for allocation in AllocationMode:
            quarter, _ = seconds(*order(COMMITMENTS // 4, sharing, allocation))
            times, rounds = seconds(*order(COMMITMENTS, sharing, allocation))
            median = statistics.median(times)
            met = median < TARGET_SECONDS and rounds >= REMOVAL_ROUNDS
            passed = passed and met
            print(
                f"P6 {sharing:>8} {allocation:>10}: {median:.3f} s (from {min(times):.3f} to {max(times):.3f}), "
                f"{rounds} removal rounds, x{median / statistics.median(quarter):.1f} for 4 x the commitments: "
                f"{'pass' if met else 'FAIL'}"
            )
    sys.exit(not passed)


if __name__ == "__main__":
    main()
