"""What can be seen of events from outside: in outboxes, streams, inboxes, projections and among dead letters."""

import json
from collections import Counter
from uuid import UUID

import nats
from nats.js.errors import NotFoundError
from sqlalchemy import func, select

from partage_kit.db import Database
from partage_kit.dead_letters import letters_of, open_letters
from partage_kit.tables import table_of
from support.nats_server import NatsServer
from support.parcels import Hearing, KnownParcel, tables
from support.waiting import eventually


async def hearings(database: Database) -> list[tuple[UUID, int]]:
    """Every taking of an event: (parcel, sequence), in the order of the takings."""
    taken = table_of(Hearing)
    async with database.reading() as session:
        rows = await session.execute(select(taken.c.parcel, taken.c.sequence).order_by(taken.c.id))
        return [(row.parcel, row.sequence) for row in rows]


async def known(database: Database) -> dict[UUID, tuple[int, str, int]]:
    """What the desk knows: parcel -> (sequence, state, weight)."""
    parcels = table_of(KnownParcel)
    async with database.reading() as session:
        rows = await session.execute(select(parcels))
        return {row.id: (row.sequence, row.state, row.weight) for row in rows}


async def count_unpublished(database: Database) -> int:
    """Events that wait in the outbox."""
    outbox = tables.metadata.tables["outbox"]
    async with database.reading() as session:
        waiting = select(func.count()).where(outbox.c.published_at.is_(None))
        return int((await session.execute(waiting)).scalar_one())


async def all_published(database: Database) -> None:
    """Wait until no event waits in the outbox."""
    await eventually(lambda: count_unpublished(database), lambda waiting: waiting == 0)


async def heard(desk: Database, count: int) -> None:
    """Wait until the desk has taken so many events."""
    await eventually(lambda: hearings(desk), lambda taken: len(taken) >= count)


async def inbox(desk: Database) -> Counter[str]:
    """How many events each consumer has taken."""
    taken = desk.tables.metadata.tables["inbox"]
    async with desk.reading() as session:
        return Counter((await session.execute(select(taken.c.consumer))).scalars())


async def dead(desk: Database) -> list[tuple[str, int, str]]:
    """The dead letters: (consumer, attempts, error)."""
    async with desk.reading() as session:
        letters = await open_letters(session, letters_of(desk))
        return [(letter["consumer"], letter["attempts"], letter["error"]) for letter in letters]


async def in_stream(server: NatsServer) -> list[int]:
    """The numbers of the parcels in the shop's stream, in its order."""
    client = await nats.connect(server.url)
    try:
        jetstream = client.jetstream()
        state = (await jetstream.stream_info("SHOP")).state
        messages = [
            await jetstream.get_msg("SHOP", seq=sequence)
            for sequence in range(max(state.first_seq, 1), state.last_seq + 1)
        ]
        return [json.loads(message.data or b"")["data"]["weight"] for message in messages]
    except NotFoundError:
        return []
    finally:
        await client.close()
