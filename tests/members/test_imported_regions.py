"""Regions of postal codes, country by country: whoever wrote a place there, and no NUTS code, is in its region."""

from pathlib import Path
from typing import Any

import pytest

from members.given import profile
from members.test_imported_places import CODES, FRENCH, NUTS, REGIONS, brought, lines, operator
from members.test_regions import PROFILES, counts
from partage_kit.auth import Role
from partage_members.settings import MembersSettings
from support.command_line import run_beside
from support.connecting import OPPORTUNITIES, posted
from support.house import House
from support.intake import imported, reported, sent, until_idle

POSTAL_REGIONS = "/members/v1/places/postal-regions/imports"
TERCET = "NUTS3;CODE\n" + "".join(
    f"'{nuts}';'{code}'\n"
    for code, nuts in {
        **dict.fromkeys(("59140", "59240", "59190", "59470"), "FRE11"),
        **{"93200": "FR106", "30500": "FRJ12", "68000": "FRF12"},
    }.items()
)


async def regions_of_codes(house: House, content: str = TERCET, version: str = "1") -> dict[str, Any]:
    """The job of a file of regions of the postal codes of France."""
    return await imported(house, operator(house), POSTAL_REGIONS, content, "text/csv", version=version, country="FR")


async def settled(house: House) -> None:
    """Let all be done that follows from an import."""
    await until_idle(house)
    await house.do_what_is_due()


@pytest.mark.parametrize("codes_first", [True, False])
async def test_who_wrote_a_place_alone_is_in_its_region_once_both_files_are_there(
    house: House, codes_first: bool
) -> None:
    me, staff = house.as_member(1), house.as_role(Role.STAFF)
    await profile(house, 1, territory={"country": "FR", "municipality": "Colmar sous Vignes"})
    await profile(house, 2, territory={"country": "FR", "municipality": "Saint-Denis", "postal_code": "30500"})
    opportunity = await posted(house, me, place={"country": "FR", "municipality": "Dunkerque"})
    assert await counts(house, me) == {"FR": 2} and opportunity["place"]["region"] is None
    for is_codes in (codes_first, not codes_first):
        job = await (brought(house, CODES, lines(FRENCH)) if is_codes else regions_of_codes(house))
        assert job["state"] == "done", job
        await settled(house)
    expected = {"FR": 2, **dict.fromkeys(("FRF", "FRF1", "FRF12", "FRJ", "FRJ1", "FRJ12"), 1)}
    assert await counts(house, me) == expected
    for nuts, number in {"FRF12": 1, "FRJ": 1, "FR1": 0}.items():
        assert len((await staff.get(PROFILES, params={"nuts": nuts})).json()["items"]) == number, nuts
    for nuts, number in {"FRE11": 1, "FRE": 1, "FRF": 0}.items():
        assert len((await me.get(OPPORTUNITIES, params={"nuts": nuts})).json()["items"]) == number, nuts
    again = await me.get(f"{OPPORTUNITIES}/{opportunity['id']}")
    assert (again.json()["place"]["region"], again.json()["version"]) == ("FRE11", opportunity["version"])
    assert (await brought(house, REGIONS, NUTS))["state"] == "done"
    moved = TERCET.replace("'FRF12';'68000'", "'FRE11';'68000'")
    assert (await regions_of_codes(house, moved, "2"))["state"] == "done"
    await settled(house)
    told = await counts(house, me)
    assert (told["FRE11"], told.get("FRF12")) == (1, None)
    found = await me.get("/members/v1/directory", params={"query": "noorderdepartement"})
    assert len(found.json()["items"]) == 1


async def test_places_of_one_name_lie_in_what_they_share_where_nobody_tells_which(house: House) -> None:
    for job in (await brought(house, CODES, lines(FRENCH)), await regions_of_codes(house)):
        assert job["state"] == "done", job
    await profile(house, 1, territory={"country": "FR", "municipality": "Saint-Denis"})
    assert await counts(house, house.as_member(1)) == {"FR": 1}


async def test_a_place_of_several_regions_lies_in_what_they_share(house: House) -> None:
    apart = TERCET.replace("'FRE11';'59240'", "'FRE12';'59240'")
    for job in (await brought(house, CODES, lines(FRENCH)), await regions_of_codes(house, apart)):
        assert job["state"] == "done", job
    await profile(house, 1, territory={"country": "FR", "municipality": "Dunkerque", "postal_code": "59240"})
    await profile(house, 2, territory={"country": "FR", "municipality": "Dunkerque"})
    assert await counts(house, house.as_member(1)) == {"FR": 2, "FRE": 2, "FRE1": 2, "FRE12": 1}


async def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_published(house: House) -> None:
    wrong = "NUTS3;CODE\n'FRE11';'59140'\n'BE332';'4000'\n'FRE1';'59190'\n'FRE11';'59140'\n'FRE11';'5%'\n"
    job = await regions_of_codes(house, wrong)
    assert job["state"] == "failed"
    places = {(row, column) for row, column, _ in await reported(operator(house), job)}
    assert places == {(2, "NUTS3"), (3, "NUTS3"), (4, None), (5, "CODE")}
    query = {"version": "1", "country": "FR"}
    assert (
        await sent(operator(house), POSTAL_REGIONS, "nuts;code\nFRE11;59140\n", "text/csv", **query)
    ).status_code == 422
    assert (await sent(operator(house), POSTAL_REGIONS, TERCET, "text/csv", version="1")).status_code == 422
    assert (await sent(house.as_role(Role.STAFF), POSTAL_REGIONS, TERCET, "text/csv", **query)).status_code == 403
    assert (await house.client().get("/members/v1/places/editions")).json()["items"] == []
    assert (await regions_of_codes(house))["result"]["postal_regions"] == 7
    assert (await regions_of_codes(house))["result"]["postal_regions"] == 0


async def test_regions_of_postal_codes_come_in_by_command_too(house: House, tmp_path: Path) -> None:
    assert isinstance(house.settings, MembersSettings)
    settings = {"HOME": str(tmp_path), "MEMBERS_DATABASE_URL": house.settings.database()}
    file = tmp_path / "pc2024_FR_NUTS-2024.csv"
    file.write_text(TERCET, "utf-8")
    asked = ("import-places", "postal-regions", str(file), "--version", "2024", "--attribution", "Eurostat")
    done = await run_beside("members", *asked, "--country", "FR", **settings)
    assert done.returncode == 0 and "7 postal_regions" in done.stdout, done.stdout + done.stderr
    (edition,) = (await house.client().get("/members/v1/places/editions")).json()["items"]
    assert (edition["kind"], edition["extent"], edition["attribution"]) == ("postal_regions", "FR", "Eurostat")
