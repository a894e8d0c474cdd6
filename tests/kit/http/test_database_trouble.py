"""A database that is damaged or full while the service runs: 503 for callers, one line and /readyz for operators."""

from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import create_engine
from structlog.testing import capture_logs

from partage_kit.db.trouble import REMEMBERED_S, Trouble
from partage_kit.settings import ServiceSettings
from support import notes
from support.house import House, running

pytestmark = pytest.mark.local

NOTES = "/kit/v1/notes"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """The notes service on a SQLite file of its own, with a note."""
    file = tmp_path / "notes.db"
    engine = create_engine(f"sqlite:///{file}")
    notes.tables.metadata.create_all(engine)
    engine.dispose()
    settings = ServiceSettings(
        home=tmp_path, database_url=f"sqlite+aiosqlite:///{file}", migrate_on_start=False, work_in_serve=False
    )
    async with running(notes.create_app(settings), settings) as house:
        assert (await write(house)).status_code == 201
        yield house


async def write(house: House, title: str = "a") -> httpx.Response:
    """Write a note."""
    return await house.as_member(1).post(NOTES, json={"title": title})


async def database_says(house: House) -> str:
    """What /readyz tells of the database."""
    answer = await house.client().get("/readyz")
    said: str = answer.json()["checks"]["database"]
    assert answer.status_code == 503 or said == "ok"
    return said


def complaints(lines: Sequence[Mapping[str, Any]]) -> list[object]:
    """The reasons that were logged as errors."""
    return [line.get("reason", line) for line in lines if line["log_level"] == "error"]


@pytest.mark.parametrize("keep", [0, 4096], ids=["not a database", "malformed"])
async def test_a_damaged_file_is_unavailable_and_told_once(house: House, tmp_path: Path, keep: int) -> None:
    assert await database_says(house) == "ok"
    await house.service.database.close()  # the last connection empties the write-ahead log; the next ones open anew
    file = tmp_path / "notes.db"
    file.write_bytes(file.read_bytes()[:keep] + b"\xa5" * (file.stat().st_size - keep))
    with capture_logs() as lines:
        answers = [await house.as_member(1).get(NOTES), await write(house), await house.as_member(1).get(NOTES)]
    assert [answer.status_code for answer in answers] == [503] * 3
    assert all("retry-after" in answer.headers for answer in answers)
    assert complaints(lines) == ["it is damaged: restore it from a backup"]
    assert await database_says(house) == "it is damaged: restore it from a backup"


async def test_a_full_disk_is_unavailable_told_once_and_over_when_there_is_room(house: House) -> None:
    async def limit(pages: int) -> None:
        async with house.service.database.writer.connect() as connection:
            await connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    await limit(1)
    with capture_logs() as lines:
        answers = [await write(house, "x" * 200) for _ in range(60)]
    assert answers[-1].status_code == 503 and "retry-after" in answers[-1].headers
    assert complaints(lines) == ["its disk is full"]
    assert await database_says(house) == "its disk is full"
    assert (await house.as_member(1).get(NOTES)).status_code == 200, "what is there can be read"
    await limit(10_000)
    assert (await write(house)).status_code == 201


def test_a_fault_counts_for_a_minute_and_is_told_once_an_incident() -> None:
    watch = [0.0]
    trouble = Trouble(lambda: watch[0])
    with capture_logs() as lines:
        for watch[0] in (10.0, 30.0, 80.0, 139.0):
            trouble.note("its disk is full")
        assert len(lines) == 1 and trouble.now() == "its disk is full"
        watch[0] += REMEMBERED_S
        assert trouble.now() is None
        trouble.note("its disk is full")
    assert len(lines) == 2
