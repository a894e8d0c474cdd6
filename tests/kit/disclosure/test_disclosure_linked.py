"""Tables that share margins, against an oracle that enumerates all tables a reader must hold possible, and an attack
by linear programming on tables that are too large for that."""

from collections.abc import Iterator, Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from partage_kit.disclosure import Cell, Interval, PublishableCount, Status, Sum, programs, protect
from partage_kit.disclosure.linked import TooManyCells, protect_linked
from support.cold_programs import ColdProgram

Published = Mapping[str, PublishableCount]
Tables = tuple[list[Cell], list[Sum]]


def two_way(name: str, counts: list[list[int]]) -> tuple[dict[str, int], list[Sum]]:
    """A table with the margins of its columns; those of its rows (`r0`, `r1`...) are shared by all tables."""
    rows, columns = range(len(counts)), range(len(counts[0]))
    cells = {f"{name}:{r}:{c}": counts[r][c] for r in rows for c in columns}
    cells |= {f"{name}:c{c}": sum(counts[r][c] for r in rows) for c in columns}
    sums = [Sum(f"r{r}", tuple(f"{name}:{r}:{c}" for c in columns)) for r in rows]
    sums += [Sum(f"{name}:c{c}", tuple(f"{name}:{r}:{c}" for r in rows)) for c in columns]
    return cells, [*sums, Sum("all", tuple(f"{name}:c{c}" for c in columns))]


def linked(*tables: list[list[int]]) -> Tables:
    """Two-way tables of the same persons, whose rows are the same groups."""
    cells = {f"r{r}": sum(row) for r, row in enumerate(tables[0])}
    cells["all"] = sum(cells.values())
    sums = [Sum("all", tuple(f"r{r}" for r in range(len(tables[0]))))]
    for number, counts in enumerate(tables):
        more, ties = two_way("abc"[number], counts)
        cells |= more
        sums += ties
    return [Cell(key, count) for key, count in cells.items()], sums


def hidden_in(published: Published) -> list[str]:
    return [key for key, cell in published.items() if cell.status is Status.SUPPRESSED]


# The oracle, from the page: all whole tables that agree with what is shown and with what the reader knows.


def tables_of(cells: list[Cell], sums: list[Sum], published: Published, most: int) -> list[dict[str, int]]:
    """All tables of one way or two that agree with what is shown; nobody believes in counts above `most`."""
    totals = {tie.total for tie in sums}
    inner = [cell.key for cell in cells if cell.key not in totals]
    shown = {key: cell.count for key, cell in published.items() if cell.count is not None}
    depth = {key: _depth(key, sums) for key in totals}
    ordered = sorted(sums, key=lambda tie: depth[tie.total])
    return list(_completed(inner, {}, ordered, shown, most))


def _depth(key: str, sums: list[Sum]) -> int:
    return 1 + max((_depth(part, sums) for tie in sums if tie.total == key for part in tie.parts), default=-1)


def _completed(
    inner: list[str], known: dict[str, int], sums: list[Sum], shown: Mapping[str, int], most: int
) -> Iterator[dict[str, int]]:
    for tie in sums:
        if tie.total in shown and sum(known.get(part, 0) for part in tie.parts) > shown[tie.total]:
            return
    if inner:
        for count in [shown[inner[0]]] if inner[0] in shown else range(most + 1):
            yield from _completed(inner[1:], {**known, inner[0]: count}, sums, shown, most)
        return
    full = dict(known)
    for tie in sums:
        total = sum(full[part] for part in tie.parts)
        if full.setdefault(tie.total, total) != total or shown.get(tie.total, total) != total:
            return
    yield full


def above(key: str, sums: list[Sum]) -> set[str]:
    direct = {tie.total for tie in sums if key in tie.parts}
    return direct.union(*(above(total, sums) for total in direct))


def withstands(
    true: Mapping[str, int], possible: list[dict[str, int]], hidden: list[str], sums: list[Sum], k: int
) -> bool:
    for own in (None, *(key for key in hidden if true[key])):
        alone = own is not None and true[own] == 1
        believed = [t for t in possible if own is None or (t[own] == 1 if alone else t[own] >= 1)]
        for key in hidden:
            if alone and (own == key or own in above(key, sums)):
                continue  # her own cell, or a part of a group in which she is alone
            values = [table[key] for table in believed]
            if max(values) < k or max(values) - min(values) < k:
                return False
    return True


