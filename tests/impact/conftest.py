"""An impact service on a fresh database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import partage_impact
from partage_impact.app import create_app
from partage_impact.settings import ImpactSettings
from partage_impact.tables import tables
from support.databases import Databases
from support.house import House, running

MIGRATIONS = Path(partage_impact.__file__).parent / "migrations"


@pytest.fixture
async def house(fresh_databases: Databases, home: Path) -> AsyncIterator[House]:
    """The impact service, alone."""
    url = fresh_databases.fresh_url(tables, migrations=MIGRATIONS)
    settings = ImpactSettings(home=home, database_url=url, migrate_on_start=False)
    async with running(create_app(settings), settings) as house:
        yield house
