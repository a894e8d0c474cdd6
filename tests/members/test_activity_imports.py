"""Activity in bulk: kept, announced and audited as one by one; all of a file or nothing; no amount anywhere."""

import json
from collections.abc import Mapping
from typing import Any

import httpx
from sqlalchemy import String, cast, func, select

from members.given import announced, profile
from members.working import RECORDS, an_invoice, month, tell
from partage_kit.auth import Role
from partage_members.tables import tables
from support.house import BRUSSELS, GHENT, House, member_number
from support.intake import CSV, NDJSON, imported, reported, sent

PATH = f"{RECORDS}/imports"
PROFILES = "/members/v1/profiles/imports"
HEAD = "member_id;member_reference;kind;source;reference;revision;starts_on;trade;sector;amount;band;cancelled\n"


def payroll(house: House, office: str = BRUSSELS) -> httpx.AsyncClient:
    """The system that sends files."""
    return house.as_role(Role.INTEGRATOR, office=office)


async def a_member_with_a_reference(house: House) -> str:
    """A member whom the office knows as B-1; her id."""
    text = f"member_id,reference,given_name,family_name\n{member_number(1)},B-1,Ana,Silva\n"
    assert (await imported(house, house.as_role(Role.STAFF), PROFILES, text))["state"] == "done"
    return str(member_number(1))


async def mine(house: House, number: int = 1) -> list[dict[str, Any]]:
    """What is kept of a member's activity, without what differs from one piece to the other."""
    page = (await house.as_member(number).get(f"{RECORDS}/mine")).json()
    items: list[dict[str, Any]] = page["items"]
    return items


async def audited(house: House) -> list[Any]:
    audit = tables.metadata.tables["audit_trail"]
    async with house.service.database.reading() as session:
        rows = await session.execute(select(audit).where(audit.c.entity == "activity_entries").order_by(audit.c.id))
        return list(rows.all())


async def test_a_row_is_kept_announced_and_audited_as_a_single_record(house: House) -> None:
    await a_member_with_a_reference(house)
    invoice = an_invoice(house)
    assert (await tell(house, invoice)).status_code == 200
    row = {**invoice, "reference": "in bulk", "amount": "1234.56"}
    job = await imported(house, payroll(house), PATH, json.dumps(row) + "\n", NDJSON)
    assert (job["state"], job["result"]["recorded"]) == ("done", 1)
    one, other = sorted(await mine(house), key=lambda item: item["reference"] == "in bulk")
    own = ("id", "reference", "recorded_at")
    assert [{**item, **dict.fromkeys(own)} for item in (one, other)] == [{**one, **dict.fromkeys(own)}] * 2
    alone, in_bulk = await announced(house, "activity.recorded")
    assert in_bulk["data"] == alone["data"] and in_bulk["subject"] == other["id"]
    note, noted = await audited(house)
    assert (noted.entity_id, noted.office, noted.actor) == (other["id"], note.office, note.actor)
    assert noted.before_hash is None and noted.after_hash


async def test_the_same_file_again_changes_nothing_and_revisions_correct(house: House) -> None:
    await a_member_with_a_reference(house)
    lines = [f";B-1;invoice;payroll;F{n};;{month(house, 1)};photographer;74;{n}00,5;;\n" for n in (3, 7)]
    outcomes = []
    for text in (
        "".join(lines),
        "".join(lines),
        f";B-1;invoice;payroll;F3;2;{month(house, 1)};baker;;;;yes\n" + lines[1],
        lines[0],
    ):
        job = await imported(house, payroll(house), PATH, HEAD + text)
        assert job["state"] == "done", job
        outcomes.append([job["result"][name] for name in ("recorded", "corrected", "known", "superseded")])
    assert outcomes == [[2, 0, 0, 0], [0, 0, 2, 0], [0, 1, 1, 0], [0, 0, 0, 1]]
    kept = {item["reference"]: item for item in await mine(house)}
    assert (kept["F3"]["revision"], kept["F3"]["trade"], kept["F3"]["cancelled"]) == (2, "baker", True)
    assert (kept["F7"]["band"], kept["F7"]["revision"]) == ("from_500", 1)
    facts = await announced(house, "activity.recorded")
    assert [(f["subject"] == kept["F3"]["id"], int(f["sequence"])) for f in facts] == [(True, 1), (False, 1), (True, 2)]
    assert (await audited(house))[-1].before_hash == (await audited(house))[0].after_hash


