"""`python -m deploy.demo`: replay the story of the demo cooperative aloud, in a fresh house that is removed after."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import typer
from rich.console import Console

from deploy.demo.aloud import Narrator
from deploy.demo.answers import HouseAway, Refused
from deploy.demo.listening import listening
from deploy.demo.story import STORY
from deploy.demo.telling import tell
from deploy.house.rooms import DEFAULT_PORTS, CannotStart, LocalHouse
from deploy.house.welcome import wait_until_ready

STOPPED_WITHIN_S = 15


def replay() -> None:
    """Start a house, tell the story, stop the house; ends with 0 only if everything expected was seen."""
    console = Console(soft_wrap=True)
    with tempfile.TemporaryDirectory(prefix="partage-demo-") as folder, _fresh_house(Path(folder)) as house:
        try:
            wait_until_ready(house)
            missed = asyncio.run(_tell_aloud(house, console))
        except (CannotStart, Refused, HouseAway) as error:
            missed = [str(error)]
    console.rule("[bold]the end", align="left")
    for line in missed:
        console.print(f"not as expected: {line}", style="red", markup=False)
    if missed:
        raise SystemExit(1)
    console.print(f"All {len(STORY)} steps, their events and their effects were seen. `make run` keeps such a house.")


async def _tell_aloud(house: LocalHouse, console: Console) -> list[str]:
    async with listening(f"nats://127.0.0.1:{house.ports['nats']}") as listener:
        narrator = Narrator(listener, console)
        await tell(house.home, house.address, STORY, narrator)
        return narrator.missed


@contextmanager
def _fresh_house(folder: Path) -> Iterator[LocalHouse]:
    """A house with free ports and an empty folder, in a process of its own; stopped as Ctrl-C would."""
    house = LocalHouse(folder / "home", _free_ports())
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PARTAGE_")}
    environment |= {f"PARTAGE_{room.upper()}_PORT": str(port) for room, port in house.ports.items()}
    environment |= {"PARTAGE_HOME": str(house.home)}
    command = [sys.executable, "-m", "deploy.house", "run", "--empty"]
    with (folder / "house.log").open("wb") as log:
        running = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            yield house
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(STOPPED_WITHIN_S)


def _free_ports() -> dict[str, int]:
    """A port for each room that nobody uses now; all are held until all are known."""
    with ExitStack() as held:
        ports = {}
        for room in DEFAULT_PORTS:
            probe = held.enter_context(socket.socket())
            probe.bind(("127.0.0.1", 0))
            ports[room] = probe.getsockname()[1]
        return ports


if __name__ == "__main__":
    typer.run(replay)
