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
    """One process, its output read line by line."""

    def __init__(self, arguments: tuple[str, ...]) -> None:
        env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
        self.process = subprocess.Popen(
            [*PROGRAM, *arguments], env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def line(self) -> str:
        """The next line it prints; empty when it has ended."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def lines(self) -> list[str]:
        """Everything it prints until it ends."""
        out, _ = self.process.communicate(timeout=120)
        return out.split()

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
        assert started.process.stdout is not None
        started.process.stdout.close()
