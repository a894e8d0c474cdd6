"""The relay: every announced event reaches the stream, in order, through outages of the bus and deaths of relays."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import ClassVar

import nats as nats_client
import pytest
from prometheus_client import REGISTRY
from sqlalchemy import text

from partage_kit.bus.nats import NatsBus
from partage_kit.clock import clock
from partage_kit.db import Database
from partage_kit.relay import Relay
from partage_kit.relay.outbox import measure
from partage_kit.types import Fact
from partage_kit.unit_of_work import emit, write_down
from support import parcels
from support.databases import ON_POSTGRESQL
from support.nats_server import NatsServer
from support.parcels import ParcelSent, Settings, announce, bus_to, open_service, parcel, send, url_of, working
from support.processes import running
from support.seen import all_published, count_unpublished, heard, hearings, in_stream
from support.waiting import eventually


async def test_events_reach_the_stream_in_the_order_of_their_commits(shop: Database, nats: NatsServer) -> None:
    async with working(shop, bus_to(nats.url)):
        for number in range(30):
            await send(shop, [number])
        await send(shop, range(30, 150))
        await all_published(shop)
    assert await in_stream(nats) == list(range(150))


async def test_events_wait_while_there_is_no_bus(shop: Database, desk: Database, nats: NatsServer) -> None:
    nats.kill()
    async with working(shop, bus_to(nats.url)) as relay, working(desk, bus_to(nats.url), parcels.desk):
        await send(shop, range(40))
        lag = await eventually(relay.lag, lambda seen: seen.oldest_s > 0.05)
        assert lag.waiting == 40 and not relay.bus.connected
        nats.start()
        await eventually(lambda: hearings(desk), lambda taken: len(taken) == 40)
        assert relay.bus.connected
        await all_published(shop)
        assert (await relay.lag()).waiting == 0


async def test_a_killed_server_loses_and_doubles_nothing(shop: Database, desk: Database, nats: NatsServer) -> None:
    async with working(shop, bus_to(nats.url)), working(desk, bus_to(nats.url), parcels.desk):
        for burst in range(3):
            first = burst * 100
            sending = asyncio.create_task(send_one_by_one(shop, range(first, first + 100)))
            await heard(desk, first + 10)
            nats.kill()
            await sending
            nats.start()
        await heard(desk, 300)
        await all_published(shop)
    assert sorted(await hearings(desk)) == sorted((parcel(n), 1) for n in range(300))


async def in_stream_at_least(server: NatsServer, count: int, within: float) -> None:
    await eventually(lambda: in_stream(server), lambda found: len(found) >= count, within=within)


async def send_one_by_one(shop: Database, numbers: Sequence[int]) -> None:
    for number in numbers:
        await send(shop, [number])


async def test_the_deleted_store_is_refilled_from_the_outbox(shop: Database, desk: Database, nats: NatsServer) -> None:
    async with working(shop, bus_to(nats.url)), working(desk, bus_to(nats.url), parcels.desk):
        await send(shop, range(60))
        await eventually(lambda: hearings(desk), lambda taken: len(taken) == 60)
        nats.kill()
        await send(shop, range(60, 70))
        nats.forget_everything()
        nats.start()
        await eventually(lambda: hearings(desk), lambda taken: len(taken) == 70)
        await all_published(shop)
        assert await in_stream(nats) == list(range(70))
    # the desk has seen all of them once more, and taken none twice
    assert sorted(await hearings(desk)) == sorted((parcel(n), 1) for n in range(70))


async def test_a_store_restored_from_an_old_copy_is_completed(shop: Database, nats: NatsServer) -> None:
    copy = nats.folder / "copy"
    async with working(shop, bus_to(nats.url)):
        await send(shop, range(10))
        await all_published(shop)
        nats.stop()
        shutil.copytree(nats.store, copy)
        nats.start()
        await send(shop, range(10, 30))
        await all_published(shop)
        nats.stop()
        nats.forget_everything()
        shutil.copytree(copy, nats.store)
        nats.start()
        await send(shop, [30])
        await eventually(lambda: in_stream(nats), lambda found: len(found) >= 31)
    assert await in_stream(nats) == list(range(31))


@pytest.mark.parametrize("keep", [0, 5])
async def test_a_purged_stream_is_refilled_without_a_new_connection(
    shop: Database, nats: NatsServer, nats_bus: NatsBus, keep: int
) -> None:
    relay = Relay(shop, nats_bus, Settings(), look_s=0.2)
    task = asyncio.create_task(relay.run())
    await send(shop, range(20))
    await eventually(lambda: count_unpublished(shop), lambda waiting: waiting == 0)
    client = await nats_client.connect(nats.url)
    await client.jetstream().purge_stream("SHOP", keep=keep)
    await client.close()
    found = await eventually(lambda: in_stream(nats), lambda found: len(found) >= 20)
    task.cancel()
    await asyncio.wait([task])
    assert sorted(found) == list(range(20))


async def test_two_relays_publish_each_event_once_and_in_order(shop: Database, nats: NatsServer) -> None:
    twin = open_service(url_of(shop), "shop")
    async with working(twin, bus_to(nats.url)):
        async with working(shop, bus_to(nats.url)):
            await asyncio.gather(send_one_by_one(shop, range(50)), send_one_by_one(twin, range(50, 100)))
            await all_published(shop)
        # the other takes over
        await send(twin, range(100, 110))
        await all_published(twin)
    await twin.close()
    found = await in_stream(nats)
    assert sorted(found) == list(range(110)) and found[100:] == list(range(100, 110))
    assert [n for n in found if n < 50] == list(range(50))
    assert [n for n in found if 50 <= n < 100] == list(range(50, 100))


async def test_a_commit_in_another_process_wakes_the_relay(shop: Database, nats_bus: NatsBus, nats: NatsServer) -> None:
    # SQLite cannot tell other processes, so there the poll has to find it
    settings = Settings(outbox_poll_seconds=60 if ON_POSTGRESQL else 0.2)
    task = asyncio.create_task(Relay(shop, nats_bus, settings).run())
    other = open_service(url_of(shop), "shop")
    for count in (1, 2, 3):
        await send(other, [count])
        await in_stream_at_least(nats, count, within=5)
    await other.close()
    task.cancel()
    await asyncio.wait([task])


async def test_a_row_that_becomes_visible_late_is_not_lost(shop: Database, nats: NatsServer) -> None:
    async with working(shop, bus_to(nats.url)):
        async with shop.writing(parcels.SHOPKEEPER) as slow:
            await clock(slow)
            emit(slow, sent(1))
            await slow.run_sync(write_down)  # it has its row number from here on
            if ON_POSTGRESQL:  # on SQLite the second writer would wait for the first
                await send(shop, [2])
                await eventually(lambda: in_stream(nats), lambda found: found == [2])
        found = await eventually(lambda: in_stream(nats), lambda found: 1 in found)
    assert found == ([2, 1] if ON_POSTGRESQL else [1])


async def test_a_relay_killed_between_publishing_and_marking_doubles_nothing(
    shop: Database, desk: Database, nats: NatsServer
) -> None:
    await send(shop, range(20))
    async with working(desk, bus_to(nats.url), parcels.desk):
        async with marks_held_up(shop):
            with running("work", url_of(shop), "shop", nats.url):
                await heard(desk, 20)
        assert await count_unpublished(shop) == 20
        async with working(shop, bus_to(nats.url)):
            await all_published(shop)
            await send(shop, [20])
            await eventually(lambda: hearings(desk), lambda taken: len(taken) >= 21)
    assert await in_stream(nats) == list(range(21))
    assert sorted(await hearings(desk)) == sorted((parcel(n), 1) for n in range(21))


@asynccontextmanager
async def marks_held_up(shop: Database) -> AsyncIterator[None]:
    """Let nobody write to the outbox."""
    async with shop.writer.connect() as connection:
        if ON_POSTGRESQL:
            await connection.execute(text("LOCK TABLE outbox IN SHARE MODE"))
        else:
            await connection.execute(text("SELECT 1"))  # its transaction begins IMMEDIATE
        yield


async def test_an_event_that_the_bus_refuses_does_not_hold_up_the_others(shop: Database, nats: NatsServer) -> None:
    async with working(shop, bus_to(nats.url)) as relay:
        await send(shop, [0])
        await announce(shop, Heavy(office="brussels", subject=parcel(1), sequence=1, load="x" * 1_100_000))
        await send(shop, [2])
        await eventually(lambda: in_stream(nats), lambda found: found == [0, 2])
        assert (await eventually(relay.lag, lambda lag: lag.waiting == 1)).waiting == 1


class Heavy(Fact):
    """More than a message can carry."""

    service: ClassVar[str] = "shop"
    noun: ClassVar[str] = "parcel"
    verb: ClassVar[str] = "weighed"

    load: str


async def test_the_lag_is_measured_for_prometheus(shop: Database, nats: NatsServer) -> None:
    await send(shop, range(3))
    bus = bus_to(nats.url)
    async with working(shop, bus):
        await all_published(shop)
        await eventually(gauge, lambda waiting: waiting == 0)
    assert (await measure(shop)).waiting == 0


async def gauge() -> float | None:
    return REGISTRY.get_sample_value("partage_outbox_waiting", {"service": "shop"})


def sent(number: int) -> ParcelSent:
    return ParcelSent(office="brussels", subject=parcel(number), sequence=1, weight=number)
