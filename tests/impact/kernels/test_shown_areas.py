"""Which areas of a figure are shown, by how many persons and contributors each rests on."""

from typing import Any

import pytest

from partage_impact.facts.catalogue import About
from partage_impact.indicators.formula import Function
from partage_impact.observations.areas import ALL
from partage_impact.observations.release import Personal, shown_areas
from partage_impact.observations.tallies import Tally


def counted(**homes: int) -> Personal:
    """An aggregate that counts so many persons in each area."""
    by_area = {area: Tally(homes=count, persons=count, rows=count, weight=count) for area, count in homes.items()}
    total = sum(homes.values())
    by_area[ALL] = Tally(homes=total, persons=total, rows=total, weight=total)
    return Personal(Function.DISTINCT, About.PERSONS, False, by_area)


@pytest.mark.parametrize(
    ("homes", "shown"),
    [
        ({"a": 9, "b": 9}, {ALL, "a", "b"}),
        ({"a": 9, "b": 2}, {ALL}),
        ({"a": 2, "b": 2}, set()),
        ({"a": 9, "b": 2, "c": 7}, {ALL, "a"}),
        ({"a": 9, "b": 0, "c": 7, "d": 20}, {ALL, "a", "d"}),
    ],
)
def test_areas_are_shown_as_their_counts_allow(homes: dict[str, int], shown: set[str]) -> None:
    assert shown_areas([counted(**homes)], list(homes), 5) == shown


def test_what_tells_of_nobody_is_always_shown() -> None:
    assert shown_areas([], ["a", "b"], 5) == {ALL, "a", "b"}


def test_the_rest_obeys_dominance_too() -> None:
    """Each shown region is fine, but subtracting them from the whole leaves a sum that one person dominates."""

    def tally(homes: int, size: int, top: int, second: int) -> Tally:
        sizes: dict[str, Any] = {"size": size, "top": top, "second": second, "smallest": 1, "largest": top}
        return Tally(homes=homes, persons=homes, weight=homes, rows=homes, **sizes)

    areas = {
        "a": tally(9, 90, 10, 10),
        "b": tally(2, 950, 900, 50),
        "c": tally(7, 70, 10, 10),
        "d": tally(9, 90, 10, 10),
    }
    whole = tally(27, 2_000, 900, 100)
    summed = Personal(Function.SUM, About.PERSONS, True, {**areas, ALL: whole})
    assert shown_areas([summed], list(areas), 5) == {ALL}
