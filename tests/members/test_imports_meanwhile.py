"""What others do while a file is brought in: rows are checked again, and nothing is written twice or brought back."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from members.conftest import quiet_house
from members.given import announced
from members.working import RECORDS, month
from partage_kit.auth import Role
from partage_kit.jobs import Job
from partage_kit.jobs.worker import JobWorker
from support.databases import Databases
from support.erasing import erased
from support.house import House, member_number
from support.intake import imported, reported, sent, until_idle

PROFILES, ACTIVITY = "/members/v1/profiles", f"{RECORDS}/imports"
IMPORTS = f"{PROFILES}/imports"
BY_ADDRESS = "given_name,family_name,email\nAna,Silva,ana@members.example\nBea,Claes,bea@members.example\n"
BY_REFERENCE = "given_name,family_name,reference\nAna,Silva,B-1\nBea,Claes,B-2\n"


@pytest.fixture
async def house(fresh_databases: Databases, home: Path) -> AsyncIterator[House]:
    """A house in which jobs stand still unless a test goes on with them."""
    async with quiet_house(fresh_databases, home) as quiet:
        yield quiet


def staff(house: House) -> httpx.AsyncClient:
    return house.as_role(Role.STAFF)


@dataclass(frozen=True)
class Halfway:
    """A job that stands still, held by a worker."""

    house: House
    path: str
    id: UUID
    worker: JobWorker

    async def to_its_end(self) -> dict[str, Any]:
        """Let everybody work; the job when all has been done."""
        await self.worker._release(self.id)
        await until_idle(self.house)
        job: dict[str, Any] = (await staff(self.house).get(self.path)).json()
        return job


async def checked(house: House, path: str, text: str, phase: str = "publish") -> Halfway:
    """The job of a file that has come to a phase: by default all is checked, and nothing published."""
    answer = await sent(staff(house), path, text)
    assert answer.status_code == 202, answer.text
    worker = house.service.job_worker()
    job: Job | None = await worker._claim()
    while job is not None and (job.place or {}).get("phase") != phase:
        job = await worker._next(job)
    assert job is not None
    return Halfway(house, answer.headers["location"], job.id, worker)


async def register(house: House) -> list[dict[str, Any]]:
    items = (await staff(house).get(PROFILES)).json()["items"]
    return [(await staff(house).get(f"{PROFILES}/{item['id']}")).json() for item in items]


async def kept(house: House, number: int = 1) -> list[tuple[str, str, int]]:
    page = (await house.as_member(number).get(f"{RECORDS}/mine")).json()
    return [(item["reference"], item["trade"], item["revision"]) for item in page["items"]]


async def test_a_profile_that_changes_meanwhile_keeps_both_changes(house: House) -> None:
    assert (await imported(house, staff(house), IMPORTS, BY_ADDRESS))["state"] == "done"
    job = await checked(house, IMPORTS, "email,family_name\nana@members.example,Santos\n")
    ana = next(one for one in await register(house) if one["given_name"] == "Ana")
    headers = {"If-Match": f'"{ana["version"]}"'}
    changed = await staff(house).patch(f"{PROFILES}/{ana['id']}", json={"trades": ["baker"]}, headers=headers)
    assert changed.status_code == 200
    assert (await job.to_its_end())["result"]["updated"] == 1
    after = next(one for one in await register(house) if one["id"] == ana["id"])
    assert (after["family_name"], after["trades"], after["version"]) == ("Santos", ["baker"], 3)
    assert [int(fact["sequence"]) for fact in await announced(house, "profile.updated")] == [2, 3]


@pytest.mark.parametrize("text", [BY_ADDRESS, BY_REFERENCE], ids=["address", "reference"])
async def test_two_files_of_the_same_new_members_register_them_once(house: House, text: str) -> None:
    first, second = [await checked(house, IMPORTS, text) for _ in range(2)]
    outcomes = [(await job.to_its_end())["result"]["created"] for job in (first, second)]
    assert outcomes == [2, 0] and len(await register(house)) == 2
    assert len(await announced(house, "profile.registered")) == 2


async def test_who_is_registered_alone_meanwhile_is_changed_instead(house: House) -> None:
    job = await checked(house, IMPORTS, f"member_id,given_name,family_name\n{member_number(1)},Ana,Santos\n")
    alone = {"member_id": str(member_number(1)), "given_name": "Ana", "family_name": "Silva"}
    assert (await staff(house).post(PROFILES, json=alone)).status_code == 201
    result = (await job.to_its_end())["result"]
    assert (result["created"], result["updated"]) == (0, 1)
    assert [(one["family_name"], one["version"]) for one in await register(house)] == [("Santos", 2)]


async def test_who_is_erased_meanwhile_is_not_brought_back(house: House) -> None:
    head = "member_id,given_name,family_name\n"
    both = "".join(f"{member_number(number)},Ana,Silva\n" for number in (1, 2))
    assert (await imported(house, staff(house), IMPORTS, head + both))["state"] == "done"
    job = await checked(house, IMPORTS, head + both.replace("Silva", "Santos"))
    invoices = f"member_id,kind,source,reference,starts_on,trade\n{member_number(1)},invoice,pay,F,2026-01-01,baker\n"
    told = await checked(house, ACTIVITY, invoices)
    await erased(house, 1)
    result = (await told.to_its_end())["result"]
    assert (result["rows"], result["published"], result["recorded"]) == (1, 0, 0)
    result = (await job.to_its_end())["result"]
    assert (result["rows"], result["published"], result["updated"]) == (2, 1, 1)
    assert [one["id"] for one in await register(house)] == [str(member_number(2))]
    assert await announced(house, "activity.recorded") == []
    again = await imported(house, staff(house), IMPORTS, head + both)
    assert [(row, column) for row, column, _ in await reported(staff(house), again)] == [(1, "member_id")]


async def test_activity_that_is_told_alone_meanwhile_is_known(house: House) -> None:
    await imported(
        house, staff(house), IMPORTS, f"member_id,reference,given_name,family_name\n{member_number(1)},B,A,S\n"
    )
    head = "member_reference,kind,source,reference,starts_on,trade,revision\n"
    text = f"{head}B,invoice,pay,F,{month(house, 1)},baker,2\nB,invoice,pay,G,{month(house, 1)},baker,1\n"
    first, second = [await checked(house, ACTIVITY, text) for _ in range(2)]
    alone = {"member_id": str(member_number(1)), "kind": "invoice", "source": "pay", "reference": "F"}
    alone |= {"starts_on": month(house, 1), "trade": "photographer"}
    assert (await staff(house).post(RECORDS, json=alone)).json()["outcome"] == "recorded"
    results = [(await job.to_its_end())["result"] for job in (first, second)]
    found = sorted(tuple(one[name] for name in ("recorded", "corrected", "known")) for one in results)
    assert found == [(0, 0, 2), (1, 1, 0)]
    assert sorted(await kept(house)) == [("F", "baker", 2), ("G", "baker", 1)]
    assert len(await announced(house, "activity.recorded")) == 3


async def test_a_reference_that_moves_meanwhile_is_followed(house: House) -> None:
    head = "member_id,reference,given_name,family_name\n"
    await imported(house, staff(house), IMPORTS, f"{head}{member_number(1)},B-1,Ana,Silva\n{member_number(2)},,Bea,C\n")
    line = f"B-1,invoice,pay,F,{month(house, 1)},baker\n"
    job = await checked(house, ACTIVITY, f"member_reference,kind,source,reference,starts_on,trade\n{line}")
    for text in (f"{head}{member_number(1)},B-9,Ana,Silva\n", f"{head}{member_number(2)},B-1,Bea,C\n"):
        assert (await imported(house, staff(house), IMPORTS, text))["state"] == "done"
    assert (await job.to_its_end())["result"]["recorded"] == 1
    assert [len(await kept(house, number)) for number in (1, 2)] == [0, 1]


async def test_cancelled_before_nothing_is_published_and_afterwards_the_directory_follows(house: House) -> None:
    job = await checked(house, IMPORTS, BY_ADDRESS)
    assert (await staff(house).post(f"{job.path}/cancel")).status_code == 200
    assert (await job.to_its_end())["state"] == "cancelled" and await register(house) == []
    job = await checked(house, IMPORTS, BY_ADDRESS, "after")
    assert (await staff(house).post(f"{job.path}/cancel")).status_code == 200
    assert (await job.to_its_end())["state"] == "cancelled"
    found = await house.as_member(9).get("/members/v1/directory", params={"query": "silva"})
    assert [item["given_name"] for item in found.json()["items"]] == ["Ana"]
