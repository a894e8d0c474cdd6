"""The whole house in processes: three services on fresh databases, nats-server, and the gateway before them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from support.databases import Databases
from support.nats_server import NatsServer, nats_server
from support.service_process import ServiceProcess

SERVICES = ("members", "procurement", "impact")


@dataclass
class Rooms:
    """The processes of a house, behind its gateway."""

    processes: dict[str, ServiceProcess]
    databases: dict[str, str]
    """Where each service keeps its data, as a URL."""
    home: Path
    bus: NatsServer

    @property
    def address(self) -> str:
        """The gateway's."""
        return self.processes["gateway"].url

    def replace(self, room: str) -> None:
        """kill -9, and a new process on the same port and database."""
        self.processes[room].kill()
        self.processes[room].start()


@contextmanager
def rooms_running(folder: Path, databases: Databases, **told: str) -> Iterator[Rooms]:
    """A house that does not outlive the block; `told` are settings of all, without `PARTAGE_`."""
    home = folder / "home"
    home.mkdir()
    with nats_server() as bus, ExitStack() as running:
        common = {"HOME": str(home), "NATS_URL": bus.url, **told}
        urls = {room: databases.empty_url() for room in SERVICES}
        processes = {
            room: ServiceProcess(room, folder, common | {f"{room.upper()}_DATABASE_URL": url})
            for room, url in urls.items()
        }
        addresses = {f"GATEWAY_{room.upper()}_URL": processes[room].url for room in SERVICES}
        processes["gateway"] = ServiceProcess("gateway", folder, {"HOME": str(home), **told} | addresses)
        for process in processes.values():
            running.callback(process.stop)
            process.launch()
        for process in processes.values():
            process.until_ready()
        yield Rooms(processes, urls, home, bus)
