"""Fixtures of the event tests: a real nats-server shared by those that leave it alone, and one of their own to hurt;
the databases of two small services."""

from collections.abc import AsyncIterator, Iterator

import pytest

from partage_kit.bus.nats import NatsBus
from partage_kit.db import Database
from support import parcels
from support.databases import Databases
from support.nats_server import NatsServer, nats_server


@pytest.fixture(scope="session")
def shared_nats() -> Iterator[NatsServer]:
    """A server that nobody stops."""
    with nats_server() as server:
        yield server


@pytest.fixture
def nats() -> Iterator[NatsServer]:
    """A server of this test alone."""
    with nats_server() as server:
        yield server


@pytest.fixture
async def nats_bus(nats: NatsServer) -> AsyncIterator[NatsBus]:
    """A connection to this test's own server."""
    bus = parcels.bus_to(nats.url)
    bus.start()
    await bus.until_connected()
    yield bus
    await bus.close()


@pytest.fixture
async def shop(fresh_databases: Databases) -> AsyncIterator[Database]:
    """The database of the service that announces."""
    database = fresh_databases.open(parcels.tables, source="shop")
    yield database
    await database.close()


@pytest.fixture
async def desk(fresh_databases: Databases) -> AsyncIterator[Database]:
    """The database of the service that listens."""
    database = fresh_databases.open(parcels.tables, source="desk")
    yield database
    await database.close()
