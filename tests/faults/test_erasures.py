"""kill -9 of services, bus and database while members are erased: each erasure ends, once, acknowledged by all, and no
word is left.

`PARTAGE_FAULT_KILLS` says how many kills (30), `PARTAGE_FAULT_SEED` repeats a run's choice of victims and moments.
"""

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

import partage_impact.app
import partage_members.app
import partage_procurement.app
from faults.parts import Bus, Part, Postgres
from faults.test_events import KILLS, SEED
from partage_impact.settings import ImpactSettings
from partage_kit.auth import Role
from partage_members.settings import MembersSettings
from partage_procurement.settings import ProcurementSettings
from support import evaluating, purchasing, surveying
from support.connecting import posted, started
from support.databases import ON_POSTGRESQL, Cluster, Databases
from support.erasing import MINE, PREVIEW
from support.house import House, member_number
from support.purchasing import made
from support.rooms import SERVICES, Rooms, rooms_running
from support.service_process import ServiceProcess
from support.traces import Words, traces_in_rows
from support.waiting import eventually
from support.whole_life import Outside

WITHIN_S = 180
SETTINGS: Mapping[str, tuple[Any, Any]] = {
    "members": (partage_members.app.create_app, MembersSettings),
    "procurement": (partage_procurement.app.create_app, ProcurementSettings),
    "impact": (partage_impact.app.create_app, ImpactSettings),
}
OFTEN = {
    "MEMBERS_ERASED_IN": "procurement,impact",
    "MEMBERS_ERASE_EVERY_SECONDS": "0.2",
    "PROCUREMENT_FORGET_EVERY_SECONDS": "0.2",
    "IMPACT_FORGET_EVERY_SECONDS": "0.2",
}

pytestmark = pytest.mark.faults


class Room:
    """A service of the house; the others wait until it is back."""

    def __init__(self, process: ServiceProcess) -> None:
        self.name, self._process = process.room, process

    def kill(self) -> None:
        """kill -9."""
        self._process.kill()

    def start(self) -> None:
        """Bring it back, and wait until it is ready."""
        self._process.start()


@dataclass
class Scene:
    """The house, what of it can be killed, and one look into each service."""

    rooms: Rooms
    parts: list[Part]
    outside: dict[str, Outside]


@pytest.fixture
def databases(tmp_path: Path) -> Iterator[tuple[Databases, Cluster | None]]:
    """Databases on a server of this test alone, which it may kill."""
    cluster = Cluster() if ON_POSTGRESQL else None
    if cluster is not None:
        cluster.start(durable=True)
    try:
        yield Databases(tmp_path, cluster), cluster
    finally:
        if cluster is not None:
            cluster.remove()


@pytest.fixture
async def scene(tmp_path: Path, databases: tuple[Databases, Cluster | None]) -> AsyncIterator[Scene]:
    """A house in processes that erases without delay."""
    made_here, cluster = databases
    with rooms_running(tmp_path, made_here, **OFTEN) as rooms:
        outside = {}
        for room, (create_app, settings) in SETTINGS.items():
            chosen = settings(home=rooms.home, database_url=rooms.databases[room])
            outside[room] = Outside(create_app(chosen), chosen, rooms.address)
        parts: list[Part] = [*(Room(rooms.processes[room]) for room in SERVICES), Bus(rooms.bus)]
        yield Scene(rooms, [*parts, *([Postgres(cluster)] if cluster else [])], outside)
        for one in outside.values():
            await one.service.database.close()


async def test_kills_neither_stop_nor_repeat_an_erasure(scene: Scene) -> None:
    chance, words, house = random.Random(SEED), Words(), scene.outside["members"]
    print(f"PARTAGE_FAULT_SEED={SEED}")
    numbers = range(1, KILLS + 1)
    await _written(house, words, numbers)
    assert len(await _left(scene, words)) == len(words.used_for), "a search that misses some proves nothing"
    for number in numbers:
        await eventually(partial(_asked, house, number), within=WITHIN_S)
        victim = chance.choice(scene.parts)
        await asyncio.sleep(chance.uniform(0, 1.5))
        victim.kill()
        await asyncio.sleep(chance.uniform(0, 0.5))
        print(f"kill {number}: {victim.name}")
        await asyncio.to_thread(victim.start)

    erasures = await eventually(lambda: _completed(house), lambda done: len(done) == KILLS, WITHIN_S)
    for outside in scene.outside.values():
        await outside.service.database.close()  # its connections may have been killed, too
    assert all(len(one["acknowledgements"]) == len(SERVICES) - 1 for one in erasures)
    assert await _left(scene, words) == set()
    once = Counter({f"{one['id']}": 1 for one in erasures})
    for room in ("procurement", "impact"):
        assert await _told(scene.outside[room], "erasure.acknowledged") == once, room
    assert await _told(house, "profile.erased") == Counter(str(member_number(number)) for number in numbers)
    for room, outside in scene.outside.items():
        assert await _rows(outside, "dead_letters") == [], room


async def _written(house: House, words: Words, numbers: range) -> None:
    """Each member writes words of her own in all three services."""
    charter = await purchasing.charter_in(house, "consultation")
    comments = f"{purchasing.CHARTERS}/{charter['id']}/comments"
    wave = await surveying.opened(house, mode="identified")
    for number in numbers:
        who = house.as_member(number)
        name = {"given_name": words("given name"), "family_name": words("family name")}
        await made(await who.post("/members/v1/profiles/mine", json=name))
        await posted(house, who, titles={"en": words("opportunity")})
        await started(who, title=words("topic"), text=words("post"))
        await made(await who.post(comments, json={"text": words("comment")}))
        answers = {"answers": surveying.an_answer(story=words("survey"))}
        evaluating.made(await who.post(f"{wave}/identified-responses", json=answers))


async def _asked(house: House, number: int) -> bool:
    """Whether the erasure of the n-th member is asked for; while something is away it is not."""
    who = house.as_member(number)
    shown = await who.get(PREVIEW)
    if shown.status_code != httpx.codes.OK:
        return False
    asked = await who.post(MINE, json={"confirmation": shown.json()["confirmation"]})
    return asked.status_code in (httpx.codes.ACCEPTED, httpx.codes.CONFLICT)


async def _completed(house: House) -> list[dict[str, Any]]:
    page = await house.as_role(Role.STAFF).get("/members/v1/erasures", params={"limit": 100})
    items = page.json()["items"] if page.is_success else []
    return [one for one in items if one["completed_at"] is not None]


async def _left(scene: Scene, words: Words) -> set[int]:
    """The words that are left in any table of any service."""
    found: set[int] = set()
    for outside in scene.outside.values():
        found.update(*(await traces_in_rows(outside.service.database)).values())
    return found & words.used_for.keys()


async def _told(outside: Outside, fact: str) -> Counter[str]:
    """How often each subject stands in facts of a kind that were announced."""
    envelopes = [json.loads(row.envelope) for row in await _rows(outside, "outbox") if row.envelope]
    return Counter(one["subject"] for one in envelopes if f".{fact}." in one["type"])


async def _rows(outside: Outside, table: str) -> list[Any]:
    found = outside.service.database.tables.metadata.tables[table]
    async with outside.service.database.reading() as session:
        return list((await session.execute(select(found))).all())
