"""Needs as a file, for the staff of the office: what a list shows, without formulas, to be brought in again."""

import csv
import io
import json
from typing import Any
from uuid import uuid4

from members.given import proposed
from members.needing import NEEDS, as_read, colleague, listed, made, recorded, staff
from members.test_needs_imports import HEAD, PATH, YEAR
from partage_kit.auth import Role
from support.house import GHENT, House
from support.intake import CSV, NDJSON, imported, reported

EXPORT = f"{NEEDS}/export"


async def exported(house: House, **query: Any) -> str:
    """The file that the staff gets."""
    answer = await staff(house).get(EXPORT, params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].startswith('attachment; filename="needs.')
    return answer.text


async def test_an_export_can_be_brought_in_again_and_changes_nothing(house: House) -> None:
    filiere = str(await proposed(house))
    head = HEAD.strip() + ";filieres\n"
    rows = f"N-1;training;;;2;{YEAR};baker|caterer;56;BE21;{filiere}\nN-2;;Un bus le soir;Late bus;1;{YEAR};;;;\n"
    assert (await imported(house, staff(house), PATH, head + rows))["state"] == "done"
    needs = (await made(await staff(house).get(NEEDS, params={"sort": "rank"}), 200))["items"]
    ids = [need["id"] for need in needs]
    await made(await colleague(house).post(f"{NEEDS}/publications", json=as_read(needs)), 200)
    assert await listed(house.as_member(1), filiere=filiere) == ids[1:]
    for written, media_type in (("csv", CSV), ("ndjson", NDJSON)):
        file = await exported(house, format=written)
        again = await imported(house, staff(house), PATH, file, media_type)
        assert (again["state"], again["result"]["unchanged"]) == ("done", 2), again
    assert await listed(house.as_member(1), sort="rank") == ids, "nothing waits for its publication again"
    other = file.replace('"rank": 1', '"rank": 3').replace('"state": "published"', '"state": "withdrawn"')
    assert (await imported(house, staff(house), PATH, other, NDJSON))["result"]["updated"] == 1
    assert await listed(staff(house), state="withdrawn") == [], "a file decides on no state"


async def test_an_export_holds_what_the_list_shows_in_its_order(house: House) -> None:
    filiere = str(await proposed(house))
    await recorded(house, rank=2, filieres=[filiere])
    await recorded(house, rank=1, filieres=[filiere], code="training")
    await recorded(house, rank=1, code="peers")
    rows = list(csv.DictReader(io.StringIO(await exported(house, filiere=filiere, sort="rank"))))
    told = [(row["code"], row["rank"], row["filieres"], row["state"], row["source"]) for row in rows]
    assert told == [
        ("training", "1", filiere, "recorded", "typed"),
        ("steady_income", "2", filiere, "recorded", "typed"),
    ]
    lines = (await exported(house, code="peers", format="ndjson")).splitlines()
    assert [(json.loads(line)["code"], json.loads(line)["trades"]) for line in lines] == [
        ("peers", ["graphic-designer"])
    ]
    assert (await staff(house).get(EXPORT, params={"colour": "blue"})).status_code == 422


async def test_an_export_holds_no_formula(house: House) -> None:
    row = {"reference": "N-1", "title_fr": '=HYPERLINK("https://x.example")', "title_en": "@sum", "rank": 1}
    row |= {"starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    await imported(house, staff(house), PATH, json.dumps(row) + "\n", NDJSON)
    file = await exported(house)
    (one,) = csv.DictReader(io.StringIO(file))
    assert (one["title_fr"], one["title_en"]) == ("'" + str(row["title_fr"]), "'@sum")
    assert (await imported(house, staff(house), PATH, file))["result"]["unchanged"] == 1


async def test_only_the_staff_of_the_office_gets_its_needs(house: House) -> None:
    filiere = await proposed(house)
    await recorded(house)
    stranger = await house.as_role(Role.STAFF, office=GHENT).get(EXPORT)
    assert (stranger.status_code, len(stranger.text.splitlines())) == (200, 1)
    facilitator = house.as_role(Role.FACILITATOR, filieres=(filiere,))
    for who, status in ((house.client(), 401), (house.as_member(1), 403), (facilitator, 403)):
        assert (await who.get(EXPORT)).status_code == status


async def test_all_that_is_wrong_with_a_row_is_told_at_once(house: House) -> None:
    head = HEAD.strip() + ";filieres\n"
    text = f"{head}1;income;Le revenu;;1;2026-12-31;2026-01-01;astronaut;99x;BE21;{uuid4()}\n2;peers;;;1;{YEAR};;;;x\n"
    job = await imported(house, staff(house), PATH, text)
    columns = [(row, column) for row, column, _ in await reported(staff(house), job)]
    assert sorted(columns, key=str) == [
        (1, "code"), (1, "filieres"), (1, "sectors"), (1, "trades"), (1, None), (2, "filieres"),
    ]  # fmt: skip
