"""`python -m deploy.house run`: start the house, load the demo cooperative on first start, say what to try."""

import subprocess
import sys

import typer
from honcho.manager import Manager

from deploy.house.rooms import CannotStart, LocalHouse
from deploy.house.welcome import print_welcome, wait_until_ready

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@cli.command()
def run() -> None:
    """Start nats-server, the services and the gateway; stop all with Ctrl-C."""
    try:
        house = LocalHouse.from_environment()
        house.require_free_ports()
        manager = Manager()
        for name, command in house.commands().items():
            manager.add_process(name, command, env=house.environment())
    except CannotStart as error:
        typer.echo(str(error), err=True)
        raise SystemExit(2) from error
    welcoming = subprocess.Popen([sys.executable, "-m", "deploy.house", "welcome"], env=house.environment())
    try:
        manager.loop()
    finally:
        welcoming.terminate()
    sys.exit(0 if manager.returncode in (0, 130, 143) else manager.returncode)


@cli.command()
def welcome() -> None:
    """Wait until the house is ready, load the demo cooperative if there is none yet, and say what to try."""
    house = LocalHouse.from_environment()
    try:
        wait_until_ready(house)
    except CannotStart as error:
        typer.echo(str(error), err=True)
        raise SystemExit(1) from error
    print_welcome(house, "brussels")


if __name__ == "__main__":
    cli()
