"""P6: a pooled order of 10,000 commitments x 20 lines decided in less than a second, with 100 rounds of removal.

Run it as a script. For each mode it decides the same order in interleaved rounds beside an order of a quarter of its
commitments and beside one sort of all its lines, which says how fast the machine was. Then it lets the commands decide,
receive, settle and correct such an order in a database: they read and write some hundred thousand rows besides, and
must leave the event loop free meanwhile. Times are wall time in milliseconds, median with the lowest and highest; the
processor's own time is what a machine used by nobody else takes.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

import partage_procurement.app
from bench.large_orders import COMMITMENTS, FIRST_SHARE, OFFICE, REMOVAL_ROUNDS, order, store
from bench.measure import interleaved, noise, verdict
from partage_kit.db import Database
from partage_kit.types import Money
from partage_kit.unit_of_work import Actor
from partage_procurement.pooled_orders.commands.deciding import decide_order
from partage_procurement.pooled_orders.commands.receiving import receive_order
from partage_procurement.pooled_orders.commands.running import place_order
from partage_procurement.pooled_orders.commands.settling import correct_settlement, settle_order
from partage_procurement.pooled_orders.kernels.decision import Outcome, decide
from partage_procurement.pooled_orders.kernels.increments import CommittedLine
from partage_procurement.pooled_orders.kernels.money import Basis, vat_of
from partage_procurement.pooled_orders.kernels.terms import AllocationMode, OrderTerms, SharingMode
from partage_procurement.pooled_orders.queries.results import bought_in
from partage_procurement.pooled_orders.schemas.settlements import CorrectSettlement, ReceiveOrder
from partage_procurement.tables import tables
from support.databases import databases

MEASURED_ROUNDS, TARGET = 5, 1_000
COMMAND_ROUNDS, LONGEST_PAUSE = 3, 250
"""The longest pauses are for giving back the memory of all the objects of such an order at once."""

MIGRATIONS = Path(partage_procurement.app.__file__).parent / "migrations"


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


@asynccontextmanager
async def pauses() -> AsyncIterator[list[float]]:
    """Note for how many milliseconds the event loop came to nothing else, again and again."""
    noted = [0.0]

    async def look() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            noted.append(1_000 * (time.perf_counter() - before) - 1)

    looking = asyncio.create_task(look())
    yield noted
    looking.cancel()


async def deliveries(session: AsyncSession, order_id: UUID) -> dict[str, Any]:
    """All that an order buys, delivered and invoiced as it was decided."""
    bought = await bought_in(session, order_id)
    net = sum(one.volume * one.price for one in bought)
    total = Money.of_minor(net + vat_of(net, Basis.NET, 2_100), "EUR")
    return {
        "delivered": [{"article_id": one.article.id, "quantity": str(one.volume)} for one in bought],
        "invoice": {"number": "1", "dated_on": date(2026, 4, 20), "total": total},
        "logistics": {"amount": Money.of_minor(FIRST_SHARE * COMMITMENTS, "EUR")},
    }


async def commands(
    database: Database, sharing: SharingMode, allocation: AllocationMode
) -> dict[str, tuple[float, float]]:
    """Bring one order from its lock to a corrected settlement; by command its milliseconds and its longest pause."""
    taken: dict[str, tuple[float, float]] = {}

    async def command(name: str, do: Callable[[AsyncSession], Awaitable[Any]]) -> None:
        async with pauses() as noted:
            start = time.perf_counter()
            async with database.writing(Actor("bench", OFFICE, name)) as session:
                await do(session)
            taken[name] = (1_000 * (time.perf_counter() - start), max(noted))

    async with database.writing(Actor("bench", OFFICE, "store")) as session:
        order_id = await store(session, *order(COMMITMENTS, sharing, allocation))
    await command("decide", lambda session: decide_order(session, order_id))
    async with database.writing(Actor("bench", OFFICE, "place")) as session:
        await place_order(session, OFFICE, order_id, None, None)
        came = await deliveries(session, order_id)
    receipt, correction = ReceiveOrder(complete=True, **came), CorrectSettlement(reason="Trial", **came)
    await command("receive", lambda session: receive_order(session, OFFICE, order_id, "bench", receipt))
    await command("settle", lambda session: settle_order(session, OFFICE, order_id, "bench"))
    await command("correct", lambda session: correct_settlement(session, OFFICE, order_id, "bench", correction))
    return taken


async def measure_commands(sharing: SharingMode, allocation: AllocationMode) -> bool:
    """Measure the whole commands of one mode, print their figures, and say whether the loop stayed free."""
    passed = True
    with databases() as made:
        database = made.open(tables, migrations=MIGRATIONS)
        rounds = [await commands(database, sharing, allocation) for _ in range(COMMAND_ROUNDS)]
        await database.close()
    for name in rounds[0]:
        took, paused = zip(*(one[name] for one in rounds), strict=True)
        print(f"      {name} on {database.dialect} {noise(list(took))}, longest pause {noise(list(paused))}")
        pause = statistics.median(paused)
        passed &= verdict(f"P6 pause while it can {name}", pause, LONGEST_PAUSE, at_least=False, unit=" ms")
    return passed


def main() -> None:
    """Measure every mode; fail when one misses the target."""
    modes = [(sharing, allocation) for sharing in SharingMode for allocation in AllocationMode]
    passed = [measure(*mode) for mode in modes]
    passed += [asyncio.run(measure_commands(*mode)) for mode in (modes[0], modes[-1])]
    sys.exit(not all(passed))


if __name__ == "__main__":
    main()
