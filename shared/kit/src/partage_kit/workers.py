"""What a service does besides answering requests: publish its facts and take in others'."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from partage_kit.bus import Bus
from partage_kit.consumers import Consumers, Patience, Reader, gather_handlers
from partage_kit.db import Database
from partage_kit.relay import Relay

log = structlog.get_logger("partage.workers")

RESTART_S = 1


async def run_workers(
    database: Database,
    bus: Bus,
    relay: Relay,
    consumers: Sequence[Consumers],
    patience: Patience | None = None,
) -> None:
    """Run the relay and one reader for each stream listened to, until cancelled. They start with or without the bus,
    and before or after the other services.

    Raises:
        ValueError: two consumers share a name.
    """
    readers = readers_of(database, bus, consumers, patience or Patience())
    database.on_commit.append(relay.wake)
    bus.start()
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(insist("relay", relay.run))
            for reader in readers:
                group.create_task(insist(f"reader of {reader.durable.stream}", reader.run))
    finally:
        database.on_commit.remove(relay.wake)
        await bus.close()


def readers_of(database: Database, bus: Bus, consumers: Sequence[Consumers], patience: Patience) -> list[Reader]:
    """One reader for each stream that the service's handlers listen to."""
    handlers = gather_handlers(consumers)
    services = sorted({handler.fact.service for handler in handlers})
    return [
        Reader(database, bus, service.upper(), [h for h in handlers if h.fact.service == service], patience)
        for service in services
    ]


async def insist(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Begin again whatever happens: a worker that ended would leave events lying without anybody noticing."""
    while True:
        try:
            await work()
        except Exception:
            log.exception("a worker failed; it starts again", worker=name)
            await asyncio.sleep(RESTART_S)
