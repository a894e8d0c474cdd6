"""Tables of several ways that share margins: which counts may be shown beside each other.

Small counts are hidden first. Then every hidden count needs proof that readers cannot tell it closer than k persons:
moves (see `moves`) that leave all that is shown as it is. A count without proof takes others along: those of the
cheapest move that proves it. More hidden cells only allow more moves, so a proof once found stays good, and what this
module answers is protected. That it hides the fewest cells there are is not promised: nobody finds these in reasonable
time (Kelly, Golden and Assad, 1992), and each step takes the cheapest move instead, which rather hides parts than what
sums them up.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

import numpy as np

from partage_kit.disclosure.counts import Cell, PublishableCount, Sum, as_published, refuse_contradictions, too_small
from partage_kit.disclosure.intervals import Interval
from partage_kit.disclosure.moves import Flags, System, cheapest_move, system_of
from partage_kit.disclosure.programs import Bounds, Numbers

MOST_CELLS = 20_000
"""Cells of one system; more are refused rather than half protected."""

_A_CELL = 1_000.0
"""What it costs to hide one more cell by moving one person; to move one in a cell that is hidden already costs 0.1."""

_TOLD_BEFORE = 1_000.0
"""How many others are rather hidden than a count that was told when it was what it is now."""

_ANYTHING = Interval(0, None)


class TooManyCells(ValueError):
    """The tables have more cells together than can be protected together."""


def protect_linked(
    cells: Sequence[Cell],
    sums: Sequence[Sum],
    k: int,
    also_hidden: Collection[str] = (),
    known: Mapping[str, Interval] | None = None,
    told_before: Collection[str] = (),
) -> dict[str, PublishableCount]:
    """Decide every cell of tables that share cells so that no hidden count can be told closer than k persons.

    Hidden are the counts below k, 0 too unless it is structural, those in `also_hidden`, and as many others as their
    protection takes. `known` is what readers know of counts beforehand, such as from the form of a table. Counts in
    `told_before` were told when they were what they are now: hiding one protects another only from readers who think
    that it may have changed, so they are taken last. Nobody can tell a hidden count closer, not even who is counted in
    it; only who is alone in a group knows what its parts are.
    Errors: TooManyCells; ValueError for counts, keys, sums or knowledge that contradict each other, or k < 1.
    """
    refuse_contradictions(cells, sums, k)
    if len(cells) > MOST_CELLS:
        raise TooManyCells(f"{len(cells)} cells are more than {MOST_CELLS}")
    ordered = sorted(cells, key=lambda cell: cell.key)
    search = _search(ordered, sums, also_hidden, known or {}, k)
    search.costs[[cell.key in told_before for cell in ordered]] *= _TOLD_BEFORE
    search.protect()
    decided = {cell.key: as_published(cell, bool(search.hidden[place])) for place, cell in enumerate(ordered)}
    return {cell.key: decided[cell.key] for cell in cells}


def _search(
    cells: Sequence[Cell], sums: Sequence[Sum], also_hidden: Collection[str], known: Mapping[str, Interval], k: int
) -> "_Search":
    place = {cell.key: number for number, cell in enumerate(cells)}
    ties = [(place[tie.total], [place[part] for part in tie.parts]) for tie in sums]
    limits = [known.get(cell.key, _ANYTHING) for cell in cells]
    for cell, limit in zip(cells, limits, strict=True):
        if cell.count < limit.low or (limit.high is not None and cell.count > limit.high):
            raise ValueError(f"{cell.key!r} is not what is known of it")
    return _Search(
        system=system_of([cell.count for cell in cells], ties),
        k=k,
        free=np.array([not cell.structural for cell in cells]),
        hidden=np.array([too_small(one, k) or (one.key in also_hidden and not one.structural) for one in cells]),
        least=np.array([limit.low for limit in limits], np.int64),
        most=np.array([np.inf if limit.high is None else limit.high for limit in limits]),
        above=_above(len(cells), ties),
    )


def _above(size: int, ties: Iterable[tuple[int, Sequence[int]]]) -> list[set[int]]:
    """Of each cell, the totals that it is part of, those that these are part of, and so on."""
    totals: list[set[int]] = [set() for _ in range(size)]
    for total, parts in ties:
        for part in parts:
            totals[part].add(total)
    above: list[set[int]] = []
    for waiting in totals:
        found: set[int] = set()
        while waiting:
            found |= waiting
            waiting = set().union(*(totals[one] for one in waiting)) - found
        above.append(found)
    return above


@dataclass(slots=True)
class _Search:
    """What is hidden so far, and the lowest and highest count that each cell was proven to be possible with."""

    system: System
    k: int
    free: Flags
    hidden: Flags
    least: Numbers
    most: Bounds
    above: list[set[int]]
    below: Numbers = field(init=False)
    low: Numbers = field(init=False)
    high: Numbers = field(init=False)
    trifles: Bounds = field(init=False)
    costs: Bounds = field(init=False)

    def __post_init__(self) -> None:
        self.trifles = _trifles(len(self.hidden))
        self.below = np.bincount([total for totals in self.above for total in totals], minlength=len(self.hidden))
        self.low, self.high = self.system.counts.copy(), self.system.counts.copy()
        self.costs = self._costs()

    def protect(self) -> None:
        """Hide more until every hidden cell has its proof."""
        self._prove_together()
        while len(waiting := self._open()):
            if self._take_along(int(waiting[0])):
                self._prove_together()

    def _open(self) -> Numbers:
        """The hidden cells without proof, the largest first: what protects them often protects the small ones."""
        proven = (self.high >= self.k) & (self.high - self.low >= self.k)
        waiting = np.flatnonzero(self.hidden & ~proven)
        return waiting[np.lexsort((waiting, -self.system.counts[waiting]))]

    def _prove_together(self) -> None:
        """Raise as many open cells by k as one move can, again and again, without hiding more.

        Cells of one person need a move of their own, as who is alone in one of them rules the common move out.
        """
        while True:
            waiting = self._open()
            raised = waiting[self.system.counts[waiting] != 1]
            if not len(raised):
                return
            lowest, highest = self._limits(self.hidden)
            highest[raised] = np.minimum(highest[raised], self.k)
            costs = self.trifles.copy()
            costs[raised] = -_A_CELL - 100 * costs[raised]
            move = cheapest_move(self.system, costs, lowest, highest)
            if move is None:
                return
            self._learn(move, np.flatnonzero(move))
            if len(self._open()) == len(waiting):
                return

    def _take_along(self, target: int) -> bool:
        """Hide what the cheapest move takes that proves the target; answers whether anything was hidden for it.

        Where no move does, everything that is tied to the target is hidden: nothing at all is told about it then.
        """
        before = self.hidden.copy()
        move = self._moved_by_k(target)
        if move is not None:
            alone = np.any(self.system.counts[move != 0] == 1)
            self._learn(move, np.array([target]) if alone else np.flatnonzero(move))
            self.hidden |= move != 0
        else:
            tied = self.system.tied_to(target) & self.free
            self.hidden |= tied
            self.low[tied], self.high[tied] = 0, np.maximum(self.high[tied], self.k)
        return bool(np.any(self.hidden != before))

    def _moved_by_k(self, target: int) -> Numbers | None:
        """The move that hides the least and raises the target by k, or lowers it where that hides less."""
        lowest, highest = self._limits(self.free, exempt=[target, *self.above[target]])
        costs = np.where(self.hidden, self.trifles, self.costs)
        best: Numbers | None = None
        for change in (self.k, -self.k):
            if not lowest[target] <= change <= highest[target]:
                continue
            low, high = lowest.copy(), highest.copy()
            low[target] = high[target] = change
            move = cheapest_move(self.system, costs, low, high)
            if move is not None and not np.any(move[~self.hidden]):
                return move
            if move is not None and (best is None or _price(costs, move) < _price(costs, best)):
                best = move
        return best

    def _limits(self, movable: Flags, exempt: Collection[int] = ()) -> tuple[Numbers, Bounds]:
        """How far each cell may move: who is counted in it knows that it holds herself, and whether she is alone."""
        counts = self.system.counts
        alone = counts == 1
        alone[list(exempt)] = False
        movable = movable & ~alone
        floor = np.maximum(self.least, np.minimum(counts, 1))
        return np.where(movable, floor - counts, 0), np.where(movable, self.most - counts, 0.0)

    def _costs(self) -> Bounds:
        """The fewest cells first, a total counting for the more the more it sums up; then the smallest, then by key."""
        counts = self.system.counts
        sizes, keys = counts / (1 + counts.max(initial=0)), np.arange(len(counts)) / (1e3 * len(counts))
        costs: Bounds = _A_CELL * (1 + sizes + keys) * np.sqrt(1 + self.below)
        return costs

    def _learn(self, move: Numbers, places: Numbers) -> None:
        """Note what a move proves of cells."""
        counts = (self.system.counts + move)[places]
        self.high[places] = np.maximum(self.high[places], counts)
        self.low[places] = np.minimum(self.low[places], counts)


def _trifles(size: int) -> Bounds:
    """What it costs to move cells that are hidden already: enough to prefer short moves, and none like another.

    So of all moves one is the cheapest, whichever solver looks for it: what is hidden is the same each time.
    """
    draw = Random(0)  # noqa: S311 - no secret, and the same sequence in every version of Python
    return 0.1 + 0.01 * np.array([draw.random() for _ in range(size)])


def _price(costs: Bounds, move: Numbers) -> float:
    """What hiding the cells of a move costs."""
    return float(costs[move != 0].sum())
