"""Which figures may stand beside each other; pure.

All figures from one type of facts are one system, whatever their indicator, version, area or days: whoever sees two of
them subtracts one from the other, and reads of the facts that only one of them holds. So what only one of them holds is
of nobody, or of at least k persons. Figures without a fact in common cannot be subtracted. Neither may sums and
differences of more than two of them single out facts of fewer persons.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from partage_impact.indicators.periods import DateSpan
from partage_impact.observations.areas import ALL
from partage_impact.observations.elimination import singles_out
from partage_impact.observations.traces import Behind, Traces, people, persons_of

NONE: Traces = frozenset()


@dataclass(frozen=True, slots=True)
class Source:
    """What an aggregate about persons is made of: a type of facts, in some days."""

    fact_type: str
    days: DateSpan
    behind: Behind
    is_share: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """Facts of which a figure tells; `counts` says that it also tells of how many persons they are."""

    fact_type: str
    first: date
    last: date
    traces: Traces
    counts: bool


def cells_of(sources: Iterable[Source], areas: Sequence[str], shown: frozenset[str]) -> list[Cell]:
    """What readers of the shown areas know: of each area, and of the rest of the whole."""
    hidden = [area for area in areas if area not in shown]
    rest = [hidden] if ALL in shown and hidden and len(hidden) < len(areas) else []
    groups = [*([area] for area in sorted(shown)), *rest]
    return [cell for one in sources for group in groups for cell in _of_group(one, group)]


def _of_group(source: Source, group: Sequence[str]) -> Iterable[Cell]:
    taken, matching = _joined(source.behind.taken, group), _joined(source.behind.matching, group)
    told = [(taken, True), (matching, False), (taken - matching, False)] if source.is_share else [(taken, True)]
    for traces, counts in told:
        if traces:
            yield Cell(source.fact_type, source.days.first, source.days.last, traces, counts)


def _joined(by_area: Mapping[str, Traces], group: Sequence[str]) -> Traces:
    return NONE.union(*(by_area.get(area, NONE) for area in group))


def stand_apart(cells: Sequence[Cell], released: Sequence[Cell], k: int) -> bool:
    """Whether cells, beside each other and beside those released, tell nothing of 1 to k - 1 persons."""
    types = {one.fact_type for one in cells}
    return all(_of_one_type(_of_type(one, cells), _of_type(one, released), k) for one in sorted(types))


def _of_type(fact_type: str, cells: Sequence[Cell]) -> list[Cell]:
    return [one for one in cells if one.fact_type == fact_type]


def _of_one_type(cells: Sequence[Cell], released: Sequence[Cell], k: int) -> bool:
    pairs = ((cell, other) for place, cell in enumerate(cells) for other in chain(cells[place + 1 :], released))
    if not all(_apart(cell, other, k) for cell, other in pairs if not cell.traces.isdisjoint(other.traces)):
        return False
    return not singles_out({one.traces for one in chain(cells, released)}, k)


def _apart(one: Cell, other: Cell, k: int) -> bool:
    left, right = one.traces - other.traces, other.traces - one.traces
    apart = [persons_of(left), persons_of(right)]
    if one.counts and other.counts:
        ours, theirs = people(one.traces), people(other.traces)
        apart += [len(ours - theirs), len(theirs - ours)]
    return not any(0 < persons < k for persons in apart)
