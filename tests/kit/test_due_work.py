"""Work that falls due: every replica looks, each item is done once, and one that fails holds up no other."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.db import Readable
from partage_kit.due_work import DueWork
from partage_kit.unit_of_work import Actor
from support.databases import Databases
from support.parcels import Hearing, KnownParcel, parcel, tables
from support.seen import hearings
from support.waiting import eventually

ON_THE_WAY, ARRIVED, LOST = "on the way", "arrived", parcel(7)
attempts: Counter[UUID] = Counter()


async def on_the_way(session: Readable) -> Sequence[UUID]:
    """The parcels that wait to arrive."""
    found = select(col(KnownParcel.id)).where(col(KnownParcel.state) == ON_THE_WAY).order_by(col(KnownParcel.id))
    return (await session.execute(found)).scalars().all()


async def arrive(session: AsyncSession, parcel_id: UUID) -> None:
    """Let a parcel arrive, unless another replica has."""
    attempts[parcel_id] += 1
    locked = select(KnownParcel).where(col(KnownParcel.id) == parcel_id).with_for_update()
    found = (await session.execute(locked)).scalar_one()
    if found.state == ON_THE_WAY:
        found.state = ARRIVED
        session.add(Hearing(office=found.office, parcel=parcel_id, sequence=1))
        await session.flush()
        if parcel_id == LOST:
            raise RuntimeError("this parcel is lost")


async def test_replicas_do_each_item_once_and_one_failure_holds_up_nothing(fresh_databases: Databases) -> None:
    database = fresh_databases.open(tables)
    async with database.writing(Actor("test", "brussels", "send")) as session:
        for number in range(20):
            waiting = KnownParcel(id=parcel(number), office="brussels", sequence=1, state=ON_THE_WAY, weight=number)
            session.add(waiting)
    work = DueWork("arrive", 0.01, on_the_way, arrive)
    replicas = [asyncio.create_task(work.run(database)) for _ in range(3)]

    async def heard() -> int:
        return len(await hearings(database))

    await eventually(heard, lambda count: count == 19)
    tried = attempts[LOST]
    await eventually(heard, lambda _: attempts[LOST] > tried)
    for replica in replicas:
        replica.cancel()
    await asyncio.gather(*replicas, return_exceptions=True)

    assert Counter(which for which, _ in await hearings(database)) == {
        parcel(number): 1 for number in range(20) if parcel(number) != LOST
    }
    await database.close()
