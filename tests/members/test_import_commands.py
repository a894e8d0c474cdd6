"""Files that are brought in from the command line: told by exit status and report; killed, they go on later."""

import os
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from members.conftest import quiet_house
from members.given import profile
from members.test_offices import set_limit
from members.working import month
from partage_kit.auth import Role
from partage_members.settings import MembersSettings
from partage_members.tables import tables
from support.command_line import run
from support.databases import Databases
from support.forked import Forked
from support.house import GHENT, House, member_number
from support.intake import imported, until_idle
from support.waiting import eventually

HEAD = "member_id,reference,given_name,family_name\n"
INVOICES, PAID = 12_000, "member_reference;kind;source;reference;starts_on;trade;amount\n"


@pytest.fixture
async def house(fresh_databases: Databases, home: Path) -> AsyncIterator[House]:
    """A database that the command line and this process share."""
    async with quiet_house(fresh_databases, home) as quiet:
        yield quiet


def settings(house: House) -> dict[str, str]:
    assert isinstance(house.settings, MembersSettings)
    return {"HOME": str(house.settings.home), "MEMBERS_DATABASE_URL": house.settings.database()}


def bring_in(
    house: House, noun: str, file: Path, content: str | bytes, *options: str, office: str = "brussels"
) -> subprocess.CompletedProcess[str]:
    """`python -m partage_members import NOUN FILE`."""
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return run("members", "import", noun, str(file), "--office", office, *options, **settings(house))


async def count(house: House, table: str) -> int:
    async with house.service.database.reading() as session:
        return int(
            (await session.execute(select(func.count()).select_from(tables.metadata.tables[table]))).scalar_one()
        )


async def test_profiles_and_activity_come_in_and_the_report_is_printed(house: House, tmp_path: Path) -> None:
    row = f"{HEAD}{member_number(1)},B-1,Ana,Silva\n"
    done = bring_in(house, "profiles", tmp_path / "members.csv", row, "--new-office")
    assert done.returncode == 0 and "1 created" in done.stderr and done.stdout == "", done.stderr
    found = await house.as_member(9).get("/members/v1/directory", params={"query": "silva"})
    assert len(found.json()["items"]) == 1
    line = f"B-1;invoice;payroll;F-1;{month(house, 1)};baker;12,50\n"
    wrong = bring_in(house, "activity", tmp_path / "pay.csv", PAID + line + line.replace("F-1;", "F-2;x"), "--dry-run")
    assert wrong.returncode == 1 and await count(house, "activity_entries") == 0
    head, first = wrong.stdout.splitlines()
    assert head == "row,column,detail" and first.startswith("2,starts_on,")
    assert "nothing is published by a dry run" in wrong.stderr
    taken = bring_in(house, "activity", tmp_path / "pay.csv", PAID + line)
    assert taken.returncode == 0 and "1 recorded" in taken.stderr and await count(house, "activity_entries") == 1


async def test_a_file_that_is_none_ends_with_a_line(house: House, tmp_path: Path) -> None:
    latin, workbook = (
        (tmp_path / "latin.csv", f"{HEAD},B-1,Élodie,Silva\n".encode("latin-1")),
        (tmp_path / "m.xlsx", b"PK"),
    )
    for (file, content), told in ((latin, "is not UTF-8"), (workbook, "ends with none of")):
        done = bring_in(house, "profiles", file, content, "--new-office")
        assert done.returncode == 2 and told in " ".join(done.stderr.split()) and "Traceback" not in done.stderr
    assert (await count(house, "jobs"), await count(house, "staged_rows")) == (0, 0)


def told(done: subprocess.CompletedProcess[str]) -> str:
    """What a command that was refused says, on one line."""
    assert (done.returncode, done.stdout) == (2, "") and "Traceback" not in done.stderr
    return " ".join(done.stderr.split())


