"""What only a real server can do to a bus: end connections, fall silent, forget, be meddled with."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import nats as nats_client
import pytest
from nats.errors import ConnectionClosedError
from nats.js.api import ConsumerInfo
from nats.js.errors import NotFoundError
from sqlalchemy import text
from structlog.testing import capture_logs

from partage_kit.bus import BusUnavailable, Delivery, Durable, Incoming, Message, Stream
from partage_kit.bus.nats import NatsBus
from partage_kit.db import Database
from support import parcels
from support.databases import ON_POSTGRESQL
from support.nats_server import NatsServer
from support.parcels import bus_to, parcel, send, url_of, working
from support.processes import running
from support.seen import hearings
from support.waiting import eventually

STREAM = Stream("SHOP", ("partage.*.shop.>",), timedelta(days=1))
READER = Durable("SHOP", "desk", ("partage.*.shop.parcel.sent.v1",))


def messages(first: int, last: int) -> list[Message]:
    return [Message(f"id-{n}", "partage.brussels.shop.parcel.sent.v1", b"%d" % n) for n in range(first, last)]


async def take(incoming: Incoming, count: int) -> list[Delivery]:
    taken: list[Delivery] = []
    async with asyncio.timeout(10):
        while len(taken) < count:
            taken += await incoming.next(count - len(taken))
    return taken


async def test_a_lost_connection_fails_what_is_under_way_and_comes_back(nats: NatsServer, nats_bus: NatsBus) -> None:
    await nats_bus.ensure(STREAM)
    reading = asyncio.create_task(read_one(nats_bus))
    await nats_bus.publish("SHOP", messages(0, 1))
    await reading
    reading = asyncio.create_task(read_one(nats_bus))
    nats.kill()
    with pytest.raises(BusUnavailable):
        await reading
    with pytest.raises(BusUnavailable):
        await nats_bus.publish("SHOP", messages(1, 2))
    assert not nats_bus.connected
    nats.start()
    await nats_bus.until_connected()
    # the stream may not be what it was: nothing is published before its owner has looked
    with pytest.raises(BusUnavailable, match="not ensured"):
        await nats_bus.publish("SHOP", messages(1, 2))
    await nats_bus.ensure(STREAM)
    await nats_bus.publish("SHOP", messages(0, 2))
    assert (await nats_bus.state("SHOP")).messages == 2


async def test_a_connection_that_is_lost_in_the_middle_of_sending_is_made_again(
    nats: NatsServer, nats_bus: NatsBus
) -> None:
    client = nats_bus._keeper.link.client
    nats.kill()
    with suppress(ConnectionClosedError):
        for _ in range(100):
            await client.publish("elsewhere", b"x")
            await asyncio.sleep(0)
    await eventually(lambda: asyncio.sleep(0, result=nats_bus.connected), lambda connected: not connected, within=10)
    nats.start()
    await nats_bus.until_connected()
    await nats_bus.ensure(STREAM)


async def read_one(bus: NatsBus) -> bytes:
    async with bus.read(READER) as incoming:
        (delivery,) = await take(incoming, 1)
        await delivery.done()
        return delivery.body


@pytest.mark.parametrize("count", [1, 100])
async def test_a_silent_server_is_given_up_and_asked_again(nats: NatsServer, nats_bus: NatsBus, count: int) -> None:
    await nats_bus.ensure(STREAM)
    with nats.silenced(), pytest.raises(BusUnavailable, match="no answer in time"):
        await nats_bus.publish("SHOP", messages(0, count))
    await nats_bus.until_connected()
    await nats_bus.ensure(STREAM)
    await nats_bus.publish("SHOP", messages(0, count))
    assert (await nats_bus.state("SHOP")).messages == count


async def test_silence_on_an_open_request_makes_the_reader_ask_again(nats: NatsServer, nats_bus: NatsBus) -> None:
    await nats_bus.ensure(STREAM)

    async def asked_again() -> bool:
        return any(entry["event"] == "the bus fell silent; asking again" for entry in said)

    async with nats_bus.read(READER) as incoming:
        with capture_logs() as said:
            waiting = asyncio.create_task(take(incoming, 1))
            with nats.silenced():
                await eventually(asked_again)
        await nats_bus.publish("SHOP", messages(0, 1))
        (delivery,) = await waiting
        await delivery.done()

        async def is_settled() -> bool:
            return (await consumer(nats)).num_ack_pending == 0

        await eventually(is_settled)  # nobody waits for the server to take the word in


async def consumers(server: NatsServer) -> list[ConsumerInfo]:
    """The durables of the stream, as the server sees them."""
    client = await nats_client.connect(server.url)
    try:
        return await client.jetstream().consumers_info("SHOP")
    except NotFoundError:
        return []
    finally:
        await client.close()


async def consumer(server: NatsServer) -> ConsumerInfo:
    (info,) = await consumers(server)
    return info


async def test_a_durable_changed_by_hand_is_made_anew(nats: NatsServer, nats_bus: NatsBus) -> None:
    await nats_bus.ensure(STREAM)
    await nats_bus.publish("SHOP", messages(0, 3))
    async with nats_bus.read(READER) as incoming:
        for delivery in await take(incoming, 3):
            await delivery.done()
    wanted = (await consumer(nats)).config
    client = await nats_client.connect(nats.url)
    await client.jetstream().add_consumer("SHOP", wanted.evolve(max_deliver=2, ack_wait=60))
    await client.close()
    assert (await consumer(nats)).config.max_deliver == 2
    async with nats_bus.read(READER) as incoming:
        assert [delivery.body for delivery in await take(incoming, 3)] == [b"0", b"1", b"2"]
    assert (await consumer(nats)).config == wanted


async def test_a_deleted_durable_ends_the_reading(nats: NatsServer, nats_bus: NatsBus) -> None:
    await nats_bus.ensure(STREAM)
    async with nats_bus.read(READER) as incoming:
        waiting = asyncio.create_task(take(incoming, 1))
        name = (await consumer(nats)).name
        client = await nats_client.connect(nats.url)
        await client.jetstream().delete_consumer("SHOP", name)
        await client.close()
        with pytest.raises(BusUnavailable, match="durable is gone"):
            await waiting


async def test_events_in_the_hands_of_a_killed_reader_go_to_another(
    shop: Database, desk: Database, nats: NatsServer
) -> None:
    async with working(shop, bus_to(nats.url)):
        async with desk.writer.connect() as lock:  # nobody gets to write at the desk
            await lock.execute(text("LOCK TABLE inbox" if ON_POSTGRESQL else "SELECT 1"))
            with running("work", url_of(desk), "desk", nats.url):
                await send(shop, range(20))
                await eventually(lambda: in_hand(nats), lambda count: count == 20)
        async with working(desk, bus_to(nats.url), parcels.desk):
            await eventually(lambda: hearings(desk), lambda taken: len(taken) == 20)
    assert sorted(await hearings(desk)) == sorted((parcel(n), 1) for n in range(20))


async def in_hand(server: NatsServer) -> int:
    return sum(info.num_ack_pending or 0 for info in await consumers(server))


async def test_a_wrong_address_is_one_clear_line_and_no_end() -> None:
    with capture_logs() as said:
        bus = NatsBus("nats://127.0.0.1:1")
        bus.start()

        async def attempts() -> int:
            return sum(entry["log_level"] == "debug" for entry in said)

        await eventually(attempts, lambda count: count >= 6)
        assert not bus.connected
        with pytest.raises(BusUnavailable):
            await bus.ensure(STREAM)
        await bus.close()
    warnings = [entry["event"] for entry in said if entry["log_level"] != "debug"]
    assert warnings == ["the bus cannot be reached; events wait"]
