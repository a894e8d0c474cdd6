"""`python -m partage_gateway serve`: the command line of the gateway. Errors are one line with the remedy."""

import typer

from partage_gateway.app import create_app
from partage_gateway.nginx import nginx_configuration
from partage_gateway.settings import GatewaySettings
from partage_kit.serving import fail, serve_app
from partage_kit.settings import WrongSettings
from partage_kit.telemetry import configure_logs

cli = typer.Typer(name="partage-gateway", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def _load() -> GatewaySettings:
    try:
        return GatewaySettings.load()
    except WrongSettings as error:
        fail(str(error))


@cli.command()
def serve() -> None:
    """Answer HTTP requests: pass them on to the services, and show the developer portal."""
    settings = _load()
    configure_logs(settings.log_level, "gateway")
    try:
        app = create_app(settings)
    except WrongSettings as error:
        fail(str(error))
    # whom X-Forwarded-For comes from is for `trusted_proxies` to judge, and nothing here speaks WebSocket
    serve_app(app, settings, proxy_headers=False, ws="none", http="httptools", lifespan="on")


@cli.command()
def nginx_config() -> None:
    """Print an nginx configuration with the same routes, for houses that need more than one gateway can pass."""
    typer.echo(nginx_configuration(_load()), nl=False)


if __name__ == "__main__":
    cli()
