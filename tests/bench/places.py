"""The look-up of places while somebody types, in a country of the size of France: p99 under 20 ms, answer and all.

50,000 made-up postal codes of 36,000 places, and 60,000 alternate names, come in as files of GeoNames do; then places
are asked for over HTTP in one process, by beginnings of two letters and more, in all countries and in one, and by
their codes. `PARTAGE_BENCH_PLACES` names a folder with `FR.txt` and `FR-names.txt` of GeoNames instead.
"""

import asyncio
import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from random import Random

import httpx
import structlog

import partage_members.app
from bench.crowd import Vocabulary
from bench.measure import verdict
from partage_kit.imports import ImportKind
from partage_kit.imports.receiving import take_in
from partage_kit.imports.rows import Format
from partage_kit.types import Person
from partage_kit.unit_of_work import Actor
from partage_members.place_imports.layouts import tabbed
from partage_members.place_imports.publishing import LEAST, NAMES, POSTAL_CODES
from partage_members.place_imports.rows import CountryEdition
from partage_members.settings import MembersSettings
from partage_members.tables import tables
from support.databases import databases

MIGRATIONS = Path(partage_members.app.__file__).parent / "migrations"
ROWS, PLACES, OTHERS, QUESTIONS, P99_MS = 50_000, 36_000, 60_000, 600, 20

Lines = Sequence[str]


def made_up() -> tuple[Lines, Lines]:
    """Files of postal codes and of alternate names; a fifth of the places begin with the same word, as saints do."""
    random = Random(7)
    words = Vocabulary(random, 9_000, (2, 4))
    named = ["-".join(words.draw(random, random.randint(1, 3))) for _ in range(PLACES)]
    named = [f"Saint-{name}" if random.random() < 0.2 else name for name in named]
    postal, other = [], []
    for number in range(ROWS):
        place = number % PLACES
        where = f"{random.uniform(42, 51):.4f}\t{random.uniform(-4, 8):.4f}"
        postal.append(f"FR\t{place:05d}\t{named[place]}\tRegion\t1\tDepartment\t{place % 95}\t\t\t{where}\t5\n")
    for number in range(OTHERS):
        place = number % (OTHERS // 3)
        said = named[place] if number < OTHERS // 3 else "-".join(words.draw(random, 2))
        other.append(f"{number}\t{place}\t{random.choice(('fr', 'nl', 'en'))}\t{said}\t\t\t\t\t\t\n")
    return postal, other


def real(folder: Path) -> tuple[Lines, Lines]:
    """Files of a download of GeoNames."""
    postal, other = (folder / name for name in ("FR.txt", "FR-names.txt"))
    return tuple(file.read_text("utf-8").splitlines(keepends=True) for file in (postal, other))  # type: ignore[return-value]


async def bring(app: object, kind: ImportKind, lines: Lines) -> None:  # type: ignore[type-arg]
    """Import a file, and tell how long that takes."""
    service = app.state.service  # type: ignore[attr-defined]

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(lines), 5_000):
            yield "".join(lines[start : start + 5_000]).encode()

    began = time.perf_counter()
    edition = CountryEdition(version="bench", country="FR", attribution="made up")
    content = tabbed(pieces(), kind.columns, LEAST[kind.noun])
    async with service.database.writing(Actor("bench", "none", "bench")) as session:
        await take_in(
            service.database,
            session,
            kind,
            "none",
            Person("bench"),
            edition,
            content,
            Format.NDJSON,
            most=5_000_000,
        )
    worker = service.job_worker()
    while await worker.take_a_turn():
        pass
    took = time.perf_counter() - began
    print(f"{kind.noun}: {len(lines):,} rows in {took:.1f} s, {len(lines) / took:,.0f} rows/s")


async def measure(url: str, postal: Lines, other: Lines) -> bool:
    """Import them, then ask for what somebody types."""
    settings = MembersSettings(
        home=Path(tempfile.mkdtemp()), database_url=url, migrate_on_start=False, work_in_serve=False
    )
    app = partage_members.app.create_app(settings)
    random, waits = Random(9), []
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://bench.test")
    async with app.router.lifespan_context(app), client:
        await bring(app, POSTAL_CODES, postal)
        await bring(app, NAMES, other)
        for number in range(QUESTIONS + 20):
            _, code, name, *_ = random.choice(postal).split("\t")
            typed = name[: random.randint(2, len(name))]
            asked = random.choice(({"query": typed}, {"query": typed, "country": "FR"}, {"postal_code": code}))
            began = time.perf_counter()
            answer = await client.get("/members/v1/places", params=asked)
            if number >= 20:
                waits.append(1_000 * (time.perf_counter() - began))
            if answer.status_code != 200 or not answer.json()["items"]:
                sys.exit(f"{asked}: {answer.text}")
    waits.sort()
    print(f"p50 {statistics.median(waits):.1f} ms, worst {waits[-1]:.1f} ms")
    return verdict("look-up of places p99", waits[int(len(waits) * 0.99)], P99_MS, at_least=False, unit=" ms")


def main() -> None:
    """Measure on SQLite, or on the database that PARTAGE_TEST_DATABASE names."""
    folder = os.environ.get("PARTAGE_BENCH_PLACES")
    postal, other = real(Path(folder)) if folder else made_up()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with databases() as fresh:
        sys.exit(0 if asyncio.run(measure(fresh.fresh_url(tables, migrations=MIGRATIONS), postal, other)) else 1)


if __name__ == "__main__":
    main()
