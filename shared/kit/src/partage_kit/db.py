"""Databases: one way to read, one way to write, alike on SQLite and PostgreSQL.

Reading: several connections that cannot write. Writing: on PostgreSQL a pool, on SQLite one connection that begins
IMMEDIATE, with a fair queue before it (a deferred BEGIN fails at once when two writers meet). A session begins its
transaction at its first statement, so a refused request opens nothing.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic_core import from_json
from sqlalchemy import event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import registry
from sqlalchemy.orm.exc import StaleDataError

from partage_kit.auth import identify
from partage_kit.clock import Clock
from partage_kit.constraints import refusal_for_constraint, refusal_for_fault
from partage_kit.errors import Stale, Unavailable
from partage_kit.unit_of_work import Actor, Claim, UnitOfWorkSession, has_work

BUSY_TIMEOUT_MS = 15_000
QUEUE_TIMEOUT_S = 20
CONNECT_TIMEOUT_S = 15


@dataclass(frozen=True)
class Database:
    """The two engines of one service's database, and the clock its sessions read."""

    writer: AsyncEngine
    reader: AsyncEngine
    tables: registry
    source: str
    clock: Clock
    on_commit: list[Callable[[], None]] = field(default_factory=list)
    """Called after each commit that announced facts."""

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.writer.dialect.name

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session that can only read; the database itself refuses a write."""
        async with AsyncSession(self.reader, autoflush=False, expire_on_commit=False) as session:
            session.info.update(clock=self.clock)
            with _faults_as_refusals(self):
                yield session

    @asynccontextmanager
    async def writing(self, actor: Actor) -> AsyncIterator[AsyncSession]:
        """One transaction: committed with its events and its audit trail when the block ends, else rolled back."""
        session = AsyncSession(self.writer, expire_on_commit=False, sync_session_class=UnitOfWorkSession)
        session.info.update(clock=self.clock, actor=actor, metadata=self.tables.metadata, source=self.source)
        session.info["on_commit"] = self.on_commit
        async with session:
            with _faults_as_refusals(self):
                yield session
                if session.in_transaction() or has_work(session):
                    await session.commit()

    async def close(self) -> None:
        """Close all connections."""
        await self.writer.dispose()
        await self.reader.dispose()


class _faults_as_refusals:  # noqa: N801 - reads as a verb where it is used
    """Turn what the database says no with into the refusal that a caller understands."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, IntegrityError):
            refusal = refusal_for_constraint(error, self.database.tables.metadata)
        elif isinstance(error, DBAPIError):
            refusal = refusal_for_fault(error)
        elif isinstance(error, StaleDataError):
            refusal = Stale()
        elif isinstance(error, (PoolTimeout, ConnectionError, TimeoutError)):
            refusal = Unavailable("the database did not answer in time")
        else:
            return
        if refusal is not None:
            raise refusal from error


def open_database(url: str, tables: registry, *, source: str, pool: int = 10, clock: Clock | None = None) -> Database:
    """Make the engines for a URL; nothing is connected until the first statement."""
    make = _open_sqlite if make_url(url).get_backend_name() == "sqlite" else _open_postgresql
    writer, reader = make(url, pool)
    return Database(writer, reader, tables, source, clock or Clock())


def _open_sqlite(url: str, pool: int) -> tuple[AsyncEngine, AsyncEngine]:
    file = make_url(url).database
    if file:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    # a pool of one is a fair queue: asyncio hands the connection on in the order of arrival
    writer = _engine(url, pool_size=1)
    reader = _engine(url, pool_size=min(pool, 8))
    pragmas = (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    )
    _on_sqlite(writer, "BEGIN IMMEDIATE", pragmas)
    _on_sqlite(reader, "BEGIN", (f"busy_timeout={BUSY_TIMEOUT_MS}", "query_only=ON"))
    return writer, reader


def _engine(url: str, **options: Any) -> AsyncEngine:
    """An engine with a bounded pool and a fast reader of JSON, whose errors tell no values."""
    return create_async_engine(
        url,
        max_overflow=0,
        pool_timeout=QUEUE_TIMEOUT_S,
        json_deserializer=from_json,
        hide_parameters=True,  # they are personal data; without this an error's text, and so the log, shows them
        **options,
    )


def _on_sqlite(engine: AsyncEngine, begin: str, pragmas: tuple[str, ...]) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions of its own
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def _open_postgresql(url: str, pool: int) -> tuple[AsyncEngine, AsyncEngine]:
    def engine(settings: dict[str, str], **options: Any) -> AsyncEngine:
        server_settings = {"timezone": "UTC", "statement_timeout": "30000", **settings}
        connect_args = {"server_settings": server_settings, "timeout": CONNECT_TIMEOUT_S}
        return _engine(url, pool_size=pool, connect_args=connect_args, **options)

    writer = engine({"lock_timeout": "10000", "idle_in_transaction_session_timeout": "30000"})
    reader = engine({"default_transaction_read_only": "on"}, isolation_level="AUTOCOMMIT")
    return writer, reader


async def _read_session(request: Request) -> AsyncIterator[AsyncSession]:
    async with request.app.state.service.database.reading() as session:
        yield session


async def _write_session(request: Request) -> AsyncIterator[AsyncSession]:
    state, caller = request.state, await identify(request)
    actor = Actor(
        subject=caller.subject if caller else "anonymous",
        office=caller.office if caller else "none",
        action=request.scope["route"].name,
        request_id=state.request_id,
        traceparent=state.traceparent,
    )
    async with request.app.state.service.database.writing(actor) as session:
        if caller and state.idempotency:
            key, request_hash = state.idempotency
            session.info["idempotency"] = Claim(f"{caller.office}:{caller.subject}", key, request_hash)
        state.write_session = session
        yield session


async def _anonymous_session(request: Request) -> AsyncIterator[AsyncSession]:
    """A write session that knows nothing of its request, for the routes of `http.anonymous`."""
    database: Database = request.app.state.service.database
    actor = Actor(subject="anonymous", office="none", action=request.scope["route"].name)
    async with database.writing(actor) as session:
        yield session
    if database.dialect == "sqlite":
        await _empty_write_ahead_log(database.writer)


async def _empty_write_ahead_log(writer: AsyncEngine) -> None:
    """Bring SQLite's write-ahead log into its file and cut it: it tells the order of writes as long as it lasts.

    A reader that is at work keeps it for now; the next time will do.
    """
    async with writer.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None  # noqa: S101 - it was connected in the line above
        for pragma in ("busy_timeout=0", "wal_checkpoint(TRUNCATE)", f"busy_timeout={BUSY_TIMEOUT_MS}"):
            await driver.execute_fetchall(f"PRAGMA {pragma}")


# scope="function": the transaction ends after the answer is serialised and before its first byte leaves,
# so a commit that fails can still become an error
ReadSession = Annotated[AsyncSession, Depends(_read_session, scope="function")]
WriteSession = Annotated[AsyncSession, Depends(_write_session, scope="function")]
AnonymousSession = Annotated[AsyncSession, Depends(_anonymous_session, scope="function")]
