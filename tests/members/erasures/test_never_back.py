"""Whatever is written while a member is erased, by her, by others or by a file under way, does not bring her back."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from members.conftest import quiet_house
from members.given import filiere_at, path_of
from partage_kit.auth import Role
from partage_members.profiles.erased_marks import erased_marks
from support.connecting import write
from support.databases import Databases
from support.erasing import PREVIEW, asked_for, do_what_is_due
from support.forgetting import places_of
from support.house import GHENT, House, member_number
from support.intake import CSV, imported, reported, sent, until_idle

MARK = "qzvxmark"
PROFILES, FILES, ACTIVITY = (
    "/members/v1/profiles",
    "/members/v1/profiles/imports",
    "/members/v1/activity-records/imports",
)
RETURNS = "/members/v1/erasures/returns"
STAYS = {
    ("erased_members", "member_id"),
    ("erased_marks", "member_id"),
    ("erasures", "member_id"),
    ("outbox", "envelope"),
}


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


async def _brought_in(house: House, reference: str, email: str, **query: Any) -> tuple[str, list[Any]]:
    """How a list ends that names somebody so, and what its report says."""
    staff = house.as_role(Role.STAFF)
    text = f"reference,given_name,family_name,email\n{reference},{MARK},Peeters,{email}\nB-2,Other,Anders,\n"
    job = await imported(house, staff, FILES, text, **query)
    told = await reported(staff, job) if job["report"] else []
    return job["state"], [(row, column, why.split(":")[0]) for row, column, why in told]


@pytest.mark.parametrize(
    ("reference", "email", "column"),
    [
        (f"{MARK}-1", _address(1), "reference"),
        (f"{MARK}-1", "new@members.example", "reference"),
        ("C-3", _address(1).upper(), "email"),
        (f"{MARK}-1", "", "reference"),
    ],
)
async def test_next_months_list_does_not_bring_her_back(house: House, reference: str, email: str, column: str) -> None:
    await _registered(house, 1)
    await asked_for(house, 1)
    await do_what_is_due(house)
    told = [(1, column, "erased-before")]
    assert await _brought_in(house, reference, email) == ("failed", told)
    assert await _brought_in(house, reference, email, accept_valid="true") == ("done", told)
    await _is_gone(house, 1)
    elsewhere = house.as_role(Role.STAFF, office=GHENT)
    job = await imported(house, elsewhere, FILES, f"reference,given_name,family_name\n{MARK}-1,Other,Peeters\n")
    assert job["state"] == "done", "what an office calls somebody is its own"


async def test_she_comes_back_at_her_own_wish_which_staff_records(house: House) -> None:
    await _registered(house, 1)
    await asked_for(house, 1)
    await do_what_is_due(house)
    staff, hers = house.as_role(Role.STAFF), {"reference": f"{MARK}-1", "email": _address(1)}
    for who in (house.as_member(2), house.as_role(Role.FACILITATOR), house.as_role(Role.INTEGRATOR)):
        assert (await who.post(RETURNS, json=hers)).status_code == 403
    elsewhere = await house.as_role(Role.STAFF, office=GHENT).post(RETURNS, json=hers)
    assert (elsewhere.status_code, elsewhere.json()["type"]) == (404, "/problems/erased-person-not-found")
    for wrong in ({}, {"reference": ""}, {"email": "no address"}, {"name": MARK}):
        assert (await staff.post(RETURNS, json=wrong)).status_code == 422, wrong
    assert (await _brought_in(house, f"{MARK}-1", _address(1)))[0] == "failed", "nothing was changed"
    done = await staff.post(RETURNS, json={**hers, "email": _address(1).upper()})
    assert (done.status_code, done.json()) == (200, {"lifted": ["reference", "email"]})
    assert (await staff.post(RETURNS, json=hers)).status_code == 404, "once"
    assert await _audited(house) == [("brussels", "record_return", "erased_marks")]
    assert await places_of(house, MARK) == {}
    assert await _brought_in(house, f"{MARK}-1", _address(1)) == ("done", [])
    (found,) = (await staff.get(PROFILES, params={"reference": f"{MARK}-1"})).json()["items"]
    assert found["id"] != str(member_number(1)), "she begins anew"


async def test_who_registers_herself_anew_is_found_by_lists(house: House) -> None:
    await _registered(house, 1)
    await asked_for(house, 1)
    await do_what_is_due(house)
    anew = {"given_name": "Ana", "family_name": "Peeters", "email": _address(1)}
    assert (await house.as_member(5).post(f"{PROFILES}/mine", json=anew)).status_code == 201
    assert await _brought_in(house, f"{MARK}-1", _address(1)) == ("done", [])
    (found,) = (await house.as_role(Role.STAFF).get(PROFILES, params={"reference": f"{MARK}-1"})).json()["items"]
    assert found["id"] == str(member_number(5))


async def test_the_preview_tells_of_the_marks_and_they_go_after_three_years(house: House) -> None:
    await _registered(house, 1)
    shown = (await house.as_member(1).get(PREVIEW)).json()
    (marks,) = [item for item in shown["items"] if item["code"] == "erased_marks"]
    assert (marks["rule"], marks["rows"], set(marks["reason"])) == ("keep_until", 2, {"fr", "nl", "en"})
    rules = (await house.as_role(Role.STAFF).get("/members/v1/retention-rules")).json()["items"]
    assert [one["kept_years"] for one in rules if one["code"] == "erased_marks"] == [3]
    await asked_for(house, 1)
    await do_what_is_due(house)
    clock = house.service.database.clock
    for days, left in ((1, 2), (3 * 365 - 3, 2), (8, 0)):
        clock.advance(timedelta(days=days))
        await do_what_is_due(house)
        assert await _marks(house) == left, days


async def _marks(house: House) -> int:
    async with house.service.database.reading() as session:
        return len((await session.execute(select(erased_marks))).all())


async def _audited(house: House) -> list[tuple[str, str, str]]:
    trail = house.service.database.tables.metadata.tables["audit_trail"]
    asked = select(trail.c.office, trail.c.action, trail.c.entity).where(trail.c.entity == "erased_marks")
    async with house.service.database.reading() as session:
        return [tuple(row) for row in await session.execute(asked)]


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
