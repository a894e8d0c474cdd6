"""Events that fail: they come again, or are kept as dead letters, and hold nobody up."""

import asyncio
import json
from collections import Counter
from contextlib import suppress
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.bus import MemoryBus, Message
from partage_kit.consumers import Consumers, Patience
from partage_kit.db import Database
from partage_kit.errors import Unavailable
from support import parcels
from support.parcels import Hearing, ParcelSent, parcel, send, shop_and_desk, working
from support.seen import dead, heard, hearings, inbox
from support.waiting import eventually


async def test_a_failing_event_comes_again_and_the_others_pass(shop: Database, desk: Database) -> None:
    consumers, mended, bus = Consumers(), asyncio.Event(), MemoryBus()

    @consumers.on(ParcelSent)
    async def moody(session: AsyncSession, event: ParcelSent) -> None:
        session.add(Hearing(office=event.office, parcel=event.subject, sequence=event.sequence))
        await session.flush()
        if event.weight == 3 and not mended.is_set():
            raise RuntimeError("not yet")

    patient = Patience(delays=(0.05,) * 1000)
    async with working(shop, bus), working(desk, bus, consumers, patience=patient):
        await send(shop, range(10))
        await heard(desk, 9)
        assert (parcel(3), 1) not in await hearings(desk)
        mended.set()
        await heard(desk, 10)
    assert sorted(await hearings(desk)) == sorted((parcel(n), 1) for n in range(10))
    assert await dead(desk) == []


async def test_a_poisoned_event_becomes_a_dead_letter(shop: Database, desk: Database) -> None:
    consumers = Consumers()

    @consumers.on(ParcelSent)
    async def picky(session: AsyncSession, event: ParcelSent) -> None:
        if event.weight == 50:
            raise ValueError("never fifty")
        session.add(Hearing(office=event.office, parcel=event.subject, sequence=event.sequence))

    async with shop_and_desk(shop, desk, consumers, parcels.desk):
        await send(shop, range(100))
        await eventually(lambda: dead(desk))
        await heard(desk, 99 + 100)
    assert await dead(desk) == [("desk.picky", 3, "ValueError: never fifty")]
    assert Counter(await hearings(desk)) == {(parcel(n), 1): 1 if n == 50 else 2 for n in range(100)}


async def test_one_handlers_failure_does_not_repeat_the_other(shop: Database, desk: Database) -> None:
    consumers = Consumers()
    attempts = 0

    @consumers.on(ParcelSent)
    async def stubborn(_session: AsyncSession, _event: ParcelSent) -> None:
        nonlocal attempts
        attempts += 1
        if attempts < 3:
            raise RuntimeError("again")

    async with shop_and_desk(shop, desk, consumers, parcels.desk):
        await send(shop, [1])
        await eventually(lambda: inbox(desk), lambda taken: taken["desk.stubborn"] == 1)
    assert await hearings(desk) == [(parcel(1), 1)]


async def test_an_unavailable_database_is_nobodys_fault(shop: Database, desk: Database) -> None:
    consumers = Consumers()
    attempts = 0

    @consumers.on(ParcelSent)
    async def waits(session: AsyncSession, event: ParcelSent) -> None:
        nonlocal attempts
        attempts += 1
        if attempts <= 5:  # more than the attempts an event gets
            raise Unavailable()
        session.add(Hearing(office=event.office, parcel=event.subject, sequence=event.sequence))

    async with shop_and_desk(shop, desk, consumers):
        await send(shop, [1])
        await heard(desk, 1)
    assert await dead(desk) == []


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe no json \x00",
        b"[1, 2]",
        b"{}",
        json.dumps({"id": str(uuid4()), "type": "partage.shop.parcel.lost.v1", "data": {}}).encode(),
        json.dumps({"id": "not an id", "type": "partage.shop.parcel.sent.v1"}).encode(),
        json.dumps({"id": str(uuid4()), "type": "partage.shop.parcel.sent.v1", "data": {"weight": 1}}).encode(),
        json.dumps({"id": str(uuid4()), "type": "partage.shop.parcel.sent.v1", "data": []}).encode(),
    ],
    ids=["bytes", "list", "empty", "another type", "no id", "no sequence", "no data"],
)
async def test_a_malformed_event_is_kept_and_holds_nobody_up(desk: Database, shop: Database, body: bytes) -> None:
    async with shop_and_desk(shop, desk, parcels.desk) as bus:
        await send(shop, [0])
        await heard(desk, 1)
        await bus.publish("SHOP", [Message("bad", ParcelSent.address("brussels"), body)])
        await send(shop, [1])
        await heard(desk, 2)
        letters = await eventually(lambda: dead(desk), lambda letters: len(letters) == 2)
    assert {consumer for consumer, _, _ in letters} == {"desk.remember_parcel", "desk.write_down_hearing"}
    assert all(attempts == 1 and error.startswith("Malformed: ") for _, attempts, error in letters)


async def test_slow_handlers_make_small_transactions(shop: Database, desk: Database) -> None:
    consumers, transactions, never = Consumers(), Counter[AsyncSession](), asyncio.Event()

    @consumers.on(ParcelSent)
    async def slow(session: AsyncSession, event: ParcelSent) -> None:
        transactions[session] += 1
        session.add(Hearing(office=event.office, parcel=event.subject, sequence=event.sequence))
        with suppress(TimeoutError):
            async with asyncio.timeout(0.02):
                await never.wait()

    await send(shop, range(160))
    async with shop_and_desk(shop, desk, consumers):
        await heard(desk, 160)
    first, *_others = sizes = list(transactions.values())
    assert first == 64 and sum(sizes) == 160  # one after another they would be 160
    assert max(sizes[2:]) <= 16
