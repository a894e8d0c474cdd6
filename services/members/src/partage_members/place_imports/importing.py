"""`python -m partage_members import-places`: files of places by command, with a bar; the same job as over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Row, select

from partage_kit.db import Database, open_database
from partage_kit.errors import Refusal
from partage_kit.imports import ImportKind
from partage_kit.imports.receiving import take_in
from partage_kit.imports.rows import Format
from partage_kit.imports.work import import_job
from partage_kit.jobs.kinds import ENDED, JobState
from partage_kit.jobs.worker import JobWorker
from partage_kit.plain_errors import plain_errors
from partage_kit.serving import fail
from partage_kit.types import Person
from partage_kit.unit_of_work import Actor
from partage_members.place_imports.layouts import tabbed
from partage_members.place_imports.publishing import LEAST, NAMES, POSTAL_CODES, POSTAL_REGIONS, REGIONS
from partage_members.place_imports.rows import CountryEdition, PlacesEdition
from partage_members.settings import MembersSettings
from partage_members.tables import tables

_OFFICE = "none"
_OPERATOR = Person("operator")
_PIECE = 1_000_000
_LINES_SAID = 20


class What(StrEnum):
    """What a file tells of."""

    POSTAL_CODES = "postal-codes"
    NAMES = "names"
    REGIONS = "regions"
    POSTAL_REGIONS = "postal-regions"


_KINDS: dict[What, ImportKind[Any]] = {
    What.POSTAL_CODES: POSTAL_CODES,
    What.NAMES: NAMES,
    What.REGIONS: REGIONS,
    What.POSTAL_REGIONS: POSTAL_REGIONS,
}


def import_places(
    what: Annotated[What, typer.Argument(help="GeoNames postal codes or names, regions of NUTS or of postal codes")],
    file: Annotated[Path, typer.Argument(help="such as FR.txt, unpacked")],
    version: Annotated[str, typer.Option(help="of the file, such as 2026-11")],
    country: Annotated[str | None, typer.Option(help="of which the file is, such as FR; not for regions")] = None,
    attribution: Annotated[str, typer.Option(help="whom who shows the places has to name")] = "GeoNames (CC BY 4.0)",
) -> None:
    """Import places of another country; they are checked whole and published at once, or not at all."""
    told = {"version": version, "attribution": attribution}
    shape = PlacesEdition if what is What.REGIONS else CountryEdition
    try:
        edition = shape.model_validate(told if what is What.REGIONS else {**told, "country": country})
    except ValueError:
        fail("name the country by two capitals (not for regions), and a version of letters, digits, points and hyphens")
    if not file.is_file():
        fail(f"there is no file {file}")
    with plain_errors(MembersSettings.room):
        asyncio.run(_import(MembersSettings.load(), _KINDS[what], edition, file))


async def _import(settings: MembersSettings, kind: ImportKind[Any], edition: PlacesEdition, file: Path) -> None:
    database = open_database(settings.database(), tables, source="members")
    try:
        job_id = await _staged(database, kind, edition, file, settings.import_max_rows)
        job = await _done(database, settings, kind, job_id)
        await _tell(database, job)
    except Refusal as refusal:
        fail(f"{refusal.titles['en']}: {refusal.detail}. {refusal.remedy}")
    finally:
        await database.close()


async def _staged(database: Database, kind: ImportKind[Any], edition: PlacesEdition, file: Path, most: int) -> UUID:
    has_head = kind in (REGIONS, POSTAL_REGIONS)
    content = _pieces(file) if has_head else tabbed(_pieces(file), kind.columns, LEAST[kind.noun])
    written = Format.CSV if has_head else Format.NDJSON
    async with database.writing(Actor(_OPERATOR.subject, _OFFICE, f"import_{kind.noun}")) as session:
        return await take_in(database, session, kind, _OFFICE, _OPERATOR, edition, content, written, most=most)


async def _pieces(file: Path) -> AsyncIterator[bytes]:
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE):
            yield piece


async def _done(database: Database, settings: MembersSettings, kind: ImportKind[Any], job_id: UUID) -> Row[Any]:
    """The job at its end; whoever does it, this process or one that serves."""
    worker = JobWorker(
        database,
        list(map(import_job, _KINDS.values())),
        poll_s=settings.job_poll_seconds,
        lease_s=settings.job_lease_seconds,
    )
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task(kind.noun)
        while True:
            job = await _job(database, job_id)
            progress.update(bar, completed=job.done, total=job.total)
            if job.state in ENDED and not job.untidy:
                return job
            if not await worker.take_a_turn():
                await asyncio.sleep(worker.poll_s)


async def _job(database: Database, job_id: UUID) -> Row[Any]:
    jobs = tables.metadata.tables["jobs"]
    async with database.reading() as session:
        return (await session.execute(select(jobs).where(jobs.c.id == job_id))).one()


async def _tell(database: Database, job: Row[Any]) -> None:
    if job.state == JobState.DONE:
        figures = ", ".join(f"{count:,} {name}" for name, count in job.result.items() if name not in ("valid", "wrong"))
        typer.echo(f"published: {figures}")
        return
    lines = tables.metadata.tables["job_report_lines"]
    first = select(lines).where(lines.c.job_id == job.id).order_by(lines.c.number).limit(_LINES_SAID)
    async with database.reading() as session:
        for line in await session.execute(first):
            typer.echo(f"row {line.row}: {line.column or 'the row'}: {line.detail}", err=True)
    problem = job.problem or {"title": "the import was cancelled", "detail": ""}
    fail(f"{problem['title']}: {problem.get('detail', '')}. Nothing was changed.")
