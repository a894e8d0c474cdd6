"""Write very many rows in portions, each made beside the event loop, so that the service answers others meanwhile."""

import asyncio
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.ext.asyncio import AsyncSession

from partage_procurement.pooled_orders.queries.portions import AT_ONCE


async def write_rows(session: AsyncSession, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows that are made as they are needed, in a thread: they must not touch the session."""
    following = iter(rows)
    while portion := await asyncio.to_thread(lambda: list(islice(following, AT_ONCE))):
        await session.execute(insert(table), portion)
