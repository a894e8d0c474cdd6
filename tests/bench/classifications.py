"""The look-up of trades while somebody types, in a classification of the size of ESCO: p99 under 20 ms, answer and all.

3,000 made-up concepts in three languages with their alternative labels are asked for over HTTP in one process, by
beginnings of two letters and more. `PARTAGE_BENCH_ESCO` names a folder with `occupations_fr.csv` and so on instead.
"""

import asyncio
import logging
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from random import Random

import httpx
import structlog

import partage_members.app
from bench.crowd import Vocabulary
from bench.measure import verdict
from partage_kit.db import open_database
from partage_kit.types import LANGUAGES
from partage_members.classifications.commands import import_scheme
from partage_members.classifications.editions import Edition
from partage_members.classifications.esco import ATTRIBUTION, read_esco
from partage_members.classifications.lookup import Concept
from partage_members.classifications.models import Kind
from partage_members.settings import MembersSettings
from partage_members.tables import tables
from support.databases import databases

MIGRATIONS = Path(partage_members.app.__file__).parent / "migrations"
CONCEPTS, ALTERNATIVES, QUESTIONS, P99_MS = 3_000, 5, 500, 20


def made_up() -> Edition:
    """As many concepts as ESCO has, with labels of two or three words."""
    random = Random(5)
    words = Vocabulary(random, 4_000, (2, 4))

    def label() -> str:
        return " ".join(words.draw(random, random.randint(2, 3)))

    concepts = [
        Concept(
            code=f"{number:05d}",
            labels={language: label() for language in ("fr", "nl", "en")},
            alternatives={language: tuple(label() for _ in range(ALTERNATIVES)) for language in ("fr", "nl", "en")},
        )
        for number in range(CONCEPTS)
    ]
    return Edition("esco", "1", Kind.OCCUPATIONS, ATTRIBUTION, concepts)


def real(folder: Path) -> Edition:
    """The occupations of an ESCO download."""
    files = {language: folder / f"occupations_{language}.csv" for language in ("fr", "nl", "en")}
    texts = {language: (file.name, file.open(encoding="utf-8-sig", newline="")) for language, file in files.items()}
    return read_esco("1", texts)


async def measure(url: str, edition: Edition) -> bool:
    """Import them, then ask for beginnings of their words."""
    database = open_database(url, tables, source="bench")
    began = time.perf_counter()
    async for _ in import_scheme(database, edition):
        pass
    print(f"{len(edition.concepts)} concepts imported in {time.perf_counter() - began:.1f} s")
    await database.close()
    settings = MembersSettings(home=Path(tempfile.mkdtemp()), database_url=url, migrate_on_start=False)
    app = partage_members.app.create_app(settings)
    random, waits = Random(9), []
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://bench.test")
    async with app.router.lifespan_context(app), client:
        for number in range(QUESTIONS + 20):
            label = random.choice(random.choice(edition.concepts).names)
            query = label[: random.randint(2, len(label))]
            asked: dict[str, str | int] = {"query": query, "limit": 10, "lang": random.choice(LANGUAGES)}
            began = time.perf_counter()
            answer = await client.get("/members/v1/classifications/esco/concepts", params=asked)
            if number >= 20:
                waits.append(1_000 * (time.perf_counter() - began))
            if answer.status_code != 200:
                sys.exit(answer.text)
    waits.sort()
    print(f"p50 {statistics.median(waits):.1f} ms, worst {waits[-1]:.1f} ms")
    return verdict("look-up of trades p99", waits[int(len(waits) * 0.99)], P99_MS, at_least=False, unit=" ms")


def main() -> None:
    """Measure on SQLite, or on the database that PARTAGE_TEST_DATABASE names."""
    folder = os.environ.get("PARTAGE_BENCH_ESCO")
    edition = real(Path(folder)) if folder else made_up()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with databases() as fresh:
        sys.exit(0 if asyncio.run(measure(fresh.fresh_url(tables, migrations=MIGRATIONS), edition)) else 1)


if __name__ == "__main__":
    main()
