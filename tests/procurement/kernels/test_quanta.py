"""Quantities are whole quanta, exactly, in both directions."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partage_procurement.pooled_orders.kernels.quanta import InvalidQuantity, Quantum

sizes = st.decimals(min_value="0.001", max_value="1000", places=3, allow_nan=False)


@pytest.mark.parametrize(("size", "quantity", "count"), [("1", "12", 12), ("0.1", "12.3", 123), ("2.5", "10", 4)])
def test_examples(size: str, quantity: str, count: int) -> None:
    assert Quantum(Decimal(size), "kg").count(Decimal(quantity)) == count


@given(sizes, st.integers(0, 10**12))
def test_counting_and_saying_are_inverse(size: Decimal, count: int) -> None:
    quantum = Quantum(size, "kg")
    assert quantum.count(quantum.quantity(count)) == count
    assert quantum.fraction * count == quantum.quantity(count)


@pytest.mark.parametrize("quantity", ["0.05", "1.25", "-0.1", "NaN", "Infinity"])
def test_what_is_not_whole_quanta_is_refused(quantity: str) -> None:
    with pytest.raises(InvalidQuantity):
        Quantum(Decimal("0.1"), "kg").count(Decimal(quantity))


@pytest.mark.parametrize("size", ["0", "-1", "NaN", "Infinity"])
def test_impossible_sizes_are_refused(size: str) -> None:
    with pytest.raises(InvalidQuantity):
        Quantum(Decimal(size), "kg")
