"""The promises of the bus port, kept alike by NATS and by the bus in memory."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from uuid import uuid4

import pytest

from partage_kit.bus import Bus, BusUnavailable, Delivery, Durable, Incoming, MemoryBus, Message, Stream
from partage_kit.bus.nats import NatsBus
from partage_kit.bus.nats_publishing import BATCH_FROM
from support.nats_server import NatsServer
from support.parcels import QUICK_PACE

WITHIN_S = 10


@pytest.fixture(params=["memory", "nats"])
async def bus(request: pytest.FixtureRequest, shared_nats: NatsServer) -> AsyncIterator[Bus]:
    if request.param == "memory":
        yield MemoryBus()
        return
    made = NatsBus(shared_nats.url, pace=QUICK_PACE)
    made.start()
    await made.until_connected()
    yield made
    await made.close()


@pytest.fixture
async def stream(bus: Bus) -> Stream:
    word = f"s{uuid4().hex[:8]}"
    stream = Stream(word.upper(), (f"partage.*.{word}.>",), timedelta(days=1))
    await bus.ensure(stream)
    return stream


def message(stream: Stream, number: int, *, noun: str = "thing", body: bytes | None = None) -> Message:
    return Message(f"id-{number}", f"partage.brussels.{stream.name.lower()}.{noun}.made.v1", body or b"%d" % number)


def durable(stream: Stream, *handlers: str, noun: str = "*") -> Durable:
    return Durable(stream.name, "reader", (f"partage.*.{stream.name.lower()}.{noun}.made.v1",), handlers)


async def take(incoming: Incoming, count: int) -> list[Delivery]:
    """So many deliveries, unsettled."""
    taken: list[Delivery] = []
    async with asyncio.timeout(WITHIN_S):
        while len(taken) < count:
            taken += await incoming.next(count - len(taken))
    return taken


async def settle(deliveries: Sequence[Delivery]) -> list[bytes]:
    for delivery in deliveries:
        await delivery.done()
    return [delivery.body for delivery in deliveries]


@pytest.mark.parametrize("count", [1, 5, BATCH_FROM, 700])
async def test_messages_come_in_the_order_of_publication(bus: Bus, stream: Stream, count: int) -> None:
    messages = [message(stream, n) for n in range(count)]
    assert await bus.publish(stream.name, messages) == {}
    async with bus.read(durable(stream)) as incoming:
        deliveries = await take(incoming, count)
    assert [(d.id, d.address, d.body) for d in deliveries] == [(m.id, m.address, m.body) for m in messages]


async def test_messages_published_while_reading_come_too(bus: Bus, stream: Stream) -> None:
    async with bus.read(durable(stream)) as incoming:
        for number in range(120):  # more than one request of the reader
            await bus.publish(stream.name, [message(stream, number)])
            assert await settle(await take(incoming, 1)) == [b"%d" % number]


@pytest.mark.parametrize("count", [3, 40])
async def test_a_message_id_is_taken_once(bus: Bus, stream: Stream, count: int) -> None:
    first = [message(stream, n) for n in range(count)]
    await bus.publish(stream.name, first)
    await bus.publish(stream.name, [*first, message(stream, count)])
    assert (await bus.state(stream.name)).messages == count + 1
    async with bus.read(durable(stream)) as incoming:
        assert await settle(await take(incoming, count + 1)) == [b"%d" % n for n in range(count + 1)]


async def test_the_state_names_the_oldest_and_the_newest(bus: Bus, stream: Stream) -> None:
    empty = await bus.state(stream.name)
    await bus.publish(stream.name, [message(stream, n) for n in range(3)])
    filled = await bus.state(stream.name)
    assert (empty.messages, empty.oldest, empty.newest) == (0, None, None)
    assert (filled.messages, filled.oldest, filled.newest) == (3, "id-0", "id-2")


async def test_what_is_sent_back_comes_again_after_its_delay(bus: Bus, stream: Stream) -> None:
    await bus.publish(stream.name, [message(stream, n) for n in range(3)])
    clock = asyncio.get_running_loop().time
    async with bus.read(durable(stream)) as incoming:
        poisoned, *others = await take(incoming, 3)
        sent_back = clock()
        await poisoned.again(0.5)
        await settle(others)
        (once_more,) = await take(incoming, 1)
        assert clock() - sent_back >= 0.45
        assert (once_more.id, once_more.body) == (poisoned.id, poisoned.body)
        await once_more.done()


async def test_a_durable_remembers_its_position(bus: Bus, stream: Stream) -> None:
    await bus.publish(stream.name, [message(stream, n) for n in range(4)])
    async with bus.read(durable(stream)) as incoming:
        await settle(await take(incoming, 2))
    async with bus.read(durable(stream)) as incoming:
        assert sorted(await settle(await take(incoming, 2))) == [b"2", b"3"]


async def test_what_was_in_hand_when_reading_ended_comes_again(bus: Bus, stream: Stream) -> None:
    await bus.publish(stream.name, [message(stream, n) for n in range(3)])
    async with bus.read(durable(stream)) as incoming:
        first, *_in_hand = await take(incoming, 3)
        await first.done()
    async with bus.read(durable(stream)) as incoming:
        assert sorted(await settle(await take(incoming, 2))) == [b"1", b"2"]


async def test_a_new_handler_makes_a_new_position_at_the_start(bus: Bus, stream: Stream) -> None:
    await bus.publish(stream.name, [message(stream, n) for n in range(3)])
    async with bus.read(durable(stream, "old")) as incoming:
        await settle(await take(incoming, 3))
    async with bus.read(durable(stream, "old", "new")) as incoming:
        assert await settle(await take(incoming, 3)) == [b"0", b"1", b"2"]


async def test_replicas_share_a_durable(bus: Bus, stream: Stream) -> None:
    async with bus.read(durable(stream)) as one, bus.read(durable(stream)) as two:
        await bus.publish(stream.name, [message(stream, n) for n in range(200)])
        seen: list[bytes] = []

        async def read_on(incoming: Incoming) -> None:
            while len(seen) < 200:
                seen.extend(await settle(await incoming.next(10)))

        async with asyncio.timeout(WITHIN_S):
            tasks = [asyncio.create_task(read_on(incoming)) for incoming in (one, two)]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    assert sorted(seen) == sorted(b"%d" % n for n in range(200))


async def test_a_reader_gets_only_the_addresses_it_names(bus: Bus, stream: Stream) -> None:
    nouns = ["thing", "other", "thing"]
    await bus.publish(stream.name, [message(stream, n, noun=noun) for n, noun in enumerate(nouns)])
    async with bus.read(durable(stream, noun="thing")) as incoming:
        assert await settle(await take(incoming, 2)) == [b"0", b"2"]


@pytest.mark.parametrize("count", [3, 30])
async def test_a_message_too_large_is_refused_and_the_others_pass(bus: Bus, stream: Stream, count: int) -> None:
    messages = [message(stream, n) for n in range(count)]
    messages[1] = message(stream, 1, body=b"x" * 1_048_500)
    refused = await bus.publish(stream.name, messages)
    assert refused.keys() == {"id-1"} and "1047552 bytes" in refused["id-1"]
    assert (await bus.state(stream.name)).messages == count - 1


async def test_a_stream_that_is_not_there_is_unavailable(bus: Bus) -> None:
    nowhere = Stream(f"N{uuid4().hex[:8]}", ("nowhere.>",), timedelta(days=1))
    with pytest.raises(BusUnavailable):
        await bus.publish(nowhere.name, [Message("id", "nowhere.at.all", b"")])
    with pytest.raises(BusUnavailable):
        await bus.state(nowhere.name)
    with pytest.raises(BusUnavailable):
        async with bus.read(durable(nowhere)):
            pass


async def test_a_stream_follows_what_its_owner_wants(bus: Bus, stream: Stream) -> None:
    await bus.publish(stream.name, [message(stream, 0)])
    wider = Stream(stream.name, (*stream.subjects, f"more.{stream.name.lower()}.>"), timedelta(days=2))
    await bus.ensure(wider)
    await bus.publish(stream.name, [Message("id-1", f"more.{stream.name.lower()}.it", b"")])
    assert (await bus.state(stream.name)).messages == 2
