"""Moves: other tables that agree with all that is shown, found by linear programming.

A move says how many persons more or fewer each hidden cell would hold in another table that adds up as this one does.
A reader cannot tell the two apart, so a move is the proof that a hidden count may be otherwise. Proofs are whole
numbers, checked exactly; a program whose answer is broken is solved again among whole numbers only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from partage_kit.disclosure import programs
from partage_kit.disclosure.programs import Bounds, Numbers

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class System:
    """Counts, and the sums that tie them: in each row the parts are 1 and the total is -1."""

    counts: Numbers
    ties: Any
    """A sparse matrix of a row a sum and a column a cell."""
    program: programs.MovesProgram

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
    ties = csr_array((np.array(values, np.int64), (rows, columns)), shape)
    return System(np.array(counts, np.int64), ties, programs.MovesProgram(ties))


def cheapest_move(system: System, costs: Bounds, lowest: Numbers, highest: Bounds) -> Numbers | None:
    """The move of the least cost, between the lowest and the highest change of each cell; None when there is none.

    `costs` are those of a person more, and of a person fewer unless it is a gain (negative) to raise a cell.
    """
    for whole in (False, True):
        change = system.program.solve(costs, lowest, highest, whole=whole)
        if change is None:
            return None
        move: Numbers = np.rint(change).astype(np.int64)
        if np.allclose(change, move, atol=1e-6) and system.agrees(move):
            return move
    return None
