"""Whatever is written while a member is erased, by her, by others or by a file under way, does not bring her back."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from members.conftest import quiet_house
from members.given import filiere_at, path_of
from partage_kit.auth import Role
from support.connecting import write
from support.databases import Databases
from support.erasing import asked_for, do_what_is_due
from support.forgetting import places_of
from support.house import House, member_number
from support.intake import CSV, imported, sent, until_idle

MARK = "qzvxmark"
PROFILES, FILES, ACTIVITY = (
    "/members/v1/profiles",
    "/members/v1/profiles/imports",
    "/members/v1/activity-records/imports",
)
STAYS = {("erased_members", "member_id"), ("erasures", "member_id"), ("outbox", "envelope")}


@pytest.fixture
async def house(fresh_databases: Databases, home: Path) -> AsyncIterator[House]:
    """A members service whose workers work when a test says so."""
    async with quiet_house(fresh_databases, home) as house:
        yield house


def _address(number: int) -> str:
    return f"{MARK}{number}@members.example"


async def _registered(house: House, *numbers: int) -> None:
    head = "member_id,reference,given_name,family_name,email,headline_fr\n"
    rows = "".join(f"{member_number(n)},{MARK}-{n},{MARK},Peeters,{_address(n)},{MARK}\n" for n in numbers)
    job = await imported(house, house.as_role(Role.STAFF), FILES, head + rows)
    assert job["state"] == "done", job
    assert await places_of(house, MARK), "a search that finds nothing proves nothing"


async def _is_gone(house: House, *numbers: int) -> None:
    """She is found nowhere, once it was looked again for what was at work meanwhile."""
    house.service.database.clock.advance(timedelta(minutes=3))
    await do_what_is_due(house)
    assert await places_of(house, MARK) == {}
    for number in numbers:
        assert set(await places_of(house, str(member_number(number)))) <= STAYS
    listed = (await house.as_role(Role.STAFF).get(PROFILES)).json()["items"]
    assert [item["given_name"] for item in listed] == ["Other"]


async def _under_way(house: House, path: str, text: str, **query: Any) -> str:
    answer = await sent(house.as_role(Role.STAFF), path, text, CSV, **query)
    assert answer.status_code == 202, answer.text
    return str(answer.headers["location"])


@pytest.mark.parametrize("is_checked", [False, True], ids=["staged", "checked"])
@pytest.mark.parametrize("column", ["member_id", "reference", "email"])
async def test_a_file_under_way_registers_others_and_not_her(house: House, column: str, is_checked: bool) -> None:
    await _registered(house, 1)
    hers = {"member_id": str(member_number(1)), "reference": f"{MARK}-1", "email": _address(1)}[column]
    other = {"member_id": str(member_number(2)), "reference": "B-2", "email": "other@members.example"}[column]
    head = f"{column},given_name,family_name,headline_nl\n"
    job = await _under_way(house, FILES, f"{head}{hers},{MARK},Anders,{MARK}\n{other},Other,Anders,\n")
    if is_checked:
        await _do_one_chunk(house)
    await asked_for(house, 1)
    await do_what_is_due(house)
    assert await places_of(house, MARK) == {}, "neither what the file gave nor what was made of it waits any more"
    await until_idle(house)
    assert (await house.as_role(Role.STAFF).get(job)).json()["state"] == "done"
    await _is_gone(house, 1)


async def test_a_file_of_later_does_not_bring_her_id_back(house: House) -> None:
    await _registered(house, 1)
    await asked_for(house, 1)
    await do_what_is_due(house)
    head = "member_id,given_name,family_name\n"
    staff = house.as_role(Role.STAFF)
    job = await imported(house, staff, FILES, f"{head}{member_number(1)},{MARK},Anders\n,Other,Anders\n")
    assert job["state"] == "failed"
    rows = f"{head}{member_number(1)},{MARK},Anders\n{member_number(2)},Other,Anders\n"
    job = await imported(house, staff, FILES, rows, accept_valid=True)
    assert (job["state"], job["result"]["created"]) == ("done", 1)
    await _is_gone(house, 1)


async def test_who_writes_at_the_same_moment_brings_nobody_back(house: House) -> None:
    numbers = range(1, 4)
    await _registered(house, *numbers)
    staff = house.as_role(Role.STAFF)
    await staff.post(PROFILES, json={"given_name": "Other", "family_name": "A", "member_id": str(member_number(9))})
    filieres = [await filiere_at(house, "active") for _ in range(2)]
    for number in numbers:
        await asked_for(house, number)
    for column, name in (("reference", lambda n: f"{MARK}-{n}"), ("email", _address)):
        rows = "".join(f"{name(n)},{MARK} {column}\n" for n in numbers)
        await _under_way(house, FILES, f"{column},headline_en\n{rows}", accept_valid=True)
    rows = "".join(f"assignment,{MARK},{MARK}{n},{MARK}-{n},2026-03-01\n" for n in numbers)
    await _under_way(house, ACTIVITY, f"kind,source,reference,member_reference,starts_on\n{rows}", accept_valid=True)

    async def hers(number: int) -> None:
        member = house.as_member(number)
        change = {"If-Match": '"1"'}
        await member.patch(f"{PROFILES}/mine", json={"skills": [f"{MARK}{number}"]}, headers=change)
        for filiere in filieres:
            await member.post(path_of(filiere, "/join"))
        await write(house, number, 9, f"{MARK} to another")

    async def others(number: int) -> None:
        await write(house, 9, number, f"{MARK} from another")
        await staff.patch(f"{PROFILES}/{member_number(number)}", json={"phone": None}, headers={"If-Match": '"1"'})

    work = [*map(hers, numbers), *map(others, numbers)]
    await asyncio.gather(until_idle(house), do_what_is_due(house), *work)
    await until_idle(house)
    await _is_gone(house, *numbers)


async def _do_one_chunk(house: House) -> None:
    """Let a worker check the rows of the one job, and be stopped before they are published."""
    worker = house.service.job_worker()
    job = await worker._claim()
    assert job is not None
    following = await worker._next(job)
    assert following is not None and following.place["phase"] == "check"
    await worker._release(job.id)
