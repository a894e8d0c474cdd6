"""The story of the demo cooperative: told aloud by `make demo`, and told while services are killed under it."""

import asyncio
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from deploy.demo.aloud import Narrator
from deploy.demo.door import Actor, Door
from deploy.demo.listening import Listener, listening
from deploy.demo.people import everybody
from deploy.demo.steps import Effect, Step
from deploy.demo.story import STORY
from deploy.demo.telling import JOURNAL, tell
from support.databases import Databases
from support.local_house import ROOT
from support.nats_server import nats_server
from support.service_process import ServiceProcess

SERVICES = ("members", "procurement", "impact")
KILLED_AFTER = {"members": 120, "gateway": 420, "procurement": 1_150, "impact": 1_500}
"""Which process is killed with -9 after how many answered calls, and started again at once."""


@dataclass
class Rooms:
    """The processes of a house, behind its gateway."""

    processes: dict[str, ServiceProcess]
    home: Path
    nats_url: str

    @property
    def address(self) -> str:
        """The gateway's."""
        return self.processes["gateway"].url

    def replace(self, room: str) -> None:
        """kill -9, and a new process on the same port and database."""
        self.processes[room].kill()
        self.processes[room].start()


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory, fresh_databases: Databases) -> Iterator[Rooms]:
    """Services on fresh databases, nats-server and gateway, each a process."""
    folder = tmp_path_factory.mktemp("rooms")
    home = folder / "home"
    home.mkdir()
    with nats_server() as bus, ExitStack() as running:
        told = {"HOME": str(home), "NATS_URL": bus.url}
        processes = {
            room: ServiceProcess(room, folder, told | {f"{room.upper()}_DATABASE_URL": fresh_databases.empty_url()})
            for room in SERVICES
        }
        addresses = {f"GATEWAY_{room.upper()}_URL": processes[room].url for room in SERVICES}
        processes["gateway"] = ServiceProcess("gateway", folder, {"HOME": str(home)} | addresses)
        for process in processes.values():
            running.callback(process.stop)
            process.launch()
        for process in processes.values():
            process.until_ready()
        yield Rooms(processes, home, bus.url)


class Saboteur(Narrator):
    """Tells the story, and kills processes meanwhile."""

    def __init__(self, rooms: Rooms, listener: Listener) -> None:
        super().__init__(listener, Console(file=StringIO()))
        self.replacing: dict[str, asyncio.Task[None]] = {}
        self._rooms, self._count = rooms, 0

    def called(self, actor: Actor | None, method: str, path: str, status: int) -> None:
        """Count, and kill when it is time."""
        super().called(actor, method, path, status)
        self._count += 1
        for room, after in KILLED_AFTER.items():
            if self._count >= after and room not in self.replacing:
                self.replacing[room] = asyncio.create_task(asyncio.to_thread(self._rooms.replace, room))


async def test_services_killed_half_way_change_nothing_of_the_story(rooms: Rooms) -> None:
    async with listening(rooms.nats_url) as listener:
        saboteur = Saboteur(rooms, listener)
        await tell(rooms.home, rooms.address, STORY, saboteur)
        await asyncio.gather(*saboteur.replacing.values())
        assert set(saboteur.replacing) == set(KILLED_AFTER)
        assert saboteur.missed == []
        expected: Counter[str] = Counter()
        for step in STORY:
            expected.update(step.announces)
        heard = Counter(one.fact for one in listener.heard)
        assert {fact: heard[fact] for fact in expected} == dict(expected)  # nothing was done twice
        assert expected["members.profile.registered"] == len(everybody())
    assert "ticket" not in (rooms.home / JOURNAL).read_text()


async def test_what_is_expected_and_not_seen_is_missed(rooms: Rooms) -> None:
    async def nothing(door: Door) -> None:
        """Happens."""

    async def look(door: Door) -> object:
        return "as before"

    never = Effect("something moved", look, lambda seen: seen == "otherwise")
    step = Step("nothing happens", "Nobody does anything.", nothing, 1, {"members.profile.registered": 2}, (never,))
    async with listening(rooms.nats_url) as listener:
        narrator = Narrator(listener, Console(file=StringIO()), patience_s=0.5)
        await tell(rooms.home, rooms.address, [step], narrator)
    assert narrator.missed == [
        "nothing happens: 2 more events members.profile.registered",
        "nothing happens: something moved: still as before",
    ]


@pytest.mark.local
def test_make_demo_ends_well_and_leaves_nothing_behind(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PARTAGE_")}
    command = [sys.executable, "-m", "deploy.demo"]
    environment |= {"TMPDIR": str(tmp_path), "COLUMNS": "200"}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    for told in (
        "POST  /members/v1/profiles → 201 300 times",
        "event partage.brussels.members.profile.registered.v1 × 220",
        "event partage.lille.members.profile.registered.v1 × 80",
        "event partage.brussels.procurement.pooled_order.settled.v1 × 1",
        "may join: no → yes",
        f"All {len(STORY)} steps",
    ):
        assert told in ended.stdout
    assert "not seen" not in ended.stdout
    assert list(tmp_path.iterdir()) == []
    assert str(tmp_path) not in subprocess.run(["ps", "-A", "-o", "args="], capture_output=True, text=True).stdout
