"""P7: files come in at 5,000 rows/s and more, from their first byte until they are published, with flat memory.

100,000 rows of activity of 2,000 members and 35,000 new profiles are sent over HTTP in one process, staged, checked
whole and published at once. Each measure is a process of its own, whose peak resident memory is compared with that of
a tenth of the rows. The directory follows new profiles afterwards: its time and memory are printed, and no target.
"""

import asyncio
import gc
import json
import logging
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from itertools import chain
from pathlib import Path
from random import Random
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import UUID

import httpx
import structlog
from sqlalchemy import select

import partage_members.app
from bench.measure import noise, verdict
from partage_kit.auth import Role
from partage_kit.serving import collect_rarely
from partage_members.classifications.catalogue import Scheme, concepts
from partage_members.settings import MembersSettings
from partage_members.tables import tables
from support.databases import databases
from support.house import House, running
from support.intake import CSV

MIGRATIONS = Path(partage_members.app.__file__).parent / "migrations"
ENGINES = ("sqlite", "postgresql")
SIZES = {"activity": 100_000, "profiles": 35_000}
MEMBERS, ROUNDS, LOOK_S = 2_000, 3, 0.25
ROWS_A_SECOND, GROWTH = 5_000, 1.2

_TRADES, _SECTORS = sorted(concepts(Scheme.OCCUPATIONS)), sorted(concepts(Scheme.NACE))


def profile_rows(count: int) -> Iterator[str]:
    """New members, as a spreadsheet of an office has them."""
    random = Random(3)
    head = "reference;given_name;family_name;email;phone;country;nuts;postal_code;languages;headline_fr;"
    head += "trades;sectors;stage"

    def line(number: int) -> str:
        trades = "|".join(random.sample(_TRADES, 2))
        return (
            f"B-{number};Élodie;Vermeulen-{number};m{number}@members.example;+32 470 {number:06};BE;BE100;1000;fr|nl;"
            f"Images et sons, numéro {number};{trades};{random.choice(_SECTORS)};established"
        )

    return chain([head], map(line, range(count)))


def activity_rows(count: int) -> Iterator[str]:
    """Invoices, as a payroll system tells of them."""
    random = Random(4)
    head = "member_reference;kind;source;reference;starts_on;ends_on;trade;sector;client_kind;amount"

    def line(number: int) -> str:
        day = f"20{random.randint(21, 25)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
        return (
            f"B-{random.randrange(MEMBERS)};invoice;payroll;F-{number};{day};{day};{random.choice(_TRADES)};"
            f"{random.choice(_SECTORS)};company;{random.randint(50, 9_000)},{random.randint(0, 99):02}"
        )

    return chain([head], map(line, range(count)))


def written(lines: Iterator[str]) -> Path:
    """A file of these lines."""
    with NamedTemporaryFile("w", suffix=".csv", delete=False, encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
    return Path(file.name)


async def pieces(file: Path) -> AsyncIterator[bytes]:
    """What a file holds, as it would come over the network."""
    with file.open("rb") as opened:
        while piece := opened.read(65_536):
            yield piece


KINDS = {
    "profiles": ("/members/v1/profiles/imports", profile_rows),
    "activity": ("/members/v1/activity-records/imports", activity_rows),
}


def peak_memory() -> float:
    """The most memory that this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


async def brought_in(house: House, noun: str, count: int) -> dict[str, float]:
    """Seconds until the rows of a file were published, with the peak of memory until then, and until all was done."""
    path, rows = KINDS[noun]
    staff, file = house.as_role(Role.STAFF), written(rows(count))
    began = time.perf_counter()
    answer = await staff.post(path, content=pieces(file), headers={"Content-Type": CSV})
    if answer.status_code != 202:
        sys.exit(answer.text)
    published, peak = 0.0, 0.0
    while True:
        await asyncio.sleep(LOOK_S)
        place, job = await _seen(house, staff, answer.headers["location"])
        if not published and (place or {}).get("figures") is not None:
            published, peak = time.perf_counter() - began, peak_memory()
        if job["state"] not in ("queued", "running"):
            break
    done = time.perf_counter() - began
    file.unlink()
    if job["state"] != "done" or job["result"]["published"] != count:
        sys.exit(json.dumps(job, indent=1))
    return {"published": published or done, "peak": peak or peak_memory(), "done": done, "peak_of_all": peak_memory()}


async def _seen(house: House, staff: httpx.AsyncClient, href: str) -> tuple[Any, dict[str, Any]]:
    jobs = tables.metadata.tables["jobs"]
    job: dict[str, Any] = (await staff.get(href)).json()
    async with house.service.database.reading() as session:
        place = (await session.execute(select(jobs.c.place).where(jobs.c.id == UUID(job["id"])))).scalar_one()
    return place, job


async def measure(url: str, noun: str, count: int) -> dict[str, float]:
    """Bring one file into a fresh house."""
    settings = MembersSettings(home=Path(tempfile.mkdtemp()), database_url=url, migrate_on_start=False)
    app = partage_members.app.create_app(settings)
    gc.collect()
    collect_rarely()  # as `serve` does
    async with running(app, settings) as house:
        if noun == "activity":
            await brought_in(house, "profiles", MEMBERS)
        return await brought_in(house, noun, count)


def apart(engine: str, noun: str, count: int) -> dict[str, float]:
    """The same in a process of its own."""
    env = os.environ | {"PARTAGE_TEST_DATABASE": engine}
    command = [sys.executable, "-m", "bench.imports", noun, str(count)]
    out = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True).stdout
    measured: dict[str, float] = json.loads(out.splitlines()[-1])
    return measured


def compare(engine: str, noun: str) -> bool:
    """Rows a second, and memory beside that of a tenth of the rows."""
    count = SIZES[noun]
    few = [apart(engine, noun, count // 10) for _ in range(ROUNDS)]
    many = [apart(engine, noun, count) for _ in range(ROUNDS)]
    rates = [count / one["published"] for one in many]
    print(f"{engine} {noun}: {noise(rates)} rows/s published")
    done, most = noise([one["done"] for one in many]), max(one["peak_of_all"] for one in many)
    print(f"{engine} {noun}: all done in {done} s, {most:.0f} MB at most")
    peaks = [statistics.median(one["peak"] for one in measured) for measured in (few, many)]
    print(f"{engine} {noun}: peak memory {peaks[0]:.0f} MB for {count // 10:,} rows, {peaks[1]:.0f} MB for {count:,}")
    is_fast = verdict(f"P7 {engine} {noun} rows/s", statistics.median(rates), ROWS_A_SECOND)
    is_flat = verdict(f"P7 {engine} {noun} memory of ten times the rows", peaks[1] / peaks[0], GROWTH, at_least=False)
    return is_fast and is_flat


def main() -> None:
    """Compare all, or measure one file as asked: `python -m bench.imports activity 100000`."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    if len(sys.argv) == 3:
        with databases() as fresh:
            url = fresh.fresh_url(tables, migrations=MIGRATIONS)
            print(json.dumps(asyncio.run(measure(url, sys.argv[1], int(sys.argv[2])))))
        return
    wanted = os.environ.get("PARTAGE_TEST_DATABASE")
    compared = [compare(engine, noun) for engine in ([wanted] if wanted else ENGINES) for noun in SIZES]
    sys.exit(0 if all(compared) else 1)


if __name__ == "__main__":
    main()
