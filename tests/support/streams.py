"""The streams of the other services on a bus in memory, and a house that reads them."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from partage_kit.bus import Message, Stream
from partage_kit.bus.memory import MemoryBus
from partage_kit.consumers import Patience
from partage_kit.types import Fact, new_id
from partage_kit.workers import readers_of
from support.house import House


@dataclass(frozen=True)
class Streams:
    """Where the other services announce."""

    bus: MemoryBus

    async def announce(self, fact: Fact, at: datetime, event_id: UUID | None = None) -> UUID:
        """Publish a fact as its service would; the id of the event.

        Each publication has a message id of its own: it must not be the bus that takes an event once.
        """
        event_id = event_id or new_id()
        envelope = {
            "specversion": "1.0",
            "id": str(event_id),
            "source": f"/{fact.service}",
            "type": fact.type_name(),
            "subject": str(fact.subject),
            "time": at.isoformat().replace("+00:00", "Z"),
            "office": fact.office,
            "sequence": f"{fact.sequence:010d}",
            "data": fact.model_dump(mode="json", exclude={"office", "subject", "sequence"}),
        }
        message = Message(str(new_id()), fact.address(fact.office), json.dumps(envelope).encode())
        await self.bus.publish(fact.service.upper(), [message])
        return event_id


@asynccontextmanager
async def listening(house: House, *services: str) -> AsyncIterator[Streams]:
    """The house takes in what these services announce."""
    bus, service = MemoryBus(), house.service
    for name in services:
        await bus.ensure(Stream(name.upper(), (f"partage.*.{name}.>",), timedelta(days=1)))
    readers = readers_of(service.database, bus, service.consumers, Patience(delays=(0.05, 0.1), busy=0.1))
    working = [asyncio.create_task(reader.run()) for reader in readers]
    try:
        yield Streams(bus)
    finally:
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
