"""The story of the demo cooperative: told aloud by `make demo`, and told while services are killed under it."""

import asyncio
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from deploy.demo.aloud import Narrator
from deploy.demo.answers import Actor
from deploy.demo.door import Door
from deploy.demo.listening import Listener, listening
from deploy.demo.people import everybody
from deploy.demo.steps import Effect, Step
from deploy.demo.story import STORY
from deploy.demo.telling import JOURNAL, tell
from support.databases import Databases
from support.local_house import ROOT
from support.rooms import Rooms, rooms_running

KILLED_AFTER = {"members": 120, "gateway": 420, "procurement": 1_150, "impact": 1_500}
"""Which process is killed with -9 after how many answered calls, and started again at once."""


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory, fresh_databases: Databases) -> Iterator[Rooms]:
    """The whole house in processes."""
    waits_for = {"MEMBERS_ERASED_IN": "procurement,impact"}
    with rooms_running(tmp_path_factory.mktemp("rooms"), fresh_databases, **waits_for) as running:
        yield running


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
    async with listening(rooms.bus.url) as listener:
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
    async with listening(rooms.bus.url) as listener:
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
