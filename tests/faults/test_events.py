"""kill -9 of every part of the event plumbing at random moments under load: nothing accepted is lost, nothing is taken
twice, nothing sticks.

`PARTAGE_FAULT_KILLS` says how many kills (30), `PARTAGE_FAULT_SEED` repeats a run's choice of victims and moments.
"""

import asyncio
import json
import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from faults.parts import Bus, Part, Postgres, Worker, Writer
from partage_kit.db import Database
from partage_kit.errors import Refusal
from partage_kit.tables import table_of
from support.databases import ON_POSTGRESQL, Cluster, Databases
from support.nats_server import nats_server
from support.parcels import Hearing, parcel, tables, url_of
from support.seen import count_unpublished, dead, hearings
from support.waiting import eventually

KILLS = int(os.environ.get("PARTAGE_FAULT_KILLS", "30"))
SEED = int(os.environ.get("PARTAGE_FAULT_SEED", str(random.SystemRandom().randrange(10**6))))
PROGRESS = 25
WITHIN_S = 60

pytestmark = pytest.mark.faults


@pytest.fixture
def databases(tmp_path: Path) -> Iterator[tuple[Databases, Cluster | None]]:
    """Databases on a server of this test alone, which it may kill."""
    cluster = Cluster() if ON_POSTGRESQL else None
    if cluster is not None:
        cluster.start(durable=True)
    try:
        yield Databases(tmp_path, cluster), cluster
    finally:
        if cluster is not None:
            cluster.remove()


@contextmanager
def ending(parts: Sequence[Part]) -> Iterator[None]:
    """Start the parts; none outlives the test."""
    try:
        for part in parts:
            part.start()
        yield
    finally:
        for part in parts:
            part.kill()


async def test_kills_lose_double_and_stick_nothing(databases: tuple[Databases, Cluster | None], tmp_path: Path) -> None:
    made, cluster = databases
    shop, desk = made.open(tables, source="shop"), made.open(tables, source="desk")
    with nats_server() as nats:
        writers = [Writer(f"writer {n}", url_of(shop), n * 10_000_000, tmp_path / f"told {n}") for n in (0, 1)]
        workers = [
            Worker(f"{name} {n}", "work", url_of(database), name, nats.url)
            for name, database in (("shop", shop), ("desk", desk))
            for n in (0, 1)
        ]
        servers: list[Part] = [Bus(nats), *([Postgres(cluster)] if cluster else [])]
        with ending([*writers, *workers]):
            await kill_at_random([*writers, *workers, *servers], desk)
            for writer in writers:
                writer.kill()
            announced = await eventually(lambda: all_taken(shop, desk), bool, WITHIN_S)
    assert Counter(await hearings(desk)) == announced
    assert await dead(desk) == []
    accepted = {(parcel(number), 1) for writer in writers for number in writer.accepted}
    assert accepted <= announced.keys()
    await shop.close()
    await desk.close()


async def kill_at_random(parts: Sequence[Part], desk: Database) -> None:
    chance = random.Random(SEED)
    print(f"PARTAGE_FAULT_SEED={SEED}")
    await progress(desk)
    for number in range(KILLS):
        victim = chance.choice(parts)
        await asyncio.sleep(chance.uniform(0, 0.5))
        victim.kill()
        await asyncio.sleep(chance.uniform(0, 0.5))
        print(f"kill {number}: {victim.name}")
        victim.start()
        await progress(desk)


async def progress(desk: Database) -> None:
    """The desk takes more events; after a kill it has to do so again."""
    taken = await eventually(lambda: count_taken(desk), lambda count: count is not None, WITHIN_S)
    await eventually(lambda: count_taken(desk), lambda count: (count or 0) >= (taken or 0) + PROGRESS, WITHIN_S)


async def count_taken(desk: Database) -> int | None:
    """How many events were taken; None while the database is away."""
    try:
        async with desk.reading() as session:
            return int((await session.execute(select(func.count()).select_from(table_of(Hearing)))).scalar_one())
    except (Refusal, SQLAlchemyError, OSError):
        return None


async def all_taken(shop: Database, desk: Database) -> Counter[tuple[UUID, int]] | None:
    """What was announced, once all of it is marked as published and the desk has taken as much.

    An unclear commit may have been announced twice. The mark follows the hearing: who waits for the hearing alone ends
    the workers before their last mark.
    """
    if await count_unpublished(shop):
        return None
    outbox = shop.tables.metadata.tables["outbox"]
    async with shop.reading() as session:
        envelopes = [json.loads(text) for text in (await session.execute(select(outbox.c.envelope))).scalars()]
    announced = Counter((UUID(envelope["subject"]), int(envelope["sequence"])) for envelope in envelopes)
    return announced if await count_taken(desk) == announced.total() else None
