"""The shop and the desk of the event benchmark, each in a process of its own; both read one monotonic clock.

`fill URL`, `relay URL NATS`, `shop URL NATS COUNT RATE`, `desk URL NATS COUNT`; results are JSON on the last line.
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import uvloop
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from partage_kit.bus.nats import NatsBus
from partage_kit.consumers import Consumers, keep_newest
from partage_kit.db import Database
from partage_kit.relay import Relay
from partage_kit.unit_of_work import UnitOfWorkSession
from partage_kit.workers import run_workers
from support.parcels import KnownParcel, ParcelSent, Settings, open_service, send
from support.seen import all_published

BACKLOG = 10_000

desk = Consumers()
heard: dict[int, float] = {}


@desk.on(ParcelSent)
async def remember_parcel(session: AsyncSession, sent: ParcelSent) -> None:
    """The projection, and a note for the clock."""
    state = {"office": sent.office, "state": "sent", "weight": sent.weight}
    keep_newest(session, KnownParcel, {"id": sent.subject}, sent.sequence, state)
    session.info.setdefault("heard", []).append(sent.weight)


@event.listens_for(UnitOfWorkSession, "after_commit")
def _stamp(session: Session) -> None:
    now = time.monotonic()
    heard.update((number, now) for number in session.info.pop("heard", ()))


@asynccontextmanager
async def service(url: str, name: str, nats_url: str, consumers: Sequence[Consumers] = ()) -> AsyncIterator[Database]:
    """A service at work, from the moment it has reached the bus."""
    database, bus = open_service(url, name), NatsBus(nats_url)
    relay = Relay(database, bus, Settings(outbox_poll_seconds=1))
    work = asyncio.create_task(run_workers(database, bus, relay, consumers))
    await bus.until_connected()
    yield database
    work.cancel()
    await asyncio.wait([work])
    await database.close()


async def run_desk(url: str, nats_url: str, count: int) -> None:
    """Read until so many projections are committed; print when reading began and when each was."""
    async with service(url, "desk", nats_url, [desk]):
        begin = time.monotonic()
        print("ready", flush=True)
        await _until(lambda: len(heard) >= count)
    print(json.dumps([begin, heard]))


async def run_shop(url: str, nats_url: str, count: int, rate: float) -> None:
    """Announce at a rate, one transaction each; print when each commit had returned."""
    committed: dict[int, float] = {}

    async with service(url, "shop", nats_url) as shop:
        begin = time.monotonic() + 0.5

        async def one(number: int) -> None:
            await asyncio.sleep(begin + number / rate - time.monotonic())
            await send(shop, [number])
            committed[number] = time.monotonic()

        await asyncio.gather(*(one(number) for number in range(count)))
        await all_published(shop)
    print(json.dumps(committed))


async def run_relay(url: str, nats_url: str) -> None:
    """Publish the backlog; print the seconds from the connection to the last mark."""
    async with service(url, "shop", nats_url) as shop:
        begin = time.monotonic()
        await all_published(shop)
        print(json.dumps(time.monotonic() - begin))


async def fill(url: str) -> None:
    """A backlog in the outbox."""
    shop = open_service(url, "shop")
    for first in range(0, BACKLOG, 500):
        await send(shop, range(first, first + 500))
    await shop.close()
    print("{}")


async def _until(reached: Callable[[], bool]) -> None:
    while not reached():  # noqa: ASYNC110 - an event for it would cost the measured process more than this look does
        await asyncio.sleep(0.01)


def main(arguments: list[str]) -> None:
    """One of the processes."""
    match arguments:
        case ["fill", url]:
            uvloop.run(fill(url))
        case ["relay", url, nats_url]:
            uvloop.run(run_relay(url, nats_url))
        case ["shop", url, nats_url, count, rate]:
            uvloop.run(run_shop(url, nats_url, int(count), float(rate)))
        case ["desk", url, nats_url, count]:
            uvloop.run(run_desk(url, nats_url, int(count)))


if __name__ == "__main__":
    main(sys.argv[1:])
