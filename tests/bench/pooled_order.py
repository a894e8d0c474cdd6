"""P6: a pooled order of 10,000 commitments x 20 lines decided in less than a second, with 100 rounds of removal.

Run it as a script. For each mode it decides the same order in interleaved rounds beside an order of a quarter of its
commitments and beside one sort of all its lines, which says how fast the machine was. Times are wall time in
milliseconds, median with the lowest and highest; the processor's own time is what a machine used by nobody else takes.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter

from bench.measure import interleaved, noise, verdict
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

COMMITMENTS, LINES, REMOVAL_ROUNDS, MEASURED_ROUNDS, TARGET = 10_000, 20, 100, 5, 1_000
PRICE, REFERENCE = 100_000, 150_000
FIRST_SHARE = 10_000
"""What a unit (in `equal`: a line) bears in the first round, in minor units; each round raises it by 1 %."""

Order = tuple[OrderTerms, list[CommittedLine]]


def articles(commitments: int) -> tuple[Article, ...]:
    """Make articles in boxes of six with five tiers, of which large orders meet the last."""
    prices = enumerate(range(PRICE + 4_000, PRICE - 1, -1_000))
    tiers = TierTable(tuple(Tier(1 + step * commitments // 10, price) for step, price in prices))
    quantum, box = Quantum(Decimal(1), "piece"), BoxRule(6)
    return tuple(
        Article(f"article-{number:02}", quantum, box, tiers, REFERENCE, Basis.NET, 2_100, 500)
        for number in range(LINES)
    )


def order(commitments: int, sharing: SharingMode, allocation: AllocationMode) -> Order:
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
            units, tolerance = firm[party, article.id], chance.randint(0, 3)
            bearable = FIRST_SHARE * (100 + step) // 100 - 1
            room = bearable // units if sharing is SharingMode.EQUAL else bearable
            ceiling = REFERENCE if step == REMOVAL_ROUNDS else PRICE + room
            seq = 1 + party * LINES + place
            increments = (Increment(seq, units, tolerance),)
            lines.append(CommittedLine(f"party-{party}", article.id, seq, units, tolerance, ceiling, increments))
            left -= 1 if sharing is SharingMode.EQUAL else units
    schedule = LogisticsSchedule.constant(logistics, Basis.NET, 2_100)
    return OrderTerms(made, Basis.NET, schedule, sharing, allocation), lines


def milliseconds(clock: Callable[[], float], terms: OrderTerms, lines: list[CommittedLine]) -> float:
    """Decide an order and say how long it took; end when it was not the order this benchmark is about."""
    start = clock()
    decision = decide(terms, lines)
    took = 1_000 * (clock() - start)
    if decision.outcome is not Outcome.CONFIRMED or decision.clearing.rounds < REMOVAL_ROUNDS:
        sys.exit(f"the order was {decision.outcome} after {decision.clearing.rounds} rounds of removal")
    return took


def sorting(lines: list[CommittedLine]) -> float:
    """Sort all lines by ceiling and seq once."""
    start = time.perf_counter()
    sorted(lines, key=attrgetter("ceiling", "seq"))
    return 1_000 * (time.perf_counter() - start)


def measure(sharing: SharingMode, allocation: AllocationMode) -> bool:
    """Measure one mode, print its figures, and say whether it meets the target."""
    whole, quarter = order(COMMITMENTS, sharing, allocation), order(COMMITMENTS // 4, sharing, allocation)
    taken = interleaved(
        MEASURED_ROUNDS,
        wall=lambda: milliseconds(time.perf_counter, *whole),
        quarter=lambda: milliseconds(time.perf_counter, *quarter),
        processor=lambda: milliseconds(time.process_time, *whole),
        sort=lambda: sorting(whole[1]),
    )
    medians = {name: statistics.median(times) for name, times in taken.items()}
    print(f"{sharing}, {allocation}: " + ", ".join(f"{name} {noise(times)}" for name, times in taken.items()))
    print(f"      4 x the commitments take x {medians['wall'] / medians['quarter']:.1f}")
    return verdict(f"P6 {sharing}, {allocation}", medians["wall"], TARGET, at_least=False, unit=" ms")


def main() -> None:
    """Measure every mode; fail when one misses the target."""
    passed = [measure(sharing, allocation) for sharing in SharingMode for allocation in AllocationMode]
    sys.exit(not all(passed))


if __name__ == "__main__":
    main()
