"""`python -m deploy.house run`: start the house, load the demo cooperative on first start, say what to try."""

import subprocess
import sys
from typing import Annotated

import typer
from honcho.manager import Manager

from deploy.house.rooms import CannotStart, LocalHouse
from deploy.house.running import Bus, QuietAtTheEnd

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

WELCOMED_WITHIN_S = 5

Empty = Annotated[bool, typer.Option("--empty", help="without the demo cooperative")]


@cli.command()
def run(empty: Empty = False) -> None:
    """Start nats-server, the services and the gateway; stop all with Ctrl-C."""
    try:
        house = LocalHouse.from_environment()
        house.require_free_ports()
        house.require_usable_key()
        bus = Bus(house.bus_command())
        printer = QuietAtTheEnd()
        manager = Manager(printer)
        for name, command in house.commands().items():
            manager.add_process(name, command, env=house.environment())
    except CannotStart as error:
        typer.echo(str(error), err=True)
        raise SystemExit(2) from error
    welcome = [sys.executable, "-m", "deploy.house", "welcome", *(["--empty"] if empty else [])]
    with bus:
        # in a session of its own, Ctrl-C reaches it from here only: it ends in order and leaves the terminal as it was
        welcoming = subprocess.Popen(welcome, env=house.environment(), start_new_session=True)
        try:
            manager.loop()
        finally:
            welcoming.terminate()
            welcoming.wait(WELCOMED_WITHIN_S)
    if printer.ended:
        remedy = "its log above may say why; `make run` goes on with the data"
        typer.echo(f"{printer.ended}, and so the house has stopped: {remedy}", err=True)
    if bus.broke or printer.ended:
        sys.exit(1)
    sys.exit(0 if manager.returncode in (0, 130, 143) else manager.returncode)


@cli.command()
def welcome(empty: Empty = False) -> None:
    """Wait until the house is ready, load the demo cooperative if there is none yet, and say what to try."""
    # imported here, since `run` would start the services a second later for them
    from deploy.demo.loading import LoadingFailed, load
    from deploy.demo.people import OFFICES, members
    from deploy.house.welcome import print_welcome, wait_until_ready
    from partage_kit.settings import WrongSettings

    house = LocalHouse.from_environment()
    try:
        wait_until_ready(house)
    except CannotStart as error:
        typer.echo(str(error), err=True)
        raise SystemExit(1) from error
    loaded = False
    try:
        if not empty:
            load(house)
            loaded = True
    except LoadingFailed as error:
        typer.echo(str(error), err=True)
    try:
        print_welcome(house, OFFICES[0], members(OFFICES[0])[0].name if loaded else None)
    except WrongSettings as error:
        typer.echo(str(error), err=True)


if __name__ == "__main__":
    cli()
