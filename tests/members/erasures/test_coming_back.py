"""Who was erased and registers herself anew has one profile: her old reference leads to it, and lists go on with it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from members.conftest import quiet_house
from members.given import profile
from partage_kit.auth import Role
from support.databases import Databases
from support.erasing import asked_for, do_what_is_due
from support.house import GHENT, House, member_number
from support.intake import imported, reported

PROFILES, FILES, RETURNS = "/members/v1/profiles", "/members/v1/profiles/imports", "/members/v1/erasures/returns"
REFERENCE, OLD, NEW = "P-1", "old@members.example", "new@members.example"
OLD_ID, NEW_ID = member_number(1), member_number(5)
HEAD = "reference,given_name,family_name,email\n"
NEXT = f"{HEAD}{REFERENCE},Ana,Next,{OLD}\n"


@pytest.fixture
async def house(fresh_databases: Databases, home: Path) -> AsyncIterator[House]:
    """A house in which somebody of the office's list was erased, and has registered herself with another address."""
    async with quiet_house(fresh_databases, home) as house:
        first = f"member_id,{HEAD}{OLD_ID},{REFERENCE},Ana,Peeters,{OLD}\n"
        assert (await imported(house, house.as_role(Role.STAFF), FILES, first))["state"] == "done"
        await asked_for(house, 1)
        await do_what_is_due(house)
        await profile(house, 5, email=NEW)
        yield house


async def listed(house: House, **query: str) -> list[tuple[str, str]]:
    """The register, or whom a reference leads to."""
    items = (await house.as_role(Role.STAFF).get(PROFILES, params=query)).json()["items"]
    return [(item["id"], item["family_name"]) for item in items]


async def told(house: House, text: str, **query: Any) -> tuple[str, list[tuple[int, str | None, str]]]:
    """How a list ends, and what its report says."""
    staff = house.as_role(Role.STAFF)
    job = await imported(house, staff, FILES, text, **query)
    return job["state"], await reported(staff, job) if job["report"] else []


async def test_the_refusal_of_her_row_says_both_ways(house: House) -> None:
    state, ((row, column, why),) = await told(house, NEXT)
    assert (state, row, column) == ("failed", 1, "reference")
    assert "who had this reference and this email" in why and "POST /members/v1/erasures/returns" in why
    assert "name the `member_id` of her profile there" in why
    assert await told(house, NEXT, dry_run="true") == ("done", [(row, column, why)])


async def test_her_reference_is_bound_to_the_profile_that_she_made_herself(house: House) -> None:
    staff = house.as_role(Role.STAFF)
    done = await staff.post(RETURNS, json={"reference": REFERENCE, "member_id": str(NEW_ID)})
    assert (done.status_code, done.json()) == (200, {"lifted": ["reference"]})
    assert await listed(house, reference=REFERENCE) == [(str(NEW_ID), "Vandermolenvert")]
    assert await told(house, NEXT) == ("done", [])
    assert await listed(house) == [(str(NEW_ID), "Next")], "one person, one profile"
    assert await _audited(house) == [str(NEW_ID)]


async def test_a_row_with_her_new_id_binds_the_reference_too(house: House) -> None:
    assert await told(house, f"member_id,reference\n{NEW_ID},{REFERENCE}\n") == ("done", [])
    assert await told(house, NEXT) == ("done", [])
    assert await listed(house) == [(str(NEW_ID), "Next")]


async def test_once_recorded_a_row_with_her_new_id_still_binds_it(house: House) -> None:
    assert (await house.as_role(Role.STAFF).post(RETURNS, json={"reference": REFERENCE})).status_code == 200
    again = await house.as_role(Role.STAFF).post(RETURNS, json={"reference": REFERENCE, "member_id": str(NEW_ID)})
    assert (again.status_code, again.json()["type"]) == (404, "/problems/erased-person-not-found")
    assert await told(house, f"member_id,reference\n{NEW_ID},{REFERENCE}\n") == ("done", [])
    assert await told(house, NEXT) == ("done", [])
    assert await listed(house) == [(str(NEW_ID), "Next")]


async def test_a_profile_that_has_a_reference_keeps_it_but_for_a_row_that_names_both(house: House) -> None:
    assert await told(house, f"member_id,reference\n{NEW_ID},TRIAL-9\n") == ("done", [])
    given = {"reference": REFERENCE, "member_id": str(NEW_ID)}
    refused = await house.as_role(Role.STAFF).post(RETURNS, json=given)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/reference-known")
    assert (await told(house, NEXT))[0] == "failed", "nothing was lifted"
    assert await told(house, f"member_id,reference\n{NEW_ID},{REFERENCE}\n") == ("done", [])
    assert [len(await listed(house, reference=one)) for one in ("TRIAL-9", REFERENCE)] == [0, 1]


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({"email": OLD, "member_id": str(NEW_ID)}, 422, "invalid"),
        ({"reference": REFERENCE, "member_id": str(OLD_ID)}, 404, "profile-not-found"),
        ({"reference": REFERENCE, "member_id": str(member_number(8))}, 404, "profile-not-found"),
        ({"reference": "P-2", "email": OLD, "member_id": str(NEW_ID)}, 404, "erased-person-not-found"),
    ],
)
async def test_what_cannot_be_bound_lifts_nothing(house: House, given: dict[str, str], status: int, code: str) -> None:
    await profile(house, 8, office=GHENT)
    refused = await house.as_role(Role.STAFF).post(RETURNS, json=given)
    assert (refused.status_code, refused.json()["type"]) == (status, f"/problems/{code}")
    assert (await told(house, NEXT))[0] == "failed"
    assert await listed(house, reference=REFERENCE) == []


async def test_a_reference_that_another_member_got_since_is_not_taken_from_her(house: House) -> None:
    await profile(house, 6)
    assert await told(house, f"member_id,reference\n{member_number(6)},{REFERENCE}\n") == ("done", [])
    given = {"reference": REFERENCE, "member_id": str(NEW_ID)}
    refused = await house.as_role(Role.STAFF).post(RETURNS, json=given)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/reference-taken")
    assert [one for one, _ in await listed(house, reference=REFERENCE)] == [str(member_number(6))]


async def _audited(house: House) -> list[str]:
    trail = house.service.database.tables.metadata.tables["audit_trail"].c
    asked = select(trail.entity_id).where(trail.entity == "profile_references", trail.action == "record_return")
    async with house.service.database.reading() as session:
        return list((await session.execute(asked)).scalars())
