"""Exact numbers: every figure is computed as a fraction, so that the same input gives the same bytes."""

from decimal import Decimal
from fractions import Fraction

Number = int | float | Decimal | Fraction


def exact(number: Number) -> Fraction:
    """Give a finite number as a fraction, a float as the decimal it prints as (0.1 is 1/10); else ValueError."""
    if isinstance(number, float):
        number = Decimal(repr(number))
    if isinstance(number, Decimal) and not number.is_finite():
        raise ValueError(f"{number} is not a finite number")
    return Fraction(number)
