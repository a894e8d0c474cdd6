"""One relay publishes at a time. On PostgreSQL an advisory lock says which, on SQLite a lock on a file beside the
database; both end with their holder, however it ends. Should two relays overlap for a moment all the same, both publish
the same rows in the same order, and message ids make that harmless.
"""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from partage_kit.db import Database

LOCK = 7_305_012
"""Any constant; advisory locks are a database's own."""

CHANNEL = "partage_outbox"

CONNECT_S = 5


class Lead:
    """The right to publish, until it is lost, and a connection to read the outbox with."""

    def __init__(self, connection: AsyncConnection, wake: Callable[[], None]) -> None:
        self.connection = connection
        self.lost = False
        self._wake = wake

    def lose(self, *_: Any) -> None:
        """The connection that held the lock is gone."""
        self.lost = True
        self._wake()

    def notice(self, *_: Any) -> None:
        """Another process announced facts."""
        self._wake()


@asynccontextmanager
async def leading(database: Database, wake: Callable[[], None], retry_s: float) -> AsyncIterator[Lead]:
    """Wait for the right to publish and hold it; `wake` is called when another process has written to the outbox."""
    # a connection outside the pools, open as long as the lead: it is not taken from requests, and costs a third
    engine = create_async_engine(
        database.writer.url,
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        connect_args={"timeout": CONNECT_S},
    )
    hold = _advisory_lock if database.dialect == "postgresql" else _file_lock
    async with engine.connect() as connection:
        lead = Lead(connection, wake)
        async with hold(lead, retry_s):
            yield lead


@asynccontextmanager
async def _advisory_lock(lead: Lead, retry_s: float) -> AsyncIterator[None]:
    driver = (await lead.connection.get_raw_connection()).driver_connection
    assert driver is not None  # noqa: S101 - it is connected

    async def try_lock() -> bool:
        return bool(await lead.connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": LOCK}))

    driver.add_termination_listener(lead.lose)
    try:
        await _insist(try_lock, retry_s)
        await driver.add_listener(CHANNEL, lead.notice)
        yield
    finally:
        driver.remove_termination_listener(lead.lose)


@asynccontextmanager
async def _file_lock(lead: Lead, retry_s: float) -> AsyncIterator[None]:
    descriptor = os.open(f"{lead.connection.engine.url.database}.relay", os.O_CREAT | os.O_RDWR, 0o600)

    async def try_lock() -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    try:
        await _insist(try_lock, retry_s)
        yield
    finally:
        os.close(descriptor)


async def _insist(attempt: Callable[[], Awaitable[bool]], retry_s: float) -> None:
    while not await attempt():  # noqa: ASYNC110 - the holder is another process, and nothing tells us when it ends
        await asyncio.sleep(retry_s)
