"""Which counts of persons may be published: none between 1 and k - 1, none that the others give away.

A table is given as its cells and the sums that tie them. One sum over all other cells (a one-way table) or no sum is
answered here, in closed form; tables of more ways go to `linked`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from partage_kit.disclosure.intervals import is_protected


class Status(StrEnum):
    """Whether a figure is shown; a hidden figure never tells whether it is small or protects a small one."""

    PUBLISHED = "published"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True)
class Cell:
    """A count of distinct persons; `structural` marks a 0 that everybody knows beforehand (an impossible group)."""

    key: str
    count: int
    structural: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """The readers know that the cell `total` equals the cells `parts` together."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishableCount:
    """A count as it may leave the house: `count` is None iff it is suppressed."""

    key: str
    status: Status
    count: int | None


class NotOneWay(ValueError):
    """The table has more ways than one: its sums are more than one total over all the other cells."""


def protect(cells: Sequence[Cell], sums: Sequence[Sum], k: int) -> dict[str, PublishableCount]:
    """Decide every cell of one table so that no hidden count can be told closer than k persons.

    Hidden are the counts below k, 0 too unless it is structural, and as many others as their protection takes: the
    fewest cells, of equals the smallest sum, of equals the first keys. Where that is not possible everything is
    hidden, the total too; structural zeros stay, as everybody knows them. Errors: NotOneWay; ValueError for counts,
    keys or sums that contradict each other, or k < 1.
    """
    refuse_contradictions(cells, sums, k)
    counts = sorted(cell.key for cell in cells)
    if len(sums) > 1 or any(sorted((tie.total, *tie.parts)) != counts for tie in sums):
        raise NotOneWay("only a total over all other cells is answered")
    hidden = _hidden_below_a_total(cells, sums[0], k) if sums else {cell.key for cell in cells if too_small(cell, k)}
    return {cell.key: as_published(cell, cell.key in hidden) for cell in cells}


def as_published(cell: Cell, is_hidden: bool) -> PublishableCount:
    """A cell as it may leave the house."""
    if is_hidden:
        return PublishableCount(cell.key, Status.SUPPRESSED, None)
    return PublishableCount(cell.key, Status.PUBLISHED, cell.count)


def too_small(cell: Cell, k: int) -> bool:
    """Whether a count tells of too few persons by itself; 0 does, unless everybody knows it."""
    return cell.count < k and not cell.structural


def _hidden_below_a_total(cells: Sequence[Cell], tie: Sum, k: int) -> set[str]:
    total = next(cell for cell in cells if cell.key == tie.total)
    parts = [cell for cell in cells if cell.key != tie.total]
    primary = {cell.key: cell.count for cell in parts if too_small(cell, k)}
    spare = {cell.key: cell.count for cell in parts if cell.count >= k}
    chosen = None if too_small(total, k) else _complement(primary, spare, k)
    if chosen is None:
        return {cell.key for cell in cells if not cell.structural}
    return primary.keys() | chosen


def _complement(primary: Mapping[str, int], spare: Mapping[str, int], k: int) -> set[str] | None:
    """Choose the counts that protect the small ones, or None when no choice does.

    More than two are never needed: a hidden cell and two of at least k persons have a rest that withstands every
    attacker, so only the first three sizes are looked at, each in the order of preference.
    """
    if not primary or is_protected(primary, k):
        return set()
    by_preference = sorted(spare, key=lambda key: (spare[key], key))
    choices = [{key} for key in by_preference] + [set(by_preference[:2])] * (len(by_preference) > 1)
    return next((keys for keys in choices if is_protected({**primary, **{key: spare[key] for key in keys}}, k)), None)


def refuse_contradictions(cells: Sequence[Cell], sums: Sequence[Sum], k: int) -> None:
    """Refuse counts, keys and sums that contradict each other, and k < 1, with a ValueError."""
    counts = {cell.key: cell.count for cell in cells}
    if k < 1:
        raise ValueError(f"k must be at least 1, not {k}")
    if len(counts) != len(cells):
        raise ValueError("two cells have the same key")
    if any(cell.count < 0 or (cell.structural and cell.count) for cell in cells):
        raise ValueError("a count is negative, or a structural zero is not 0")
    for tie in sums:
        if not {tie.total, *tie.parts} <= counts.keys():
            raise ValueError(f"the sum {tie.total!r} names a cell that is not in the table")
        if counts[tie.total] != sum(counts[key] for key in tie.parts):
            raise ValueError(f"the parts of {tie.total!r} do not add up to it")
