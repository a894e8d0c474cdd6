"""Moves: other tables that agree with all that is shown, found by linear programming (scipy's HiGHS).

A move says how many persons more or fewer each hidden cell would hold in another table that adds up as this one does.
A reader cannot tell the two apart, so a move is the proof that a hidden count may be otherwise. Proofs are whole
numbers, checked exactly; a program whose answer is broken is solved again among whole numbers only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Bounds = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class System:
    """Counts, and the sums that tie them: in each row the parts are 1 and the total is -1."""

    counts: Numbers
    ties: Any
    """A sparse matrix of a row a sum and a column a cell."""

    def agrees(self, move: Numbers) -> bool:
        """Whether the sums hold after the move, as they held before."""
        return not np.any(self.ties @ move)

    def tied_to(self, place: int) -> Flags:
        """The cells that sums tie to one, near or far, itself among them."""
        from scipy.sparse.csgraph import connected_components

        _, labels = connected_components(abs(self.ties).T @ abs(self.ties), directed=False)
        tied: Flags = labels == labels[place]
        return tied


def system_of(counts: Sequence[int], sums: Sequence[tuple[int, Sequence[int]]]) -> System:
    """The system of some counts, and of sums given as the place of the total and those of its parts."""
    from scipy.sparse import csr_array  # slow to import, and needed here only

    rows = [row for row, (_, parts) in enumerate(sums) for _ in range(len(parts) + 1)]
    columns = [place for total, parts in sums for place in (total, *parts)]
    values = [value for _, parts in sums for value in (-1, *(1 for _ in parts))]
    shape = (len(sums), len(counts))
    return System(np.array(counts, np.int64), csr_array((np.array(values, np.int64), (rows, columns)), shape))


def cheapest_move(system: System, costs: Bounds, lowest: Numbers, highest: Bounds) -> Numbers | None:
    """The move of the least cost, between the lowest and the highest change of each cell; None when there is none.

    `costs` are those of a person more, and of a person fewer unless it is a gain (negative) to raise a cell.
    """
    free = np.flatnonzero((lowest != 0) | (highest != 0))
    for whole in (False, True):
        change = _solved(system.ties[:, free], costs[free], lowest[free], highest[free], whole)
        if change is None:
            return None
        move = np.zeros(len(system.counts), np.int64)
        move[free] = np.rint(change).astype(np.int64)
        if np.allclose(change, move[free], atol=1e-6) and system.agrees(move):
            return move
    return None


def _solved(ties: Any, costs: Bounds, lowest: Numbers, highest: Bounds, whole: bool) -> Bounds | None:
    """The cheapest change of some cells, as persons more less persons fewer, both at least 0."""
    from scipy.optimize import Bounds as Between  # slow to import, and needed here only
    from scipy.optimize import LinearConstraint, milp
    from scipy.sparse import hstack

    found = milp(
        np.concatenate([costs, np.maximum(costs, 0)]),
        constraints=LinearConstraint(hstack([ties, -ties]), 0, 0),
        bounds=Between(
            np.concatenate([np.maximum(lowest, 0), np.maximum(-highest, 0)]),
            np.concatenate([np.maximum(highest, 0), np.maximum(-lowest, 0)]),
        ),
        integrality=np.full(2 * len(costs), int(whole)),
    )
    if found.x is None:
        return None
    more, fewer = np.split(found.x, 2)
    change: Bounds = more - fewer
    return change
