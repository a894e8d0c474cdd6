"""From lines to rows: CSV with `;` or `,`, and NDJSON; each row as what its columns hold."""

import csv
import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from partage_kit.body_errors import MalformedJson
from partage_kit.http.json_body import loads
from partage_kit.imports.errors import ColumnsWrong, FileUnreadable
from partage_kit.imports.text import records_of

GivenValues = dict[str, Any]

UNREAD = ""
"""The key, which no column has, under which a row that could not be read says why."""

FORMULA = "=+-@\t\r\n＝＋－＠"
"""A spreadsheet takes a cell that begins with one of these, spaces before it or not, for a formula (OWASP)."""

# a spreadsheet set to French or Dutch cuts lines at `;`, and then quotes that began behind a comma hold nothing
_BEGINNING = "(^|[;\t\r\n])"
_DANGEROUS = re.compile(f"{_BEGINNING}(?='* *[{re.escape(FORMULA)}])")
_NEUTRALISED = re.compile(f"{_BEGINNING}'(?='* *[{re.escape(FORMULA)}])")


class Format(StrEnum):
    """How rows are written."""

    CSV = "csv"
    NDJSON = "ndjson"


MEDIA_TYPES = {Format.CSV: "text/csv", Format.NDJSON: "application/x-ndjson"}


def neutral(cell: str) -> str:
    """A cell of which no spreadsheet takes a part for a formula: what would be is given an apostrophe before it."""
    return _DANGEROUS.sub(r"\1'", cell)


def as_written(cell: str) -> str:
    """What a cell was before it was neutralised."""
    return _NEUTRALISED.sub(r"\1", cell) if "'" in cell else cell


async def rows_of(
    chunks: AsyncIterator[bytes], written: Format, columns: Sequence[str], needed: Sequence[str]
) -> AsyncIterator[list[GivenValues]]:
    """The rows of a file, some at a time; an empty cell of a CSV is None.

    A row of a CSV with more or fewer cells than the head only says so, under `UNREAD`: it is wrong, and others are not.

    Raises:
        FileUnreadable, FileCompressed, ColumnsWrong
    """
    reader: _CsvRows | _JsonRows = _CsvRows(columns, needed) if written is Format.CSV else _JsonRows(columns, needed)
    async for records in records_of(chunks, quoted=written is Format.CSV):
        if rows := list(reader.read(records)):
            yield rows
    if reader.line == 0:
        raise FileUnreadable("the file is empty")
    if reader.count == 0:
        raise FileUnreadable("the file has no row")


class _CsvRows:
    """Reads CSV (RFC 4180), whose first record is the head."""

    def __init__(self, columns: Sequence[str], needed: Sequence[str]) -> None:
        self._columns, self._needed = columns, needed
        self._head: list[str] | None = None
        self._delimiter = ","
        self.line = self.count = 0

    def read(self, records: list[str]) -> Iterator[GivenValues]:
        if self._head is None:
            first = next((number for number, record in enumerate(records) if record.strip()), None)
            if first is None:
                return
            self._delimiter = _delimiter_of(records[first])
            self.line += first
            (names,) = self._parsed([records[first]])
            self._head = checked_head([name.strip() for name in names], self._columns, self._needed)
            records = records[first + 1 :]
        for cells in self._parsed(records):
            if not any(cells):  # an empty line, or one of delimiters only, as spreadsheets leave them at the end
                continue
            self.count += 1
            if len(cells) != len(self._head):
                yield {UNREAD: f"it has {len(cells)} cells, the head has {len(self._head)}"}
                continue
            yield {name: as_written(cell) or None for name, cell in zip(self._head, cells, strict=True)}

    def _parsed(self, records: list[str]) -> Iterator[list[str]]:
        before = self.line
        reader = csv.reader(records, delimiter=self._delimiter, strict=True)
        try:
            for cells in reader:
                self.line = before + reader.line_num
                yield cells
        except csv.Error as error:
            raise FileUnreadable(f"no CSV near line {before + reader.line_num}: {error}") from error


class _JsonRows:
    """Reads NDJSON: one JSON object a line."""

    def __init__(self, columns: Sequence[str], needed: Sequence[str]) -> None:
        self._columns, self._needed = columns, needed
        self._known = frozenset(columns)
        self.line = self.count = 0

    def read(self, records: list[str]) -> Iterator[GivenValues]:
        for record in records:
            self.line += 1
            if not record.strip():
                continue
            try:
                row = loads(record.encode())
            except MalformedJson as error:
                raise FileUnreadable(f"line {self.line} is not JSON: {error.detail}") from error
            if not isinstance(row, dict):
                raise FileUnreadable(f"line {self.line} is not a JSON object")
            self.count += 1
            if not row.keys() <= self._known or any(name not in row for name in self._needed):
                checked_head(list(row), self._columns, self._needed, f" (line {self.line})")
            yield row


def _delimiter_of(head: str) -> str:
    """The one of `;` and `,` that the head has more of, outside of quotes."""
    bare = re.sub(r'"[^"]*"', "", head)
    return ";" if bare.count(";") > bare.count(",") else ","


def checked_head(names: list[str], columns: Sequence[str], needed: Sequence[str], where: str = "") -> list[str]:
    """The names of columns, if they are known, each named once, and none that is needed is missing.

    Raises:
        ColumnsWrong
    """
    wrong = {
        "unknown": [name for name in names if name not in columns],
        "named twice": sorted(name for name, times in Counter(names).items() if times > 1),
        "missing": [name for name in needed if name not in names],
    }
    told = [f"{kind}: {', '.join(repr(name[:80]) for name in found[:10])}" for kind, found in wrong.items() if found]
    if told:
        raise ColumnsWrong(f"{'; '.join(told)}{where}; known are {', '.join(columns)}")
    return names


def csv_line(cells: Iterable[Any]) -> str:
    """A line of CSV (RFC 4180) in which nothing is a formula; None is an empty cell, a list is joined with `|`."""
    return ",".join(map(_cell, cells)) + "\r\n"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = "|".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    text = neutral(text)
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',;"\r\n') else text


def json_line(names: Sequence[str], cells: Iterable[Any]) -> str:
    """A line of NDJSON."""
    return json.dumps(dict(zip(names, cells, strict=True)), ensure_ascii=False, default=str) + "\n"
