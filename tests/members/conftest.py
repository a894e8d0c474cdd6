"""A members service on a fresh database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

import partage_members
from partage_members.app import create_app
from partage_members.settings import MembersSettings
from partage_members.tables import tables
from support.databases import Databases
from support.house import House, house_of

MIGRATIONS = Path(partage_members.__file__).parent / "migrations"


@asynccontextmanager
async def quiet_house(fresh_databases: Databases, home: Path) -> AsyncIterator[House]:
    """A members service on a database of its own, without its workers: what falls due is done when a test says so."""
    url = fresh_databases.fresh_url(tables, migrations=MIGRATIONS)
    settings = MembersSettings(home=home, database_url=url, migrate_on_start=False, work_in_serve=False)
    async with house_of(create_app, settings) as house:
        yield house


@pytest.fixture
async def house(fresh_databases: Databases, home: Path) -> AsyncIterator[House]:
    """The members service, alone and without its workers."""
    async with quiet_house(fresh_databases, home) as house:
        yield house
