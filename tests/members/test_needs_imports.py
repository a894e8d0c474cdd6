"""Needs in bulk: written as one by one, found again by reference, all of a file or nothing."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import func, select

from members.conftest import quiet_house
from members.needing import NEEDS, a_need, as_read, colleague, listed, made, publish, recorded, staff
from partage_kit.auth import Role
from partage_members.tables import tables
from support.databases import Databases
from support.house import GHENT, House
from support.intake import CSV, NDJSON, imported, reported, sent, until_idle

PATH = f"{NEEDS}/imports"
HEAD = "reference;code;title_fr;title_nl;rank;starts_on;ends_on;trades;sectors;nuts\n"
YEAR = "2026-01-01;2026-12-31"


async def test_a_row_becomes_a_need_like_one_that_is_typed_in(house: House) -> None:
    typed = await recorded(house)
    row = json.dumps(a_need(reference="N-1")) + "\n"
    job = await imported(house, staff(house), PATH, row, NDJSON)
    assert (job["state"], job["result"]["created"]) == ("done", 1)
    (one,) = (await made(await staff(house).get(NEEDS, params={"source": "import"}), 200))["items"]
    own = ("id", "source", "reference", "recorded_at")
    assert {**one, **dict.fromkeys(own)} == {**typed, **dict.fromkeys(own)}
    assert (one["reference"], await listed(staff(house), trade="graphic-designer", nuts="BE10", source="import")) == (
        "N-1",
        [one["id"]],
    )
    audit = tables.metadata.tables["audit_trail"]
    async with house.service.database.reading() as session:
        kept = select(audit.c.entity_id).where(audit.c.entity == "needs").order_by(audit.c.id)
        assert (await session.execute(kept)).scalars().all() == [typed["id"], one["id"]]


async def test_the_same_file_again_changes_nothing_and_another_corrects_and_hides(house: House) -> None:
    lines = [f"N-1;training;;;1;{YEAR};baker|caterer;;\n", f"N-2;;Un bus le soir;Een late bus;2;{YEAR};;;BE21\n"]
    outcomes = []
    for text in ("".join(lines), "".join(lines), lines[0].replace(";1;", ";3;") + lines[1]):
        job = await imported(house, staff(house), PATH, HEAD + text)
        assert job["state"] == "done", job
        outcomes.append([job["result"][name] for name in ("created", "updated", "unchanged")])
        ids = await listed(staff(house))
        if len(outcomes) == 1:
            needs = (await made(await staff(house).get(NEEDS), 200))["items"]
            assert (await publish(house.as_role(Role.STAFF), needs[0])).status_code == 403
            await made(await colleague(house).post(f"{NEEDS}/publications", json=as_read(needs)), 200)
            assert await listed(house.as_member(1)) == ids
    assert outcomes == [[2, 0, 0], [0, 0, 2], [0, 1, 1]]
    assert await listed(house.as_member(1)) == [ids[0]], "what was corrected waits for its publication"
    corrected = await made(await staff(house).get(f"{NEEDS}/{ids[1]}"), 200)
    assert (corrected["rank"], corrected["version"], corrected["trades"]) == (3, 3, ["baker", "caterer"])
    member_sees = await made(await house.as_member(1).get(f"{NEEDS}/{ids[0]}"), 200)
    assert (member_sees["reference"], member_sees["title_shown"]) == (None, "Un bus le soir")
    other = await imported(house, house.as_role(Role.STAFF, office=GHENT), PATH, HEAD + lines[0])
    assert other["result"]["created"] == 1, "offices have references of their own"


async def test_a_file_that_comes_between_reading_and_publishing_shows_nothing_unread(house: House) -> None:
    row = f"N-1;training;;;1;{YEAR};baker;;\n"
    await imported(house, staff(house), PATH, HEAD + row)
    (read,) = (await made(await staff(house).get(NEEDS), 200))["items"]
    await imported(house, staff(house), PATH, HEAD + row.replace(";1;", ";9;"))
    assert (await publish(colleague(house), read)).status_code == 412
    assert await listed(house.as_member(1)) == []


async def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_kept(house: House) -> None:
    await imported(house, staff(house), PATH, f"{HEAD}GONE;training;;;1;{YEAR};;;\n")
    (gone,) = await listed(staff(house))
    await made(await staff(house).post(f"{NEEDS}/{gone}/withdraw", json={"reason": "An error"}), 200)
    rows: Mapping[str, list[str | None]] = {
        f"1;income;;;1;{YEAR};;;": ["code"],
        f"2;;;;1;{YEAR};;;": [None],
        f"3;training;Une formation;;1;{YEAR};;;": [None],
        "4;training;;;1;2026-12-31;2026-01-01;;;": [None],
        "4;training;;;1;2199-01-01;2199-02-01;;;": ["starts_on", "ends_on"],
        f"5;training;;;0;{YEAR};;;": ["rank"],
        f"6;training;;;first;{YEAR};;;": ["rank"],
        f"7;training;;;1;{YEAR};astronaut;99x;": ["trades", "sectors"],
        f"8;training;;;1;{YEAR};baker|baker;;": ["trades"],
        f"GONE;training;;;2;{YEAR};;;": ["reference"],
        f"10;training;;;1;{YEAR};;;": [],
        f"10;peers;;;1;{YEAR};;;": [None],
        f"=1+1;peers;;;1;{YEAR};;;": ["reference"],
    }
    text = HEAD + "".join(f"{row}\n" for row in rows)
    job = await imported(house, staff(house), PATH, text)
    assert (job["state"], job["result"]["published"]) == ("failed", 0)
    expected = {(number, column) for number, columns in enumerate(rows.values(), 1) for column in columns}
    assert {(row, column) for row, column, _ in await reported(staff(house), job)} == expected
    dry = await imported(house, staff(house), PATH, text, dry_run="true", accept_valid="true")
    assert (dry["state"], await listed(staff(house))) == ("done", [gone])
    taken = await imported(house, staff(house), PATH, text, accept_valid="true")
    assert (taken["result"]["created"], len(await listed(staff(house)))) == (1, 2)


async def test_two_files_of_the_same_needs_at_once_write_each_need_once(fresh_databases: Databases, home: Path) -> None:
    async with quiet_house(fresh_databases, home) as house:
        text = HEAD + "".join(f"N-{number};training;;;{number};{YEAR};baker;;\n" for number in range(1, 51))
        jobs = [await sent(staff(house), PATH, text) for _ in range(2)]
        workers = [house.service.job_worker() for _ in jobs]
        assert await asyncio.gather(*(worker.take_a_turn() for worker in workers)) == [True, True]
        await until_idle(house)  # a turn ends after a second
        ended = [await made(await staff(house).get(job.headers["location"]), 200) for job in jobs]
        assert [one["state"] for one in ended] == ["done", "done"]
        outcomes = sorted([one["result"][name] for name in ("created", "updated", "unchanged")] for one in ended)
        assert outcomes == [[0, 0, 50], [50, 0, 0]], "what the other wrote meanwhile is looked at again"
        assert len(await listed(staff(house), trade="baker", limit=200)) == 50


async def test_broken_files_and_strangers_change_nothing(house: House) -> None:
    for content in (HEAD.encode() + "é".encode("latin-1"), HEAD.replace("rank", "place").encode() + b"x\n", b""):
        assert (await sent(staff(house), PATH, content, CSV)).status_code == 422
    assert (await sent(house.as_member(1), PATH, HEAD)).status_code == 403
    async with house.service.database.reading() as session:
        for name in ("staged_rows", "jobs", "needs"):
            count = select(func.count()).select_from(tables.metadata.tables[name])
            assert (await session.execute(count)).scalar_one() == 0
