"""The one-way table of counts, against an oracle that enumerates every table a reader must hold possible."""

from collections.abc import Iterable, Iterator
from itertools import combinations
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partage_kit.disclosure import Cell, NotOneWay, PublishableCount, Status, Sum, intervals, protect

ALL = "all"
HIDDEN = Status.SUPPRESSED


def one_way(counts: dict[str, int], structural: Iterable[str] = ()) -> tuple[list[Cell], list[Sum]]:
    cells = [Cell(key, count, key in set(structural)) for key, count in counts.items()]
    total = Cell(ALL, sum(counts.values()), all(cell.structural for cell in cells))
    return [*cells, total], [Sum(ALL, tuple(counts))]


def hidden_keys(cells: list[Cell], sums: list[Sum], k: int) -> set[str]:
    return {key for key, cell in protect(cells, sums, k).items() if cell.status is HIDDEN}


# The oracle, from the page: enumerate the tables that agree with what is published and what the reader knows.


def tables(keys: tuple[str, ...], rest: int) -> Iterator[dict[str, int]]:
    if len(keys) <= 1:
        if keys or rest == 0:
            yield dict.fromkeys(keys, rest)
        return
    for count in range(rest + 1):
        for others in tables(keys[1:], rest - count):
            yield {keys[0]: count, **others}


def knows(true: dict[str, int], own: str | None, table: dict[str, int]) -> bool:
    if own is None:
        return True
    return table[own] == 1 if true[own] == 1 else table[own] >= 1


def withstands(true: dict[str, int], hidden: tuple[str, ...], k: int) -> bool:
    possible = list(tables(tuple(sorted(hidden)), sum(true[key] for key in hidden)))
    for own in (None, *(key for key in hidden if true[key] >= 1)):
        believed = [table for table in possible if knows(true, own, table)]
        for key in hidden:
            if key == own and true[key] == 1:
                continue  # her own cell, in which she is alone
            values = [table[key] for table in believed]
            if max(values) < k or max(values) - min(values) < k:
                return False
    return True


def oracle(counts: dict[str, int], structural: set[str], k: int) -> set[str]:
    free = sorted(set(counts) - structural)
    small = {key for key in free if counts[key] < k}
    if sum(counts.values()) < k:
        return {*free, ALL} if free else set()
    if not small:
        return set()
    ways = [
        (len(way), sum(counts[key] for key in way), way)
        for size in range(len(free) + 1)
        for way in combinations(free, size)
        if small <= set(way) and withstands(counts, way, k)
    ]
    return set(min(ways)[2]) if ways else {*free, ALL}


@st.composite
def small_tables(draw: st.DrawFn) -> tuple[dict[str, int], set[str]]:
    size = draw(st.integers(1, 5))
    keys = draw(st.permutations("abcde"))[:size]
    counts = {key: draw(st.integers(0, 7)) for key in keys}
    return counts, {key for key, count in counts.items() if count == 0 and draw(st.booleans())}


@settings(max_examples=150, deadline=None)
@given(table=small_tables(), k=st.integers(1, 5))
def test_the_fewest_cheapest_first_cells_are_hidden_as_enumeration_finds_them(
    table: tuple[dict[str, int], set[str]], k: int
) -> None:
    counts, structural = table
    assert hidden_keys(*one_way(counts, structural), k) == oracle(counts, structural, k)


@settings(max_examples=100, deadline=None)
@given(counts=st.lists(st.integers(0, 7), min_size=1, max_size=4), data=st.data())
def test_intervals_are_those_of_all_tables_that_remain_possible(counts: list[int], data: st.DataObject) -> None:
    true = dict(zip("abcd", counts, strict=False))
    own = data.draw(st.sampled_from([None, *(key for key, count in true.items() if count)]))
    believed = [table for table in tables(tuple(true), sum(counts)) if knows(true, own, table)]
    found = intervals(true, own)
    for key in true:
        values = [table[key] for table in believed]
        assert (found[key].low, found[key].high) == (min(values), max(values))


