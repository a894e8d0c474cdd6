"""Means and magnitudes: hidden as soon as they tell what one person has."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partage_kit.disclosure import Status, magnitude_status, mean_status


@pytest.mark.parametrize(
    ("persons", "smallest", "largest", "status"),
    [
        (10, 1, 2, Status.PUBLISHED),
        (9, 1, 2, Status.SUPPRESSED),
        (10, 3, 3, Status.SUPPRESSED),
        (10, Decimal("3.0"), Fraction(3), Status.SUPPRESSED),
        (0, 0, 0, Status.SUPPRESSED),
    ],
)
def test_a_mean_needs_k_persons_and_differing_values(persons: int, smallest: int, largest: int, status: Status) -> None:
    assert mean_status(persons, smallest, largest, k=10) is status


@pytest.mark.parametrize(
    ("amounts", "status"),
    [
        ([60, 25, 5, 5, 5], Status.PUBLISHED),  # exactly 85 % does not exceed it
        ([60, 26, 5, 5, 4], Status.SUPPRESSED),
        ([60, 25, 5, 10], Status.SUPPRESSED),  # fewer than five persons
        ([0, 0, 0, 0, 0], Status.SUPPRESSED),
        ([-60, 26, 5, 5, 4], Status.SUPPRESSED),  # a correction dominates as a payment does
        ([Decimal("0.1")] * 5, Status.PUBLISHED),
    ],
)
def test_two_dominant_contributors_hide_a_magnitude(amounts: list[int], status: Status) -> None:
    assert magnitude_status(amounts, k=5) is status


@given(amounts=st.lists(st.integers(-50, 50), max_size=6), k=st.integers(1, 6))
def test_dominance_is_what_removing_the_two_largest_leaves(amounts: list[int], k: int) -> None:
    left = sorted(map(abs, amounts), reverse=True)[2:]
    everything = sum(map(abs, amounts))
    shown = len(amounts) >= k and everything > 0 and 20 * sum(left) >= 3 * everything
    assert (magnitude_status(amounts, k) is Status.PUBLISHED) is shown
