"""Marking rows that the bus has acknowledged: many together, and aside, so that publishing does not wait for it."""

import asyncio

from partage_kit.db import Database
from partage_kit.relay.outbox import mark_published

TOGETHER = 5_000
"""Rows marked by one statement, at most."""


class Marks:
    """The rows acknowledged on one connection and not yet known to be marked. What is lost here is published twice."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.waiting: set[int] = set()
        self._marking: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Mark what waits, unless a marking is under way; wait for that one only when too much has gathered.

        Raises:
            Refusal: the last marking failed.
        """
        if self._marking is not None:
            if not self._marking.done() and len(self.waiting) < TOGETHER:
                return
            await self._marking
        self._marking = asyncio.create_task(self._mark(), name="relay-marks") if self.waiting else None

    async def finish(self) -> None:
        """Mark everything, and leave nothing under way."""
        if self._marking is not None:
            await asyncio.wait([self._marking])
            self._marking = None
        await self._mark()

    async def _mark(self) -> None:
        if ids := sorted(self.waiting)[:TOGETHER]:
            await mark_published(self.database, ids)
            # only now: whoever looked at the outbox before the commit has these rows on its list of those dealt with
            self.waiting.difference_update(ids)