small_rows = st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=2), min_size=2, max_size=2)


@settings(max_examples=40, deadline=None)
@given(counts=small_rows, k=st.integers(1, 2))
def test_a_two_way_table_withstands_enumeration(counts: list[list[int]], k: int) -> None:
    cells, sums = linked(counts)
    published = protect_linked(cells, sums, k)
    possible = tables_of(cells, sums, published, most=max(map(max, counts)) + 2 * k)
    assert withstands({cell.key: cell.count for cell in cells}, possible, hidden_in(published), sums, k)


@settings(max_examples=15, deadline=None)
@given(first=small_rows, moved=st.lists(st.integers(0, 4), min_size=2, max_size=2))
def test_two_tables_that_share_rows_withstand_enumeration(first: list[list[int]], moved: list[int]) -> None:
    second = [[min(by, sum(row)), sum(row) - min(by, sum(row))] for row, by in zip(first, moved, strict=True)]
    cells, sums = linked(first, second)
    published = protect_linked(cells, sums, k=2)
    hidden = hidden_in(published)
    if len(hidden) > 12:
        assert all(published[cell.key].count is None for cell in cells if cell.count < 2)
        return  # more tables than are worth enumerating
    possible = tables_of(cells, sums, published, most=max(max(map(max, first)), max(map(max, second))) + 3)
    assert withstands({cell.key: cell.count for cell in cells}, possible, hidden, sums, 2)


# The attack on larger tables: the bounds of every hidden count by linear programming.


def attacked(cells: list[Cell], sums: list[Sum], published: Published, own: str | None = None) -> dict[str, Interval]:
    """What is left of each hidden count to a reader, or to one who is counted in the cell `own`."""
    place = {cell.key: number for number, cell in enumerate(cells)}
    true = {cell.key: cell.count for cell in cells}
    ties = np.zeros((len(sums), len(cells)))
    for row, tie in enumerate(sums):
        ties[row, place[tie.total]] = -1
        ties[row, [place[part] for part in tie.parts]] = 1
    known = {key: (cell.count, cell.count) for key, cell in published.items() if cell.count is not None}
    if own is not None:
        known[own] = (1, 1 if true[own] == 1 else None)  # type: ignore[assignment]
    bounds = [known.get(cell.key, (0, None)) for cell in cells]
    found = {}
    for key in hidden_in(published):
        goal = np.zeros(len(cells))
        ends = []
        for sign in (1, -1):
            goal[place[key]] = sign
            answer = linprog(goal, A_eq=ties, b_eq=np.zeros(len(sums)), bounds=bounds)
            ends.append(None if answer.status == 3 else round(sign * answer.fun))
        found[key] = Interval(ends[0] or 0, ends[1])
    return found


def generated(seed: int) -> Tables:
    """Two tables of some 200 persons in 5 groups, as uneven as life."""
    draw = np.random.default_rng(seed)
    group = draw.choice(5, 200, p=draw.dirichlet(np.full(5, 0.7)))
    tables = []
    for columns in (4, 3):
        shares = draw.dirichlet(np.full(columns, 0.5), 5)
        of_each = [draw.choice(columns, p=shares[one]) for one in group]
        table = np.zeros((5, columns), int)
        np.add.at(table, (group, np.array(of_each)), 1)
        tables.append(table.tolist())
    return linked(*tables)


@pytest.mark.parametrize("seed", range(4))
def test_linked_tables_withstand_the_interval_attack(seed: int) -> None:
    cells, sums = generated(seed)
    true = {cell.key: cell.count for cell in cells}
    published = protect_linked(cells, sums, k=5)
    hidden = hidden_in(published)
    assert {cell.key for cell in cells if cell.count < 5} <= set(hidden)
    own_cells = sorted(key for key in hidden if true[key])[::5]
    for own in (None, *own_cells):
        alone = own is not None and true[own] == 1
        for key, left in attacked(cells, sums, published, own).items():
            if not (alone and (key == own or own in above(key, sums))):
                assert left.hides(5), (key, own, left)


