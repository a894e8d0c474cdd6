"""Impact services on fresh databases."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

import partage_impact
from partage_impact.app import create_app
from partage_impact.settings import ImpactSettings
from partage_impact.tables import tables
from support.databases import Databases
from support.house import House, house_of

MIGRATIONS = Path(partage_impact.__file__).parent / "migrations"

NewHouse = Callable[[], AbstractAsyncContextManager[House]]


@pytest.fixture
def new_house(fresh_databases: Databases, home: Path) -> NewHouse:
    """Makes impact services, each on a fresh database, without their workers."""

    def make() -> AbstractAsyncContextManager[House]:
        url = fresh_databases.fresh_url(tables, migrations=MIGRATIONS)
        settings = ImpactSettings(home=home, database_url=url, migrate_on_start=False, work_in_serve=False)
        return house_of(create_app, settings)

    return make


@pytest.fixture
async def house(new_house: NewHouse) -> AsyncIterator[House]:
    """The impact service, alone."""
    async with new_house() as house:
        yield house
