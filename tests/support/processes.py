"""The shop and the desk in processes of their own, to be killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAM = [sys.executable, "-m", "support.parcels"]


class Running:
    """One process; what it prints goes to a file, if one is given."""

    def __init__(self, arguments: tuple[str, ...], output: Path = Path(os.devnull)) -> None:
        env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
        with output.open("ab") as out:
            self.process = subprocess.Popen([*PROGRAM, *arguments], env=env, stdout=out, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        """kill -9, by process id; at once if it lives."""
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)


@contextmanager
def running(*arguments: str) -> Iterator[Running]:
    """A process that does not outlive the test: `work URL NAME NATS_URL` or `send URL FIRST LAST`."""
    started = Running(arguments)
    try:
        yield started
    finally:
        started.kill()
