"""A procurement service on a fresh database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import partage_procurement
from partage_procurement.app import create_app
from partage_procurement.settings import ProcurementSettings
from partage_procurement.tables import tables
from support.databases import Databases
from support.house import House, house_of

MIGRATIONS = Path(partage_procurement.__file__).parent / "migrations"


@pytest.fixture
async def house(fresh_databases: Databases, home: Path) -> AsyncIterator[House]:
    """The procurement service, alone and without its workers: what falls due is done when a test says so."""
    url = fresh_databases.fresh_url(tables, migrations=MIGRATIONS)
    settings = ProcurementSettings(home=home, database_url=url, migrate_on_start=False, work_in_serve=False)
    async with house_of(create_app, settings) as house:
        yield house
