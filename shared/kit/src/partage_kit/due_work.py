"""Work that a date makes due, such as a deadline: looked for again and again, so that a restart misses nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog

from partage_kit.db import Database, statistics
from partage_kit.db.write_ahead_log import WriteAheadLog
from partage_kit.readable import Readable
from partage_kit.unit_of_work import Actor

log = structlog.get_logger("partage.due_work")


@dataclass(frozen=True, slots=True)
class DueWork:
    """One kind of due work: `find` names the aggregates that are due, `do` does one of them in a transaction.

    Every replica looks every `every_s` seconds. So `do` locks its aggregate first, and passes over one that another
    replica has dealt with since.
    """

    name: str
    every_s: float
    find: Callable[[Readable], Awaitable[Sequence[UUID]]]
    do: Callable[..., Awaitable[None]]
    """Takes a write session and the aggregate's id, and what `prepare` gave if there is one."""
    forgets: bool = False
    """Whether what was there before must not be left in SQLite's write-ahead log, nor in PostgreSQL's statistics."""
    prepare: Callable[[Readable, UUID], Awaitable[Any]] | None = None
    """Works out what takes long from a read session, before the transaction begins: no writer waits for it."""

    async def run(self, database: Database) -> None:
        """Look and do until cancelled."""
        while True:
            await self.do_what_is_due(database)
            await asyncio.sleep(self.every_s)

    async def do_what_is_due(self, database: Database) -> None:
        """Do all that is due now, one after the other; what fails is due again at the next look."""
        async with database.reading() as session:
            due = await self.find(session)
        for aggregate_id in due:
            try:
                await self._do_one(database, aggregate_id)
            except Exception:
                # whatever is wrong with one, the others must not wait for it
                log.exception("due work failed; it is tried again", work=self.name, id=str(aggregate_id))
        if due and self.forgets:
            await WriteAheadLog(database).cut_in_the_end()
            await statistics.take_anew(database)

    async def _do_one(self, database: Database, aggregate_id: UUID) -> None:
        prepared: tuple[Any, ...] = ()
        if self.prepare is not None:
            async with database.reading() as session:
                prepared = (await self.prepare(session, aggregate_id),)
        async with database.writing(Actor(f"worker:{self.name}", "none", self.name)) as session:
            await self.do(session, aggregate_id, *prepared)
