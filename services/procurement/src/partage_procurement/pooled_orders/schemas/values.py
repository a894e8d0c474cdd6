"""The bounds of what an order counts with: wide for people, narrow enough that every sum of them can be told."""

from decimal import Decimal
from math import floor
from typing import Annotated

from pydantic import AfterValidator

from partage_contracts.procurement import PriceBasis
from partage_kit.types import Money, minor_exponent
from partage_kit.types.patterns import Pattern
from partage_procurement.pooled_orders.kernels.money import Basis
from partage_procurement.pooled_orders.kernels.quanta import Quantum
from partage_procurement.values import Quantity

MOST_MINOR = 100_000_000
"""A price, ceiling or deposit a unit is at most a million euros, in cents."""

MOST_VALUE = 1_000_000_000
"""All that is bought of an article, and every other amount, is at most a billion of the currency's main unit."""

MOST_UNITS = 100_000_000
MOST_QUANTA = 1_000_000_000


def _not_huge(amount: Money) -> Money:
    if abs(Decimal(amount.amount)) > MOST_VALUE:
        raise ValueError(f"at most {MOST_VALUE}")
    return amount


def _zero_or_more(amount: Money) -> Money:
    if amount.minor < 0:
        raise ValueError("an amount of zero or more")
    return amount


def _unit_price(amount: Money) -> Money:
    if amount.minor > MOST_MINOR:
        raise ValueError(f"at most {Money.of_minor(MOST_MINOR, amount.currency).amount} a unit")
    return amount


def _above_zero(quantity: str) -> str:
    if Decimal(quantity) == 0:
        raise ValueError("a quantity above zero")
    return quantity


SignedAmount = Annotated[Money, AfterValidator(_not_huge)]
"""An amount, below zero for a credit."""

Amount = Annotated[SignedAmount, AfterValidator(_zero_or_more)]
"""An amount of zero or more."""

UnitPrice = Annotated[Amount, AfterValidator(_unit_price)]
"""A price of one unit, from zero to a million."""

SomeQuantity = Annotated[Quantity, AfterValidator(_above_zero)]
"""A quantity above zero."""

Hours = Annotated[
    str,
    Pattern(
        r"^(0|[1-9][0-9]{0,2})(\.[0-9]{1,2})?$", "hours in digits with one point, two decimals at most, such as 1.5"
    ),
]
"""Hours of work, below a thousand, at most two decimals."""


def basis_of(basis: PriceBasis) -> Basis:
    """The kernels' word for net or gross."""
    return Basis(basis)


def most_quanta(quantum: Quantum, dearest: int, currency: str) -> int:
    """How many quanta of an article an order can hold; `dearest` is its highest price a unit, in minor units."""
    affordable = MOST_VALUE * int(10 ** minor_exponent(currency)) // max(dearest, 1)
    return min(MOST_QUANTA, floor(min(MOST_UNITS, affordable) / quantum.fraction))
