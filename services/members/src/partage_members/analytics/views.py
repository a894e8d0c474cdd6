"""From the cells of a snapshot to the shapes that leave the house."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from partage_kit.disclosure import Status
from partage_kit.types import LANGUAGES, Language, Translations
from partage_members.analytics.catalogue import ALL, PAIRS, WHOLE, Table, groups_of, known_codes
from partage_members.analytics.errors import CellNotFound
from partage_members.analytics.layout import Key
from partage_members.analytics.schemas import (
    CellView,
    GroupView,
    PointView,
    SeriesFilter,
    SeriesView,
    SnapshotView,
    TableView,
)
from partage_members.analytics.words import codes, label
from partage_members.classifications.catalogue import Scheme, concepts
from partage_members.offices.naming import NamedOffice

_KINDS: Mapping[Table, str] = {
    Table.TRADE: "trade",
    Table.ACTIVE_TRADE: "trade",
    Table.TERRITORY: "territory",
    Table.STAGE: "stage",
    Table.ACTIVE_BAND: "band",
    Table.FRESHNESS: "freshness",
    Table.DRIFT: "drift",
}
_SCHEMES = {
    Table.TRADE: Scheme.OCCUPATIONS,
    Table.ACTIVE_TRADE: Scheme.OCCUPATIONS,
    Table.SECTOR: Scheme.NACE,
    Table.ACTIVE_SECTOR: Scheme.NACE,
}


def tables_behind(table: Table) -> tuple[Table, ...]:
    """The tables whose cells a table shows: its own, and those of its margins."""
    if table in PAIRS:
        pair = PAIRS[table]
        return (table, pair.rows, pair.columns, WHOLE[pair.rows])
    return (table, WHOLE.get(table, table))


def table_view(snapshot: Any, table: Table, rows: Iterable[Any], office: NamedOffice) -> TableView:
    """A table with its margins; groups that are not told apart in a pair are in `other`."""
    counts = {Key(row.table_code, row.row_code, row.column_code): row.persons for row in rows}
    placed = _placed(table, counts)
    cells = [_cell(row, column, count) for (row, column), count in placed.items()]
    row_table, column_table = (PAIRS[table].rows, PAIRS[table].columns) if table in PAIRS else (table, table)
    return TableView(
        snapshot=SnapshotView.model_validate(snapshot),
        office_names=_said(office.names),
        table=table,
        title=_said(label("table", table)),
        rows=[_group(row_table, row, snapshot.period) for row in dict.fromkeys(row for row, _ in placed)],
        columns=[_column(column_table, one, snapshot.period) for one in dict.fromkeys(one for _, one in placed)],
        cells=cells,
        suppressed=sum(cell.count is None for cell in cells),
    )


def _placed(table: Table, counts: Mapping[Key, int | None]) -> dict[tuple[str, str], int | None]:
    """The cells of a table by row and column, margins last."""
    own = {(key.row, key.column): count for key, count in counts.items() if key.table == table}
    if table not in PAIRS:
        whole = Key(WHOLE.get(table, table), ALL)
        return {**own, **({(ALL, ALL): counts[whole]} if whole in counts and table in WHOLE else {})}
    pair = PAIRS[table]
    rows, columns = dict.fromkeys(row for row, _ in own), dict.fromkeys(column for _, column in own)
    margins = {(row, ALL): counts[Key(pair.rows, row)] for row in rows}
    margins |= {(ALL, column): counts[Key(pair.columns, column)] for column in columns}
    return {**own, **margins, (ALL, ALL): counts[Key(WHOLE[pair.rows], ALL)]}


def cell_key(table: Table, row: str, column: str, period: str) -> Key:
    """Where a cell of a table is kept: margins of pairs are in the tables of one dimension.

    Raises:
        CellNotFound: the table never has such a row or column.
    """
    ways = PAIRS.get(table)
    if ways is None:
        columns = codes("filling") if table is Table.COMPLETENESS else (ALL,)
        if row not in known_codes(table, period) or column not in columns:
            raise CellNotFound()
        return Key(WHOLE.get(table, table), ALL) if row == ALL else Key(table, row, column)
    if row not in known_codes(ways.rows, period) or column not in known_codes(ways.columns, period):
        raise CellNotFound()
    if column == ALL:
        return Key(WHOLE[ways.rows], ALL) if row == ALL else Key(ways.rows, row)
    return Key(ways.columns, column) if row == ALL else Key(table, row, column)


def series_view(table: Table, wanted: SeriesFilter, points: Sequence[Any], office: NamedOffice) -> SeriesView:
    """A cell over time."""
    row_table, column_table = (PAIRS[table].rows, PAIRS[table].columns) if table in PAIRS else (table, table)
    period = points[-1].period if points else ""
    return SeriesView(
        office=office.code,
        office_names=_said(office.names),
        audience=wanted.audience,
        table=table,
        title=_said(label("table", table)),
        row=_group(row_table, wanted.row, period),
        column=_column(column_table, wanted.column, period),
        points=[PointView(period=one.period, status=_status(one.persons), count=one.persons) for one in points],
    )


def _cell(row: str, column: str, count: int | None) -> CellView:
    return CellView(row=row, column=column, status=_status(count), count=count)


def _status(count: int | None) -> Status:
    return Status.SUPPRESSED if count is None else Status.PUBLISHED


def _column(table: Table, code: str, period: str) -> GroupView:
    if table is Table.COMPLETENESS and (text := label("filling", code)):
        return GroupView(code=code, label=_said(text), part_of=None)
    return _group(table, code, period)


def _group(table: Table, code: str, period: str) -> GroupView:
    """What a group is called, and what it is a part of."""
    kind = "field" if table is Table.COMPLETENESS else _KINDS.get(table, "")
    text = label(kind, code) or _of_scheme(table, code)
    parts = groups_of(table, period[:7]).items() if table in WHOLE and period else ()
    above = next((one for one, codes_of in parts if code in codes_of and one != ALL), None)
    return GroupView(code=code, label=_said(text or dict.fromkeys(LANGUAGES, code)), part_of=above)


def _of_scheme(table: Table, code: str) -> Mapping[str, str] | None:
    if table not in _SCHEMES:
        return None
    if code.endswith("-"):
        return label("special", "untold")
    concept = concepts(_SCHEMES[table]).get(code)
    return None if concept is None else concept.labels


def _said(text: Mapping[str, str] | None) -> Translations:
    return {Language(language): said for language, said in (text or {}).items()}
