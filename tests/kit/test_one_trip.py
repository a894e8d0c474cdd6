"""Rows of SQLite come whole and in order, however many come ahead, and a cursor that is left holds nothing back."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import registry

from partage_kit.db import Database, open_database
from partage_kit.db.one_trip import AHEAD

COUNTING = text(
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most) SELECT i FROM n WHERE i <= :most"
)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A database of SQLite with a table of words."""
    opened = open_database(f"sqlite+aiosqlite:///{tmp_path / 'house.db'}", registry(), source="test")
    async with opened.writer.begin() as connection:
        await connection.execute(text("CREATE TABLE words (word TEXT PRIMARY KEY)"))
    yield opened
    await opened.close()


@pytest.mark.parametrize("size", [0, 1, AHEAD - 1, AHEAD, AHEAD + 1, 3 * AHEAD])
async def test_all_rows_come_in_order(database: Database, size: int) -> None:
    async with database.reader.connect() as connection:
        rows = (await connection.execute(COUNTING, {"most": size})).scalars().all()
        stream = await connection.stream_scalars(COUNTING, {"most": size}, execution_options={"yield_per": 300})
        streamed = [one async for one in stream]
    assert rows == streamed == list(range(1, size + 1))


async def test_who_leaves_a_stream_early_reads_on_and_holds_up_no_writer(database: Database) -> None:
    async with database.reader.connect() as connection:
        stream = await connection.stream_scalars(COUNTING, {"most": 3 * AHEAD})
        assert await stream.fetchmany(2) == [1, 2]
        await stream.close()
        async with database.writer.begin() as writing:
            await writing.execute(text("INSERT INTO words VALUES ('bread')"))
        assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1
    async with database.reader.connect() as connection:
        assert (await connection.execute(text("SELECT word FROM words"))).scalars().all() == ["bread"]


async def test_a_refused_statement_raises_and_the_connection_goes_on(database: Database) -> None:
    adding = text("INSERT INTO words VALUES (:word) RETURNING word")
    async with database.writer.begin() as connection:
        assert (await connection.execute(adding, {"word": "bread"})).scalars().all() == ["bread"]
    with pytest.raises(IntegrityError):
        async with database.writer.begin() as connection:
            await connection.execute(adding, {"word": "cake"})
            await connection.execute(adding, {"word": "bread"})
    async with database.reader.connect() as connection:
        assert (await connection.execute(text("SELECT word FROM words"))).scalars().all() == ["bread"]


async def test_many_parameters_are_executed_at_once(database: Database) -> None:
    async with database.writer.begin() as connection:
        given = [{"word": f"{number:04}"} for number in range(2_500)]
        assert (await connection.execute(text("INSERT INTO words VALUES (:word)"), given)).rowcount == len(given)
    async with database.reader.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM words"))).scalar_one() == len(given)
