"""The HTTP door of imports: a file comes in as a stream, and is staged before the job begins."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.auth import Caller
from partage_kit.body_errors import BodyTooLarge, FileTypeRefused
from partage_kit.db import Database
from partage_kit.http.files import takes_rows
from partage_kit.http.problems import problems
from partage_kit.imports.errors import ColumnsWrong, FileCompressed, FileUnreadable, TooManyRows
from partage_kit.imports.kinds import ImportKind, ImportOptions
from partage_kit.imports.rows import MEDIA_TYPES, Format, GivenValues, rows_of
from partage_kit.imports.staging import forget_staged, stage
from partage_kit.imports.work import import_job
from partage_kit.jobs.commands import start_job
from partage_kit.types import Person, new_id
from partage_kit.unit_of_work import Actor

IMPORTING: dict[str, Any] = {
    "status_code": 202,
    "responses": problems(FileUnreadable, FileCompressed, FileTypeRefused, ColumnsWrong, TooManyRows, BodyTooLarge),
    "openapi_extra": takes_rows(*MEDIA_TYPES.values()),
}
"""The options of a route that takes rows: `@router.post("/imports", **IMPORTING)`."""


async def receive_rows(
    request: Request, session: AsyncSession, kind: ImportKind[Any], caller: Caller, options: ImportOptions
) -> UUID:
    """Stage the rows that a request brings, and queue the job that checks and publishes them; its id.

    Raises:
        FileUnreadable, FileCompressed, FileTypeRefused, ColumnsWrong, TooManyRows, BodyTooLarge
    """
    written = _format_of(request)
    service = request.app.state.service
    return await take_in(
        service.database,
        session,
        kind,
        caller.office,
        caller.person,
        options,
        request.stream(),
        written,
        most=service.settings.import_max_rows,
    )


async def take_in(
    database: Database,
    session: AsyncSession,
    kind: ImportKind[Any],
    office: str,
    asked_by: Person,
    options: ImportOptions,
    content: AsyncIterator[bytes],
    written: Format,
    *,
    most: int,
) -> UUID:
    """Stage rows and queue their job; HTTP and the command line come through here.

    The rows are written in transactions of their own, while the session has not begun; it claims the Idempotency-Key
    once all of the file was read. A file that is refused, or that came before under its key, leaves no rows.
    """
    job_id = new_id()
    actor = Actor(asked_by.subject, office, f"stage_{kind.noun}")
    batches = _reduced(kind, rows_of(content, written, kind.columns, kind.needed))
    parameters = options.model_dump() | {"format": written.value}
    try:
        count = await stage(database, actor, job_id, batches, most)
        return await start_job(session, import_job(kind), office, asked_by, parameters, job_id=job_id, total=count)
    except BaseException:
        await session.rollback()  # it may hold the only writer
        await forget_staged(database, actor, job_id)
        raise


async def _reduced(
    kind: ImportKind[Any], batches: AsyncIterator[list[GivenValues]]
) -> AsyncIterator[list[GivenValues]]:
    async for batch in batches:
        yield batch if kind.reduce is None else [kind.reduce(given) for given in batch]


def _format_of(request: Request) -> Format:
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        raise FileCompressed(f"the body has Content-Encoding {encoding[:40]!r}")
    media_type, _, parameters = request.headers.get("content-type", "").partition(";")
    known = {name: written for written, name in MEDIA_TYPES.items()} | {"application/ndjson": Format.NDJSON}
    written = known.get(media_type.strip().lower())
    if written is None:
        raise FileTypeRefused(f"this route takes {', '.join(MEDIA_TYPES.values())}")
    charset = parameters.partition("charset=")[2].strip().strip('"').lower()
    if charset not in ("", "utf-8", "utf8"):
        raise FileTypeRefused("only UTF-8 is read")
    return written
