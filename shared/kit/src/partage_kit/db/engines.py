"""Engines for a URL, alike on SQLite and PostgreSQL.

Reading: several connections that cannot write. Writing: on PostgreSQL a pool, on SQLite one connection that begins
IMMEDIATE, with a fair queue before it (a deferred BEGIN fails at once when two writers meet). A session begins its
transaction at its first statement, so a refused request opens nothing.
"""

from pathlib import Path
from typing import Any

from pydantic_core import from_json, to_json
from sqlalchemy import event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.orm import registry

from partage_kit.clock import Clock
from partage_kit.db.database import Database
from partage_kit.private_files import make_private_file, make_private_folder
from partage_kit.settings import KINDS, WrongSettings

BUSY_TIMEOUT_MS = 15_000
QUEUE_TIMEOUT_S = 20
CONNECT_TIMEOUT_S = 15


def open_database(url: str, tables: registry, *, source: str, pool: int = 10, clock: Clock | None = None) -> Database:
    """Make the engines for a URL; nothing is connected until the first statement.

    Raises:
        WrongSettings: it is no address of a database, or its folder cannot be made.
    """
    try:
        make = _open_sqlite if make_url(url).get_backend_name() == "sqlite" else _open_postgresql
        writer, reader = make(url, pool)
    except (ArgumentError, NoSuchModuleError, ValueError) as error:  # without the address, which may hold a password
        raise WrongSettings(
            f"PARTAGE_{source.upper()}_DATABASE_URL is no address of a database: write {KINDS}"
        ) from error
    except OSError as error:
        setting = f"PARTAGE_HOME or PARTAGE_{source.upper()}_DATABASE_URL"
        raise WrongSettings(f"{setting}: the folder for the database cannot be made ({error.strerror})") from error
    return Database(writer, reader, tables, source, clock or Clock())


def _open_sqlite(url: str, pool: int) -> tuple[AsyncEngine, AsyncEngine]:
    from partage_kit.db.one_trip import connect  # PostgreSQL needs no driver of SQLite

    if file := sqlite_file(url):
        make_private_folder(file.parent)
    # a pool of one is a fair queue: asyncio hands the connection on in the order of arrival
    driver = {"async_creator_fn": connect}
    writer = _engine(url, pool_size=1, connect_args=driver)
    reader = _engine(url, pool_size=min(pool, 8), connect_args=driver)
    pragmas = (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    )
    _on_sqlite(writer, "BEGIN IMMEDIATE", pragmas)
    for engine in (writer, reader):
        keep_private(engine, sqlite_file(url))
    _on_sqlite(reader, "BEGIN", (f"busy_timeout={BUSY_TIMEOUT_MS}", "query_only=ON"))
    return writer, reader


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite address; None for a server and for a database in memory."""
    parsed = make_url(url)
    on_disk = parsed.get_backend_name() == "sqlite" and parsed.database and parsed.database != ":memory:"
    return Path(str(parsed.database)) if on_disk else None


def keep_private(engine: AsyncEngine, file: Path | None) -> None:
    """Let a SQLite file be born for its owner only; its write-ahead log follows its mode."""

    @event.listens_for(engine.sync_engine, "do_connect")
    def before_connect(*_: Any) -> None:
        if file is not None and file.parent.is_dir():
            make_private_file(file)


def _engine(url: str, **options: Any) -> AsyncEngine:
    """An engine with a bounded pool and a fast reader and writer of JSON, whose errors tell no values."""
    return create_async_engine(
        url,
        max_overflow=0,
        pool_timeout=QUEUE_TIMEOUT_S,
        json_deserializer=from_json,
        json_serializer=_to_json,
        hide_parameters=True,  # they are personal data; without this an error's text, and so the log, shows them
        **options,
    )


def _to_json(value: Any) -> str:
    return to_json(value).decode()


def _on_sqlite(engine: AsyncEngine, begin: str, pragmas: tuple[str, ...]) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions of its own
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def _open_postgresql(url: str, pool: int) -> tuple[AsyncEngine, AsyncEngine]:
    from partage_kit.db.unbroken import Connection as Unbroken  # its driver is slow to import, and SQLite needs none

    def engine(settings: dict[str, str], **options: Any) -> AsyncEngine:
        # compiling a statement (jit) costs more than any of ours takes
        server_settings = {"timezone": "UTC", "statement_timeout": "30000", "jit": "off", **settings}
        connect_args = {
            "server_settings": server_settings,
            "timeout": CONNECT_TIMEOUT_S,
            "connection_class": Unbroken,
        }
        return _engine(url, pool_size=pool, connect_args=connect_args, **options)

    writer = engine({"lock_timeout": "10000", "idle_in_transaction_session_timeout": "30000"})
    reader = engine({"default_transaction_read_only": "on"}, isolation_level="AUTOCOMMIT")
    return writer, reader
