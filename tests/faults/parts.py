"""The parts of a house that announces and listens, each in a process of its own, to be killed and started again."""

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Protocol

from support.databases import Cluster
from support.nats_server import NatsServer
from support.processes import Running

START_S = 60


class Part(Protocol):
    """Something that can be killed with signal 9 and started again."""

    name: str

    def kill(self) -> None:
        """kill -9."""

    def start(self) -> None:
        """Bring it back."""


class Worker:
    """A replica of a service: its relay and its readers."""

    def __init__(self, name: str, *arguments: str) -> None:
        self.name = name
        self._arguments = arguments
        self._running: Running | None = None

    def start(self) -> None:
        """Run it."""
        self._running = Running(self._arguments)

    def kill(self) -> None:
        """kill -9."""
        if self._running is not None:
            self._running.kill()


class Writer:
    """A server process that accepts commands: it tells the number of each parcel after the commit."""

    def __init__(self, name: str, url: str, first: int, told: Path) -> None:
        self.name = name
        self._url, self._next, self._told = url, first, told
        self._told.touch()
        self._running: Running | None = None

    @property
    def accepted(self) -> list[int]:
        """The numbers it has told; the line that a kill may have cut is not one."""
        return [int(line) for line in self._told.read_text().splitlines(keepends=True) if line.endswith("\n")]

    def start(self) -> None:
        """Go on after the last number told. The one after that is in doubt: it may have been accepted untold."""
        accepted = self.accepted
        if accepted:
            self._next = accepted[-1] + 2
        self._running = Running(("send", self._url, str(self._next), str(self._next + 1_000_000)), output=self._told)

    def kill(self) -> None:
        """kill -9."""
        if self._running is not None:
            self._running.kill()


class Bus:
    """nats-server."""

    name = "nats-server"

    def __init__(self, server: NatsServer) -> None:
        self._server = server

    def start(self) -> None:
        """Run it on its store."""
        self._server.start()

    def kill(self) -> None:
        """kill -9."""
        self._server.kill()


class Postgres:
    """PostgreSQL, with its commits on disk."""

    name = "postgresql"

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    def kill(self) -> None:
        """kill -9 of the server's first process; the others notice and end."""
        os.kill(self._cluster.postmaster(), signal.SIGKILL)

    def start(self) -> None:
        """Start it as soon as what the killed one left behind is gone; it recovers from its log."""
        deadline = time.monotonic() + START_S
        while True:
            try:
                self._cluster.start(durable=True)
                return
            except subprocess.CalledProcessError:
                assert time.monotonic() < deadline, "PostgreSQL did not start again"
                time.sleep(0.2)
