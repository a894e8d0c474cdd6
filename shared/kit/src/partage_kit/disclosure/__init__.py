"""The small-cell kernel: what may be published of counts, means and magnitudes without telling about one person.

Tables of several ways are in `partage_kit.disclosure.linked`, which takes numpy and scipy: import it where it is used.
"""

from partage_kit.disclosure.counts import Cell, NotOneWay, PublishableCount, Status, Sum, protect
from partage_kit.disclosure.intervals import Interval, intervals, is_protected
from partage_kit.disclosure.magnitudes import magnitude_status, mean_status

__all__ = [
    "Cell",
    "Interval",
    "NotOneWay",
    "PublishableCount",
    "Status",
    "Sum",
    "intervals",
    "is_protected",
    "magnitude_status",
    "mean_status",
    "protect",
]
