"""The parts service on a fresh database; its jobs are done when a test says so."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from support import parts
from support.databases import Databases
from support.house import House, running


@pytest.fixture
async def house(fresh_databases: Databases, home: Path) -> AsyncIterator[House]:
    """The parts service, alone."""
    url = fresh_databases.fresh_url(parts.tables)
    settings = parts.PartsSettings(
        home=home, database_url=url, migrate_on_start=False, work_in_serve=False, import_max_rows=5_000
    )
    async with running(parts.create_app(settings), settings) as house:
        yield house
