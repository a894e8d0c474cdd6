"""The command line of a service: serve, migrate, and what its operators need. Errors are one line with the remedy."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, TypeVar

import typer
from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError

from partage_kit.errors import Refusal
from partage_kit.http.service import Service
from partage_kit.serving import fail, serve_app
from partage_kit.settings import ServiceSettings, WrongSettings
from partage_kit.telemetry import configure_logs

S = TypeVar("S", bound=ServiceSettings)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what an operator can mend into a line that says how."""
    try:
        yield
    except WrongSettings as error:
        fail(str(error))
    except Refusal as error:
        fail(f"{error.detail or error.titles['en']}. {error.remedy}")
    except (SQLAlchemyError, OSError) as error:
        reason = str(error.__cause__ or error).strip().splitlines()[0]
        fail(f"the database or a file cannot be used: {reason}. Check PARTAGE_HOME and the DATABASE_URL setting.")


def service_cli(name: str, settings: type[S], create_app: Callable[[S], FastAPI]) -> typer.Typer:
    """The commands of one service."""
    cli = typer.Typer(
        name=f"partage-{name}", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
    )

    def load() -> S:
        with plain_errors():
            loaded = settings.load()
        configure_logs(loaded.log_level, name)
        return loaded

    def assemble() -> tuple[FastAPI, Service, S]:
        loaded = load()
        app = create_app(loaded)
        return app, app.state.service, loaded

    @cli.command()
    def serve() -> None:
        """Answer HTTP requests (and, unless WORK_IN_SERVE=false, publish and consume events)."""
        app, _service, loaded = assemble()
        serve_app(app, loaded)

    @cli.command()
    def migrate(revision: Annotated[str, typer.Argument(help="revision to reach")] = "head") -> None:
        """Bring the database up to date."""
        _app, service, loaded = assemble()
        with plain_errors():
            asyncio.run(service.migrations.upgrade(loaded.database(), revision))
        typer.echo(f"{name}: database is at {service.migrations.head if revision == 'head' else revision}")

    @cli.command()
    def draft_migration(message: str) -> None:
        """Write a migration from the difference between the models and the database (for developers)."""
        _app, service, loaded = assemble()
        service.migrations.draft(loaded.database(), message)

    @cli.command()
    def openapi() -> None:
        """Print the OpenAPI document."""
        app, _service, _loaded = assemble()
        typer.echo(json.dumps(app.openapi(), ensure_ascii=False, indent=1))

    return cli
