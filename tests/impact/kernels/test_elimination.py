"""What sums and differences of many cells single out."""

import pytest

from partage_impact.observations.elimination import singles_out
from partage_impact.observations.traces import Traces


def facts_of(*persons: str) -> Traces:
    """The traces of one fact of each of these persons."""
    return frozenset(f"fact of{one:>9}".encode()[-8:] + one.rjust(8).encode() + bytes(4) for one in persons)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["abcdefghij", "abcdefghi"], True),
        (["abcdefghij", "abcde"], False),
        (["abcdefghijklm", "abcde", "fghij"], True),  # what neither part holds: k, l, m
        (["abcdefghijklmno", "abcde", "fghij"], False),
        (["abcdefgh", "fghijklm", "abcdeijklm"], True),  # half the sum of two without the third: f, g, h
        (["abcdefghijklmn", "abcdefxy", "ghijklxy"], True),  # m and n without twice x and y
    ],
)
def test_sums_and_differences_of_cells(cells: list[str], told: bool) -> None:
    assert singles_out([facts_of(*cell) for cell in cells], 5) is told
