"""SQLite's write-ahead log tells the order of writes as long as it lasts: it is cut after what nobody may order."""

import asyncio

from partage_kit.db.database import Database
from partage_kit.db.engines import BUSY_TIMEOUT_MS

AGAIN_S = 1.0
"""How long after a reader was in the way the log is cut again."""

PATIENCE_MS = 250
"""How long that second attempt waits for readers; nobody writes meanwhile."""


class WriteAheadLog:
    """The log of one database; on PostgreSQL there is none to cut."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._is_left = asyncio.Event()

    async def cut(self) -> None:
        """Bring the log into its file and cut it, now; what readers at work keep of it is cut once they have gone."""
        if self._database.dialect == "sqlite" and not await self._is_cut(patience_ms=0):
            self._is_left.set()

    async def cut_what_is_left(self) -> None:
        """Cut again what could not be cut at once, until cancelled."""
        while True:
            await self._is_left.wait()
            self._is_left.clear()
            if not await self._is_cut(PATIENCE_MS):
                self._is_left.set()
                await asyncio.sleep(AGAIN_S)

    async def cut_in_the_end(self) -> None:
        """Cut the log as soon as no reader needs it, however long that takes."""
        while True:
            if self._database.dialect != "sqlite" or await self._is_cut(PATIENCE_MS):
                return
            await asyncio.sleep(AGAIN_S)

    async def _is_cut(self, patience_ms: int) -> bool:
        async with self._database.writer.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            assert driver is not None  # noqa: S101 - it was connected in the line above
            await driver.execute_fetchall(f"PRAGMA busy_timeout={patience_ms}")
            try:
                ((is_busy, _, _),) = await driver.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                await driver.execute_fetchall(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
            return not is_busy