async def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_kept(house: House) -> None:
    her = await a_member_with_a_reference(house)
    await profile(house, 2)
    await profile(house, 3, office=GHENT)
    day = month(house, 1)
    await imported(house, payroll(house), PATH, f"{HEAD};B-1;invoice;payroll;K;;{day};baker;;;;\n")
    rows: Mapping[str, list[str | None]] = {
        ";;invoice;payroll;1;;{day};baker;;;;": [None],
        ";B-2;invoice;payroll;2;;{day};baker;;;;": ["member_reference"],
        f"{member_number(3)};;invoice;payroll;3;;{{day}};baker;;;;": ["member_id"],
        f"{member_number(2)};B-1;invoice;payroll;4;;{{day}};baker;;;;": ["member_reference"],
        f"{her};;invoice;payroll;5;;{{day}};astronaut;99x;-5,00;;": ["amount"],
        f"{her};;invoice;payroll;6;;{{day}};astronaut;99x;;;": ["trade", "sector"],
        f"{her};;wish;Pay Roll;7;0;1.1.2026;baker;;;;perhaps": ["kind", "source", "revision", "starts_on", "cancelled"],
        f"{her};;invoice;payroll;8;;{{day}};;;;;": [None],
        f"{her};;invoice;payroll;8;;2198-01-01;baker;;;;": ["starts_on"],
        f"{her};;invoice;payroll;9;;{{day}};baker;;5;from_500;": [None],
        f"{her};;invoice;payroll;K;;{{day}};photographer;;;;": ["revision"],
        f"{her};B-1;invoice;payroll;11;;{{day}};baker;;5;;": [],
        f"{her};;invoice;payroll;11;;{{day}};baker;;5;;": [None],
    }
    text = HEAD + "".join(row.format(day=day) + "\n" for row in rows)
    job = await imported(house, payroll(house), PATH, text)
    assert (job["state"], job["result"]["valid"], job["result"]["published"]) == ("failed", 1, 0)
    expected = {(number, column) for number, columns in enumerate(rows.values(), 1) for column in columns}
    report = await reported(payroll(house), job)
    assert {(row, column) for row, column, _ in report} == expected
    assert len(await mine(house)) == 1
    dry = await imported(house, payroll(house), PATH, text, dry_run="true", accept_valid="true")
    assert (dry["state"], await reported(payroll(house), dry), len(await mine(house))) == ("done", report, 1)
    taken = await imported(house, payroll(house), PATH, text, accept_valid="true")
    assert (taken["state"], taken["result"]["recorded"]) == ("done", 1)
    assert sorted(item["reference"] for item in await mine(house)) == ["11", "K"]


async def test_the_amount_is_in_no_table_even_while_rows_wait(house: House) -> None:
    await a_member_with_a_reference(house)
    text = f"{HEAD};B-1;invoice;payroll;F;;{month(house, 1)};baker;;98765,43;;\n"
    answer = await sent(payroll(house), PATH, text, dry_run="true")
    assert answer.status_code == 202
    async with house.service.database.reading() as session:
        for table in tables.metadata.tables.values():
            for column in table.columns:
                found = select(func.count()).where(cast(column, String).contains("98765"))
                assert (await session.execute(found)).scalar_one() == 0, f"{table.name}.{column.name}"


BROKEN = {
    "Latin-1": (f"{HEAD}é".encode("latin-1"), CSV, 422),
    "UTF-16": (HEAD.encode("utf-16"), CSV, 422),
    "an open quote": (HEAD.encode() + b'"x\n1;2', CSV, 422),
    "ten megabytes in a field": (HEAD.encode() + b"x" * 10_000_000, CSV, 422),
    "gzip": (b"\x1f\x8b\x08\x00" + b"\x00" * 100, CSV, 415),
    "a zip bomb": (b"PK\x03\x04" + b"\x00" * 1_000, CSV, 415),
    "another column": (HEAD.replace("amount", "salary").encode() + b"x\n", CSV, 422),
    "no JSON": (b"member_id\n", NDJSON, 422),
}


async def test_broken_files_and_strangers_change_nothing(house: House) -> None:
    for name, (content, media_type, status) in BROKEN.items():
        assert (await sent(payroll(house), PATH, content, media_type)).status_code == status, name
    assert (await sent(house.as_member(1), PATH, HEAD)).status_code == 403
    async with house.service.database.reading() as session:
        for name in ("staged_rows", "jobs", "activity_entries"):
            count = select(func.count()).select_from(tables.metadata.tables[name])
            assert (await session.execute(count)).scalar_one() == 0