async def test_a_mistyped_office_is_told_and_a_new_one_has_to_be_asked_for(house: House, tmp_path: Path) -> None:
    file, row = tmp_path / "members.csv", f"{HEAD},B-1,Ana,Silva\n"
    first = told(bring_in(house, "profiles", file, row))
    assert "the office 'brussels'; none is known here yet" in first and "--new-office" in first
    await profile(house, 1, audiences={"name": "nobody"})
    await profile(house, 2, office=GHENT)
    for options in ((), ("--dry-run",)):
        mistyped = told(bring_in(house, "profiles", file, row, *options, office="brusels"))
        assert "'brusels'; known here: brussels, ghent: correct --office" in mistyped
    assert (await count(house, "jobs"), await count(house, "profiles")) == (0, 2)
    assert bring_in(house, "profiles", file, row).returncode == 0, "who hides makes her office known to its operator"
    assert bring_in(house, "profiles", file, row, "--new-office", office="liege").returncode == 0
    assert await count(house, "profiles") == 4


@pytest.mark.parametrize("noun", ["activity", "needs"])
async def test_the_offices_nearest_to_a_mistyped_one_are_named(house: House, tmp_path: Path, noun: str) -> None:
    for number, office in enumerate(("antwerp", "charleroi", "lille", "madrid", GHENT)):
        await profile(house, number, office=office)
    assert (await set_limit(house, 4, 0)).status_code == 200
    mistyped = told(bring_in(house, noun, tmp_path / "rows.csv", PAID, office="brusels"))
    assert "the nearest of 6 that are known: brussels, " in mistyped and "antwerp" not in mistyped
    assert "is known" not in told(bring_in(house, noun, tmp_path / "rows.csv", b"\xff", office="brussels"))


async def _until_checking(house: House, process: Forked) -> None:
    """Wait until some rows are checked, and others are not."""
    jobs = tables.metadata.tables["jobs"]

    async def done() -> int:
        assert process.poll() is None, "it ended too early"
        async with house.service.database.reading() as session:
            return int((await session.execute(select(func.max(jobs.c.done)))).scalar_one() or 0)

    await eventually(done, lambda seen: seen >= 1_000)


@contextmanager
def many(house: House, file: Path) -> Iterator[Forked]:
    """A process that brings in many invoices of one member."""
    lines = (f"B-1;invoice;payroll;F-{number};{month(house, 1)};baker;12,50\n" for number in range(INVOICES))
    file.write_text(PAID + "".join(lines))
    env = os.environ | {f"PARTAGE_{name}": value for name, value in settings(house).items()}
    process = Forked("partage_members", ["import", "activity", str(file), "--office", "brussels"], env)
    try:
        yield process
    finally:
        process.kill()
        process.wait(20)


async def test_killed_in_the_middle_nothing_is_there_and_it_goes_on_later(house: House, tmp_path: Path) -> None:
    await imported(house, house.as_role(Role.STAFF), "/members/v1/profiles/imports", f"{HEAD},B-1,Ana,Silva\n")
    with many(house, tmp_path / "many.csv") as process:
        await _until_checking(house, process)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(20)
    assert (await count(house, "activity_entries"), await count(house, "staged_rows")) == (0, INVOICES)
    house.service.database.clock.advance(timedelta(minutes=1))
    await until_idle(house)
    assert (await count(house, "activity_entries"), await count(house, "staged_rows")) == (INVOICES, 0)
    assert await count(house, "outbox") == 1 + INVOICES


async def test_interrupted_it_is_cancelled_and_leaves_nothing(house: House, tmp_path: Path) -> None:
    await imported(house, house.as_role(Role.STAFF), "/members/v1/profiles/imports", f"{HEAD},B-1,Ana,Silva\n")
    with many(house, tmp_path / "many.csv") as process:
        await _until_checking(house, process)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
    assert [await count(house, table) for table in ("activity_entries", "staged_rows", "outbox")] == [0, 0, 1]
