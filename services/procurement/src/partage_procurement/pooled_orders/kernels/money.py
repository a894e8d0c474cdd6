"""Exact money: integer minor units, splits that lose no cent, VAT as an invoice computes it."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from math import lcm

Exact = int | Fraction
"""A number without rounding; kernels never use a float."""

BASIS_POINTS = 10_000
"""A VAT rate of 21 % is 2100 basis points."""


class Basis(StrEnum):
    """Whether an amount excludes or includes VAT."""

    NET = "net"
    GROSS = "gross"


class InvalidWeights(ValueError):
    """Nothing can be split by weights that are all zero, negative or missing."""


def half_up(amount: Exact) -> int:
    """Round to whole minor units, halves away from zero, so that a credit mirrors its invoice."""
    exact = Fraction(amount)
    magnitude = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return magnitude if exact >= 0 else -magnitude


def convert(amount: Exact, have: Basis, want: Basis, vat_rate: int) -> Fraction:
    """Express an amount net or gross, exactly; the rate is in basis points."""
    if have is want:
        return Fraction(amount)
    factor = Fraction(BASIS_POINTS + vat_rate, BASIS_POINTS)
    return amount * factor if want is Basis.GROSS else amount / factor


def vat_of(amount: int, basis: Basis, vat_rate: int) -> int:
    """Compute the VAT on a net amount, or the VAT within a gross one, half-up to minor units."""
    return half_up(Fraction(amount * vat_rate, _vat_base(basis, vat_rate)))


def scaled(values: Sequence[Exact]) -> list[int]:
    """Multiply rationals by their least common denominator; proportions and order stay."""
    denominator = lcm(*(value.denominator for value in values))
    return [value.numerator * (denominator // value.denominator) for value in values]


def split(amount: int, weights: Sequence[Exact], seqs: Sequence[int]) -> list[int]:
    """Split minor units in proportion to weights by largest remainder; the lower seq wins a tie.

    Each part starts at its floor, also when the amount is negative. Raises InvalidWeights.
    """
    whole = scaled(weights)
    total = sum(whole)
    if total == 0 or min(whole) < 0:
        raise InvalidWeights("weights must be zero or more, and one of them more than zero")
    return _apportion([amount * weight for weight in whole], total, seqs)


def split_vat(amounts: Sequence[int], basis: Basis, vat_rate: int, seqs: Sequence[int]) -> list[int]:
    """Round the VAT on all amounts together, half-up and once, and split it; charges and credits may stand together.

    A part is the exact VAT of its amount, and of what rounding changed as much as its size weighs. Of amounts with one
    sign that is the rounded VAT in proportion to them.
    """
    sizes = sum(map(abs, amounts))
    if sizes == 0:
        return [0] * len(amounts)
    total, base = sum(amounts), _vat_base(basis, vat_rate)
    rounding = vat_of(total, basis, vat_rate) * base - total * vat_rate
    return _apportion([amount * vat_rate * sizes + rounding * abs(amount) for amount in amounts], base * sizes, seqs)


def _vat_base(basis: Basis, vat_rate: int) -> int:
    """What an amount's VAT in basis points is a part of."""
    return BASIS_POINTS if basis is Basis.NET else BASIS_POINTS + vat_rate


def _apportion(numerators: Sequence[int], denominator: int, seqs: Sequence[int]) -> list[int]:
    """Round exact parts, whose sum is whole: to their floors, then the largest remainders up, of ties the lower seq."""
    divided = [divmod(numerator, denominator) for numerator in numerators]
    parts = [floor for floor, _ in divided]
    missing = sum(remainder for _, remainder in divided) // denominator
    by_remainder = sorted(zip((-remainder for _, remainder in divided), seqs, range(len(parts)), strict=True))
    for _, _, index in by_remainder[:missing]:
        parts[index] += 1
    return parts
