"""The archive, as a pure function: tables in, a ZIP out, with a README in her language and a manifest of hashes."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import IO, Any
from uuid import UUID

from partage_kit.imports.rows import neutral


@dataclass(frozen=True, slots=True)
class Exported:
    """One class of data: its code, what it is called, its columns, and its rows in the order of the columns."""

    code: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Packed:
    """What became of it: how many rows are in the archive, and how many files."""

    rows: int
    files: int


def pack(into: IO[bytes], classes: Iterable[Exported], readme: str, about: Mapping[str, Any]) -> Packed:
    """Write the archive; `manifest.json` names each file with its SHA-256, so that programs can check and read it.

    Each class with rows is there twice: as JSON with exact values, and as CSV for a spreadsheet.
    """
    files: dict[str, str] = {}
    listed: list[dict[str, Any]] = []
    at: datetime = about["made_at"]
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:

        def write(name: str, content: bytes) -> None:
            entry = zipfile.ZipInfo(name, at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
            files[name] = hashlib.sha256(content).hexdigest()

        write("README.txt", readme.encode())
        for one in classes:
            listed.append({"code": one.code, "title": one.title, "rows": len(one.rows)})
            if one.rows:
                write(f"data/{one.code}.json", as_json(one))
                write(f"data/{one.code}.csv", as_csv(one))
        manifest = {
            **{name: plain(value) for name, value in about.items()},
            "classes": listed,
            "files": [{"name": name, "sha256": digest} for name, digest in sorted(files.items())],
        }
        write("manifest.json", _written(manifest))
    return Packed(sum(one["rows"] for one in listed), len(files))


def as_json(one: Exported) -> bytes:
    """A class as a JSON list of objects."""
    return _written([dict(zip(one.columns, map(plain, row), strict=True)) for row in one.rows])


def as_csv(one: Exported) -> bytes:
    """A class as CSV (RFC 4180) in UTF-8 with a byte order mark, which spreadsheets need to read accents."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(one.columns)
    writer.writerows([cell(value) for value in row] for row in one.rows)
    return text.getvalue().encode("utf-8-sig")


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    return value


def cell(value: Any) -> str:
    """A value as a cell of a spreadsheet: text that could be a formula gets an apostrophe before it."""
    simple = plain(value)
    if simple is None:
        return ""
    if isinstance(simple, bool):
        return "true" if simple else "false"
    if isinstance(simple, (int, float)):
        return str(simple)
    text = simple if isinstance(simple, str) else json.dumps(simple, ensure_ascii=False)
    return neutral(text)


def _written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
