"""Places and skills of profiles are known ones, written one by one or in files; what was written before is kept."""

from typing import Any

import httpx
import pytest
from sqlalchemy import text

from members.concepts import published
from members.test_imported_places import CODES, FRENCH, brought, lines
from partage_kit.auth import Role
from partage_members.classifications.editions import Edition
from partage_members.classifications.lookup import Concept
from partage_members.classifications.models import Kind
from support.house import House
from support.intake import imported, reported, until_idle

PROFILES, MINE = "/members/v1/profiles", "/members/v1/profiles/mine"
NOWHERE = {"country": "BE", "municipality": "Nergenshuizen"}
VILLAGE = {"country": "BE", "municipality": "Sclessin", "postal_code": "4000"}
LOST = "no municipality of BE is called so or has this postal code"


def somebody(**more: object) -> dict[str, Any]:
    """A profile."""
    return {"given_name": "Jo", "family_name": "Ek"} | more


async def changed(who: httpx.AsyncClient, **changes: object) -> httpx.Response:
    """The answer to changes of one's own profile."""
    tag = (await who.get(MINE)).headers["etag"]
    return await who.patch(MINE, json=changes, headers={"If-Match": tag})


@pytest.mark.parametrize(
    ("places", "pointer"),
    [
        ({"workplaces": [VILLAGE, NOWHERE]}, "/body/workplaces/1/municipality"),
        ({"workplaces": [NOWHERE | {"postal_code": "9999"}]}, "/body/workplaces/0/municipality"),
        ({"territory": NOWHERE}, "/body/territory/municipality"),
    ],
)
async def test_a_municipality_that_is_none_is_refused_by_its_place(
    house: House, places: dict[str, Any], pointer: str
) -> None:
    me = house.as_member(1)
    refused = await me.post(MINE, json=somebody(**places))
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/unknown-place")
    assert refused.json()["errors"] == [{"pointer": pointer, "detail": LOST}]
    assert (await me.get(MINE)).status_code == 404
    written = {"territory": {"country": "BE", "municipality": "luik"}, "workplaces": [VILLAGE, {"country": "BE"}]}
    assert (await me.post(MINE, json=somebody(**written))).status_code == 201
    refused = await changed(me, **places)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert (await me.get(MINE)).json()["version"] == 1


async def test_a_country_is_checked_once_its_places_are_imported_and_old_ones_are_kept(house: House) -> None:
    me, abroad = house.as_member(1), {"country": "FR", "municipality": "Nulle-Part", "postal_code": "99999"}
    assert (await me.post(MINE, json=somebody(territory=abroad, workplaces=[abroad]))).status_code == 201
    assert (await brought(house, CODES, lines(FRENCH)))["state"] == "done"
    await until_idle(house)
    kept = await changed(me, territory=abroad, workplaces=[abroad | {"label": "Atelier"}], stage="developing")
    assert kept.status_code == 200, kept.text
    refused = await changed(me, workplaces=[abroad, abroad | {"municipality": "Ailleurs"}])
    assert refused.json()["errors"][0]["pointer"] == "/body/workplaces/1/municipality"
    assert (await house.as_member(2).post(MINE, json=somebody(territory=abroad))).status_code == 422


async def test_files_are_told_by_row_and_column_and_what_was_written_before_stays(house: House) -> None:
    staff = house.as_role(Role.STAFF)
    head = "reference;given_name;family_name;country;municipality;postal_code;skills\n"
    file = head + "A;Ada;Un;BE;Luik;;\nB;Bea;Deux;BE;Nergenshuizen;;crafts:gone\nC;Cy;Trois;BE;Sclessin;4000;\n"
    job = await imported(house, staff, f"{PROFILES}/imports", file)
    assert job["state"] == "failed"
    assert await reported(staff, job) == [
        (2, "skills", "not in the classification: crafts:gone"),
        (2, "municipality", LOST),
    ]
    job = await imported(house, staff, f"{PROFILES}/imports", file.replace("Nergenshuizen;;crafts:gone", "Namur;;"))
    assert job["state"] == "done", job
    async with house.service.database.writer.begin() as connection:
        old = "municipality = 'Nergenshuizen', skills = '[\"crafts:gone\"]'"
        await connection.execute(text(f"UPDATE profiles SET {old} WHERE given_name = 'Bea'"))  # noqa: S608
    job = await imported(house, staff, f"{PROFILES}/imports", file)
    assert (job["state"], job["result"]["unchanged"]) == ("done", 3), job


async def test_skills_that_are_written_as_concepts_are_known_ones(house: House) -> None:
    me, other = house.as_member(1), house.as_member(2)
    concept = Concept("sewing", {"fr": "couture", "nl": "naaien"}, {})
    await published(house, Edition("crafts", "1", Kind.SKILLS, "", [concept]))
    await published(house, Edition("trades", "1", Kind.OCCUPATIONS, "", [concept]))
    assert (await me.post(MINE, json=somebody(skills=["crafts:sewing", "Sourdough: rye"]))).status_code == 201
    esco = "http://data.europa.eu/esco/skill/zzzz"
    for skill, code in (("crafts:knitting", None), ("trades:sewing", None), (esco, "esco-skills:zzzz")):
        for refused in (
            await changed(me, skills=["crafts:sewing", skill]),
            await other.post(MINE, json=somebody(skills=[skill])),
        ):
            assert (refused.status_code, refused.json()["type"]) == (422, "/problems/unknown-code")
            assert refused.json()["detail"] == f"not in the classification: {code or skill}"
    await published(house, Edition("crafts", "2", Kind.SKILLS, "", [Concept("knitting", {"fr": "tricot"}, {})]))
    kept = await changed(me, skills=["crafts:knitting", "crafts:sewing"])
    assert kept.status_code == 200, "who has a code that left its scheme keeps it"
    assert (await other.post(MINE, json=somebody(skills=["crafts:sewing"]))).status_code == 422


async def test_skills_in_words_that_are_alike_are_one(house: House) -> None:
    me, staff = house.as_member(1), house.as_role(Role.STAFF)
    made = await me.post(MINE, json=somebody(skills=["Sérigraphie", "SERIGRAPHIE", " serigraphie ", "Pain  au levain"]))
    assert (made.status_code, made.json()["skills"]) == (201, ["Sérigraphie", "Pain  au levain"])
    changes = await changed(me, skills=["pain au levain", "Pain  au Levain", "Gravure"])
    assert changes.json()["skills"] == ["pain au levain", "Gravure"]
    file = "reference;given_name;family_name;skills\nA;Ada;Un;Gravure, gravure\n"
    for figures in ({"created": 1}, {"unchanged": 1}):
        job = await imported(house, staff, f"{PROFILES}/imports", file)
        assert job["result"].items() >= figures.items(), job


@pytest.mark.parametrize(
    ("skills", "pointer"),
    [
        (["Gravure", ""], "/body/skills/1"),
        (["   "], "/body/skills/0"),
        (["Gra\u0007vure"], "/body/skills/0"),
        (["Gravure\nTaille douce"], "/body/skills/0"),
        (["x" * 201], "/body/skills/0"),
        ([f"skill {n}" for n in range(31)], "/body/skills"),
    ],
)
async def test_skills_that_nobody_can_read_are_refused(house: House, skills: list[str], pointer: str) -> None:
    me = house.as_member(1)
    refused = await me.post(MINE, json=somebody(skills=skills))
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert (await me.get(MINE)).status_code == 404
