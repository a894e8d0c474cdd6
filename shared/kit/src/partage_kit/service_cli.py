"""The command line of a service: serve, migrate, and what its operators need. Errors are one line with the remedy."""

import asyncio
import gc
import json
import signal
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Annotated, TypeVar

import typer
from fastapi import FastAPI

from partage_kit.dead_letters import dead_letters_cli
from partage_kit.http.service import Service
from partage_kit.imports.command_line import imports_cli
from partage_kit.imports.known_offices import KnownOffices
from partage_kit.plain_errors import plain_errors
from partage_kit.serving import collect_rarely, fail, serve_app
from partage_kit.settings import ServiceSettings
from partage_kit.telemetry import configure_logs

S = TypeVar("S", bound=ServiceSettings)

OwnCommand = Callable[[Service], Awaitable[None]]
"""A command that only one service has: named as its function, explained by its docstring."""


async def _until_ended(service: Service) -> None:
    """Work until SIGTERM or SIGINT."""
    await service.prepare()
    working = asyncio.create_task(service.work())
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, working.cancel)
    with suppress(asyncio.CancelledError):
        await working
    await service.database.close()


async def _and_close(service: Service, command: OwnCommand) -> None:
    try:
        await command(service)
    finally:
        await service.database.close()


def service_cli(
    name: str,
    settings: type[S],
    app_module: str,
    own: Sequence[OwnCommand] = (),
    imports: Sequence[str] = (),
    known_offices: KnownOffices | None = None,
) -> typer.Typer:
    """The commands of one service; `app_module` has its `create_app`, and is imported by what needs the service.

    `imports` are the nouns whose rows come in by `import NOUN FILE`, into one of the known offices or a new one.
    """
    cli = typer.Typer(
        name=f"partage-{name}", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
    )

    def load(log_level: str | None = None) -> S:
        with plain_errors(settings.room):
            loaded = settings.load()
        configure_logs(log_level or loaded.log_level, name)
        return loaded

    def assemble(log_level: str | None = None) -> tuple[FastAPI, Service, S]:
        loaded = load(log_level)
        # nothing that is made now is garbage: looking for it again and again takes a sixth of the start
        gc.disable()
        with plain_errors(settings.room):
            app = import_module(app_module).create_app(loaded)
        collect_rarely()
        gc.enable()
        return app, app.state.service, loaded

    @cli.command()
    def serve() -> None:
        """Answer HTTP requests (and, unless WORK_IN_SERVE=false, publish and consume events)."""
        app, service, loaded = assemble()

        def prepare() -> None:
            with plain_errors(loaded.room):
                asyncio.run(service.prepare())

        serve_app(app, loaded, prepare)

    @cli.command()
    def work() -> None:
        """Publish events and take in those of the others, without answering requests (with WORK_IN_SERVE=false)."""
        _app, service, loaded = assemble()
        if loaded.nats_url is None and not service.workers:
            fail(f"there is no bus to work with: set PARTAGE_NATS_URL or PARTAGE_{loaded.room}NATS_URL")
        with plain_errors(settings.room):
            asyncio.run(_until_ended(service))

    @cli.command()
    def migrate(revision: Annotated[str, typer.Argument(help="revision to reach")] = "head") -> None:
        """Bring the database up to date."""
        _app, service, loaded = assemble()
        with plain_errors(settings.room):
            asyncio.run(service.migrations.upgrade(loaded.database(), revision))
        typer.echo(f"{name}: database is at {service.migrations.head if revision == 'head' else revision}")

    @cli.command()
    def draft_migration(message: str) -> None:
        """Write a migration from the difference between the models and the database (for developers)."""
        _app, service, loaded = assemble()
        with plain_errors(loaded.room):
            service.migrations.draft(loaded.database(), message)

    def mount(command: OwnCommand) -> None:
        @cli.command(name=command.__name__.replace("_", "-"), help=command.__doc__)
        def run() -> None:
            _app, service, loaded = assemble()
            with plain_errors(loaded.room):
                asyncio.run(_and_close(service, command))

    for command in own:
        mount(command)

    if known_offices is not None:
        # as what is told on the terminal is the bar
        cli.add_typer(imports_cli(lambda: assemble("critical")[1], imports, known_offices))

    # what goes wrong in a command that ends at once is its own one line
    cli.add_typer(dead_letters_cli(lambda: assemble("critical")[1]))

    @cli.command()
    def openapi() -> None:
        """Print the OpenAPI document."""
        app, _service, _loaded = assemble()
        typer.echo(json.dumps(app.openapi(), ensure_ascii=False, indent=1))

    return cli
