"""Regions (NUTS) that are written are known ones and where the municipality lies; in countries known whole."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from members.given import a_filiere, path_of, proposed
from members.initiating import INITIATIVES, an_initiative
from members.needing import NEEDS, SURVEYS, a_need, a_survey
from members.test_imported_places import CODES, FRENCH, NUTS, REGIONS, brought, lines
from partage_kit.auth import Role
from support.connecting import OPPORTUNITIES, an_opportunity, posted
from support.house import House
from support.intake import imported, reported

PROFILES, MINE = "/members/v1/profiles", "/members/v1/profiles/mine"
NONE = "BE999 is no region of BE"
GHENT = {"country": "BE", "municipality": "Gent"}


def told(refused: httpx.Response) -> list[dict[str, str]]:
    """What a refusal of places says is wrong."""
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/unknown-place"), refused.text
    errors: list[dict[str, str]] = refused.json()["errors"]
    return errors


def somebody(**more: object) -> dict[str, Any]:
    """A profile."""
    return {"given_name": "Jo", "family_name": "Ek"} | more


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ({"country": "BE", "nuts": "BE999"}, NONE),
        ({"country": "BE", "nuts": "BE23Z"}, "BE23Z is no region of BE"),
        ({"country": "LU", "nuts": "LU1"}, "LU1 is no region of LU"),
        (GHENT | {"nuts": "BE100"}, "the municipality lies in BE234, not in BE100"),
        (GHENT | {"nuts": "BE3"}, "the municipality lies in BE234, not in BE3"),
        (GHENT | {"nuts": "BE999"}, f"{NONE}; the municipality lies in BE234"),
        ({"country": "BE", "postal_code": "9000", "nuts": "BE1"}, "the municipality lies in BE234, not in BE1"),
        (
            {"country": "BE", "municipality": "Hasselt", "nuts": "BE221"},
            "BE221 is no region of BE; the municipality lies in BE224",
        ),
    ],
)
async def test_a_region_that_is_none_or_elsewhere_is_refused(house: House, place: dict[str, str], why: str) -> None:
    me = house.as_member(1)
    refused = await me.post(MINE, json=somebody(territory=place, workplaces=[{"country": "BE"}, place]))
    assert told(refused) == [
        {"pointer": "/body/territory/nuts", "detail": why},
        {"pointer": "/body/workplaces/1/nuts", "detail": why},
    ]
    assert (await me.get(MINE)).status_code == 404


@pytest.mark.parametrize(
    "place",
    [
        GHENT | {"nuts": "BE"},
        GHENT | {"nuts": "BE2"},
        GHENT | {"nuts": "BE234"},
        {"country": "BE", "municipality": "Saint-Nicolas", "nuts": "BE236"},
        {"country": "BE", "municipality": "Saint-Nicolas", "nuts": "BE332"},
        {"country": "FR", "nuts": "FRZ99"},
        {"country": "DE", "municipality": "Irgendwo", "nuts": "DEZ"},
    ],
)
async def test_a_region_around_or_of_a_namesake_or_where_nobody_could_tell_is_taken(
    house: House, place: dict[str, str]
) -> None:
    made = await house.as_member(1).post(MINE, json=somebody(territory=place))
    assert made.status_code == 201, made.text


async def test_both_parts_of_a_place_may_be_wrong(house: House) -> None:
    place = {"country": "BE", "municipality": "Nergenshuizen", "nuts": "BE999"}
    errors = told(await house.as_member(1).post(MINE, json=somebody(territory=place)))
    assert [one["pointer"] for one in errors] == ["/body/territory/municipality", "/body/territory/nuts"]


async def test_regions_of_a_country_are_checked_once_they_are_imported_level_by_level(house: House) -> None:
    me, nobody = house.as_member(1), {"country": "FR", "nuts": "FRE99"}
    assert (await me.post(MINE, json=somebody(territory=nobody))).status_code == 201
    without_districts = "".join(NUTS.splitlines(keepends=True)[:3])
    assert (await brought(house, REGIONS, without_districts))["state"] == "done"
    assert (await house.as_member(2).post(MINE, json=somebody(territory=nobody))).status_code == 201
    assert told(await house.as_member(3).post(MINE, json=somebody(territory=nobody | {"nuts": "FRX"})))
    assert (await brought(house, REGIONS, NUTS, version="2"))["state"] == "done"
    assert told(await house.as_member(3).post(MINE, json=somebody(territory=nobody)))
    kept = await me.patch(MINE, json={"territory": nobody, "stage": "developing"}, headers={"If-Match": '"1"'})
    assert kept.status_code == 200, "what was written before is kept"
    assert (await house.as_member(3).post(MINE, json=somebody(territory={"country": "FR", "nuts": "FRE11"}))).is_success


async def test_files_of_profiles_and_needs_are_told_by_row_and_column(house: House) -> None:
    staff = house.as_role(Role.STAFF)
    file = "reference;given_name;family_name;country;nuts;municipality\nA;Ada;Un;BE;BE999;\nB;Bea;Deux;BE;BE100;Gent\n"
    job = await imported(house, staff, f"{PROFILES}/imports", file)
    assert await reported(staff, job) == [
        (1, "nuts", NONE),
        (2, "nuts", "the municipality lies in BE234, not in BE100"),
    ]
    mended = file.replace("BE999", "BE332").replace("BE100", "BE234")
    assert (await imported(house, staff, f"{PROFILES}/imports", mended))["state"] == "done"
    async with house.service.database.writer.begin() as connection:
        await connection.execute(text("UPDATE profiles SET nuts = 'BE999' WHERE given_name = 'Ada'"))
    job = await imported(house, staff, f"{PROFILES}/imports", mended.replace("BE332", "BE999"))
    assert (job["state"], job["result"]["unchanged"]) == ("done", 2), job
    needs = "reference;code;nuts;rank;starts_on;ends_on\nN1;training;BE1|BE999;1;2026-01-01;2026-12-31\n"
    job = await imported(house, staff, f"{NEEDS}/imports", needs)
    assert await reported(staff, job) == [(1, "nuts", NONE)]
    assert (await imported(house, staff, f"{NEEDS}/imports", needs.replace("BE999", "BE2")))["state"] == "done"
    async with house.service.database.writer.begin() as connection:
        await connection.execute(text('UPDATE needs SET nuts = \'["BE1","BE999"]\''))
    job = await imported(house, staff, f"{NEEDS}/imports", needs)
    assert (job["state"], job["result"]["unchanged"]) == ("done", 1), "what was written before is kept"
    (need,) = (await staff.get(NEEDS)).json()["items"]
    path, tag = f"{NEEDS}/{need['id']}", {"If-Match": '"1"'}
    assert told(await staff.patch(path, json={"nuts": ["BE999", "BE998"]}, headers=tag))[0]["pointer"] == "/body/nuts/1"
    assert (await staff.patch(path, json={"nuts": ["BE999"]}, headers=tag)).status_code == 200


LISTS: dict[str, tuple[str, Callable[[House], dict[str, Any]]]] = {
    "filière": ("/members/v1/filieres", lambda _: a_filiere(nuts=["BE1", "BE999"])),
    "initiative": (INITIATIVES, lambda _: an_initiative(nuts=["BE1", "BE999"])),
    "need": (NEEDS, lambda _: a_need(nuts=["BE1", "BE999"])),
    "survey": (SURVEYS, lambda house: a_survey(house, nuts=["BE1", "BE999"])),
}


@pytest.mark.parametrize("noun", LISTS)
async def test_regions_that_something_concerns_are_known_ones(house: House, noun: str) -> None:
    path, body = LISTS[noun]
    staff, given = house.as_role(Role.STAFF), body(house)
    assert told(await staff.post(path, json=given)) == [{"pointer": "/body/nuts/1", "detail": NONE}]
    assert (await staff.post(path, json=given | {"nuts": ["BE1"]})).status_code == 201


async def test_a_change_of_a_filiere_keeps_what_was_written_before(house: House) -> None:
    filiere, staff = path_of(await proposed(house)), house.as_role(Role.STAFF)
    async with house.service.database.writer.begin() as connection:
        await connection.execute(text("UPDATE filieres SET nuts = '[\"BE221\"]'"))
    tag = {"If-Match": '"1"'}
    assert told(await staff.patch(filiere, json={"nuts": ["BE221", "BE999"]}, headers=tag))[0]["detail"] == NONE
    assert (await staff.patch(filiere, json={"nuts": ["BE221", "BE224"]}, headers=tag)).status_code == 200


async def test_work_is_at_a_known_place(house: House) -> None:
    staff = house.as_role(Role.STAFF)
    nowhere = {"country": "BE", "municipality": "Nergenshuizen"}
    wrong = await staff.post(OPPORTUNITIES, json=await an_opportunity(house, place=nowhere))
    assert [one["pointer"] for one in told(wrong)] == ["/body/place/municipality"]
    abroad = {"country": "FR", "municipality": "Nulle-Part", "postal_code": "99999"}
    path = f"{OPPORTUNITIES}/{(await posted(house, staff, place=abroad))['id']}"
    tag = {"If-Match": (await staff.get(path)).headers["etag"]}
    errors = told(await staff.patch(path, json={"place": GHENT | {"nuts": "BE100"}}, headers=tag))
    assert [one["pointer"] for one in errors] == ["/body/place/nuts"]
    assert (await brought(house, CODES, lines(FRENCH)))["state"] == "done"
    kept = await staff.patch(path, json={"place": abroad, "remote": True}, headers=tag)
    assert kept.status_code == 200, kept.text
