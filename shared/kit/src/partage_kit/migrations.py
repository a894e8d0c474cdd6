"""Migrations: one Alembic tree a service for SQLite and PostgreSQL, run with foreign keys off on SQLite.

(With them on, Alembic's batch mode drops and refills a table, and the drop cascades: children vanish silently.)
Revisions are numbered, and the number begins the file's name; Alembic is loaded only when there is something to do,
as loading it takes a good part of a service's start.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import JSON, Enum, MetaData, event, pool, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlmodel.sql.sqltypes import AutoString

from partage_kit.constraints import lasting_trouble
from partage_kit.db.engines import keep_private, sqlite_file
from partage_kit.private_files import make_private_folder
from partage_kit.readable import Readable
from partage_kit.tables import Utc

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext
    from alembic.config import Config

_LOCK = 7_305_011  # any constant: replicas that start together migrate one after the other


@dataclass(frozen=True)
class Migrations:
    """The migration tree of one service."""

    folder: Path
    metadata: MetaData

    @cached_property
    def head(self) -> str | None:
        """The newest revision; None when there is none yet."""
        return max((file.name.partition("_")[0] for file in self._revisions()), default=None)

    async def upgrade(self, url: str, revision: str = "head") -> None:
        """Bring a database up to a revision; safe when several processes do it at once."""
        if revision == "head" and await self._is_at_head(url):
            return
        from alembic import command

        await asyncio.to_thread(self._run, url, lambda config: command.upgrade(config, revision))

    def draft(self, url: str, message: str) -> None:
        """Write a new migration from the difference between the models and a database that is up to date."""
        from alembic import command

        number = f"{int(self.head or 0) + 1:04d}"
        self._run(url, lambda config: command.revision(config, message, autogenerate=True, rev_id=number))

    async def is_current(self, session: Readable) -> bool:
        """Whether the database is at the newest revision."""
        try:
            found = (await session.execute(text("SELECT version_num FROM alembic_version"))).scalar_one_or_none()
        except DBAPIError as error:
            if lasting_trouble(error):
                raise
            return False
        return found is not None and found == self.head

    def _revisions(self) -> Iterator[Path]:
        return (self.folder / "versions").glob("[0-9]*.py")

    async def _is_at_head(self, url: str) -> bool:
        if not _exists(url):
            return False
        engine = create_async_engine(url, poolclass=pool.NullPool)
        try:
            async with AsyncSession(engine) as session:
                return await self.is_current(session)
        finally:
            await engine.dispose()

    def _config(self) -> "Config":
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(self.folder).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.attributes["metadata"] = self.metadata
        return config

    def _run(self, url: str, work: "Callable[[Config], Any]") -> None:
        def with_connection(connection: Connection) -> None:
            config = self._config()
            config.attributes["connection"] = connection
            work(config)

        async def connect() -> None:
            engine = create_async_engine(url, poolclass=pool.NullPool)
            if engine.dialect.name == "sqlite":
                _prepare_sqlite(url, engine)
            try:
                async with engine.begin() as connection:
                    if engine.dialect.name == "postgresql":
                        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                    await connection.run_sync(with_connection)
            finally:
                await engine.dispose()

        asyncio.run(connect())


def run_environment() -> None:
    """What each service's `env.py` calls: migrate on the connection that `Migrations` opened."""
    from alembic import context

    attributes = context.config.attributes
    context.configure(
        connection=attributes["connection"],
        target_metadata=attributes["metadata"],
        render_as_batch=True,
        compare_type=True,
        render_item=_render_item,
        include_name=leave_by_hand(attributes["metadata"]),
    )
    with context.begin_transaction():
        context.run_migrations()


def leave_by_hand(metadata: MetaData) -> Callable[[str | None, str, Any], bool]:
    """Whether Alembic compares a name: not those of tables whose beginning is in `metadata.info["made_by_hand"]`.

    A full text index is one: each database makes it in its own way, in a migration.
    """
    by_hand: str | None = metadata.info.get("made_by_hand")

    def compares(name: str | None, kind: str, _parents: Any) -> bool:
        return not (kind == "table" and by_hand and name and name.startswith(by_hand))

    return compares


def _render_item(kind: str, item: Any, autogen: "AutogenContext") -> str | Literal[False]:
    """Write the column types of the kit as plain SQLAlchemy, so that a migration never changes when the kit does."""
    if kind != "type":
        return False
    if isinstance(item, Utc):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, JSON):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    if isinstance(item, (AutoString, Enum)):
        return f"sa.String(length={item.length})"
    return False


def _exists(url: str) -> bool:
    """Whether there may be a database; a SQLite file must not appear by being asked."""
    parsed = make_url(url)
    return parsed.get_backend_name() != "sqlite" or Path(parsed.database or "").is_file()


def _prepare_sqlite(url: str, engine: AsyncEngine) -> None:
    if file := sqlite_file(url):
        make_private_folder(file.parent)
    keep_private(engine, file)

    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("busy_timeout=60000", "foreign_keys=OFF", "journal_mode=WAL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN EXCLUSIVE")
