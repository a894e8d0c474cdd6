"""Which areas of one figure may be shown by themselves: pure, on top of the kit's small-cell kernel.

A figure is shown area by area and for the whole office. Whoever subtracts the shown areas from the whole reads the
rest, so the rest passes the same tests as each cell. Where the areas do not pass, the whole alone is shown. What
aggregates and figures tell beside each other, `joint` decides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from partage_contracts.impact import IndicatorLevel
from partage_impact.facts.catalogue import About
from partage_impact.indicators.formula import Function
from partage_impact.observations.areas import ALL
from partage_impact.observations.tallies import NOTHING, Tally
from partage_kit.disclosure import Cell, Status, Sum, is_protected, mean_status, protect
from partage_kit.disclosure.magnitudes import DOMINANT_SHARE


def awaits_claim(level: IndicatorLevel) -> bool:
    """Whether a figure is published only with a claim of contribution, which nobody can state yet."""
    return level is IndicatorLevel.IMPACT


@dataclass(frozen=True, slots=True)
class Personal:
    """An aggregate that tells of persons: its tallies by area."""

    function: Function
    about: About
    is_measured: bool
    by_area: Mapping[str, Tally]

    def at(self, area: str) -> Tally:
        """The tally of an area; an area without facts has one of nothing."""
        return self.by_area.get(area, NOTHING)


def shown_areas(aggregates: Sequence[Personal], areas: Sequence[str], k: int) -> frozenset[str]:
    """The areas, among them ALL, of which every aggregate of a figure may be told."""
    everything = frozenset({ALL, *areas})
    if not aggregates:
        return everything
    if not _whole_is_safe(aggregates, k):
        return frozenset()
    hidden = frozenset(_hidden(aggregates, areas, k))
    shown = [area for area in areas if area not in hidden]
    return everything - hidden if shown and are_safe(aggregates, areas, shown, k) else frozenset({ALL})


def are_safe(aggregates: Sequence[Personal], areas: Sequence[str], shown: Sequence[str], k: int) -> bool:
    """Whether the shown areas beside the whole tell nothing of fewer than k persons, the rest included."""
    hidden = [area for area in areas if area not in shown]
    groups = [[area] for area in shown] + ([hidden] if hidden else [])
    cells_are_safe = all(_cell_is_safe(aggregates, group, k) for group in groups)
    return cells_are_safe and all(
        is_protected({area: counts[area] for area in hidden}, k) for counts in _tables(aggregates, areas)
    )


def _whole_is_safe(aggregates: Sequence[Personal], k: int) -> bool:
    counted = [count for one in aggregates for count in _counts(one, ALL)]
    return all(count >= k for count in counted) and _cell_is_safe(aggregates, [ALL], k)


def _hidden(aggregates: Sequence[Personal], areas: Sequence[str], k: int) -> Iterable[str]:
    for counts in _tables(aggregates, areas):
        cells = [Cell(area, counts[area]) for area in areas]
        total = Cell(ALL, sum(counts.values()))
        decided = protect([total, *cells], [Sum(ALL, tuple(areas))], k)
        yield from (area for area in areas if decided[area].status is Status.SUPPRESSED)


def _tables(aggregates: Sequence[Personal], areas: Sequence[str]) -> list[dict[str, int]]:
    """The counts of persons that add up over areas: of those counted, and for a share of either answer."""
    by_area = {area: [count for one in aggregates for count in _counts(one, area)] for area in areas}
    columns = range(len(next(iter(by_area.values()), [])))
    return [{area: by_area[area][column] for area in areas} for column in columns]


def _counts(one: Personal, area: str) -> list[int]:
    tally = one.at(area)
    if one.about is About.GROUPS:
        return [tally.grouped]
    return [tally.highs, tally.lows] if one.function is Function.SHARE else [tally.homes]


def _cell_is_safe(aggregates: Sequence[Personal], areas: Sequence[str], k: int) -> bool:
    """Whether areas taken together tell nothing of single persons by a mean or a sum."""
    return all(_told_safely(one, [one.at(area) for area in areas], k) for one in aggregates)


def _told_safely(one: Personal, cells: Sequence[Tally], k: int) -> bool:
    if one.about is About.GROUPS or not one.is_measured:
        return True
    with_values = [cell for cell in cells if cell.weight]
    smallest = min((cell.smallest for cell in with_values), default=Fraction(0))
    largest = max((cell.largest for cell in with_values), default=Fraction(0))
    if one.function is Function.SUM:
        size = sum((cell.size for cell in cells), Fraction(0))
        top, second, *_ = [*sorted((part for cell in cells for part in (cell.top, cell.second)), reverse=True), 0, 0]
        return size > 0 and top + second <= DOMINANT_SHARE * size
    return mean_status(sum(cell.homes for cell in cells), smallest, largest, k) is Status.PUBLISHED
