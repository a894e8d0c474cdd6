"""A connection of asyncpg whose `executemany` is not broken off in the middle.

Cancelled while it sends, asyncpg's own swallows the cancellation and waits for ever for an answer that the server does
not give before it has been sent everything; a service that is told to stop would never end.
"""

import asyncio
from typing import Any

import asyncpg


class Connection(asyncpg.Connection):  # type: ignore[misc]  # it comes without types
    """A connection that hears of a cancellation when the rows under way are sent."""

    async def executemany(self, command: str, args: Any, *, timeout: float | None = None) -> None:
        """Execute a statement for each of the rows."""
        sending = asyncio.ensure_future(super().executemany(command, args, timeout=timeout))
        try:
            await asyncio.shield(sending)
        except asyncio.CancelledError:
            await asyncio.wait([sending])
            raise
