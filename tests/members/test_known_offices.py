"""An office that nobody has heard of is told as such at the doors that are open to all; who hides tells nothing."""

from pathlib import Path

import httpx
import pytest

from members.conftest import quiet_house
from members.consenting import published
from members.given import profile
from members.leaks.knocking import Told, knock
from members.test_offices import set_limit
from support.databases import Databases
from support.house import BRUSSELS, GHENT, House

DOORS = (
    "/members/v1/directory?office={}",
    "/members/v1/directory?office={}&query=zonnebloem&facets=trade",
    "/members/v1/directory/page?office={}",
    *(f"/members/v1/feeds/{{}}/members?format={kind}" for kind in ("atom", "json")),
)


async def answers(who: httpx.AsyncClient, office: str = BRUSSELS) -> set[tuple[int, str | None]]:
    """The statuses of all doors, and what they say is wrong."""
    found = [await who.get(door.format(office)) for door in DOORS]
    return {(one.status_code, one.json()["type"] if one.status_code >= 400 else None) for one in found}


UNKNOWN = {(404, "/problems/office-not-found")}
KNOWN = {(200, None)}


async def test_an_office_is_known_by_what_everybody_sees_of_it(house: House) -> None:
    visitor, elsewhere = house.client(), house.as_member(1, office=GHENT)
    assert await answers(visitor) == await answers(elsewhere) == UNKNOWN
    await profile(house, 1, audiences={"name": "members"})
    assert await answers(visitor) == await answers(elsewhere) == UNKNOWN
    own = await house.as_member(2).get("/members/v1/directory", params={"query": "zonnebloem"})
    assert (own.status_code, own.json()["items"]) == (200, [])
    await profile(house, 2, audiences={"name": "public"})
    assert await answers(visitor) == await answers(elsewhere) == KNOWN
    assert await answers(visitor, "nowhere") == UNKNOWN


async def test_settings_and_published_notices_make_an_office_known(house: House) -> None:
    assert (await set_limit(house, 4, 0)).status_code == 200
    assert await answers(house.client()) == KNOWN and await answers(house.client(), GHENT) == UNKNOWN


async def test_a_published_notice_makes_an_office_known(house: House) -> None:
    assert await answers(house.client()) == UNKNOWN
    await published(house)
    assert await answers(house.client()) == KNOWN


@pytest.mark.parametrize("audience", ["nobody", "filiere", "members", "partners"])
async def test_the_first_member_who_hides_makes_no_office_known(
    fresh_databases: Databases, home: Path, audience: str
) -> None:
    seen: list[list[Told]] = []
    for members in (0, 1):
        async with quiet_house(fresh_databases, home) as house:
            for number in range(members):
                await profile(house, number + 1, audiences={"name": audience})
            seen.append([await knock(house, house.client(), "GET", door.format(BRUSSELS)) for door in DOORS])
    assert seen[0] == seen[1] and {answer.status for answer in seen[0]} == {404}
