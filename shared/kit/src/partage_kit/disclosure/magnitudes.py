"""When a mean or a magnitude (hours, money) may be published without telling what one person contributed."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from partage_kit.disclosure.counts import Status

Number = int | Decimal | Fraction

DOMINANT_SHARE = Fraction(85, 100)  # of a magnitude, held by its two largest contributors together


def mean_status(persons: int, smallest: Number, largest: Number, k: int) -> Status:
    """Publish a mean of at least k distinct persons whose values are not all equal (then the mean is each one's)."""
    return Status.PUBLISHED if persons >= k and smallest != largest else Status.SUPPRESSED


def magnitude_status(contributions: Sequence[Number], k: int) -> Status:
    """Publish a sum of at least k persons of whom the two largest do not together exceed 85 % of it.

    `contributions` holds one amount a person. Negative amounts (a correction) count by their size. A sum to which
    everybody contributed 0 stays hidden: it would tell everyone's amount.
    """
    sizes = sorted((abs(Fraction(amount)) for amount in contributions), reverse=True)
    if len(sizes) < k or not any(sizes) or sum(sizes[:2]) > DOMINANT_SHARE * sum(sizes):
        return Status.SUPPRESSED
    return Status.PUBLISHED
