"""The platform's tables do not grow for ever, and nothing that may be needed again goes."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func, insert, select

from partage_kit.clock import clock
from partage_kit.db import Database
from partage_kit.housekeeping import sweep
from partage_kit.tables import service_registry
from partage_kit.unit_of_work import Actor
from support.databases import Databases

TABLES = service_registry()
DAY = timedelta(days=1)
MAX_AGE = 10 * DAY


async def rows_of(database: Database, table: str) -> int:
    """How many rows a table has."""
    async with database.reading() as session:
        count = select(func.count()).select_from(TABLES.metadata.tables[table])
        return int((await session.execute(count)).scalar_one())


async def fill(database: Database, age: timedelta, *, published: bool = True) -> None:
    """A key, an outbox row and an inbox row of an age."""
    tables = TABLES.metadata.tables
    async with database.writing(Actor("test", "brussels", "fill")) as session:
        then = await clock(session) - age
        sent = then if published else None
        key = {"caller": "c", "key": uuid4().hex, "request_hash": "h", "created_at": then}
        await session.execute(insert(tables["idempotency_keys"]).values(key))
        event = {"event_id": uuid4(), "address": "a", "envelope": "{}", "created_at": then, "published_at": sent}
        await session.execute(insert(tables["outbox"]).values(event))
        await session.execute(insert(tables["inbox"]).values(consumer="c", event_id=uuid4(), received_at=then))


async def test_what_is_older_than_its_use_goes_and_the_rest_stays(fresh_databases: Databases) -> None:
    database = fresh_databases.open(TABLES)
    await fill(database, 2 * DAY)
    await fill(database, 60 * DAY)
    await fill(database, 60 * DAY, published=False)
    assert await sweep(database, MAX_AGE) == 3 + 1 + 2
    assert await rows_of(database, "idempotency_keys") == 0
    assert await rows_of(database, "outbox") == 2
    assert await rows_of(database, "inbox") == 1
    assert await sweep(database, MAX_AGE) == 0
    await database.close()
