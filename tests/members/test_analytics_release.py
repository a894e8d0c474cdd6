"""What may be told of an office, as a kernel: against readers who compare tables, audiences and snapshots."""

from collections import Counter
from collections.abc import Sequence
from random import Random

import pytest

from partage_kit.disclosure import Interval
from partage_kit.disclosure.linked import protect_linked
from partage_members.analytics.assembling import CountedRow, layout_of
from partage_members.analytics.catalogue import PAIRS, THRESHOLDS, AnalyticsAudience, Table
from partage_members.analytics.layout import DIVIDED_FROM, Key, Layout
from partage_members.analytics.releasing import Before, Told, little_rests, released

TRADES = ("photographer", "baker", "graphic-designer", "translator", "dj")
PLACES = ("BE10", "BE33", "FR", None)
STAGES = ("starting", "developing", "established")


Person = tuple[str, str | None, str, str]


def community(draw: Random, size: int) -> list[Person]:
    """Members with a trade, a place, a stage and the month in which they joined."""
    return [
        (
            draw.choices(TRADES, (40, 30, 20, 8, 2))[0],
            draw.choices(PLACES, (60, 20, 15, 5))[0],
            draw.choices(STAGES, (50, 35, 15))[0],
            f"{draw.choice((2024, 2025, 2026))}{draw.randint(1, 10):02}",
        )
        for _ in range(size)
    ]


def laid_out(people: Sequence[Person]) -> Layout:
    """The tables of a community."""
    counts: Counter[tuple[str, str | None, str | None]] = Counter()
    for trade, place, stage, month in people:
        counts["trade_by_sector", trade, "74"] += 1
        counts["trade_by_territory", trade, place] += 1
        counts["trade_by_stage", trade, stage] += 1
        counts["trade_by_joined", trade, month] += 1
        counts["freshness", "older", ""] += 1
        counts["drift", "none", ""] += 1
    return layout_of([CountedRow(*key, persons) for key, persons in counts.items()], "2026-10")


@pytest.mark.parametrize("seed", range(3))
def test_a_reader_who_compares_finds_no_group_of_a_few(seed: int) -> None:
    """Three snapshots of a changing community: each is true, hides the few, and tells of no change by a few."""
    draw = Random(seed)
    people = community(draw, 240)
    before: dict[AnalyticsAudience, Before] = {}
    for _ in range(3):
        layout = laid_out(people)
        told = released(layout, before)
        for audience, counts in told.items():
            _require_safe(layout, counts, before.get(audience, Before()), THRESHOLDS[audience])
        members, everybody = told[AnalyticsAudience.MEMBERS], told[AnalyticsAudience.PUBLIC]
        assert all(everybody[key] is None for key, count in members.items() if count is None)
        before = {one: _remembered(before.get(one, Before()), counts) for one, counts in told.items()}
        people = people[draw.randint(0, 4) :] + community(draw, draw.randint(0, 9))


def _require_safe(layout: Layout, told: Told, before: Before, k: int) -> None:
    for key, count in told.items():
        assert count is None or (count == layout.tallies[key].persons and count >= k)
        last = before.last_shown.get(key)
        assert count is None or last is None or not 0 < abs(count - last) < k, key
    for total, parts in layout.sums:
        whole = told[total]
        hidden = [part for part in parts if told[part] is None]
        assert whole is None or len(hidden) != 1, "one hidden part is what the others leave over"
        if whole is not None and hidden:
            rest = whole - sum(told[part] or 0 for part in parts)
            assert rest >= k, "all hidden parts together are a group, too"
    assert not little_rests(layout, told, before.last_snapshot, k)


def _remembered(before: Before, told: Told) -> Before:
    shown = {key: count for key, count in told.items() if count is not None}
    return Before({**before.last_shown, **shown}, told)


@pytest.mark.parametrize("seed", [0, 1, 5, 7])
def test_snapshots_of_the_same_members_tell_together_no_more_than_one(seed: int) -> None:
    """What either shows stays so when nothing else is, on the tables of both: no hidden count can be told closer."""
    draw = Random(seed)
    people = community(draw, draw.choice([60, 120, 240, 800]))
    first = released(laid_out(people), {})
    before = {one: _remembered(Before(), counts) for one, counts in first.items()}
    layout = laid_out(people[draw.randint(0, 6) :] + community(draw, draw.randint(0, 9)))
    second = released(layout, before)
    third = released(layout, {one: _remembered(before[one], counts) for one, counts in second.items()})
    for audience, k in THRESHOLDS.items():
        told = {str(key) for one in (second, third) for key, count in one[audience].items() if count is not None}
        hidden = {str(key) for key in layout.tallies} - told
        known = {str(key): interval for key, interval in layout.known.items()}
        decided = protect_linked(list(layout.cells()), list(layout.ties()), k, also_hidden=hidden, known=known)
        assert {key for key, cell in decided.items() if cell.count is not None} == told


def test_pairs_are_a_forest_so_that_no_three_tables_tell_more_than_two() -> None:
    """Whatever agrees in what tables share is a possible community, as long as pairs close no ring."""
    group: dict[Table, Table] = {}

    def root(table: Table) -> Table:
        return root(group[table]) if table in group else table

    for pair in PAIRS.values():
        rows, columns = root(pair.rows), root(pair.columns)
        assert rows is not columns, "a ring"
        group[rows] = columns


def test_small_groups_are_neither_divided_nor_told_apart() -> None:
    layout = laid_out(
        [("photographer", "BE10", "starting", "202601")] * (DIVIDED_FROM - 1)
        + [("baker", "FR", "starting", "202602")] * 31
    )
    rows = {key.row for key in layout.tallies if key.table is Table.TRADE}
    assert "baker" in rows
    assert "photographer" not in rows
    crossed = {(key.row, key.column) for key in layout.tallies if key.table is Table.TRADE_BY_TERRITORY}
    assert crossed == {("75", "FR"), ("75", "other"), ("other", "FR"), ("other", "other")}
    assert layout.known[Key(Table.TRADE, "34")] == Interval(0, DIVIDED_FROM - 1)
    assert layout.known[Key(Table.TRADE, "75")] == Interval(DIVIDED_FROM, None)


def test_a_rest_that_differs_by_a_few_hides_its_total() -> None:
    layout = Layout()
    layout.sums.append((Key(Table.MEMBERS, "all"), tuple(Key(Table.STAGE, code) for code in "abc")))
    earlier: Told = dict(
        zip([Key(Table.MEMBERS, "all"), *(Key(Table.STAGE, code) for code in "abc")], (40, 20, None, None), strict=True)
    )
    later = {**earlier, Key(Table.MEMBERS, "all"): 47, Key(Table.STAGE, "a"): 25}
    assert little_rests(layout, later, earlier, 5) == {Key(Table.MEMBERS, "all")}
    assert little_rests(layout, {**later, Key(Table.STAGE, "a"): 27}, earlier, 5) == set()
