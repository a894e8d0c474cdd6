"""From counts to tables, as a kernel: the cells, the sums that tie them, and what the form of the tables tells.

A group is told apart in a pair, and divided further, from 30 persons on: finer tables of smaller groups would be
hidden cells only, and take the group's own count along. The rest is one group, `other`. Who reads tables knows this
rule, and so that a group told apart has 30 persons at least: it is taken into account as known beforehand.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from partage_kit.disclosure import Cell, Interval, Sum
from partage_members.analytics.catalogue import ALL, OTHER, Groups, Table

DIVIDED_FROM = 30


class Key(NamedTuple):
    """The place of a cell: its table, row and column; tables of one dimension have the one column `all`."""

    table: Table
    row: str
    column: str = ALL

    def __str__(self) -> str:
        return f"{self.table}/{self.row}/{self.column}"


class Tally(NamedTuple):
    """How many persons, and of how many the public does not see by herself what they are counted by."""

    persons: int
    unseen: int

    def __add__(self, other: object) -> "Tally":
        assert isinstance(other, Tally)  # noqa: S101 - tallies are added to tallies only
        return Tally(self.persons + other.persons, self.unseen + other.unseen)


NOBODY = Tally(0, 0)


@dataclass(slots=True)
class Layout:
    """Tables that are released together."""

    tallies: dict[Key, Tally] = field(default_factory=dict)
    sums: list[tuple[Key, tuple[Key, ...]]] = field(default_factory=list)
    known: dict[Key, Interval] = field(default_factory=dict)

    def total(self, table: Table, tally: Tally) -> None:
        """Add a table of one cell."""
        self.tallies[Key(table, ALL)] = tally

    def one_way(self, table: Table, whole: Table, leaves: Mapping[str, Tally], groups: Groups) -> None:
        """Add a table of one dimension, with its groups and those of their parts that are large enough."""
        sizes = _sizes(leaves, groups)
        parts = [self._cell(Key(table, code), sizes[code]) for code in groups[ALL]]
        self.sums.append((Key(whole, ALL), tuple(parts)))
        for group in groups[ALL]:
            self._divide(table, group, sizes, groups)

    def _divide(self, table: Table, group: str, sizes: Mapping[str, Tally], groups: Groups) -> None:
        if group not in groups or sizes[group].persons < DIVIDED_FROM:
            return
        parts = [self._cell(Key(table, code), sizes[code]) for code in groups[group]]
        self.sums.append((Key(table, group), tuple(parts)))
        self.known[Key(table, group)] = Interval(DIVIDED_FROM, None)
        for part in groups[group]:
            self._divide(table, part, sizes, groups)

    def merge(self, table: Table, groups: Groups) -> dict[str, str]:
        """Under what each group of a table stands in pairs: by itself, or together with the other small ones."""
        keys = [Key(table, code) for code in groups[ALL]]
        small = [key for key in keys if self.tallies[key].persons < DIVIDED_FROM]
        for key in keys:
            self.known[key] = Interval(0, DIVIDED_FROM - 1) if key in small else Interval(DIVIDED_FROM, None)
        if small:
            together = self._cell(Key(table, OTHER), sum((self.tallies[key] for key in small), NOBODY))
            self.sums.append((together, tuple(small)))
        return {key.row: OTHER if key in small else key.row for key in keys}

    def pair(
        self,
        table: Table,
        ways: tuple[tuple[Table, Mapping[str, str]], tuple[Table, Mapping[str, str]]],
        found: Mapping[tuple[str, str], Tally],
    ) -> None:
        """Add a table of two dimensions, whose groups stand under the names that `merge` gave."""
        (rows, row_of), (columns, column_of) = ways
        tallies: dict[tuple[str, str], Tally] = {}
        for (row, column), tally in found.items():
            place = row_of[row], column_of[column]
            tallies[place] = tallies.get(place, NOBODY) + tally
        named_rows, named_columns = dict.fromkeys(row_of.values()), dict.fromkeys(column_of.values())
        if len(named_rows) < 2 or len(named_columns) < 2:
            return
        for row in named_rows:
            for column in named_columns:
                self._cell(Key(table, row, column), tallies.get((row, column), NOBODY))
        self.sums += [(Key(rows, row), tuple(Key(table, row, c) for c in named_columns)) for row in named_rows]
        self.sums += [
            (Key(columns, column), tuple(Key(table, r, column) for r in named_rows)) for column in named_columns
        ]

    def beside(self, whole: Table, keys: Iterable[tuple[Key, Tally]]) -> None:
        """Add cells that make up the whole together."""
        self.sums.append((Key(whole, ALL), tuple(self._cell(key, tally) for key, tally in keys)))

    def _cell(self, key: Key, tally: Tally) -> Key:
        self.tallies[key] = tally
        return key

    def cells(self) -> Iterator[Cell]:
        """The cells as the kernel of disclosure control takes them."""
        return (Cell(str(key), tally.persons) for key, tally in self.tallies.items())

    def ties(self) -> Iterator[Sum]:
        """The sums as the kernel of disclosure control takes them."""
        return (Sum(str(total), tuple(map(str, parts))) for total, parts in self.sums)


def _sizes(leaves: Mapping[str, Tally], groups: Groups) -> dict[str, Tally]:
    """The tally of every group: what was counted under its own code, and that of its parts."""
    sizes: dict[str, Tally] = {}

    def size(code: str) -> Tally:
        sizes[code] = sum((size(part) for part in groups.get(code, ())), leaves.get(code, NOBODY))
        return sizes[code]

    size(ALL)
    return sizes
