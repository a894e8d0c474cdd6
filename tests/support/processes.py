"""The shop and the desk in processes of their own, to be killed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.forked import NOWHERE, Forked


class Running:
    """One process; what it prints goes to a file, if one is given."""

    def __init__(self, arguments: tuple[str, ...], output: Path = NOWHERE) -> None:
        self.process = Forked("support.parcels", arguments, os.environ, output)

    def kill(self) -> None:
        """kill -9, by process id; at once if it lives."""
        self.process.kill()
        self.process.wait(timeout=20)


@contextmanager
def running(*arguments: str) -> Iterator[Running]:
    """A process that does not outlive the test: `work URL NAME NATS_URL` or `send URL FIRST LAST`."""
    started = Running(arguments)
    try:
        yield started
    finally:
        started.kill()
