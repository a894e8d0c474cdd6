"""The chores service on a fresh database; its jobs are done when a test says so."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from support import chores
from support.databases import Databases
from support.house import House, running


@pytest.fixture
async def house(fresh_databases: Databases, home: Path) -> AsyncIterator[House]:
    """The chores service, alone."""
    url = fresh_databases.fresh_url(chores.tables)
    settings = chores.ChoresSettings(home=home, database_url=url, migrate_on_start=False, work_in_serve=False)
    async with running(chores.create_app(settings), settings) as house:
        yield house
