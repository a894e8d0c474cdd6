"""The database of one service: its two engines, and the sessions that end in one transaction or none."""

from asyncio import Semaphore
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import registry
from sqlalchemy.orm.exc import StaleDataError

from partage_kit.clock import Clock
from partage_kit.constraints import lasting_trouble, refusal_for_constraint, refusal_for_fault
from partage_kit.db.sessions import ReadOnlySession
from partage_kit.db.trouble import Trouble
from partage_kit.errors import Stale, Unavailable
from partage_kit.unit_of_work import Actor, UnitOfWorkSession, has_work

PAGES_AT_ONCE = 2
"""Pages of files going out that are read at the same time, however many files there are."""


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
    trouble: Trouble = field(default_factory=Trouble)
    _pages: Semaphore = field(default_factory=lambda: Semaphore(PAGES_AT_ONCE))

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.writer.dialect.name

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[ReadOnlySession]:
        """A session that can only read; the database itself refuses a write."""
        reader = ReadOnlySession(self.reader, self.clock, self.tables.metadata)
        try:
            with _faults_as_refusals(self):
                yield reader
        finally:
            await reader.close()

    @asynccontextmanager
    async def reading_a_page(self) -> AsyncIterator[ReadOnlySession]:
        """The same for a page of a file that goes out; files wait for one another, and leave connections to the rest.

        The pool gives a connection to who asks first again: files would pass it on among themselves.
        """
        async with self._pages, self.reading() as reader:
            yield reader

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
            refusal = refusal_for_fault(error, self.database.tables.metadata)
            if reason := lasting_trouble(error):
                self.database.trouble.note(reason)
        elif isinstance(error, StaleDataError):
            refusal = Stale()
        elif isinstance(error, (PoolTimeout, ConnectionError, TimeoutError)):
            refusal = Unavailable("the database did not answer in time")
        else:
            return
        if refusal is not None:
            raise refusal from error
