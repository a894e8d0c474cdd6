"""Profiles in bulk: registered and changed as one by one, found again by the office's keys, announced and audited."""

import json
from typing import Any

import httpx
from sqlalchemy import select

from partage_kit.auth import Role
from partage_members.tables import tables
from support.house import BRUSSELS, GHENT, House, member_number
from support.intake import NDJSON, imported, reported

PATH = "/members/v1/profiles/imports"
EXPORT = "/members/v1/profiles/export"
PROFILES = "/members/v1/profiles"
TWO = (
    "reference;given_name;family_name;email;phone;country;nuts;postal_code;languages;headline_fr;headline_nl;trades;"
    "sectors;skills;links;availability;stage;joined_on\n"
    "B-1;Élodie;Vermeulen;elodie@members.example;+32 470 00 00 00;BE;BE100;1000;fr|nl;Du pain;Brood;baker;10;levain;"
    "website https://elodie.example;available;established;2024-05-01\n"
    "B-2;Joris;De Smet;;;BE;;;nl;;;;;;;;;\n"
)


def staff(house: House, office: str = BRUSSELS) -> httpx.AsyncClient:
    return house.as_role(Role.STAFF, office=office)


async def register(house: House, office: str = BRUSSELS) -> list[dict[str, Any]]:
    """The register of an office, whole records."""
    who = staff(house, office)
    items = (await who.get(PROFILES)).json()["items"]
    return [(await who.get(f"{PROFILES}/{item['id']}")).json() for item in items]


async def rows_of(house: House, table: str) -> list[Any]:
    found = tables.metadata.tables[table]
    async with house.service.database.reading() as session:
        return list((await session.execute(select(found))).all())


async def test_a_file_registers_profiles_as_one_by_one(house: House) -> None:
    job = await imported(house, staff(house), PATH, TWO)
    assert (job["state"], job["problem"]) == ("done", None)
    assert job["result"] == {
        **{"rows": 2, "valid": 2, "wrong": 0, "errors": 0, "published": 2},
        **{"created": 2, "updated": 0, "unchanged": 0},
    }
    joris, elodie = await register(house)
    assert elodie["territory"] == {"country": "BE", "nuts": "BE100", "municipality": None, "postal_code": "1000"}
    assert elodie["headline"] == {"fr": "Du pain", "nl": "Brood"} and elodie["languages"] == ["fr", "nl"]
    assert elodie["links"] == [{"kind": "website", "url": "https://elodie.example"}]
    assert elodie["availability"] == {"state": "available", "since": None, "note": None}
    assert (elodie["stage"], elodie["joined_on"], elodie["version"]) == ("established", "2024-05-01", 1)
    assert elodie["audiences"]["email"] == "nobody" and joris["territory"]["country"] == "BE"
    found = await staff(house).get(PROFILES, params={"trade": "baker", "available": "available"})
    assert [item["id"] for item in found.json()["items"]] == [elodie["id"]]


async def test_each_profile_is_announced_and_audited_as_if_it_were_written_alone(house: House) -> None:
    single = {"given_name": "Ana", "family_name": "Silva", "trades": ["baker"], "languages": ["fr"]}
    assert (await staff(house).post(PROFILES, json=single)).status_code == 201
    (alone,) = [json.loads(row.envelope) for row in await rows_of(house, "outbox")]
    row = json.dumps({**single, "reference": "B-1", "given_name": "Bea"}) + "\n"
    assert (await imported(house, staff(house), PATH, row, NDJSON))["state"] == "done"
    _, in_bulk = [json.loads(row.envelope) for row in await rows_of(house, "outbox")]
    assert in_bulk["data"] == alone["data"] and in_bulk.keys() >= alone.keys() - {"traceparent"}
    assert (in_bulk["type"], in_bulk["sequence"], in_bulk["office"]) == (alone["type"], alone["sequence"], BRUSSELS)
    notes = [note for note in await rows_of(house, "audit_trail") if note.entity == "profiles"]
    one, other = notes
    assert (other.office, other.actor, other.action) == (one.office, one.actor, "job:import_profiles")
    assert other.before_hash is None and other.after_hash and other.entity_id == in_bulk["subject"]


