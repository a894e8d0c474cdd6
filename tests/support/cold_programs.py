"""The programs of moves as scipy solves them, each anew: the reference of those that keep their matrix."""

from typing import Any

import numpy as np
from scipy.optimize import Bounds as Between
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import hstack

from partage_kit.disclosure.programs import Bounds, Numbers


class ColdProgram:
    """Stands in for `MovesProgram`."""

    def __init__(self, ties: Any) -> None:
        self._ties = ties

    def solve(self, costs: Bounds, lowest: Numbers, highest: Bounds, *, whole: bool) -> Bounds | None:
        """The cheapest change of each cell between its limits, or None when there is none."""
        free = np.flatnonzero((lowest != 0) | (highest != 0))
        ties, costs, least, most = self._ties[:, free], costs[free], lowest[free], highest[free]
        found = milp(
            np.concatenate([costs, np.maximum(costs, 0)]),
            constraints=LinearConstraint(hstack([ties, -ties]), 0, 0),
            bounds=Between(
                np.concatenate([np.maximum(least, 0), np.maximum(-most, 0)]),
                np.concatenate([np.maximum(most, 0), np.maximum(-least, 0)]),
            ),
            integrality=np.full(2 * len(costs), int(whole)),
        )
        if found.x is None:
            return None
        change: Bounds = np.zeros(self._ties.shape[1])
        change[free] = np.subtract(*np.split(found.x, 2))
        return change
