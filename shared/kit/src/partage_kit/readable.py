"""What a query reads from: a session that can only read, or the one that writes."""

from typing import Any, Protocol

from sqlalchemy import Result
from sqlalchemy.ext.asyncio import AsyncConnection


class Readable(Protocol):
    """Executes the statements of a query; a write session and a read-only one both do."""

    @property
    def info(self) -> dict[Any, Any]:
        """The session's clock, and what the unit of work keeps."""

    async def connection(self) -> AsyncConnection:
        """The connection behind the session."""

    async def execute(self, statement: Any, params: Any = None) -> Result[*tuple[Any, ...]]:
        """Execute one statement."""