async def test_the_directory_finds_who_came_by_file(house: House) -> None:
    assert (await imported(house, staff(house), PATH, TWO))["state"] == "done"
    found = await house.as_member(9).get("/members/v1/directory", params={"query": "vermeulen"})
    assert [item["family_name"] for item in found.json()["items"]] == ["Vermeulen"]


async def test_the_same_file_again_changes_nothing(house: House) -> None:
    await imported(house, staff(house), PATH, TWO)
    before, events = await register(house), len(await rows_of(house, "outbox"))
    job = await imported(house, staff(house), PATH, TWO)
    assert (job["state"], job["result"]["unchanged"]) == ("done", 2)
    assert await register(house) == before and len(await rows_of(house, "outbox")) == events


async def test_columns_that_a_file_lacks_stay_and_empty_cells_clear(house: House) -> None:
    await imported(house, staff(house), PATH, TWO)
    job = await imported(house, staff(house), PATH, "reference,phone,headline_nl,stage\nB-1,,Vers brood,\n")
    assert (job["result"]["updated"], job["state"]) == (1, "done")
    elodie = (await register(house))[1]
    assert elodie["phone"] is None and elodie["headline"] == {"fr": "Du pain", "nl": "Vers brood"}
    assert (elodie["stage"], elodie["trades"], elodie["version"]) == ("established", ["baker"], 2)
    last = json.loads((await rows_of(house, "outbox"))[-1].envelope)
    assert (last["type"], last["subject"]) == ("partage.members.profile.updated.v1", elodie["id"])
    assert int(last["sequence"]) == 2


async def test_a_member_is_found_by_id_then_reference_then_address(house: House) -> None:
    head = "member_id,reference,given_name,family_name,email\n"
    first = f"{head}{member_number(1)},,Ana,Silva,ana@members.example\n"
    await imported(house, staff(house), PATH, first)
    by_address = await imported(house, staff(house), PATH, f"{head},R 7,Ana,Silva,ana@members.example\n")
    assert by_address["result"]["updated"] == 1
    by_reference = await imported(house, staff(house), PATH, "reference,email\nR 7,new@members.example\n")
    assert by_reference["result"]["updated"] == 1
    (ana,) = await register(house)
    assert (ana["id"], ana["email"]) == (str(member_number(1)), "new@members.example")


async def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_published(house: House) -> None:
    await imported(
        house, staff(house, GHENT), PATH, f"member_id,given_name,family_name\n{member_number(5)},Eva,Claes\n"
    )
    text = (
        "member_id,reference,given_name,family_name,email,country,nuts,languages,trades,headline_fr\n"
        ",R1,Ana,Silva,,BE,FR10,fr|fr,,\n"
        ",R2,Ana,,,,,french,,\n"
        ",R3,Ana,Silva,no address,,,,no-such-trade,\n"
        ",,Ana,Silva,,,,,,\n"
        f"{member_number(5)},,Eva,Claes,,,,,,\n"
        ",R6,Ana,Silva,,,BE100,,no-such-trade,\n"
        ",R7,Ana,Silva,,,,,,\n"
        ",R7,Ana,Silva,,,,,,\n"
    )
    job = await imported(house, staff(house), PATH, text)
    assert (job["state"], job["result"]["valid"], job["result"]["wrong"]) == ("failed", 1, 7)
    report = await reported(staff(house), job)
    assert [(row, column) for row, column, _ in report] == [
        (1, "country"),
        (1, "languages"),
        (2, "languages"),
        (3, "email"),
        (4, None),
        (5, "member_id"),
        (6, "country"),
        (6, "trades"),
        (8, None),
    ]
    assert report[-1][2] == "the same as row 7"
    assert report[3][2] == "it should be an email address, such as name@example.org", "a pattern is for programs"
    assert await register(house) == [] and len(await register(house, GHENT)) == 1


