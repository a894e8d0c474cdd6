"""The interval attack on hidden counts that add up to a known rest, in closed form.

Whoever reads a table knows that hidden counts are whole numbers of at least 0 and what they add up to. Whoever
answered knows one thing more: the own cell counts at least herself, and is exactly 1 when she is alone in it (the
singleton problem of the disclosure literature: a person knows when nobody else of her kind is there).
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """The whole numbers that remain possible for one hidden count, both ends included; no `high` means no bound."""

    low: int
    high: int | None

    def hides(self, k: int) -> bool:
        """Whether the count may still be k or more, and is uncertain by k or more persons."""
        return self.high is None or (self.high >= k and self.high - self.low >= k)


def intervals(hidden: Mapping[str, int], respondent: str | None = None) -> dict[str, Interval]:
    """Give what is left of each hidden count to a reader who knows their sum.

    `hidden` holds the true counts by key; `respondent` names the hidden cell in which the reader was counted herself.
    """
    lowest = dict.fromkeys(hidden, 0)
    known = frozenset[str]()
    if respondent is not None:
        lowest[respondent] = 1
        known = frozenset({respondent}) if hidden[respondent] == 1 else known
    rest, floor = sum(hidden.values()), sum(lowest.values())
    uncertain = len(hidden) - len(known)
    found = {}
    for key, low in lowest.items():
        high = low if key in known else rest - (floor - low)
        # The last uncertain cell is what the others, all known, leave over.
        found[key] = Interval(high if uncertain == 1 else low, high)
    return found


def is_protected(hidden: Mapping[str, int], k: int) -> bool:
    """Whether counts hidden below a published sum stay uncertain by k, to outsiders and to every single respondent.

    A respondent's own cell is not held against the table when she is alone in it: no table hides her from herself.
    """
    attackers = [None, *(key for key, count in hidden.items() if count > 0)]
    return all(
        interval.hides(k)
        for attacker in attackers
        for key, interval in intervals(hidden, attacker).items()
        if key != attacker or hidden[key] > 1
    )
