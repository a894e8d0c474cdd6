"""Read very many rows in portions, so that the service answers others meanwhile."""

from typing import Any

from sqlalchemy import Row, Select
from sqlalchemy.ext.asyncio import AsyncSession

AT_ONCE = 1_000
"""Rows in one portion: an order may have hundreds of thousands of lines."""


async def in_portions(session: AsyncSession, statement: Select[Any]) -> list[Row[Any]]:
    """All rows of a statement, in a transaction that writes: on PostgreSQL a reading session has no cursors."""
    rows: list[Row[Any]] = []
    streamed = await session.stream(statement.execution_options(yield_per=AT_ONCE))
    async for portion in streamed.partitions():
        rows += portion
    return rows
