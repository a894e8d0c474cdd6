"""Lists that are narrowed by no code and no region say so, alike for all; codes and regions of before still work."""

import io
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from members.concepts import FILES, HEADER, brought_in
from members.given import a_filiere, profile, proposed
from members.initiating import INITIATIVES, published
from members.leaks.knocking import knock
from members.needing import NEEDS, recorded
from members.test_imported_places import REGIONS, brought
from partage_kit.auth import Role
from support.connecting import OPPORTUNITIES, posted
from support.house import GHENT, House

DIRECTORY, FILIERES, PROFILES = "/members/v1/directory", "/members/v1/filieres", "/members/v1/profiles"
SUBMISSIONS, EXPORT = f"{INITIATIVES}/submissions", f"{NEEDS}/export"
NARROWED = {
    DIRECTORY: ("trade", "sector", "skill", "territory"),
    PROFILES: ("trade", "sector", "nuts"),
    FILIERES: ("occupation", "sector", "nuts"),
    OPPORTUNITIES: ("trade", "sector", "nuts"),
    INITIATIVES: ("trade", "sector", "nuts"),
    SUBMISSIONS: ("trade", "sector", "nuts"),
    NEEDS: ("trade", "sector", "nuts"),
    EXPORT: ("trade", "sector", "nuts"),
}
OPEN = (DIRECTORY, OPPORTUNITIES, INITIATIVES)
LISTS_OF = {"nuts": "/places/regions?country=BE", "sector": "/classifications/nace/concepts?query="}
LISTS_OF |= {"territory": LISTS_OF["nuts"], "skill": "query="}


def none_of(parameter: str) -> str:
    """What is no code of this kind."""
    return "BE999" if parameter in ("territory", "nuts") else "wizard"


async def ids(who: httpx.AsyncClient, path: str, **query: Any) -> list[str]:
    """Whom or what a list shows."""
    answer = await who.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


async def initiated(house: House, **about: Any) -> str:
    """The id of a published initiative about something."""
    return (await published(house, **about)).rpartition("/")[2]


@pytest.mark.parametrize(("path", "parameter"), [(path, one) for path, some in NARROWED.items() for one in some])
async def test_what_is_no_code_is_told_where_it_was_an_empty_list(house: House, path: str, parameter: str) -> None:
    wrong = none_of(parameter)
    refused = await house.as_role(Role.STAFF).get(path, params={parameter: wrong})
    problem = refused.json()
    assert (refused.status_code, problem["type"]) == (422, "/problems/unknown-code"), problem
    (error,) = problem["errors"]
    assert error["pointer"] == f"/query/{parameter}" and repr(wrong) in error["detail"]
    assert LISTS_OF.get(parameter, "/classifications/occupations/concepts?query=wizard") in error["detail"]


async def test_all_that_is_none_is_told_at_once(house: House) -> None:
    query = {"trade": ["baker", "wizard"], "territory": ["BE1", "BE999", "LU1"], "sector": "ZZ"}
    refused = await house.as_member(1).get(DIRECTORY, params=query)
    assert [one["pointer"].removeprefix("/query/") for one in refused.json()["errors"]] == [
        *("trade", "sector", "territory", "territory")
    ]


@pytest.mark.parametrize("path", OPEN)
@pytest.mark.parametrize("code", ["BE999", "BE221", "BE1"])
async def test_it_tells_nothing_of_members_and_costs_all_the_same(house: House, path: str, code: str) -> None:
    name = "territory" if path == DIRECTORY else "nuts"
    door = f"{path}?office=brussels&{name}={code}"
    visitors = house.client(), house.as_member(3, office=GHENT)
    before = [await knock(house, who, "GET", door) for who in visitors]
    await profile(house, 1, territory={"country": "BE", "nuts": "BE1"}, audiences={"name": "nobody"})
    after = [await knock(house, who, "GET", door) for who in visitors]
    assert before == after
    asked = [[sent for sent in one.sent if "imported_regions" in sent] for one in after]
    assert asked[0] == asked[1] and len(asked[0]) == (code == "BE999")


async def test_regions_of_an_older_nuts_still_find_who_has_them(house: House) -> None:
    staff = house.as_role(Role.STAFF)
    await profile(house, 1, territory={"country": "BE"})
    filiere = await proposed(house, nuts=["BE1"])
    need = await recorded(house, nuts=["BE1"])
    initiative = await initiated(house, nuts=["BE1"])
    work = await posted(house, staff, place={"country": "BE", "nuts": "BE1"})
    async with house.service.database.writer.begin() as connection:
        for statement in (
            "UPDATE profiles SET nuts = 'BE221', region = 'BE221'",
            "UPDATE opportunities SET region = 'BE221'",
            "UPDATE filiere_facets SET code = 'BE221' WHERE kind = 'nuts'",
            "UPDATE need_facets SET code = 'BE221' WHERE kind = 'nuts'",
            "UPDATE initiative_facets SET code = 'BE221' WHERE kind = 'nuts'",
        ):
            await connection.execute(text(statement))
    assert len(await ids(staff, PROFILES, nuts="BE221")) == 1
    found = {FILIERES: str(filiere), NEEDS: need["id"], INITIATIVES: initiative, OPPORTUNITIES: work["id"]}
    for path, one in found.items():
        assert await ids(staff, path, nuts="BE221") == [one], path
        assert await ids(staff, path, nuts="BE222") == [], path


async def test_of_regions_that_nobody_could_tell_nothing_is_said(house: House) -> None:
    staff = house.as_role(Role.STAFF)
    for code in ("FRZ99", "ZZ", "DEZ"):
        assert await ids(staff, PROFILES, nuts=code) == []
    coming = "nuts;label;level;country\nBE998;Nieuw;3;BE\n"
    for version, content in (("2027", coming), ("2030", coming.replace("BE998", "BE997"))):
        assert (await staff.get(PROFILES, params={"nuts": content[27:32]})).status_code == 422
        assert (await brought(house, REGIONS, content, version=version))["state"] == "done"
    assert await ids(staff, PROFILES, nuts="BE998") == await ids(staff, PROFILES, nuts="BE997") == []


async def test_a_code_that_has_left_its_scheme_still_narrows_every_list(house: House) -> None:
    await brought_in(house)
    me, staff, left = house.as_member(1), house.as_role(Role.STAFF), "esco:bbbb-2"
    await profile(house, 1, trades=[left])
    made = await me.post(FILIERES, json=a_filiere(occupations=[left]))
    assert made.status_code == 201
    work = await posted(house, me, trades=[left])
    need = await recorded(house, trades=[left])
    initiative = await initiated(house, trades=[left])
    shorter = {language: "".join(io.StringIO(rows).readlines()[:-1]) for language, rows in FILES.items()}
    assert all(rows.startswith(HEADER) and "bbbb-2" not in rows for rows in shorter.values())
    await brought_in(house, shorter, version="1.3.0")
    assert (await me.patch(f"{PROFILES}/mine", json={"trades": ["baker"]}, headers={"If-Match": '"1"'})).is_success
    again = await me.patch(f"{PROFILES}/mine", json={"trades": [left]}, headers={"If-Match": '"2"'})
    assert again.status_code == 422, "it cannot be chosen any more"
    found = {OPPORTUNITIES: work["id"], NEEDS: need["id"], INITIATIVES: initiative}
    for path, one in found.items():
        assert await ids(staff, path, trade=left) == [one], path
    assert await ids(staff, FILIERES, occupation=left) == [made.json()["id"]]
    assert await ids(staff, PROFILES, trade=left) == await ids(staff, DIRECTORY, trade=left) == []
