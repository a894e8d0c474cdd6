"""Office settings: read by everybody inside, changed by the administrator."""

import httpx

from partage_kit.auth import Role
from support.house import GHENT, House, at_once

MINE = "/members/v1/offices/mine"


async def set_limit(house: House, limit: object, version: int, role: Role = Role.OFFICE_ADMIN) -> httpx.Response:
    """Change the membership limit."""
    return await house.as_role(role).patch(MINE, json={"membership_limit": limit}, headers={"If-Match": f'"{version}"'})


async def test_an_office_that_chose_nothing_allows_three_filieres(house: House) -> None:
    read = await house.as_member(1).get(MINE)
    assert read.json() == {"office": "brussels", "membership_limit": 3, "version": 0}
    assert read.headers["etag"] == '"0"'


async def test_the_administrator_changes_the_limit(house: House) -> None:
    first = await set_limit(house, 5, 0)
    assert (first.status_code, first.json()["membership_limit"], first.headers["etag"]) == (200, 5, '"1"')
    second = await set_limit(house, 2, 1)
    assert (second.status_code, second.headers["etag"]) == (200, '"2"')
    assert (await house.as_member(1).get(MINE)).json()["membership_limit"] == 2
    assert (await house.as_role(Role.STAFF, office=GHENT).get(MINE)).json()["membership_limit"] == 3


async def test_only_the_administrator_may(house: House) -> None:
    assert (await set_limit(house, 5, 0, Role.STAFF)).status_code == 403
    outsider = await house.as_role(Role.SUPPLIER).get(MINE)
    assert outsider.status_code == 403


async def test_the_limit_lies_between_one_and_five(house: House) -> None:
    for wrong in (0, 6, -1, "3", 2.5, True, None):
        assert (await set_limit(house, wrong, 0)).status_code == 422, wrong
    assert (await house.as_member(1).get(MINE)).json()["version"] == 0


async def test_a_stale_or_blind_change_is_refused(house: House) -> None:
    await set_limit(house, 4, 0)
    assert (await set_limit(house, 5, 0)).status_code == 412
    blind = await house.as_role(Role.OFFICE_ADMIN).patch(MINE, json={"membership_limit": 5})
    assert blind.status_code == 428
    assert (await house.as_member(1).get(MINE)).json()["membership_limit"] == 4


async def test_of_two_first_changes_at_once_one_wins(house: House) -> None:
    answers = await at_once(10, lambda number: set_limit(house, number % 5 + 1, 0))
    assert sorted(a.status_code for a in answers) == [200, *[412] * 9]
