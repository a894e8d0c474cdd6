"""The session that can only read."""

from typing import Any

from sqlalchemy import CursorResult, Executable, MetaData
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from partage_kit.clock import Clock


class ReadOnlySession:
    """Executes statements that read, all on one connection, which it takes at the first of them.

    No ORM session: lists and single reads are rows, and a session costs as much as the statement itself.
    """

    def __init__(self, engine: AsyncEngine, clock: Clock, metadata: MetaData) -> None:
        self.info: dict[str, Any] = {"clock": clock, "metadata": metadata}
        self._engine = engine
        self._connection: AsyncConnection | None = None

    async def connection(self) -> AsyncConnection:
        """The connection that this reader holds from now on."""
        if self._connection is None:
            self._connection = await self._engine.connect()
        return self._connection

    async def execute(self, statement: Executable, params: Any = None) -> CursorResult[*tuple[Any, ...]]:
        """Execute a statement; the database itself refuses one that writes."""
        return await (await self.connection()).execute(statement, params)

    async def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            await self._connection.close()
