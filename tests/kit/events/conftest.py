"""Fixtures of the event tests: a real nats-server shared by those that leave it alone, and one of their own to hurt."""

from collections.abc import AsyncIterator, Iterator

import pytest

from partage_kit.bus.nats import NatsBus
from partage_kit.bus.nats_reading import Pace
from support.nats_server import NatsServer, nats_server

QUICK = Pace(request=50, settle_s=1.5, heartbeat_s=0.3)


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
    bus = NatsBus(nats.url, answer_s=2, pace=QUICK)
    bus.start()
    await bus.until_connected()
    yield bus
    await bus.close()
