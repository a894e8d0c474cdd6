"""Allocation: share what was bought, or delivered, among the lines of an article (R14)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from operator import attrgetter

from partage_procurement.pooled_orders.kernels.increments import CommittedLine
from partage_procurement.pooled_orders.kernels.terms import AllocationMode


class AllotmentReason(StrEnum):
    """Why a line gets what it gets."""

    FIRM_IN_FULL = "firm_in_full"
    FIRM_AND_TOLERANCE = "firm_and_tolerance"
    SHORTAGE_SHARED = "shortage_shared"
    SUPPLY_USED_UP_EARLIER = "supply_used_up_earlier"
    NOTHING_SUPPLIED = "nothing_supplied"
    TOLERANCE_NOT_NEEDED = "tolerance_not_needed"


@dataclass(frozen=True, slots=True)
class Allotment:
    """What a line gets, in quanta, and why."""

    line: CommittedLine
    units: int
    reason: AllotmentReason

    @property
    def firm_served(self) -> int:
        """The firm quanta among them; logistics shares are weighed by these."""
        return min(self.units, self.line.firm)

    @property
    def missing(self) -> int:
        """The firm quanta that are not served."""
        return self.line.firm - self.firm_served

    @property
    def extra(self) -> int:
        """The tolerated quanta that were taken."""
        return self.units - self.firm_served

    @property
    def burden(self) -> Fraction:
        """How hard a shortage (missing / firm) or a surplus (extra / tolerance) weighs on the line, 0 to 1."""
        if self.missing:
            return Fraction(self.missing, self.line.firm)
        return Fraction(self.extra, self.line.tolerance) if self.extra else Fraction(0)


@dataclass(frozen=True, slots=True)
class Allocation:
    """What the lines of an article get, in quanta: `units` beside `lines`, both in seq order.

    `office` is what nobody takes: the office's line. `short` says why a line here gets less than its firm quanta.
    """

    lines: tuple[CommittedLine, ...]
    units: tuple[int, ...]
    office: int
    short: AllotmentReason

    @property
    def supplied(self) -> int:
        """All quanta that were shared out, the office's included."""
        return sum(self.units) + self.office

    @property
    def allotments(self) -> tuple[Allotment, ...]:
        """Each line with what it gets and why."""
        return tuple(
            Allotment(line, given, self._reason(line, given))
            for line, given in zip(self.lines, self.units, strict=True)
        )

    def _reason(self, line: CommittedLine, units: int) -> AllotmentReason:
        if units < line.firm:
            return self.short
        if units > line.firm:
            return AllotmentReason.FIRM_AND_TOLERANCE
        return AllotmentReason.FIRM_IN_FULL if line.firm else AllotmentReason.TOLERANCE_NOT_NEEDED


def allocate(lines: Sequence[CommittedLine], supplied: int, mode: AllocationMode) -> Allocation:
    """Share supplied quanta among the lines of one article; the same input always gives the same answer.

    `fair` makes the burdens, sorted from the largest, lexicographically smallest; of equals the higher seq bears the
    missing quantum and the lower seq gets the extra one. `first_come` serves increments in seq order, all firm first.
    """
    ordered = tuple(sorted(lines, key=attrgetter("seq")))
    units = (_fair if mode is AllocationMode.FAIR else _first_come)(ordered, supplied)
    short = AllotmentReason.SHORTAGE_SHARED if mode is AllocationMode.FAIR else AllotmentReason.SUPPLY_USED_UP_EARLIER
    if supplied == 0:
        short = AllotmentReason.NOTHING_SUPPLIED
    return Allocation(ordered, tuple(units), supplied - sum(units), short)


def _first_come(lines: Sequence[CommittedLine], supplied: int) -> list[int]:
    """Serve the firm increments in seq order while there is supply, then the tolerated ones."""
    positions, increments = [], []
    for position, line in enumerate(lines):
        for increment in line.live_increments:
            positions.append(position)
            increments.append(increment)
    seqs = [increment.seq for increment in increments]
    queue = sorted(range(len(seqs)), key=seqs.__getitem__)
    units = [0] * len(lines)
    for wanted in ([one.firm for one in increments], [one.tolerance for one in increments]):
        for at in queue:
            taken = wanted[at] if wanted[at] < supplied else supplied
            units[positions[at]] += taken
            supplied -= taken
    return units


def _fair(lines: Sequence[CommittedLine], supplied: int) -> list[int]:
    firm = [line.firm for line in lines]
    surplus = supplied - sum(firm)
    if surplus < 0:
        missing = level(firm, -surplus, last_first=True)
        return [wanted - lacking for wanted, lacking in zip(firm, missing, strict=True)]
    tolerance = [line.tolerance for line in lines]
    extra = level(tolerance, min(surplus, sum(tolerance)), last_first=False)
    return [wanted + more for wanted, more in zip(firm, extra, strict=True)]


def level(capacities: Sequence[int], quanta: int, *, last_first: bool) -> list[int]:
    """Fill capacities with quanta (at most their sum) so that the fullest is as little full as possible, and so on.

    It is what placing them one by one gives: always where the resulting fill ratio is smallest, of ties in the larger
    capacity, then in the last or the first position. Found in bulk by bisecting the ratio all are filled to.
    """
    positions: dict[int, list[int]] = {}
    for position, capacity in enumerate(capacities):
        positions.setdefault(capacity, []).append(position)
    sizes = sorted((size for size in positions if size), reverse=True)
    filled = [0] * len(capacities)
    if quanta == 0 or not sizes:
        return filled
    below, reached = _ratio_below(sizes, [len(positions[size]) for size in sizes], quanta)
    spare = quanta - sum(full * len(positions[size]) for full, size in zip(below, sizes, strict=True))
    for size, full, next_full in zip(sizes, below, reached, strict=True):
        ties = positions[size]
        for position in ties:
            filled[position] = full
        takes = min(spare, len(ties)) if next_full > full else 0
        for position in ties[len(ties) - takes :] if last_first else ties[:takes]:
            filled[position] += 1
        spare -= takes
    return filled


def _ratio_below(sizes: Sequence[int], counts: Sequence[int], quanta: int) -> tuple[list[int], list[int]]:
    """Fill each size to the highest ratio that needs no more than the quanta, and to the next ratio.

    Ratios are multiples of 1 / largest squared: two different fill ratios are never closer, so from one multiple to
    the next at most one ratio is reached, and those that reach it tie.
    """
    import numpy as np  # here, as it would slow the start of the service

    grid = sizes[0] ** 2
    # Exact either way: 64 bits where no product can overflow, Python integers elsewhere.
    fits = grid * sizes[0] < 2**63 and sum(size * count for size, count in zip(sizes, counts, strict=True)) < 2**63
    size_column = np.array(sizes, dtype=np.int64 if fits else object)
    count_column = np.array(counts, dtype=np.int64 if fits else object)
    low, high = 0, grid
    while low < high:
        middle = (low + high + 1) // 2
        if (size_column * middle // grid * count_column).sum() <= quanta:
            low = middle
        else:
            high = middle - 1
    return (size_column * low // grid).tolist(), (size_column * (low + 1) // grid).tolist()
