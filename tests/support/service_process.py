"""Services in processes of their own, as an operator starts them: `python -m partage_<room> serve`."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from support.databases import free_port
from support.forked import Forked
from support.plain_http import status_of

READY_WITHIN_S = 60.0
STOP_WITHIN_S = 10.0


class ServiceProcess:
    """One service process on a free port of loopback; the port and the database survive a restart."""

    def __init__(self, room: str, folder: Path, settings: Mapping[str, str]) -> None:
        """`room` is members, procurement or impact; `settings` are variables without `PARTAGE_`, such as HOME."""
        self.room, self.port = room, free_port()
        self.log = folder / f"{room}-{self.port}.log"
        self.process: Forked | None = None
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PARTAGE_")}
        given = {"LOG_LEVEL": "warning", f"{room.upper()}_PORT": str(self.port), **settings}
        self._environment = inherited | {f"PARTAGE_{name}": value for name, value in given.items()}

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Its process id, while it runs."""
        assert self.process is not None, "it does not run"
        return self.process.pid

    def start(self) -> None:
        """Start the process and wait until /readyz says ready; a process that does not come up shows its log."""
        self.launch()
        self.until_ready()

    def launch(self) -> None:
        """Start the process without waiting, so that several come up side by side."""
        self.process = Forked(f"partage_{self.room}", ["serve"], self._environment, self.log, self.log)

    def until_ready(self) -> None:
        """Wait for /readyz, with a deadline."""
        assert self.process is not None
        deadline = time.monotonic() + READY_WITHIN_S
        while not self._ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.room} did not become ready:\n{self.log.read_text()}")
            time.sleep(0.05)  # between two looks

    def stop(self) -> None:
        """Let it end in order."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """kill -9, by process id."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        finally:
            self.process = None

    def _ready(self) -> bool:
        return status_of(f"{self.url}/readyz", timeout=2) == 200


@contextmanager
def serving(room: str, folder: Path, settings: Mapping[str, str], processes: int = 1) -> Iterator[list[ServiceProcess]]:
    """Several processes of one service on one database, ready to answer; ended by their ids when the block ends."""
    started = [ServiceProcess(room, folder, settings) for _ in range(processes)]
    try:
        for process in started:
            process.launch()
        for process in started:
            process.until_ready()
        yield started
    finally:
        for process in started:
            process.stop()
