"""Quantities of an article as whole quanta of a stored size (1 piece, 0.1 kg); integers inside the kernels."""

from dataclasses import dataclass, field
from decimal import Context, Decimal, Inexact
from fractions import Fraction

_EXACT = Context(prec=100, traps=[Inexact])


class InvalidQuantity(ValueError):
    """A quantity that is not a whole number of quanta, or not a quantity at all."""


@dataclass(frozen=True, slots=True)
class Quantum:
    """The smallest quantity of an article that can be committed to: `size` of the named unit, also as a fraction."""

    size: Decimal
    unit: str
    fraction: Fraction = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.size.is_finite() or self.size <= 0:
            raise InvalidQuantity(f"a quantum must be more than zero, not {self.size}")
        # The kernels multiply by it all the time, and making it from a decimal is slow.
        object.__setattr__(self, "fraction", Fraction(self.size))

    def count(self, quantity: Decimal) -> int:
        """Count the quanta in a quantity of units; raises InvalidQuantity unless whole and zero or more."""
        if not quantity.is_finite() or quantity < 0:
            raise InvalidQuantity(f"{quantity} is not a quantity")
        quanta = Fraction(quantity) / self.fraction
        if quanta.denominator != 1:
            raise InvalidQuantity(f"{quantity} {self.unit} is not a multiple of {self.size} {self.unit}")
        return quanta.numerator

    def quantity(self, quanta: int) -> Decimal:
        """Say a number of quanta as a quantity of units, exactly."""
        return _EXACT.multiply(self.size, Decimal(quanta))
