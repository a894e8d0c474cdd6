"""Connections of aiosqlite that have a statement's first rows back from their thread in one trip.

By itself the driver makes four trips: for the cursor, the statement, its rows and the end of the cursor. The statements
of a service find few rows, so the trips take longer than SQLite does.
"""

import sqlite3
from collections.abc import Iterable
from typing import Any

import aiosqlite

AHEAD = 1_000
"""Rows that come with the statement; of more, the others when they are asked for, so that memory stays flat."""


class Cursor(aiosqlite.Cursor):
    """A cursor that holds the first rows, and is at its end when there are no others."""

    def __init__(self, connection: "Connection") -> None:
        super().__init__(connection, connection._conn.cursor())
        self._ahead: list[sqlite3.Row] = []
        self._is_at_end = True

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> "Cursor":
        """Execute a statement, and fetch its first rows."""
        given = () if parameters is None else parameters
        self._ahead = await self._execute(self._with_rows, sql, given)  # type: ignore[no-untyped-call]
        self._is_at_end = len(self._ahead) < AHEAD
        return self

    def _with_rows(self, sql: str, parameters: Any) -> list[sqlite3.Row]:
        self._cursor.execute(sql, parameters)
        return self._cursor.fetchmany(AHEAD) if self._cursor.description else []

    async def fetchmany(self, size: int | None = None) -> list[sqlite3.Row]:
        """Fetch the next rows; fewer than asked for are the last."""
        wanted = size or self.arraysize
        rows, self._ahead = self._ahead[:wanted], self._ahead[wanted:]
        if len(rows) < wanted and not self._is_at_end:
            rows += await super().fetchmany(wanted - len(rows))
        return rows

    async def fetchone(self) -> sqlite3.Row | None:
        """Fetch the next row."""
        return next(iter(await self.fetchmany(1)), None)

    async def fetchall(self) -> list[sqlite3.Row]:
        """Fetch all other rows."""
        rows, self._ahead = self._ahead, []
        return rows if self._is_at_end else [*rows, *await super().fetchall()]

    async def close(self) -> None:
        """Let go of the rows that were not fetched, if there are any."""
        self._ahead = []
        if not self._is_at_end:
            await super().close()


class Connection(aiosqlite.Connection):
    """A connection that makes such cursors."""

    def cursor(self) -> Cursor:  # type: ignore[override]  # entered as the driver's own is
        """Make a cursor; SQLite learns of it with its first statement."""
        return Cursor(self)


async def connect(*database: Any, **options: Any) -> aiosqlite.Connection:
    """Connect as `sqlite3.connect` does, with a thread that ends with the process."""
    connection = Connection(lambda: sqlite3.connect(*database, **options), iter_chunk_size=AHEAD)
    connection._thread.daemon = True
    return await connection
