"""Events that a consumer gave up: kept with their error, listed, and taken again when the cause is mended."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Annotated, Protocol
from uuid import UUID

import typer
from sqlalchemy import RowMapping, Table, select, update

from partage_kit.clock import clock
from partage_kit.consumers import Consumers, Handler, gather_handlers
from partage_kit.consumers.burial import bury, describe
from partage_kit.consumers.envelope import Envelope
from partage_kit.consumers.registry import consumer_name
from partage_kit.consumers.work import Job, do_within
from partage_kit.db import Database, Readable
from partage_kit.errors import NotFound
from partage_kit.plain_errors import plain_errors


async def open_letters(session: Readable, letters: Table) -> Sequence[RowMapping]:
    """The dead letters that nobody has resolved, oldest first."""
    waiting = select(letters).where(letters.c.resolved_at.is_(None)).order_by(letters.c.failed_at, letters.c.id)
    return (await session.execute(waiting)).mappings().all()


async def retry(database: Database, handlers: Sequence[Handler], letter_id: UUID) -> str | None:
    """Let the consumer take a dead letter now, in one transaction with its resolution; what went wrong, if anything.

    Raises:
        NotFound: no open dead letter has this id.
    """
    letters = letters_of(database)
    async with database.reading() as session:
        wanted = select(letters).where(letters.c.id == letter_id, letters.c.resolved_at.is_(None))
        letter = (await session.execute(wanted)).mappings().first()
    if letter is None:
        raise NotFound(f"no open dead letter has the id {letter_id}")
    job = _job(database.source, letter, handlers)
    if job is None:
        return f"no consumer is named {letter['consumer']} any more"
    try:
        async with database.writing(job.actor) as session:
            await do_within(session, [job])
            resolved = update(letters).where(letters.c.id == letter_id).values(resolved_at=await clock(session))
            await session.execute(resolved)
    except Exception as error:  # noqa: BLE001 - a handler may fail with anything; the letter keeps it
        await bury(database, job, error, letter["attempts"] + 1)
        return describe(error)
    return None


def letters_of(database: Database) -> Table:
    """The service's table of dead letters."""
    return database.tables.metadata.tables["dead_letters"]


def _job(service: str, letter: RowMapping, handlers: Sequence[Handler]) -> Job | None:
    for handler in handlers:
        if consumer_name(service, handler) == letter["consumer"] and handler.fact.type_name() == letter["type"]:
            return Job(letter["consumer"], handler, Envelope.parse(letter["envelope"], letter["type"]))
    return None


class Listening(Protocol):
    """A service as this command line needs it."""

    @property
    def database(self) -> Database:
        """Where its dead letters are."""

    @property
    def consumers(self) -> Sequence[Consumers]:
        """Who takes them again."""


def dead_letters_cli(assemble: Callable[[], Listening]) -> typer.Typer:
    """The commands `dead-letters list` and `dead-letters retry`, to be mounted by a service's command line."""
    cli = typer.Typer(name="dead-letters", no_args_is_help=True, help="Events that a consumer could not take.")

    @cli.command(name="list")
    def list_letters() -> None:
        """Show the dead letters, oldest first: id, time, consumer, event type, attempts, error."""
        service = assemble()
        with plain_errors(f"{service.database.source.upper()}_"):
            letters = asyncio.run(_all_open(service.database))
        for letter in letters:
            typer.echo(_line(letter))

    @cli.command(name="retry")
    def retry_letters(
        letter_id: Annotated[UUID | None, typer.Argument(metavar="ID", help="as `list` shows it")] = None,
        every: Annotated[bool, typer.Option("--all", help="every dead letter")] = False,
    ) -> None:
        """Let consumers take dead letters again; one line each. The exit status is 1 when one failed again."""
        if (letter_id is None) != every:
            raise typer.BadParameter("name one dead letter by its id, or give --all")
        service = assemble()
        with plain_errors(f"{service.database.source.upper()}_"):
            try:
                failed = asyncio.run(_retry_all(service.database, gather_handlers(service.consumers), letter_id))
            except NotFound as refusal:
                raise typer.BadParameter(refusal.detail) from refusal
        raise typer.Exit(1 if failed else 0)

    return cli


async def _all_open(database: Database) -> Sequence[RowMapping]:
    try:
        async with database.reading() as session:
            return await open_letters(session, letters_of(database))
    finally:
        await database.close()


async def _retry_all(database: Database, handlers: Sequence[Handler], letter_id: UUID | None) -> int:
    failed = 0
    try:
        async with database.reading() as session:
            letters = await open_letters(session, letters_of(database))
        for wanted in [letter_id] if letter_id else [letter["id"] for letter in letters]:
            trouble = await retry(database, handlers, wanted)
            failed += trouble is not None
            typer.echo(f"{wanted}  {'handled' if trouble is None else 'failed again: ' + _first_line(trouble)}")
    finally:
        await database.close()
    return failed


def _line(letter: RowMapping) -> str:
    words = (letter["id"], f"{letter['failed_at']:%Y-%m-%dT%H:%M:%SZ}", letter["consumer"], letter["type"])
    return "  ".join([*map(str, words), f"{letter['attempts']} attempts", _first_line(letter["error"])])


def _first_line(text: str) -> str:
    return text.partition("\n")[0]
