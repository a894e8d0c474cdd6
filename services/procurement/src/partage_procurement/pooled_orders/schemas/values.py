"""The bounds of what an order counts with: wide for people, narrow enough for exact 64-bit amounts in a database."""

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from partage_contracts.procurement import PriceBasis
from partage_kit.types import Money
from partage_procurement.pooled_orders.kernels.money import Basis
from partage_procurement.pooled_orders.kernels.quanta import Quantum
from partage_procurement.values import Quantity

MOST_MINOR = 100_000_000
"""A price, ceiling or deposit a unit is at most a million euros, in cents."""

MOST_UNITS = 100_000_000
MOST_QUANTA = 1_000_000_000
"""What all parties together may commit to of an article."""


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


Amount = Annotated[Money, AfterValidator(_zero_or_more)]
"""An amount of zero or more."""

UnitPrice = Annotated[Amount, AfterValidator(_unit_price)]
"""A price of one unit, from zero to a million."""

SomeQuantity = Annotated[Quantity, AfterValidator(_above_zero)]
"""A quantity above zero."""

Hours = Annotated[str, StringConstraints(pattern=r"^(0|[1-9][0-9]{0,3})(\.[0-9]{1,2})?$")]
"""Hours of work, at most two decimals."""


def basis_of(basis: PriceBasis) -> Basis:
    """The kernels' word for net or gross."""
    return Basis(basis)


def most_quanta(quantum: Quantum) -> int:
    """How many quanta of an article all parties together may commit to."""
    return min(MOST_QUANTA, int(Decimal(MOST_UNITS) / quantum.size))
