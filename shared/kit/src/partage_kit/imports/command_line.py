"""`import NOUN FILE` on the command line: the same staging, checking and publishing as over HTTP, with a bar."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Row, select

from partage_kit.http.service import Service
from partage_kit.imports.kinds import ImportKind, ImportOptions
from partage_kit.imports.known_offices import KnownOffices, require_known
from partage_kit.imports.receiving import take_in
from partage_kit.imports.rows import Format, csv_line
from partage_kit.jobs.commands import end_job
from partage_kit.jobs.errors import JobEnded
from partage_kit.jobs.kinds import ENDED, JobState
from partage_kit.jobs.queries import whole_report
from partage_kit.plain_errors import plain_errors
from partage_kit.types import OfficeCode, Person
from partage_kit.unit_of_work import Actor

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

SUFFIXES = {".csv": Format.CSV, ".ndjson": Format.NDJSON, ".jsonl": Format.NDJSON}
"""How rows are written in a file, by the end of its name."""

DONE, REJECTED, CANCELLED = 0, 1, 130
"""Exit statuses: published or found well by a dry run, nothing published, and broken off."""

_PIECE = 65_536
_LOOK_S = 0.2


def imports_cli(assemble: Callable[[], Service], nouns: Sequence[str], known: KnownOffices) -> typer.Typer:
    """The commands `import NOUN FILE`, to be mounted by a service's command line; for offices that are known."""
    cli = typer.Typer(name="import", no_args_is_help=True, help="Bring in rows of a CSV or NDJSON file.")

    def mount(noun: str) -> None:
        @cli.command(name=noun)
        def bring_in(
            file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="*.csv, *.ndjson or *.jsonl")],
            office: Annotated[str, typer.Option(help="whose rows they are, such as brussels")],
            dry_run: Annotated[bool, typer.Option(help="check the file and report, and publish nothing")] = False,
            accept_valid: Annotated[
                bool, typer.Option(help="publish the valid rows although others are wrong")
            ] = False,
            new_office: Annotated[
                bool, typer.Option("--new-office", help="the office may begin with this file")
            ] = False,
        ) -> None:
            """Check a file whole and publish its rows at once; the report goes to standard output, as CSV.

            The exit status is 0 when all went well, 1 when rows are wrong and nothing was published.
            """
            if file.suffix.lower() not in SUFFIXES:
                raise typer.BadParameter(f"the name of the file ends with none of {', '.join(SUFFIXES)}")
            try:
                TypeAdapter(OfficeCode).validate_python(office)
            except ValidationError as error:
                raise typer.BadParameter(f"{office!r} is no code of an office") from error
            service = assemble()
            options = ImportOptions(dry_run=dry_run, accept_valid=accept_valid)

            async def aloud() -> int:
                if not new_office:
                    await require_known(service.database, known, office)
                return await import_aloud(service, noun, file, office, options)

            with plain_errors(f"{service.name.upper()}_"):
                raise typer.Exit(asyncio.run(_and_close(service, aloud())))

    for noun in nouns:
        mount(noun)
    return cli


async def _and_close(service: Service, bringing_in: Coroutine[Any, Any, int]) -> int:
    try:
        await service.prepare()
        return await bringing_in
    finally:
        bringing_in.close()
        await service.database.close()


async def import_aloud(service: Service, noun: str, file: Path, office: str, options: ImportOptions) -> int:
    """Bring a file into an office, and tell what became of it; the exit status.

    The report goes to standard output as CSV, all else to standard error. A job that a killed process has left is
    taken up by the next one, or by a service that is running.

    Raises:
        Refusal: the file is not taken in.
    """
    kind = next(one for one in service.imports if one.noun == noun)
    operator = Person(f"operator:import_{noun}")
    with _progress() as progress:
        bar = progress.add_task(f"{file.name} is read", total=_size(file))
        job_id = await _staged(service, kind, file, office, operator, options, lambda n: progress.advance(bar, n))
        job = await _until_over(service, job_id, progress, bar)
    return await _told(service, job)


def _progress() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    return Progress(*columns, console=Console(stderr=True))


def _size(file: Path) -> int:
    return file.stat().st_size


async def _staged(
    service: Service,
    kind: ImportKind[Any],
    file: Path,
    office: str,
    operator: Person,
    options: ImportOptions,
    told: Callable[[int], None],
) -> UUID:
    database, most = service.database, service.settings.import_max_rows
    async with database.writing(Actor(operator.subject, office, f"import_{kind.noun}")) as session:
        written = SUFFIXES[file.suffix.lower()]
        content = _pieces(file, told)
        return await take_in(database, session, kind, office, operator, options, content, written, most=most)


async def _pieces(file: Path, told: Callable[[int], None]) -> AsyncIterator[bytes]:
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE):
            yield piece
            told(len(piece))


async def _until_over(service: Service, job_id: UUID, progress: "Progress", bar: "TaskID") -> Row[Any]:
    """Work at the job until nothing of it is left to do; Ctrl-C cancels it."""
    working = asyncio.create_task(service.job_worker().run())
    try:
        while True:
            try:
                job = await _look(service, job_id)
                doing = "is published, the rest follows" if (job.place or {}).get("figures") else "is checked"
                progress.update(bar, description=f"the file {doing}", completed=job.done, total=job.total)
                if job.state in ENDED and not job.untidy:
                    return job
                await asyncio.wait({working}, timeout=_LOOK_S)
                if working.done():
                    working.result()
            except asyncio.CancelledError:
                await _cancel(service, job_id)
    finally:
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working


async def _cancel(service: Service, job_id: UUID) -> None:
    """End the job, and let this process go on to its end."""
    if task := asyncio.current_task():
        task.uncancel()
    job = await _look(service, job_id)
    with suppress(JobEnded):
        async with service.database.writing(Actor("operator:import", job.office, "cancel_job")) as session:
            await end_job(session, job_id, job.state)


async def _look(service: Service, job_id: UUID) -> Row[Any]:
    jobs = service.database.tables.metadata.tables["jobs"]
    async with service.database.reading() as session:
        return (await session.execute(select(jobs).where(jobs.c.id == job_id))).one()


async def _told(service: Service, job: Row[Any]) -> int:
    """Print the report, and the figures or what went wrong."""
    result = job.result or {}
    if result.get("errors"):
        typer.echo(csv_line(("row", "column", "detail")), nl=False)
        async for lines in whole_report(service.database, job.id):
            for line in lines:
                typer.echo(csv_line(line), nl=False)
    figures = ", ".join(f"{count:,} {name}" for name, count in result.items() if count)
    if job.state == JobState.DONE:
        typer.echo(
            f"{'nothing is published by a dry run' if job.parameters['dry_run'] else 'done'}: {figures}", err=True
        )
        return REJECTED if job.parameters["dry_run"] and result["errors"] else DONE
    if job.state == JobState.CANCELLED:
        is_published = (job.place or {}).get("figures") is not None
        typer.echo(
            "cancelled when the rows were published" if is_published else "cancelled: nothing is published", err=True
        )
        return CANCELLED
    typer.echo(f"nothing is published. {job.problem['title']}: {job.problem.get('detail') or figures}", err=True)
    return REJECTED
