"""Words that nobody else uses, and where they are found again: as they are, folded, packed, or in base64."""

import base64
import re
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import select
from sqlalchemy.engine import make_url

from partage_kit.db import Database
from support.databases import Databases

_WORD = re.compile(rb"qzv(\d{3})mark")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}")
_PACKED = re.compile(rb"PK\x03\x04.{22}(?P<name>..)(?P<extra>..)|\x1f\x8b\x08", re.DOTALL)


class Words:
    """Makes words, each once, and knows what each was written for."""

    def __init__(self) -> None:
        self.used_for: dict[int, str] = {}

    def __call__(self, used_for: str) -> str:
        """A word that stands nowhere yet."""
        number = len(self.used_for) + 1
        self.used_for[number] = used_for
        return f"qzv{number:03d}mark"

    def told(self, found: Iterable[int]) -> set[str]:
        """What the words that were found had been written for."""
        return {self.used_for[number] for number in found}


def traces(content: bytes) -> set[int]:
    """The numbers of the words that some content has in any form."""
    found = _plain(content)
    for match in _BASE64.finditer(content):
        run = match[0].replace(b"-", b"+").replace(b"_", b"/")
        for start in range(4):
            part = run[start:]
            found |= _plain(base64.b64decode(part[: len(part) // 4 * 4]))
    for match in _PACKED.finditer(content):
        found |= _plain(_unpacked(content, match))
    return found


def _plain(content: bytes) -> set[int]:
    return {int(number) for number in _WORD.findall(content.lower())}


def _unpacked(content: bytes, match: re.Match[bytes]) -> bytes:
    """As much as can be read of what begins here as a member of a ZIP archive, or as gzip."""
    is_zip = match["name"] is not None
    skipped = int.from_bytes(match["name"], "little") + int.from_bytes(match["extra"], "little") if is_zip else 0
    reading = zlib.decompressobj(-zlib.MAX_WBITS if is_zip else zlib.MAX_WBITS | 16)
    start = match.end() + skipped if is_zip else match.start()
    unpacked = b""
    try:
        for at in range(start, len(content), 512):
            unpacked += reading.decompress(content[at : at + 512])
            if reading.eof:
                break
    except zlib.error:
        pass  # it was nothing packed, or a piece of it
    return unpacked


async def traces_in_rows(database: Database) -> dict[str, set[int]]:
    """Which words each column of each table has, by `table.column`."""
    found: dict[str, set[int]] = {}
    async with database.reading() as session:
        for table in database.tables.metadata.sorted_tables:
            for row in (await session.execute(select(table))).mappings():
                for name, value in row.items():
                    for number in traces(value if isinstance(value, bytes) else str(value).encode()):
                        found.setdefault(f"{table.name}.{name}", set()).add(number)
    return found


async def named_in_rows(database: Database, person: str) -> set[str]:
    """The columns that have the id of a person in them, as `table.column`."""
    found: set[str] = set()
    async with database.reading() as session:
        for table in database.tables.metadata.sorted_tables:
            for row in (await session.execute(select(table))).mappings():
                told = {n: v.decode(errors="replace") if isinstance(v, bytes) else str(v) for n, v in row.items()}
                found.update(f"{table.name}.{name}" for name, value in told.items() if person in value)
    return found


async def traces_in_files(url: str, databases: Databases) -> dict[str, set[int]]:
    """Which words the files of a database have, its log included."""
    files = await bytes_of(url, databases)
    return {name: numbers for name, content in files.items() if (numbers := traces(content))}


def traces_below(folder: Path) -> dict[str, set[int]]:
    """Which words the files below a folder have."""
    files = (one for one in folder.rglob("*") if one.is_file())
    return {str(one.relative_to(folder)): numbers for one in files if (numbers := traces(one.read_bytes()))}


async def bytes_of(url: str, databases: Databases) -> dict[str, bytes]:
    """The bytes of a database at rest; on PostgreSQL once an operator has had all files written anew."""
    database: Any = make_url(url).database
    if databases.cluster is None:
        file = Path(database)
        return {one.name: one.read_bytes() for one in file.parent.glob(f"{file.name}*")}
    cluster = databases.cluster
    connection = await asyncpg.connect(host="127.0.0.1", port=cluster.port, user="partage", database=database)
    try:
        for statement in ("DELETE FROM pg_statistic", "VACUUM FULL", "CHECKPOINT"):
            await connection.execute(statement)
        number = await connection.fetchval("SELECT oid FROM pg_database WHERE datname = current_database()")
    finally:
        await connection.close()
    folder = cluster.folder / "data" / "base" / str(number)
    return {one.name: one.read_bytes() for one in folder.iterdir()}
