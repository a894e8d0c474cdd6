"""Rows that are being written when their writer is told to stop."""

import asyncio

import pytest
from sqlalchemy import insert, select

from partage_kit.clock import clock
from partage_kit.db import open_database
from partage_kit.tables import table_of
from partage_kit.types import new_id
from support.databases import Databases
from support.parcels import SHOPKEEPER, KnownParcel, tables

ROWS = 20_000


@pytest.mark.parametrize("after_s", [0.0, 0.05, 0.1, 0.2])
async def test_a_writer_that_is_told_to_stop_ends_and_leaves_nothing(
    fresh_databases: Databases, after_s: float
) -> None:
    database = open_database(fresh_databases.fresh_url(tables), tables, source="desk")
    parcels = table_of(KnownParcel)

    async def write() -> None:
        async with database.writing(SHOPKEEPER) as session:
            await clock(session)
            rows = [
                {"id": new_id(), "office": "o" * 30, "sequence": n, "state": "s" * 20, "weight": n} for n in range(ROWS)
            ]
            writing.set()
            await (await session.connection()).execute(insert(parcels), rows)
            await asyncio.sleep(60)

    writing = asyncio.Event()
    task = asyncio.create_task(write())
    await writing.wait()
    await asyncio.sleep(after_s)
    task.cancel()
    await asyncio.wait([task], timeout=30)
    assert task.cancelled(), task
    async with database.reading() as session:
        assert (await session.execute(select(parcels.c.id))).first() is None
    await database.close()