@settings(max_examples=100)
@given(counts=st.dictionaries(st.text(max_size=3), st.integers(0, 400), min_size=1, max_size=40), k=st.integers(1, 12))
def test_nothing_below_k_is_ever_shown_and_what_is_shown_is_true(counts: dict[str, int], k: int) -> None:
    cells = [Cell(key, count) for key, count in counts.items()]
    total = Cell("the total", sum(counts.values()))
    for table, sums in ((cells, []), ([*cells, total], [Sum(total.key, tuple(counts))])):
        answer = protect(table, sums, k)
        assert answer.keys() == {cell.key for cell in table}
        for cell in table:
            shown = answer[cell.key]
            assert shown.count == (cell.count if shown.status is Status.PUBLISHED else None)
            assert shown.status is HIDDEN or cell.count >= k


@settings(max_examples=100)
@given(table=small_tables(), k=st.integers(1, 5), data=st.data())
def test_the_order_of_the_cells_does_not_matter(
    table: tuple[dict[str, int], set[str]], k: int, data: st.DataObject
) -> None:
    cells, sums = one_way(*table)
    assert protect(data.draw(st.permutations(cells)), sums, k) == protect(cells, sums, k)


def test_one_small_cell_takes_the_smallest_cell_that_covers_it_along() -> None:
    assert hidden_keys(*one_way({"a": 3, "b": 40, "c": 12, "d": 12}), k=5) == {"a", "c"}


def test_a_person_alone_in_her_cell_needs_two_others_hidden_beside_it() -> None:
    assert hidden_keys(*one_way({"a": 1, "b": 40, "c": 12, "d": 30}), k=5) == {"a", "c", "d"}


def test_two_small_cells_do_not_protect_each_other_from_a_respondent() -> None:
    # The total leaves 5 for both; a respondent of one knows that the other has 4 at most.
    assert hidden_keys(*one_way({"a": 2, "b": 3, "c": 9}), k=5) == {"a", "b", "c"}


def test_zero_is_hidden_unless_everybody_knows_it() -> None:
    counts = {"a": 0, "b": 20, "c": 30}
    assert hidden_keys(*one_way(counts), k=5) == {"a", "b"}
    assert hidden_keys(*one_way(counts, structural="a"), k=5) == set()


def test_where_nothing_protects_everything_goes_even_the_total() -> None:
    assert hidden_keys(*one_way({"a": 4, "b": 0}, structural="b"), k=5) == {"a", ALL}
    assert hidden_keys(*one_way({"a": 1, "b": 50}), k=5) == {"a", "b", ALL}


def test_a_total_of_nobody_is_hidden_as_any_other_zero() -> None:
    assert hidden_keys([Cell(ALL, 0)], [Sum(ALL, ())], k=5) == {ALL}


def test_without_a_known_total_only_the_small_cells_are_hidden() -> None:
    answer = protect([Cell("a", 3), Cell("b", 9)], [], k=5)
    assert answer == {
        "a": PublishableCount("a", HIDDEN, None),
        "b": PublishableCount("b", Status.PUBLISHED, 9),
    }


def test_a_table_of_two_ways_is_refused_rather_than_half_protected() -> None:
    cells = [Cell("a", 6), Cell("b", 6), Cell("ab", 12), Cell("c", 6), Cell("bc", 12)]
    with pytest.raises(NotOneWay):
        protect(cells, [Sum("ab", ("a", "b")), Sum("bc", ("b", "c"))], k=5)
    with pytest.raises(NotOneWay):
        protect(cells[:4], [Sum("ab", ("a", "b"))], k=5)


@pytest.mark.parametrize(
    ("cells", "sums", "k", "fault"),
    [
        ([Cell("a", 6)], [], 0, "k must be at least 1"),
        ([Cell("a", 6), Cell("a", 7)], [], 5, "the same key"),
        ([Cell("a", -1)], [], 5, "negative"),
        ([Cell("a", 2, structural=True)], [], 5, "structural zero"),
        ([Cell("a", 6), Cell("all", 7)], [Sum("all", ("a",))], 5, "do not add up"),
        ([Cell("a", 6)], [Sum("all", ("a",))], 5, "not in the table"),
    ],
)
def test_contradictions_are_refused(cells: list[Cell], sums: list[Sum], k: int, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        protect(cells, sums, k)


def test_a_table_of_two_hundred_small_cells_is_decided_at_once() -> None:
    counts = {f"{i:03}": i % 5 for i in range(200)}
    started = perf_counter()
    assert hidden_keys(*one_way(counts), k=5) == set(counts)
    assert perf_counter() - started < 2  # the target of a 200-cell disclosure check, in seconds
