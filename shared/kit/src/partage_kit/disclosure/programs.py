"""Linear programs of one matrix, solved again and again with other costs and limits (HiGHS).

The solver keeps the matrix; costs and limits are what changes from one move to the next. Each program begins at nobody
moved, which already is the best where nobody has to: so some steps of the simplex find the rest, and what is found
does not depend on what was asked before.
"""

from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Bounds = NDArray[np.float64]


class _SilentSolver(highspy.Highs):
    """A solver that says nothing: the library announces itself once a process, when callbacks are first enabled."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the library's name
        """Enable them as its constructor does, after the output was turned off."""
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call]


class MovesProgram:
    """Which cells move by how much, so that all sums hold and it costs least.

    A cell is two variables, persons more and persons fewer, both at least 0.
    """

    def __init__(self, ties: Any) -> None:
        by_cell = ties.tocsc()
        sums, size = by_cell.shape
        self._costs, self._least, self._most = (np.zeros(2 * size) for _ in range(3))
        self._solver = _SilentSolver()  # type: ignore[no-untyped-call]
        self._solver.setOptionValue("threads", 1)
        self._solver.passModel(_model(by_cell, sums, size))

    def solve(self, costs: Bounds, lowest: Numbers, highest: Bounds, *, whole: bool) -> Bounds | None:
        """The cheapest change of each cell between its limits, or None when there is none."""
        self._ask(
            np.concatenate([costs, np.maximum(costs, 0)]),
            np.concatenate([np.maximum(lowest, 0), np.maximum(-highest, 0)]).astype(np.float64),
            np.concatenate([np.maximum(highest, 0), np.maximum(-lowest, 0)]).astype(np.float64),
        )
        solver = self._solver
        solver.clearSolver()
        solver.setOptionValue("presolve", "choose" if whole else "off")
        if whole:
            self._among(highspy.HighsVarType.kInteger)
        solver.run()
        found = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        more, fewer = np.split(np.array(solver.getSolution().col_value), 2)
        if whole:
            self._among(highspy.HighsVarType.kContinuous)
        return more - fewer if found else None

    def _ask(self, costs: Bounds, least: Bounds, most: Bounds) -> None:
        """Tell the solver what has changed since the last program: little, while telling takes long."""
        changed = np.flatnonzero(costs != self._costs).astype(np.int32)
        self._solver.changeColsCost(len(changed), changed, costs[changed])
        changed = np.flatnonzero((least != self._least) | (most != self._most)).astype(np.int32)
        self._solver.changeColsBounds(len(changed), changed, least[changed], most[changed])
        self._costs, self._least, self._most = costs, least, most

    def _among(self, kind: highspy.HighsVarType) -> None:
        columns = np.arange(len(self._costs), dtype=np.int32)
        self._solver.changeColsIntegrality(len(columns), columns, np.full(len(columns), int(kind), np.uint8))


def _model(by_cell: Any, sums: int, size: int) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = 2 * size, sums
    model.col_cost_, model.col_lower_, model.col_upper_ = np.zeros(2 * size), np.zeros(2 * size), np.zeros(2 * size)
    model.row_lower_, model.row_upper_ = np.zeros(sums), np.zeros(sums)
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kColwise
    matrix.start_ = np.concatenate([by_cell.indptr, by_cell.indptr[1:] + by_cell.indptr[-1]]).astype(np.int32)
    matrix.index_ = np.concatenate([by_cell.indices, by_cell.indices]).astype(np.int32)
    matrix.value_ = np.concatenate([by_cell.data, -by_cell.data]).astype(np.float64)
    return model
