"""Files going out are read a page at a time, and leave connections to everybody else, however many there are."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import text
from sqlalchemy.orm import registry

from partage_kit.db import Database, open_database
from partage_kit.db.database import PAGES_AT_ONCE
from support.databases import Databases

_ONE = text("SELECT 1")


@pytest.fixture
async def database(fresh_databases: Databases) -> AsyncIterator[Database]:
    """A database with as few connections as files could take."""
    opened = open_database(fresh_databases.empty_url(), registry(), source="test", pool=PAGES_AT_ONCE + 1)
    yield opened
    await opened.close()


async def test_files_wait_for_one_another_and_others_do_not_wait_for_them(database: Database) -> None:
    async def page() -> None:
        async with database.reading_a_page() as session:
            await session.execute(_ONE)

    async with AsyncExitStack() as held:
        for _ in range(PAGES_AT_ONCE):
            await (await held.enter_async_context(database.reading_a_page())).execute(_ONE)
        waiting = [asyncio.create_task(page()) for _ in range(20)]
        for _ in range(20):
            async with asyncio.timeout(10), database.reading() as session:
                await session.execute(_ONE)
        assert not any(task.done() for task in waiting)
    await asyncio.gather(*waiting)
