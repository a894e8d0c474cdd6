"""Pooled orders against two server processes on one database: caps, the race for the lock, downtime."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from partage_kit.auth import Role
from partage_kit.auth.local_issuer import issue
from partage_procurement.settings import ProcurementSettings
from support.house import BRUSSELS, House, at_once, member_number
from support.plain_http import NO_CERTIFICATES
from support.pooling import ORDERS, article, opened, read, state, wanted
from support.purchasing import facts_about
from support.service_process import ServiceProcess, serving
from support.waiting import eventually

Order = dict[str, Any]


@pytest.fixture
def two(house: House, tmp_path: Path) -> Iterator[list[ServiceProcess]]:
    """Two processes on the database of the house."""
    assert isinstance(house.settings, ProcurementSettings)
    settings = {
        "HOME": str(house.settings.home),
        "PROCUREMENT_DATABASE_URL": house.settings.database(),
        "PROCUREMENT_MIGRATE_ON_START": "false",
        "PROCUREMENT_DECIDE_EVERY_SECONDS": "0.1",
    }
    with serving("procurement", tmp_path, settings, processes=2) as processes:
        yield processes


class Actor:
    """A member who talks to one of the processes over HTTP."""

    def __init__(self, house: House, client: httpx.AsyncClient, process: ServiceProcess, number: int) -> None:
        self._client, self._url = client, process.url
        token = issue(house.settings, (Role.MEMBER,), BRUSSELS, member_number(number))
        self._headers = {"Authorization": f"Bearer {token}"}

    async def commit(self, of: Order, firm: int) -> httpx.Response:
        """Join, or change the commitment."""
        path = f"{self._url}{ORDERS}/{of['id']}/commitments/mine"
        return await self._client.put(path, json=wanted(of, str(firm)), headers=self._headers)

    async def commit_until_locked(self, of: Order) -> tuple[int, list[int]]:
        """Ask for one more again and again; the last quantity that was accepted, and every status."""
        accepted, seen = 0, [200]
        while seen[-1] == 200:
            seen.append((await self.commit(of, accepted + 1)).status_code)
            accepted += seen[-1] == 200
        return accepted, seen


def actors(house: House, client: httpx.AsyncClient, two: Sequence[ServiceProcess], count: int) -> list[Actor]:
    """So many members, half of them at each process."""
    return [Actor(house, client, two[number % 2], number) for number in range(count)]


async def test_fifty_members_never_oversell_the_cap(house: House, two: list[ServiceProcess]) -> None:
    order = await opened(house, article(cap="40"))
    async with httpx.AsyncClient(timeout=60, verify=NO_CERTIFICATES) as client:
        members = actors(house, client, two, 50)
        answers = await at_once(50, lambda number: members[number].commit(order, 1))
    assert Counter(answer.status_code for answer in answers) == {200: 40, 409: 10}
    assert {one.json()["type"] for one in answers if one.status_code == 409} == {"/problems/cap-reached"}
    assert (await read(house, order, "figures"))["articles"][0]["firm"] == "40"
    assert (await facts_about(house, "pooled_order")).count("committed") == 40
    for process in two:
        process.stop()
        assert process.log.read_text() == "", "a process reported trouble"


async def test_what_was_accepted_before_the_lock_is_in_the_decision_and_nothing_else(
    house: House, two: list[ServiceProcess]
) -> None:
    """Members join until they are refused, while both processes want to decide: one decision, and no join is lost."""
    locks_at = datetime.now(UTC) + timedelta(seconds=6)
    order = await opened(house, locks_at=locks_at.isoformat())
    async with httpx.AsyncClient(timeout=60, verify=NO_CERTIFICATES) as client:
        members = actors(house, client, two, 8)
        ends = await asyncio.gather(*(member.commit_until_locked(order) for member in members))
    assert {seen[-1] for _, seen in ends} == {409}
    # SQLite gives its one lock to whoever looks first: the members of one process may all wait until it is too late
    accepted = sorted(firm for firm, _ in ends if firm)
    assert accepted
    await eventually(lambda: state(house, order), lambda found: found == "confirmed")
    lines = (await read(house, order, "allotments"))["items"]
    assert sorted(int(one["firm"]) for one in lines) == accepted
    assert [one["number"] for one in (await read(house, order, "decisions"))["items"]] == [1]
    facts = await facts_about(house, "pooled_order")
    assert facts.count("committed") == sum(accepted)
    assert facts[-1] == "confirmed" and facts.count("confirmed") == 1


async def test_a_lock_that_passed_while_nothing_ran_is_decided_after_the_restart(
    house: House, two: list[ServiceProcess]
) -> None:
    order = await opened(house, locks_at=(datetime.now(UTC) + timedelta(seconds=3)).isoformat())
    async with httpx.AsyncClient(timeout=60, verify=NO_CERTIFICATES) as client:
        assert (await actors(house, client, two, 1)[0].commit(order, 20)).status_code == 200
    for process in two:
        process.kill()
    await eventually(lambda: state(house, order), lambda found: found == "locked")
    for process in two:
        process.launch()
    await eventually(lambda: state(house, order), lambda found: found == "confirmed", within=60)
    assert len((await read(house, order, "decisions"))["items"]) == 1
    for process in two:
        process.until_ready()


async def test_the_work_of_deciding_done_twice_decides_once(house: House) -> None:
    order = await opened(house)
    house.service.database.clock.advance(timedelta(hours=73))
    (worker,) = [one for one in house.service.workers if one.name == "decide_pooled_orders"]
    await asyncio.gather(*(worker.do_what_is_due(house.service.database) for _ in range(5)))
    await worker.do_what_is_due(house.service.database)
    assert len((await read(house, order, "decisions"))["items"]) == 1
    assert await facts_about(house, "pooled_order") == ["opened", "failed"]
