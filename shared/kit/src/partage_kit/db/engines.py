"""Engines for a URL, alike on SQLite and PostgreSQL.

Reading: several connections that cannot write. Writing: on PostgreSQL a pool, on SQLite one connection that begins
IMMEDIATE, with a fair queue before it (a deferred BEGIN fails at once when two writers meet). A session begins its
transaction at its first statement, so a refused request opens nothing.
"""

from pathlib import Path
from typing import Any

from pydantic_core import from_json
from sqlalchemy import event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.orm import registry

from partage_kit.clock import Clock
from partage_kit.db.database import Database

BUSY_TIMEOUT_MS = 15_000
QUEUE_TIMEOUT_S = 20
CONNECT_TIMEOUT_S = 15


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
