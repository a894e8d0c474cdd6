"""A return is one person's: nobody else who was erased comes back with her."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from members.conftest import quiet_house
from members.given import profile
from partage_kit.auth import Role
from support.databases import Databases
from support.erasing import asked_for, do_what_is_due
from support.house import House, member_number
from support.intake import imported

FILES, RETURNS = "/members/v1/profiles/imports", "/members/v1/erasures/returns"
SHARED, OTHER = "both@members.example", "other@members.example"


@pytest.fixture
async def house(fresh_databases: Databases, home: Path) -> AsyncIterator[House]:
    """A house in which two were erased who shared an address, and a third."""
    async with quiet_house(fresh_databases, home) as house:
        for number, email in ((1, SHARED), (2, SHARED), (3, OTHER)):
            await profile(house, number, email=email)
        file = "member_id,reference\n" + "".join(f"{member_number(n)},P-{n}\n" for n in (1, 2, 3))
        assert (await imported(house, house.as_role(Role.STAFF), FILES, file))["state"] == "done"
        for number in (1, 2, 3):
            await asked_for(house, number)
        await do_what_is_due(house)
        yield house


async def listed(house: House, reference: str, email: str) -> str:
    """How a list ends that names somebody so."""
    file = f"reference,given_name,family_name,email\n{reference},Ana,Next,{email}\n"
    return str((await imported(house, house.as_role(Role.STAFF), FILES, file))["state"])


async def test_who_shares_her_address_stays_erased(house: House) -> None:
    staff = house.as_role(Role.STAFF)
    done = await staff.post(RETURNS, json={"reference": "P-1", "email": SHARED})
    assert (done.status_code, done.json()) == (200, {"lifted": ["reference", "email"]})
    assert [await listed(house, *row) for row in (("", SHARED), ("P-2", ""), ("P-1", SHARED))] == ["failed"] * 3
    assert await listed(house, "P-1", "new@members.example") == "done"
    assert (await staff.post(RETURNS, json={"email": SHARED})).json() == {"lifted": ["email"]}, "one is left"


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({"email": SHARED}, 422, "invalid"),
        ({"reference": "P-1", "email": OTHER}, 404, "erased-person-not-found"),
        ({"reference": "P-3", "email": SHARED}, 404, "erased-person-not-found"),
    ],
)
async def test_names_of_several_lift_nothing(house: House, given: dict[str, str], status: int, code: str) -> None:
    refused = await house.as_role(Role.STAFF).post(RETURNS, json=given)
    assert (refused.status_code, refused.json()["type"]) == (status, f"/problems/{code}")
    rows = (("P-1", ""), ("P-2", ""), ("P-3", ""), ("", SHARED), ("", OTHER))
    assert [await listed(house, *row) for row in rows] == ["failed"] * 5


async def test_a_reference_alone_or_with_an_address_of_nobody_is_enough(house: House) -> None:
    staff = house.as_role(Role.STAFF)
    assert (await staff.post(RETURNS, json={"reference": "P-2"})).json() == {"lifted": ["reference"]}
    given = {"reference": "P-3", "email": "new@members.example"}
    assert (await staff.post(RETURNS, json=given)).json() == {"lifted": ["reference"]}
    assert await listed(house, "P-3", "new@members.example") == "done"
