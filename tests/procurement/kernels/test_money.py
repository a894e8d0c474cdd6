"""Splits lose no minor unit, VAT is rounded half-up once."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partage_procurement.pooled_orders.kernels.money import (
    Basis,
    Exact,
    InvalidWeights,
    convert,
    half_up,
    split,
    split_vat,
    vat_of,
)
from procurement.kernels.orders import bases, factor, vat_rates

amounts = st.integers(-(10**9), 10**9)
weights = st.lists(st.integers(0, 20) | st.fractions(0, 5, max_denominator=9), min_size=1, max_size=6).filter(any)


def split_by_hand(amount: int, weights: list[Exact], seqs: list[int]) -> list[int]:
    """Largest remainder as the page says: floors first, then one each by remainder, the lower seq first."""
    exact = [Fraction(amount) * weight / sum(weights) for weight in weights]
    parts = [share.numerator // share.denominator for share in exact]
    while sum(parts) < amount:
        owed = [share - part for share, part in zip(exact, parts, strict=True)]
        first = max(range(len(parts)), key=lambda index: (owed[index], -seqs[index]))
        parts[first] += 1
    return parts


@pytest.mark.parametrize(
    ("amount", "weights", "seqs", "parts"),
    [
        (100, [1, 1, 1], [1, 2, 3], [34, 33, 33]),
        (100, [1, 1, 1], [3, 2, 1], [33, 33, 34]),
        (-100, [1, 1, 1], [1, 2, 3], [-33, -33, -34]),
        (1, [0, 1], [1, 2], [0, 1]),
        (0, [2, 1], [1, 2], [0, 0]),
    ],
)
def test_examples(amount: int, weights: list[Exact], seqs: list[int], parts: list[int]) -> None:
    assert split(amount, weights, seqs) == parts


@given(amounts, weights, st.data())
def test_split_is_the_largest_remainder(amount: int, weights: list[Exact], data: st.DataObject) -> None:
    seqs = data.draw(st.permutations(range(len(weights))))
    assert split(amount, weights, seqs) == split_by_hand(amount, weights, seqs)


@given(st.integers(0, 12), st.lists(st.integers(0, 5), min_size=1, max_size=4).filter(any))
def test_no_split_is_closer_to_the_proportions(amount: int, weights: list[int]) -> None:
    def distance(parts: tuple[int, ...] | list[int]) -> Fraction:
        pairs = zip(parts, weights, strict=True)
        return sum(((part - Fraction(amount * weight, sum(weights))) ** 2 for part, weight in pairs), Fraction(0))

    every = (parts for parts in product(range(amount + 1), repeat=len(weights)) if sum(parts) == amount)
    assert distance(split(amount, weights, list(range(len(weights))))) == min(map(distance, every))


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [1, -1], [2, -1]])
def test_impossible_weights_are_errors(weights: list[Exact]) -> None:
    with pytest.raises(InvalidWeights):
        split(100, weights, list(range(len(weights))))


@given(st.decimals(-(10**6), 10**6, places=3, allow_nan=False))
def test_half_up_rounds_as_decimals_do(amount: Decimal) -> None:
    assert half_up(Fraction(amount)) == int(amount.to_integral_value(ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("amount", "basis", "rate", "vat"),
    [
        (1_000, Basis.NET, 2_100, 210),
        (1_210, Basis.GROSS, 2_100, 210),
        (50, Basis.NET, 2_100, 11),
        (25, Basis.NET, 600, 2),
        (-50, Basis.NET, 2_100, -11),
    ],
)
def test_vat_examples(amount: int, basis: Basis, rate: int, vat: int) -> None:
    assert vat_of(amount, basis, rate) == vat


@pytest.mark.parametrize(
    ("amounts", "vats"),
    [
        # 21.0063 and -10.5021 together are 10.5042; apart they would be 21.01 and -10.50
        ([10_003, -5_001], [2_100, -1_050]),
        # 0.0042 together: each keeps its own VAT
        ([10_000, -9_998], [2_100, -2_100]),
        ([100, -100], [21, -21]),
        ([50, 50, 50], [11, 11, 10]),
        ([-50, -50, -50], [-10, -11, -11]),
        ([0, 0], [0, 0]),
        ([], []),
    ],
)
def test_vat_of_charges_and_credits_is_rounded_once_and_split(amounts: list[int], vats: list[int]) -> None:
    assert split_vat(amounts, Basis.NET, 2_100, list(range(len(amounts)))) == vats


@given(st.lists(amounts | st.integers(-9, 9), min_size=1, max_size=6), bases, vat_rates, st.data())
def test_vat_parts_keep_the_sign_and_the_size_of_their_amounts(
    amounts: list[int], basis: Basis, rate: int, data: st.DataObject
) -> None:
    seqs = data.draw(st.permutations(range(len(amounts))))
    parts = split_vat(amounts, basis, rate, seqs)
    assert sum(parts) == vat_of(sum(amounts), basis, rate)
    for amount, part in zip(amounts, parts, strict=True):
        exact = amount * (factor(rate) - 1) / (factor(rate) if basis is Basis.GROSS else 1)
        assert abs(part - exact) < Fraction(3, 2), "half a unit of rounding, and less than one of splitting"
        assert part * amount >= 0


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6).filter(any), st.sampled_from([1, -1]), bases, vat_rates)
def test_vat_of_amounts_with_one_sign_is_split_in_proportion(
    sizes: list[int], sign: int, basis: Basis, rate: int
) -> None:
    seqs = list(range(len(sizes)))
    parts = split_vat([sign * size for size in sizes], basis, rate, seqs)
    assert parts == split_by_hand(sign * vat_of(sum(sizes), basis, rate), list(sizes), seqs)


@given(amounts, vat_rates)
def test_the_vat_within_a_gross_amount_is_the_vat_that_made_it(net: int, rate: int) -> None:
    vat = vat_of(net, Basis.NET, rate)
    assert vat_of(net + vat, Basis.GROSS, rate) == vat


@given(amounts, bases, bases, vat_rates)
def test_conversion_is_exact_both_ways(amount: int, have: Basis, want: Basis, rate: int) -> None:
    assert convert(convert(amount, have, want, rate), want, have, rate) == amount
    assert convert(amount, Basis.NET, Basis.GROSS, rate) == amount * factor(rate)
