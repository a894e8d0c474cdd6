"""Exact figures as text: kept as fractions, shown as decimals; pure."""

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from partage_impact.definitions.schemas import Measure

_WIDE = Context(prec=60, rounding=ROUND_HALF_EVEN)
_PARTS_DECIMALS = 6


def kept(value: Fraction | None) -> str | None:
    """A figure as it is stored: exact, such as 2/3 or 40."""
    return None if value is None else str(value)


def exactly(text: str | None) -> Fraction | None:
    """The figure that was stored."""
    return None if text is None else Fraction(text)


def shown(value: Fraction | None, decimals: int, measure: Measure) -> str | None:
    """A figure as readers see it, rounded half to even; a percentage is told per hundred."""
    if value is None:
        return None
    return _decimal(value * 100 if measure is Measure.PERCENTAGE else value, decimals)


def shown_part(value: Fraction | None) -> str | None:
    """A numerator or denominator: whole numbers as such, others with six decimals."""
    if value is None:
        return None
    return str(value) if value.denominator == 1 else _decimal(value, _PARTS_DECIMALS)


def _decimal(value: Fraction, decimals: int) -> str:
    quotient = _WIDE.divide(Decimal(value.numerator), Decimal(value.denominator))
    rounded = quotient.quantize(Decimal(1).scaleb(-decimals), context=_WIDE)
    return f"{rounded:f}" if rounded else f"{abs(rounded):f}"
