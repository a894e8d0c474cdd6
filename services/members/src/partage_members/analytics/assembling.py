"""From counted rows to the tables of a snapshot, as a kernel."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from partage_members.analytics.catalogue import (
    ALL,
    EARLIER,
    PAIRS,
    UNTOLD,
    WHOLE,
    Groups,
    Table,
    groups_of,
)
from partage_members.analytics.layout import NOBODY, Key, Layout, Tally
from partage_members.analytics.words import codes
from partage_members.classifications.catalogue import Scheme, concepts


@dataclass(frozen=True, slots=True)
class CountedRow:
    """How many persons are in groups `one` and `other` of a table or field; of how many the public does not see
    `one`, `other`, or one of both."""

    name: str
    one: str | None
    other: str | None
    persons: int
    unseen_one: int = 0
    unseen_other: int = 0
    unseen: int = 0


_Found = dict[tuple[str, str], Tally]


def layout_of(rows: Iterable[CountedRow], until: str) -> Layout:
    """The tables of all that was counted, up to a month (`2026-10`)."""
    counted = list(rows)
    groups = {table: groups_of(table, until) for table in WHOLE}
    layout = Layout()
    layout.total(Table.MEMBERS, _whole(counted, Table.TRADE_BY_STAGE))
    layout.total(Table.ACTIVE, _whole(counted, Table.ACTIVE_TRADE_BY_BAND))
    for table, whole in WHOLE.items():
        layout.one_way(table, whole, _leaves(counted, table, groups[table]), groups[table])
    merged = {
        table: layout.merge(table, groups[table]) for pair in PAIRS.values() for table in (pair.rows, pair.columns)
    }
    for table, pair in PAIRS.items():
        ways = (pair.rows, merged[pair.rows]), (pair.columns, merged[pair.columns])
        layout.pair(table, ways, _crossed(counted, table, groups))
    for field in codes("field"):
        filled = sum((_all(row) for row in counted if row.name == field and row.other == "1"), NOBODY)
        missing = Tally(layout.tallies[Key(Table.MEMBERS, ALL)].persons - filled.persons, 0)
        cells = (Key(Table.COMPLETENESS, field, "filled"), filled), (Key(Table.COMPLETENESS, field, "missing"), missing)
        layout.beside(Table.MEMBERS, cells)
    return layout


_SOURCE: Mapping[Table, tuple[Table, str]] = {
    Table.TRADE: (Table.TRADE_BY_STAGE, "one"),
    Table.SECTOR: (Table.TRADE_BY_SECTOR, "other"),
    Table.TERRITORY: (Table.TRADE_BY_TERRITORY, "other"),
    Table.STAGE: (Table.TRADE_BY_STAGE, "other"),
    Table.JOINED: (Table.TRADE_BY_JOINED, "other"),
    Table.ACTIVE_TRADE: (Table.ACTIVE_TRADE_BY_BAND, "one"),
    Table.ACTIVE_SECTOR: (Table.ACTIVE_SECTOR_BY_BAND, "one"),
    Table.ACTIVE_BAND: (Table.ACTIVE_TRADE_BY_BAND, "other"),
    Table.FRESHNESS: (Table.FRESHNESS, "one"),
    Table.DRIFT: (Table.DRIFT, "one"),
}
"""The counted rows that a table of one dimension is made of, and in which column it stands."""


def _whole(rows: Iterable[CountedRow], source: Table) -> Tally:
    # a whole tells of nobody's trade or place, so it does not matter who shows hers
    return Tally(sum(row.persons for row in rows if row.name == source), 0)


def _all(row: CountedRow) -> Tally:
    return Tally(row.persons, row.unseen)


def _leaves(rows: Iterable[CountedRow], table: Table, groups: Groups) -> Mapping[str, Tally]:
    source, column = _SOURCE[table]
    known = {*groups, *(code for parts in groups.values() for code in parts)}
    leaves: dict[str, Tally] = {}
    for row in rows:
        if row.name == source:
            code = _coded(table, getattr(row, column), known)
            tally = Tally(row.persons, getattr(row, f"unseen_{column}"))
            leaves[code] = leaves.get(code, NOBODY) + tally
    return leaves


def _crossed(rows: Iterable[CountedRow], table: Table, groups: Mapping[Table, Groups]) -> _Found:
    pair = PAIRS[table]
    roots = {way: _roots(groups[way]) for way in (pair.rows, pair.columns)}
    found: _Found = {}
    for row in rows:
        if row.name == table:
            one = _coded(pair.rows, row.one, roots[pair.rows])
            other = _coded(pair.columns, row.other, roots[pair.columns])
            place = roots[pair.rows][one], roots[pair.columns][other]
            found[place] = found.get(place, NOBODY) + _all(row)
    return found


def _roots(groups: Groups) -> dict[str, str]:
    """The group right below the whole of every code."""
    roots: dict[str, str] = {}

    def descend(code: str, root: str) -> None:
        roots[code] = root
        for part in groups.get(code, ()):
            descend(part, root)

    for group in groups[ALL]:
        descend(group, group)
    return roots


def _coded(table: Table, value: str | None, known: Iterable[str]) -> str:
    """The code of the catalogue for what was counted."""
    if value is None:
        return UNTOLD
    return next((code for code in _CODED.get(table, _as_it_is)(value) if code in known), UNTOLD)


def _as_it_is(value: str) -> tuple[str, ...]:
    return (value,)


def _sector(value: str) -> tuple[str, ...]:
    concept = concepts(Scheme.NACE).get(value)
    return (value,) if concept is None or concept.broader else (f"{value}-",)


def _territory(value: str) -> tuple[str, ...]:
    """A region of Belgium, else a country: of its first three characters Brussels is known, as it is one province."""
    return "BE10" if value == "BE1" else value, value[:2], "elsewhere"


def _joined(value: str) -> tuple[str, ...]:
    month = f"{value[:4]}-{value[4:]}"
    return month, EARLIER


_CODED: Mapping[Table, Callable[[str], tuple[str, ...]]] = {
    Table.SECTOR: _sector,
    Table.ACTIVE_SECTOR: _sector,
    Table.TERRITORY: _territory,
    Table.JOINED: _joined,
}
