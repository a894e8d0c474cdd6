"""The files that jobs make, kept in parts: none is ever held in memory as a whole."""

from collections.abc import AsyncIterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.db import Database
from partage_kit.jobs.errors import JobFileTooLarge
from partage_kit.jobs.kinds import Job
from partage_kit.statements import upsert

PART_SIZE = 262_144
LARGEST = 500_000_000
"""Bytes of a file that are kept at most."""


async def add_to_file(
    session: AsyncSession, job: Job, content: bytes, *, filename: str, media_type: str, name: str = "result"
) -> None:
    """Write on at the end of a file of the job, in the chunk's own transaction; the first piece makes the file.

    Raises:
        JobFileTooLarge
    """
    tables = session.info["metadata"].tables
    files, parts = tables["job_files"], tables["job_file_parts"]
    pieces = [content[start : start + PART_SIZE] for start in range(0, len(content), PART_SIZE)]
    connection = await session.connection()
    growing = upsert(files, connection.dialect.name).values(
        job_id=job.id, name=name, filename=filename, media_type=media_type, size=len(content), parts=len(pieces)
    )
    new = growing.excluded
    statement = growing.on_conflict_do_update(
        index_elements=["job_id", "name"],
        set_={"size": files.c.size + new.size, "parts": files.c.parts + new.parts},
    ).returning(files.c.size, files.c.parts)
    file = (await connection.execute(statement)).one()
    if file.size > LARGEST:
        raise JobFileTooLarge(f"a file of a job has at most {LARGEST:,} bytes")
    first = file.parts - len(pieces)
    rows = [
        {"job_id": job.id, "name": name, "number": first + number, "content": piece}
        for number, piece in enumerate(pieces)
    ]
    if rows:
        await connection.execute(parts.insert(), rows)


async def content_of(database: Database, job_id: UUID, name: str) -> AsyncIterator[bytes]:
    """The content of a file, part by part; no connection is held while a part is on its way."""
    parts = database.tables.metadata.tables["job_file_parts"]
    number = 0
    while True:
        wanted = select(parts.c.content).where(parts.c.job_id == job_id, parts.c.name == name, parts.c.number == number)
        async with database.reading_a_page() as session:
            content: bytes | None = (await session.execute(wanted)).scalar_one_or_none()
        if content is None:
            return
        yield content
        number += 1
