"""From one service's commit to another's: each event once for each handler, whatever the handlers do."""

import asyncio
import json
from collections import Counter
from contextlib import ExitStack
from typing import ClassVar
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.bus import MemoryBus, Message
from partage_kit.clock import clock
from partage_kit.consumers import Consumers, gather_handlers
from partage_kit.db import Database
from partage_kit.types import Fact
from partage_kit.unit_of_work import Actor, emit
from support import parcels
from support.nats_server import NatsServer
from support.parcels import Hearing, ParcelSent, announce, bus_to, parcel, send, shop_and_desk, working
from support.seen import dead, heard, hearings, inbox, known
from support.waiting import eventually


async def test_what_one_service_announces_the_other_knows(shop: Database, desk: Database, nats: NatsServer) -> None:
    async with working(shop, bus_to(nats.url)), working(desk, bus_to(nats.url), parcels.desk):
        await send(shop, range(40))
        await heard(desk, 40)
        assert await known(desk) == {parcel(n): (1, "sent", n) for n in range(40)}
        assert await hearings(desk) == [(parcel(n), 1) for n in range(40)]
        assert await inbox(desk) == {"desk.remember_parcel": 40, "desk.write_down_hearing": 40}


async def test_an_event_published_twice_is_taken_once(shop: Database, desk: Database) -> None:
    async with shop_and_desk(shop, desk, parcels.desk) as bus:
        await send(shop, range(5))
        await heard(desk, 5)
        outbox = shop.tables.metadata.tables["outbox"]
        async with shop.reading() as session:
            rows = (await session.execute(select(outbox))).all()
        again = [Message(f"again {row.id}", row.address, row.envelope.encode()) for row in rows]
        await bus.publish("SHOP", again)
        await send(shop, [5])
        await heard(desk, 6)
    assert sorted(await hearings(desk)) == sorted((parcel(n), 1) for n in range(6))


async def test_a_new_handler_sees_the_history_and_the_old_ones_do_not(shop: Database, desk: Database) -> None:
    bus, later = MemoryBus(), Consumers()

    @later.on(ParcelSent)
    async def latecomer(_session: AsyncSession, _event: ParcelSent) -> None:
        """Came with a new version of the desk."""

    async with working(shop, bus):
        async with working(desk, bus, parcels.desk):
            await send(shop, range(30))
            await heard(desk, 30)
        async with working(desk, bus, parcels.desk, later):
            await eventually(lambda: inbox(desk), lambda taken: taken["desk.latecomer"] == 30)
    assert len(await hearings(desk)) == 30


class ParcelSentLater(ParcelSent):
    """The same fact as a newer shop announces it, with a field the desk does not know."""

    colour: str


class ParcelSent2(ParcelSent):
    """A newer revision, which the desk does not listen to."""

    revision: ClassVar[int] = 2


async def test_new_fields_and_new_revisions_are_passed_over(shop: Database, desk: Database) -> None:
    async with shop_and_desk(shop, desk, parcels.desk):
        late = ParcelSentLater(office="ghent", subject=parcel(2), sequence=1, weight=2, colour="blue")
        await announce(shop, ParcelSent2(office="ghent", subject=parcel(1), sequence=1, weight=1), late)
        await heard(desk, 1)
    assert await known(desk) == {parcel(2): (1, "sent", 2)}
    assert await dead(desk) == []


class DeskOpened(Fact):
    """What the desk announces when it hears of a parcel."""

    service: ClassVar[str] = "desk"
    noun: ClassVar[str] = "desk"
    verb: ClassVar[str] = "opened"


async def test_what_handlers_announce_and_change_is_in_their_own_name(shop: Database, desk: Database) -> None:
    consumers = Consumers()

    @consumers.on(ParcelSent)
    async def opens(session: AsyncSession, event: ParcelSent) -> None:
        emit(session, DeskOpened(office=event.office, subject=event.subject, sequence=1))

    @consumers.on(ParcelSent)
    async def writes(session: AsyncSession, event: ParcelSent) -> None:
        session.add(Hearing(office=event.office, parcel=event.subject, sequence=event.sequence))

    traces = {parcel(n): f"00-{n:032x}-{n:016x}-01" for n in range(1, 21)}
    for number, trace in enumerate(traces.values(), 1):
        async with shop.writing(Actor("shopkeeper", "brussels", "send", traceparent=trace)) as session:
            await clock(session)
            emit(session, ParcelSent(office="brussels", subject=parcel(number), sequence=1, weight=number))
    async with shop_and_desk(shop, desk, consumers):
        await heard(desk, 20)
    announced = await envelopes(desk)
    assert {UUID(envelope["subject"]): envelope["traceparent"] for envelope in announced} == traces
    trail = desk.tables.metadata.tables["audit_trail"]
    async with desk.reading() as reading:
        notes = (await reading.execute(select(trail.c.actor, trail.c.action, trail.c.entity))).all()
    assert Counter(map(tuple, notes)) == {("consumer:desk.writes", "writes", "hearings"): 20}


async def envelopes(database: Database) -> list[dict[str, str]]:
    outbox = database.tables.metadata.tables["outbox"]
    async with database.reading() as session:
        return [json.loads(text) for text in (await session.execute(select(outbox.c.envelope))).scalars()]


async def test_a_slow_consumer_keeps_its_events_and_delays_nobody(
    shop: Database, desk: Database, nats: NatsServer
) -> None:
    consumers, done = Consumers(), Counter[int]()
    pace = asyncio.Event()

    @consumers.on(ParcelSent)
    async def slow(_session: AsyncSession, event: ParcelSent) -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await pace.wait()
        done[event.weight] += 1

    async with working(shop, bus_to(nats.url)), working(desk, bus_to(nats.url), consumers):
        quick = parcels.open_service(parcels.url_of(shop), "porch")
        async with working(quick, bus_to(nats.url), parcels.desk):
            await send(shop, range(10))  # ten at 0.3 s: twice the time after which unsettled events go to others
            await heard(quick, 10)
            assert done.total() < 10
        await eventually(lambda: inbox(desk), lambda taken: taken["desk.slow"] == 10)
        await quick.close()
    assert done == dict.fromkeys(range(10), 1)


@pytest.mark.parametrize("server", ["alive", "killed", "silent"])
async def test_work_ends_soon_and_leaves_no_tasks(
    shop: Database, desk: Database, nats: NatsServer, server: str
) -> None:
    before = asyncio.all_tasks()
    with ExitStack() as later:
        async with working(shop, bus_to(nats.url)), working(desk, bus_to(nats.url), parcels.desk):
            await send(shop, range(5))
            await heard(desk, 5)
            if server == "killed":
                nats.kill()
            if server == "silent":
                later.enter_context(nats.silenced())
            await send(shop, range(5, 10))
    assert asyncio.all_tasks() == before


def test_two_consumers_of_one_name_are_refused() -> None:
    first, second = Consumers(), Consumers()

    def listen(consumers: Consumers) -> None:
        @consumers.on(ParcelSent)
        async def same(_session: AsyncSession, _event: ParcelSent) -> None:
            """A function of its own."""

    listen(first)
    listen(second)
    with pytest.raises(ValueError, match="two consumers are named same"):
        gather_handlers([first, second])
