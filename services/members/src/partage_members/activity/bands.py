"""Bands of amounts, as a kernel: an amount is read once, its band is kept, the amount is not."""

from partage_contracts.members import ActivityBand as Band

THRESHOLDS_CENTS = (
    (50_000_00, Band.FROM_50000),
    (10_000_00, Band.FROM_10000),
    (2_000_00, Band.FROM_2000),
    (500_00, Band.FROM_500),
)
"""Where bands begin, in cents of a euro, highest first: a day's work, a month's, an assignment's, a year's."""


def band_of(cents: int | None) -> Band:
    """The band of an amount in cents of a euro; without an amount it is unknown."""
    if cents is None:
        return Band.UNKNOWN
    return next((band for threshold, band in THRESHOLDS_CENTS if cents >= threshold), Band.BELOW_500)
