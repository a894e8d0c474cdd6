"""P5: the directory of 35,000 and of 1,000,000 members, on SQLite and on PostgreSQL.

Words, beginnings, typing errors and counts of codes are asked of the index as the directory asks it, for a member who
belongs to two filières; half with one error that somebody could make. `PARTAGE_BENCH_MEMBERS` names other sizes.
"""

import asyncio
import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from uuid import UUID

from sqlalchemy import text

import partage_members.app
from bench.crowd import OFFICE, Crowd
from bench.measure import verdict
from partage_kit.db import Database, open_database
from partage_kit.serving import collect_rarely
from partage_kit.unit_of_work import Actor
from partage_members.audiences.policy import member
from partage_members.search.asked import Asked
from partage_members.search.documents import Document, FacetKind
from partage_members.search.index import CHUNK, put
from partage_members.search.searching import prepare
from partage_members.tables import tables
from support.databases import databases

MIGRATIONS = Path(partage_members.app.__file__).parent / "migrations"
VIEWER = member([UUID(int=1), UUID(int=2)])
ROUNDS = 300
P99_MS = {35_000: 20, 1_000_000: 50}
KINDS = (FacetKind.TRADE, FacetKind.TERRITORY, FacetKind.LANGUAGE, FacetKind.STAGE)


async def fill(database: Database, crowd: Crowd) -> None:
    """Put everybody into the index."""
    began = time.perf_counter()
    batch: list[Document] = []
    for document in crowd:
        batch.append(document)
        if len(batch) == 4 * CHUNK:
            await _store(database, batch)
            batch = []
    await _store(database, batch)
    await settle(database)
    print(f"{crowd.size} members indexed in {time.perf_counter() - began:.0f} s")


async def settle(database: Database) -> None:
    """Let PostgreSQL do at once what it does by itself within some minutes (autovacuum)."""
    if database.dialect == "postgresql":
        async with database.writer.connect() as connection:
            apart = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await apart.execute(text("VACUUM ANALYZE"))


async def _store(database: Database, batch: Sequence[Document]) -> None:
    async with database.writing(Actor("bench", OFFICE, "fill")) as session:
        await put(session, batch)


def mistype(word: str, random: Random) -> str:
    """One error that somebody could make: not in the first letter, as most are not."""
    at = random.randint(1, len(word) - 2)
    return random.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + "x" + word[at:],
            word[:at] + "x" + word[at + 1 :],
        )
    )


def questions(crowd: Crowd) -> Mapping[str, Callable[[Random], Asked]]:
    """What is asked, by kind."""

    def name(random: Random) -> str:
        return f"{crowd.given.draw(random)[0]} {crowd.family.draw(random)[0]}"

    def long_word(random: Random) -> str:
        return next(word for word in iter(lambda: crowd.texts.draw(random)[0], "") if 5 <= len(word) <= 10)

    return {
        "words": lambda random: Asked(
            random.choice((name(random), " ".join(crowd.texts.draw(random, 2)), crowd.places.draw(random)[0]))
        ),
        "prefix": lambda random: Asked(crowd.texts.draw(random)[0][: random.randint(3, 5)]),
        "typo": lambda random: Asked(mistype(long_word(random), random)),
        "facets": lambda random: Asked(crowd.texts.draw(random)[0], {FacetKind.LANGUAGE: ["fr"]}),
        "trades": lambda random: Asked(
            "", {FacetKind.TRADE: [random.choice(crowd.trades).code], FacetKind.TERRITORY: ["BE1", "BE2"]}
        ),
    }


async def ask(database: Database, asked: Asked, *, counted: bool) -> Sequence[UUID]:
    """One answer as the directory makes it."""
    async with database.reading() as session:
        search = await prepare(session, OFFICE, VIEWER.scopes, asked)
        hits = await search.page(21)
        if counted:
            await search.counts(KINDS)
        return [hit.id for hit in hits]


async def measure(database: Database, crowd: Crowd, engine: str) -> bool:
    """Ask each kind of question in turn, round after round."""
    random = Random(11)
    waits: dict[str, list[float]] = {}
    for round_ in range(ROUNDS + 20):
        for kind, question in questions(crowd).items():
            asked = question(random)
            began = time.perf_counter()
            await ask(database, asked, counted=kind in ("facets", "trades"))
            if round_ >= 20:
                waits.setdefault(kind, []).append(1_000 * (time.perf_counter() - began))
    bound = P99_MS.get(crowd.size, 50)
    passed = True
    for kind, measured in waits.items():
        ordered = sorted(measured)
        print(f"{engine} {crowd.size} {kind}: p50 {statistics.median(ordered):.1f} ms, worst {ordered[-1]:.1f} ms")
        passed &= verdict(
            f"P5 {engine} {crowd.size} {kind} p99", ordered[int(len(ordered) * 0.99)], bound, at_least=False, unit=" ms"
        )
    return passed & await hits_at_ten(database, crowd, engine)


async def hits_at_ten(database: Database, crowd: Crowd, engine: str) -> bool:
    """How often somebody whose name was typed with one error is among the first ten, as she is without the error."""
    random, found, tries = Random(13), 0, 0
    people = [document for document, _ in zip(Crowd(crowd.size), range(2_000), strict=False)]
    for document in random.sample(people, 300):
        family = document.parts[0].texts[1]
        given = document.parts[0].texts[0]
        if len(family) < 5 or not await _is_hit(database, document.id, f"{given} {family}"):
            continue
        tries += 1
        found += await _is_hit(database, document.id, f"{given} {mistype(family, random)}")
    return verdict(f"P5 {engine} {crowd.size} hit@10 with one error", found / tries, 0.94)


async def _is_hit(database: Database, member: UUID, words: str) -> bool:
    return member in (await ask(database, Asked(words), counted=False))[:10]


async def bench(url: str, engine: str, size: int) -> bool:
    """Fill one database and ask it."""
    database = open_database(url, tables, source="bench")
    crowd = Crowd(size)
    await fill(database, crowd)
    gc.collect()
    collect_rarely()  # as `serve` does
    passed = await measure(database, crowd, engine)
    await database.close()
    return passed


def main() -> None:
    """Measure each size on the engine that `PARTAGE_TEST_DATABASE` names; on both, one after the other, without it."""
    engine = os.environ.get("PARTAGE_TEST_DATABASE")
    if engine is None:
        engines = ("sqlite", "postgresql")
        runs = [
            subprocess.run([sys.executable, "-m", "bench.directory"], env=os.environ | {"PARTAGE_TEST_DATABASE": one})
            for one in engines
        ]
        sys.exit(max(run.returncode for run in runs))
    sizes = [int(size) for size in os.environ.get("PARTAGE_BENCH_MEMBERS", "35000,1000000").split(",")]
    passed = True
    with databases() as fresh:
        for size in sizes:
            passed &= asyncio.run(bench(fresh.fresh_url(tables, migrations=MIGRATIONS), engine, size))
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()
