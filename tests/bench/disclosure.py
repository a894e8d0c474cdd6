"""How long it takes to protect what is told of an office of 35,000 members, and how much memory: for both audiences.

Measured beside it is the same search with each program given to scipy anew, as it was done at first: it hides the same
cells. Times are those of the processor, as other work on the machine must not count.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import accumulate
from random import Random
from typing import Any

from bench.measure import interleaved, noise, verdict
from partage_contracts.members import ActivityBand, Stage
from partage_kit.disclosure import programs
from partage_members.analytics.assembling import CountedRow, layout_of
from partage_members.analytics.catalogue import AnalyticsAudience
from partage_members.analytics.releasing import Told, released
from partage_members.analytics.words import codes
from partage_members.classifications.catalogue import Scheme, concepts
from support.cold_programs import ColdProgram

MEMBERS, ROUNDS, TIMES_FASTER, MOST_SECONDS = 35_000, 3, 5.0, 15.0


def community(size: int, seed: int = 1) -> list[CountedRow]:
    """Members with trades and places as unevenly spread as in life; two of five show everybody most of it."""
    draw = Random(seed)
    counts: Counter[tuple[str, str | None, str | None]] = Counter()
    unseen: dict[tuple[str, str | None, str | None], list[int]] = {}
    for _ in range(size):
        open_hearted = draw.random() < 0.4
        for key in _told_of_one(draw):
            counts[key] += 1
            one, other = (int(not (open_hearted and draw.random() < 0.7)) for _ in range(2))
            sums = unseen.setdefault(key, [0, 0, 0])
            sums[0], sums[1], sums[2] = sums[0] + one, sums[1] + other, sums[2] + (one | other)
    return [CountedRow(*key, persons, *unseen[key]) for key, persons in counts.items()]


def _told_of_one(draw: Random) -> Iterator[tuple[str, str | None, str | None]]:
    trade, sector = _drawn(draw, Scheme.OCCUPATIONS, 0.93), _drawn(draw, Scheme.NACE, 0.8)
    place = draw.choices(("BE10", "BE21", "BE23", "BE24", "BE33", "BE35", "FR", None), (30, 20, 12, 10, 16, 5, 2, 5))[0]
    yield "trade_by_sector", trade, sector
    yield "trade_by_territory", trade, place
    yield "trade_by_stage", trade, str(draw.choices(list(Stage), (30, 30, 35, 5))[0])
    yield "trade_by_joined", trade, f"{draw.choices(range(2012, 2027), range(1, 16))[0]}{draw.randint(1, 10):02}"
    for field in codes("field"):
        yield field, "", str(int(draw.random() < 0.6))
    yield "freshness", draw.choice(codes("freshness")), ""
    yield "drift", draw.choices(codes("drift"), (1, 19))[0], ""
    if draw.random() < 0.5:
        band = str(draw.choice(list(ActivityBand)))
        yield "active_trade_by_band", trade, band
        yield "active_sector_by_band", sector, band


def _drawn(draw: Random, scheme: Scheme, told: float) -> str | None:
    known = list(concepts(scheme))
    weights = list(accumulate(1 / (rank + 5) for rank in range(len(known))))
    return draw.choices(known, cum_weights=weights)[0] if draw.random() < told else None


def main() -> None:
    """Protect the same community in both ways."""
    layout, found = layout_of(community(MEMBERS), "2026-10"), dict[str, Any]()

    def timed(name: str, program: Any) -> Callable[[], float]:
        def measure() -> float:
            setattr(programs, "MovesProgram", program)  # noqa: B010 - the reference stands in for the same interface
            began = time.process_time()
            found[name] = released(layout, {})
            return time.process_time() - began

        return measure

    taken = interleaved(ROUNDS, now=timed("now", programs.MovesProgram), reference=timed("reference", ColdProgram))
    print(f"{MEMBERS} members, {len(layout.tallies)} cells: {noise(taken['now'])} s")
    print(f"with each program given to scipy anew: {noise(taken['reference'])} s")
    hidden = {name: _hidden(told) for name, told in found.items()}
    print(f"hidden from members and from everybody: {hidden['now']}, as at first {hidden['reference']}")
    middle = {name: sorted(seconds)[ROUNDS // 2] for name, seconds in taken.items()}
    fast = verdict("protecting an office", middle["now"], MOST_SECONDS, at_least=False, unit=" s")
    faster = verdict("times as fast as one by one", middle["reference"] / middle["now"], TIMES_FASTER)
    sys.exit(0 if fast and faster and found["now"] == found["reference"] else 1)


def _hidden(told: dict[AnalyticsAudience, Told]) -> list[int]:
    return [sum(count is None for count in one.values()) for one in told.values()]


if __name__ == "__main__":
    main()
