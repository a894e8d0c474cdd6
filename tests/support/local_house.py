"""`python -m deploy.house run` as a newcomer starts it: in a folder of its own, on free ports."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.house.rooms import DEFAULT_PORTS
from support.databases import free_port
from support.plain_http import status_of

ROOT = Path(__file__).parents[2]


class LocalHouseRun:
    """One house; ports, folder and output file survive a second run."""

    def __init__(self, folder: Path) -> None:
        self.home, self.output = folder / "home", folder / "output"
        self.ports = {room: free_port() for room in DEFAULT_PORTS}
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PARTAGE_")}
        told = {f"PARTAGE_{room.upper()}_PORT": str(port) for room, port in self.ports.items()}
        self.environment = inherited | told | {"PARTAGE_HOME": str(self.home)}
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """The gateway's."""
        return f"http://127.0.0.1:{self.ports['gateway']}"

    def start(self, *options: str) -> None:
        """Begin a run, with an output of its own."""
        command = [sys.executable, "-m", "deploy.house", "run", *options]
        with self.output.open("wb") as out:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=out, stderr=out)

    def until(self, seen: Callable[[], bool], within: float) -> None:
        """Wait for something, as long as the house lives."""
        assert self.process is not None
        deadline = time.monotonic() + within
        while not seen():
            assert self.process.poll() is None, f"the house ended:\n{self.told()}"
            assert time.monotonic() < deadline, f"not within {within} s:\n{self.told()}"
            time.sleep(0.05)  # between two looks

    def told(self) -> str:
        """What this run has printed."""
        return self.output.read_text()

    def is_ready(self) -> bool:
        """What the gateway says of the whole house."""
        return status_of(f"{self.address}/readyz") == 200

    def interrupt(self) -> tuple[float, list[int]]:
        """Ctrl-C: how many seconds the house took to end, and which of its processes outlived it."""
        assert self.process is not None
        descendants = _descendants(self.process.pid)
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
        return time.monotonic() - began, [pid for pid in descendants if _lives(pid)]

    def pid_of(self, program: str) -> int:
        """The one process of the house that runs this program."""
        assert self.process is not None
        found = [pid for pid in _descendants(self.process.pid) if program in _command(pid)]
        assert len(found) == 1, found
        return found[0]

    def end(self) -> None:
        """Leave nothing behind, whatever the test did."""
        if self.process is not None and self.process.poll() is None:
            descendants = _descendants(self.process.pid)
            self.process.kill()
            self.process.wait()
            for pid in filter(_lives, descendants):
                os.kill(pid, signal.SIGKILL)


@contextmanager
def local_house(folder: Path) -> Iterator[LocalHouseRun]:
    """A house that does not outlive the test."""
    house = LocalHouseRun(folder)
    try:
        yield house
    finally:
        house.end()


def _descendants(of: int) -> list[int]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], check=True, capture_output=True, text=True).stdout
    parents = {int(pid): int(parent) for pid, parent in (line.split() for line in listed.splitlines())}
    found = [of]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found[1:]


def _command(pid: int) -> str:
    return subprocess.run(["ps", "-o", "args=", "-p", str(pid)], check=True, capture_output=True, text=True).stdout


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
