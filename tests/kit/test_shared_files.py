"""One SQLite file, several processes: a command that ends takes nothing from the service that goes on."""

import asyncio
import sys
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import insert

from partage_kit.db import Database, open_database
from partage_kit.unit_of_work import Actor
from support import chores

pytestmark = pytest.mark.local

JOB = UUID(int=1)
DRAW = (
    "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]);"
    "d.execute('INSERT INTO strokes VALUES (?, ?)', sys.argv[2:]); d.commit(); d.close()"
)


async def drawn(database: Database) -> int:
    return await chores.drawn(database, JOB)


async def draw(database: Database, number: int) -> None:
    async with database.writing(Actor("ana", "brussels", "draw")) as session:
        await session.execute(insert(chores.strokes), {"job_id": JOB, "number": number})


async def elsewhere(file: Path, number: int) -> None:
    """Draw a stroke in a process that then leaves the database."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", DRAW, str(file), JOB.hex, str(number))
    assert await process.wait() == 0


async def test_connections_made_later_leave_the_locks_of_others_alone(tmp_path: Path) -> None:
    file = tmp_path / "chores.db"
    database = open_database(f"sqlite+aiosqlite:///{file}", chores.tables, source="test")
    async with database.writer.begin() as connection:
        await connection.run_sync(chores.tables.metadata.create_all)
    await draw(database, 1)
    # several readers at once: each of them opens a connection of its own
    assert await asyncio.gather(*(drawn(database) for _ in range(4))) == [1] * 4
    for number in (2, 4, 6):
        await elsewhere(file, number)
        await draw(database, number + 1)
        assert await drawn(database) == number + 1
    await database.close()
    again = open_database(f"sqlite+aiosqlite:///{file}", chores.tables, source="test")
    assert await drawn(again) == 7
    await again.close()