async def test_staff_finds_a_member_by_the_number_of_her_office(house: House) -> None:
    head = "reference,given_name,family_name\n"
    await imported(house, staff(house), PATH, f"{head}P-1,Ana,Silva\nP-2,Bea,Claes\n")
    for reference, names in {"P-2": ["Claes"], "P-": [], "p-2": []}.items():
        answer = await staff(house).get("/members/v1/profiles", params={"reference": reference})
        assert [item["family_name"] for item in answer.json()["items"]] == names, reference
    elsewhere = await staff(house, GHENT).get("/members/v1/profiles", params={"reference": "P-2"})
    assert elsewhere.json()["items"] == []
    for wrong in ("x" * 81, "P-2\x00"):
        assert (await staff(house).get("/members/v1/profiles", params={"reference": wrong})).status_code == 422


async def test_two_members_with_one_address_are_not_mixed_up(house: House) -> None:
    head = "reference,given_name,family_name,email\n"
    await imported(house, staff(house), PATH, f"{head}A,Ana,Silva,us@members.example\nB,Bea,Silva,us@members.example\n")
    job = await imported(house, staff(house), PATH, "email,phone\nus@members.example,+32 470 00 00 01\n")
    assert [column for _, column, _ in await reported(staff(house), job)] == ["email"]


async def test_one_reference_for_two_new_members_fails_clearly(house: House) -> None:
    head = "member_id,reference,given_name,family_name\n"
    text = f"{head}{member_number(1)},R,Ana,Silva\n{member_number(2)},R,Bea,Silva\n"
    job = await imported(house, staff(house), PATH, text)
    assert (job["state"], job["problem"]["type"]) == ("failed", "/problems/reference-taken")
    assert await register(house) == []


async def test_a_new_reference_with_the_address_of_another_member_takes_nobody_over(house: House) -> None:
    await imported(house, staff(house), PATH, TWO)
    before = await register(house)
    head = "reference,given_name,family_name,email\n"
    for query in ({"dry_run": "true"}, {}):
        job = await imported(house, staff(house), PATH, f"{head}N-1,Quelqu'un,Autre,elodie@members.example\n", **query)
        assert job["result"]["wrong"] == 1
        ((row, column, why),) = await reported(staff(house), job)
        assert (row, column) == (1, "email") and "with the reference B-1" in why and "name her member_id" in why
    assert await register(house) == before
    elodie = next(one for one in before if one["given_name"] == "Élodie")
    renumbered = f"member_id,{head}{elodie['id']},N-1,Élodie,Vermeulen,elodie@members.example\n"
    assert (await imported(house, staff(house), PATH, renumbered))["result"]["updated"] == 1
    by_number = (await staff(house).get(PROFILES, params={"reference": "N-1"})).json()["items"]
    assert [one["id"] for one in by_number] == [elodie["id"]]


async def test_who_has_no_reference_yet_gets_one_by_her_address(house: House) -> None:
    await imported(house, staff(house), PATH, "given_name,family_name,email\nAna,Proef,ana@members.example\n")
    file = "reference,given_name,family_name,email\nN-1,Ana,Proef,ana@members.example\n"
    assert (await imported(house, staff(house), PATH, file))["result"]["updated"] == 1
    assert len(await register(house)) == 1


async def test_a_dry_run_counts_what_would_be_done(house: House) -> None:
    await imported(house, staff(house), PATH, TWO)
    changed = TWO.replace("De Smet", "De Smedt") + "B-3;Zoé;Essai;;;BE;;;;;;;;;;;;\n"
    dry = (await imported(house, staff(house), PATH, changed, dry_run="true"))["result"]
    assert [dry[one] for one in ("published", "created", "updated", "unchanged")] == [0, 1, 1, 1]
    assert len(await register(house)) == 2
    real = (await imported(house, staff(house), PATH, changed))["result"]
    assert {**real, "published": 0} == dry
