"""Services write their log to standard output: the solver behind disclosure control writes nothing there."""

import subprocess
import sys

PROGRAM = """
import numpy as np
from scipy.sparse import csr_array
from partage_kit.disclosure.programs import MovesProgram

ones = np.ones(3)
moved = MovesProgram(csr_array([[1, 1, -1]])).solve(ones, -ones.astype(int), ones, whole=True)
assert moved is not None and not moved.any()
"""


def test_the_solver_writes_nothing() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert (ended.stdout, ended.stderr) == ("", "")
