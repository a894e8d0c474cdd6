"""Exact percentages as they are told: rounded half up to two decimals."""

from fractions import Fraction


def rounded(percentage: Fraction) -> str:
    """A percentage of zero or more, half up to two decimals: 200/3 -> 66.67."""
    scaled = percentage * 100
    hundredths = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return f"{hundredths // 100}.{hundredths % 100:02d}"
