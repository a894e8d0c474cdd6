"""The register as a file, for its own staff, which can be brought in again."""

import httpx

from members.given import profile
from members.test_profile_imports import EXPORT, PATH, TWO, register, staff
from partage_kit.auth import Role
from partage_kit.tables import table_of
from partage_kit.unit_of_work import Actor
from partage_members.profiles.models import Profile
from support.house import GHENT, House
from support.intake import CSV, NDJSON, imported


async def exported(who: httpx.AsyncClient, media_type: str) -> bytes:
    answer = await who.get(EXPORT, headers={"Accept": media_type})
    assert answer.status_code == 200 and answer.headers["content-type"].startswith(media_type)
    return answer.content


async def test_an_export_can_be_brought_in_again_and_gives_the_same_register(house: House) -> None:
    await imported(house, staff(house), PATH, TWO)
    before = await register(house)
    for media_type in (CSV, NDJSON):
        file = await exported(staff(house), media_type)
        same = await imported(house, staff(house), PATH, file, media_type)
        assert (same["state"], same["result"]["unchanged"]) == ("done", 2)
        async with house.service.database.writing(Actor("test", "brussels", "empty")) as session:
            await session.execute(table_of(Profile).delete())
        assert (await imported(house, staff(house), PATH, file, media_type))["result"]["created"] == 2
        after = await register(house)
        times = ("created_at", "updated_at")
        assert [{k: v for k, v in one.items() if k not in times} for one in after] == [
            {k: v for k, v in one.items() if k not in times} for one in before
        ]


async def test_an_export_holds_no_formula(house: House) -> None:
    await imported(house, staff(house), PATH, TWO)
    lines = (await exported(staff(house), CSV)).decode().splitlines()
    cells = [cell.strip('"') for line in lines[1:] for cell in line.split(",")]
    assert "'+32 470 00 00 00" in cells and not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]


async def test_no_part_of_a_cell_begins_a_formula_where_a_spreadsheet_cuts_at_semicolons(house: House) -> None:
    headline = "Traduction;=HYPERLINK(1)"
    await profile(house, 1, headline={"fr": headline}, presentation={"fr": "Bonjour\n-1+1"})
    file = await exported(staff(house), CSV)
    assert b"Traduction;'=HYPERLINK(1)" in file and b"Bonjour\n'-1+1" in file
    assert (await imported(house, staff(house), PATH, file))["result"]["unchanged"] == 1


async def test_a_link_without_a_kind_stands_in_the_file_as_a_website(house: House) -> None:
    await profile(house, 1)
    me, links = house.as_member(1), [{"url": "https://members.example/elodie"}]
    changed = await me.patch("/members/v1/profiles/mine", json={"links": links}, headers={"If-Match": '"1"'})
    assert changed.json()["links"] == [{"kind": "website", **links[0]}]
    assert b"website https://members.example/elodie" in await exported(staff(house), CSV)


async def test_only_the_staff_of_the_office_gets_its_register(house: House) -> None:
    await imported(house, staff(house), PATH, TWO)
    assert len((await exported(staff(house, GHENT), CSV)).splitlines()) == 1
    for who, status in ((house.client(), 401), (house.as_member(1), 403), (house.as_role(Role.BUYER), 403)):
        assert (await who.get(EXPORT)).status_code == status
        assert (await who.post(PATH, content=TWO, headers={"Content-Type": CSV})).status_code == status