@pytest.mark.parametrize("seed", range(6))
def test_programs_that_keep_their_matrix_hide_the_same_as_programs_solved_anew(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = np.random.default_rng(seed)
    sizes = draw.integers(2, 9, 2)
    ours = linked(draw.poisson(draw.gamma(0.6, 14, sizes)).tolist()), generated(seed)
    hidden = [protect_linked(cells, sums, k=5) for cells, sums in ours]
    monkeypatch.setattr(programs, "MovesProgram", ColdProgram)
    assert [protect_linked(cells, sums, k=5) for cells, sums in ours] == hidden


def protect_each(cells: list[Cell], k: int) -> Published:
    """Small counts hidden, without thinking of sums."""
    return protect(cells, [], k)


def test_the_attack_tells_what_only_small_counts_hide() -> None:
    """The attack is worth something: without complements it finds every small count."""
    cells, sums = linked([[3, 20], [20, 20]])
    only_small = protect_each(cells, 5)
    assert attacked(cells, sums, only_small) == {"a:0:0": Interval(3, 3)}


def test_a_small_count_takes_a_rectangle_along_and_no_margin() -> None:
    cells, sums = linked([[3, 20, 40], [20, 30, 40], [40, 40, 40]])
    assert hidden_in(protect_linked(cells, sums, k=5)) == ["a:0:0", "a:0:1", "a:1:0", "a:1:1"]


def test_what_is_hidden_already_costs_nothing() -> None:
    cells, sums = linked([[3, 20, 40], [20, 30, 40], [40, 40, 40]])
    hidden = hidden_in(protect_linked(cells, sums, k=5, also_hidden={"a:0:2", "a:2:0", "a:2:2"}))
    assert hidden == ["a:0:0", "a:0:2", "a:2:0", "a:2:2"]


def test_what_is_known_beforehand_is_no_protection() -> None:
    """A group that readers know to have 30 persons at least cannot hide how many it has more."""
    cells = [Cell("all", 131), Cell("small", 2), Cell("a", 31), Cell("b", 98)]
    sums = [Sum("all", ("small", "a", "b"))]
    assert hidden_in(protect_linked(cells, sums, 5)) == ["small", "a"]
    known = {"a": Interval(30, None)}
    assert "b" in hidden_in(protect_linked(cells, sums, 5, known=known))
    with pytest.raises(ValueError, match="not what is known"):
        protect_linked(cells, sums, 5, known={"a": Interval(32, None)})


def test_what_was_told_before_is_hidden_last() -> None:
    cells = [Cell("all", 40), Cell("few", 2), Cell("small", 10), Cell("large", 28)]
    sums = [Sum("all", ("few", "small", "large"))]
    assert hidden_in(protect_linked(cells, sums, 5)) == ["few", "small"]
    assert hidden_in(protect_linked(cells, sums, 5, told_before={"small"})) == ["few", "large"]
    assert hidden_in(protect_linked(cells, sums, 5, told_before={"all", "small", "large"})) == ["few", "small"]


def test_zeros_that_everybody_knows_are_shown_and_protect_nothing() -> None:
    cells = [Cell("all", 60), Cell("never", 0, structural=True), Cell("few", 2), Cell("a", 20), Cell("b", 38)]
    published = protect_linked(cells, [Sum("all", ("never", "few", "a", "b"))], 5)
    assert (published["never"].count, hidden_in(published)) == (0, ["few", "a"])


@settings(max_examples=15, deadline=None)
@given(data=st.data(), seed=st.integers(0, 100))
def test_the_order_of_cells_and_sums_does_not_matter(data: st.DataObject, seed: int) -> None:
    draw = np.random.default_rng(seed)
    cells, sums = linked(draw.integers(0, 12, (3, 3)).tolist())
    mixed = protect_linked(data.draw(st.permutations(cells)), sums, 3)
    assert mixed == protect_linked(cells, sums, 3)
    assert all(one.count == cell.count >= 3 for cell in cells if (one := mixed[cell.key]).count is not None)


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(TooManyCells):
        protect_linked([Cell(str(number), 9) for number in range(20_001)], [], 5)
