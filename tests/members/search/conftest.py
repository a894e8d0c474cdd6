"""A database of the members service, for the index alone."""

from collections.abc import AsyncIterator

import pytest

from members.conftest import MIGRATIONS
from partage_kit.db import Database, open_database
from partage_members.tables import tables
from support.databases import Databases


@pytest.fixture
async def database(fresh_databases: Databases) -> AsyncIterator[Database]:
    """A migrated database without anything in it."""
    database = open_database(fresh_databases.fresh_url(tables, migrations=MIGRATIONS), tables, source="test")
    yield database
    await database.close()
