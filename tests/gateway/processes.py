"""Real processes: a gateway, and a service behind it."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from support.databases import free_port
from support.plain_http import status_of

WORKSHOP = Path(__file__).with_name("workshop.py")


class Process:
    """A server process on a port of its own."""

    def __init__(self, arguments: list[str], port: int, environment: Mapping[str, str], ready: str) -> None:
        self.arguments, self.port, self.ready = arguments, port, ready
        self.environment = {**os.environ, **environment}
        self.process: subprocess.Popen[bytes] | None = None
        self.log: Path | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, within: float = 30) -> None:
        """Start it and wait until it answers."""
        log = self.log.open("wb") if self.log is not None else None
        self.process = subprocess.Popen([sys.executable, *self.arguments], env=self.environment, stderr=log)
        deadline = time.monotonic() + within
        while True:
            assert self.process.poll() is None, f"{self.arguments} ended with {self.process.returncode}"
            if status_of(self.url + self.ready) is not None:
                return
            assert time.monotonic() < deadline, f"{self.arguments} does not answer"
            time.sleep(0.02)

    def kill(self) -> None:
        """End it without a warning (kill -9), and wait until it is gone."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(timeout=15)

    def stop(self) -> None:
        """End it if it still runs; what hangs in it does not matter any more."""
        if self.process is not None and self.process.poll() is None:
            self.kill()

    def resident_kilobytes(self) -> int:
        """Its memory."""
        assert self.process is not None
        shown = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(self.process.pid)], capture_output=True, text=True, check=True
        )
        return int(shown.stdout)


def workshop() -> Process:
    """A service to stand behind the gateway."""
    port = free_port()
    return Process([str(WORKSHOP), str(port)], port, {}, "/readyz")


def gateway(home: Path, keys: Path, issuer: str, **settings: str) -> Process:
    """A gateway that accepts the tokens of a key file; `members_url="http://..."` and the like are its settings."""
    port = free_port()
    environment = {
        "PARTAGE_HOME": str(home),
        "PARTAGE_JWKS_FILE": str(keys),
        "PARTAGE_OIDC_ISSUER": issuer,
        "PARTAGE_LOG_LEVEL": "error",
        "PARTAGE_GATEWAY_PORT": str(port),
        **{f"PARTAGE_GATEWAY_{name.upper()}": value for name, value in settings.items()},
    }
    return Process(["-m", "partage_gateway", "serve"], port, environment, "/livez")
