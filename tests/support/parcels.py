"""Two small services for the event tests: `shop` announces what becomes of parcels, `desk` remembers it.

Run as a program it is either of them in a process of its own, to be killed: see `main`.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from partage_kit.bus import Bus, MemoryBus
from partage_kit.bus.nats import NatsBus
from partage_kit.bus.nats_reading import Pace
from partage_kit.clock import clock
from partage_kit.consumers import Consumers, Patience, keep_newest
from partage_kit.db import Database, open_database
from partage_kit.errors import Refusal
from partage_kit.relay import Relay
from partage_kit.tables import Record, service_registry
from partage_kit.types import Fact
from partage_kit.unit_of_work import Actor, emit
from partage_kit.workers import run_workers

SHOPKEEPER = Actor(subject="shopkeeper", office="brussels", action="send_parcel")
QUICK_PACE = Pace(request=200, settle_s=1.5, heartbeat_s=0.3)
QUICK_PATIENCE = Patience(delays=(0.05, 0.1), busy=0.1)
_PARCELS = UUID("5a3f2a9e-6d0f-4a53-8a53-4f3f1f1f7a11")


class _ParcelState(Fact):
    service: ClassVar[str] = "shop"
    noun: ClassVar[str] = "parcel"

    weight: int


class ParcelSent(_ParcelState):
    """A parcel has left."""

    verb: ClassVar[str] = "sent"


class ParcelArrived(_ParcelState):
    """A parcel has arrived."""

    verb: ClassVar[str] = "arrived"


tables = service_registry()


class _Record(Record, registry=tables):
    """Base of the records of both services."""


class KnownParcel(_Record, table=True):
    """The newest state of a parcel that the desk has heard of."""

    __tablename__ = "known_parcels"

    sequence: int
    state: str = Field(max_length=20)
    weight: int


class Hearing(_Record, table=True):
    """One row each time the desk took an event; nothing here keeps an event from being taken twice."""

    __tablename__ = "hearings"

    parcel: UUID
    sequence: int


@dataclass(frozen=True)
class Settings:
    """What a relay needs to be told."""

    outbox_poll_seconds: float = 0.2
    stream_max_age_days: int = 30


desk = Consumers()


@desk.on(ParcelSent, ParcelArrived)
async def remember_parcel(session: AsyncSession, event: ParcelSent | ParcelArrived) -> None:
    """Keep the newest state of a parcel."""
    state = {"office": event.office, "state": event.verb, "weight": event.weight}
    keep_newest(session, KnownParcel, {"id": event.subject}, event.sequence, state)


@desk.on(ParcelSent, ParcelArrived)
async def write_down_hearing(session: AsyncSession, event: ParcelSent | ParcelArrived) -> None:
    """Note that the event was taken."""
    session.add(Hearing(office=event.office, parcel=event.subject, sequence=event.sequence))


def parcel(number: int) -> UUID:
    """The id of the n-th parcel; always the same."""
    return uuid5(_PARCELS, str(number))


async def send(shop: Database, numbers: Sequence[int], *, sequence: int = 1) -> None:
    """Announce in one transaction that parcels were sent; a parcel weighs its number."""
    async with shop.writing(SHOPKEEPER) as session:
        await clock(session)
        for number in numbers:
            emit(session, ParcelSent(office="brussels", subject=parcel(number), sequence=sequence, weight=number))


async def announce(shop: Database, *facts: Fact) -> None:
    """Announce facts in one transaction."""
    async with shop.writing(SHOPKEEPER) as session:
        await clock(session)
        for fact in facts:
            emit(session, fact)


def bus_to(url: str) -> NatsBus:
    """A bus that notices trouble soon; not yet connected."""
    return NatsBus(url, answer_s=2, pace=QUICK_PACE)


@asynccontextmanager
async def working(
    database: Database, bus: Bus, *consumers: Consumers, patience: Patience = QUICK_PATIENCE
) -> AsyncIterator[Relay]:
    """A service's relay and readers at work in this process; they must end in order, and soon."""
    relay = Relay(database, bus, Settings())
    task = asyncio.create_task(run_workers(database, bus, relay, consumers, patience))
    try:
        yield relay
    finally:
        task.cancel()
        await asyncio.wait([task], timeout=10)
        assert task.cancelled(), task


@asynccontextmanager
async def shop_and_desk(shop: Database, desk_: Database, *consumers: Consumers) -> AsyncIterator[MemoryBus]:
    """The shop announces and the desk listens, over a bus in this process."""
    bus = MemoryBus()
    async with working(shop, bus), working(desk_, bus, *consumers):
        yield bus


def url_of(database: Database) -> str:
    """Where a database is, for another process."""
    return database.writer.url.render_as_string(hide_password=False)


def open_service(url: str, name: str) -> Database:
    """The database of the shop or the desk, in this process."""
    return open_database(url, tables, source=name)


async def _send_and_tell(url: str, first: int, last: int) -> None:
    """Send parcel after parcel, and print the number of each that was accepted, after the commit."""
    shop = open_service(url, "shop")
    for number in range(first, last):
        while True:
            try:
                await send(shop, [number])
                break
            except Refusal:
                await asyncio.sleep(0.02)
        print(number, flush=True)


async def _work(url: str, name: str, nats_url: str) -> None:
    database, bus = open_service(url, name), bus_to(nats_url)
    relay = Relay(database, bus, Settings())
    await run_workers(database, bus, relay, [desk] if name == "desk" else [], QUICK_PATIENCE)


def main(arguments: list[str]) -> None:
    """`send URL FIRST LAST`, or `work URL NAME NATS_URL`."""
    match arguments:
        case ["send", url, first, last]:
            asyncio.run(_send_and_tell(url, int(first), int(last)))
        case ["work", url, name, nats_url]:
            asyncio.run(_work(url, name, nats_url))
        case _:
            sys.exit(main.__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
