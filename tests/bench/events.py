"""P4: from a commit in one service to the projection committed in another, and how fast a backlog drains.

Three processes as in the house: the shop (writes and relays), the desk (reads), and nats-server with `sync_interval:
always`; databases with their commits on disk, each service its own. The backlog is measured in its two halves: outbox
to stream, and stream to projection. Beside them, round by round, what the machine itself costs: one fdatasync.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import create_async_engine

from bench.event_services import BACKLOG
from bench.measure import interleaved, noise, verdict
from support.databases import Cluster
from support.nats_server import nats_server
from support.parcels import tables

ROUNDS = 3
RATE = 200
EVENTS = 2_000
PROGRAM = [sys.executable, str(Path(__file__).with_name("event_services.py"))]

NewDatabase = Callable[[], str]


def main() -> None:
    """Measure on SQLite and on PostgreSQL, in turn."""
    with sqlite() as on_sqlite, postgresql() as on_postgresql:
        passed = [measure("SQLite", on_sqlite), measure("PostgreSQL", on_postgresql)]
    sys.exit(0 if all(passed) else 1)


def measure(name: str, new_database: NewDatabase) -> bool:
    """All rounds on one kind of database; whether every target was met."""
    latencies: list[list[float]] = []
    drained: list[tuple[float, float]] = []

    def latency() -> float:
        latencies.append(one_latency_run(new_database))
        return statistics.median(latencies[-1])

    def backlog() -> float:
        drained.append(one_backlog_run(new_database))
        return drained[-1][1]

    rounds = interleaved(ROUNDS, fdatasync=fdatasync_ms, latency=latency, backlog=backlog)
    p99 = [statistics.quantiles(of_one, n=100)[98] for of_one in latencies]
    print(f"\n{name}: {RATE} events/s for {EVENTS // RATE} s, backlog of {BACKLOG:,}; median (lowest .. highest)")
    print(f"      one fdatasync           {noise(rounds['fdatasync'])} ms")
    print(f"      commit -> projection    p50 {noise(rounds['latency'])} ms, p99 {noise(p99)} ms")
    print(f"      outbox -> stream        {noise([relay for relay, _ in drained])} events/s")
    print(f"      stream -> projection    {noise(rounds['backlog'])} events/s")
    return all(
        (
            verdict(f"{name} p50", statistics.median(rounds["latency"]), 5, at_least=False, unit=" ms"),
            verdict(f"{name} p99", statistics.median(p99), 25, at_least=False, unit=" ms"),
            verdict(f"{name} outbox drains", statistics.median(r for r, _ in drained), 5_000, unit=" events/s"),
            verdict(f"{name} stream drains", statistics.median(rounds["backlog"]), 5_000, unit=" events/s"),
        )
    )


def one_latency_run(new_database: NewDatabase) -> list[float]:
    """Milliseconds from each commit to its projection."""
    with nats_server() as nats:
        reader = begin("desk", new_database(), nats.url, str(EVENTS))
        committed = result(begin("shop", new_database(), nats.url, str(EVENTS), str(RATE)))
        _, heard = result(reader)
    return [(heard[number] - at) * 1000 for number, at in committed.items()]


def one_backlog_run(new_database: NewDatabase) -> tuple[float, float]:
    """Events a second: from the outbox into the stream, and from the stream into the projection."""
    with nats_server() as nats:
        shop = new_database()
        result(begin("fill", shop))
        relayed_s = result(begin("relay", shop, nats.url))
        began, heard = result(begin("desk", new_database(), nats.url, str(BACKLOG)))
    return BACKLOG / relayed_s, BACKLOG / (max(heard.values()) - began)


def begin(*arguments: str) -> subprocess.Popen[str]:
    """Start one of the service processes."""
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    return subprocess.Popen(
        [*PROGRAM, *arguments], env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def result(process: subprocess.Popen[str]) -> Any:
    """What it found out."""
    out, _ = process.communicate(timeout=180)
    if process.returncode != 0:
        sys.exit(f"{process.args!r} failed")
    return json.loads(out.splitlines()[-1])


def fdatasync_ms() -> float:
    """The median of 200 small writes to disk, each waited for."""
    with tempfile.NamedTemporaryFile(dir=Path.home()) as file:
        times = []
        for _ in range(200):
            begun = time.perf_counter()
            os.write(file.fileno(), b"x" * 4096)
            os.fdatasync(file.fileno())
            times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


@contextmanager
def sqlite() -> Iterator[NewDatabase]:
    """SQLite files of their own."""
    with tempfile.TemporaryDirectory(prefix="partage-bench-") as folder:
        names = iter(range(1_000))

        def new() -> str:
            return created(f"sqlite+aiosqlite:///{folder}/{next(names)}.db")

        yield new


@contextmanager
def postgresql() -> Iterator[NewDatabase]:
    """Databases of one server, with their commits on disk."""
    cluster = Cluster()
    cluster.start(durable=True)
    names = iter(range(1_000))

    def new() -> str:
        name = f"bench_{next(names)}"
        cluster.execute(f"CREATE DATABASE {name}")
        return created(cluster.url(name))

    try:
        yield new
    finally:
        cluster.remove()


def created(url: str) -> str:
    """Make the tables."""

    async def create() -> None:
        engine = create_async_engine(url)
        async with engine.begin() as connection:
            await connection.run_sync(tables.metadata.create_all)
        await engine.dispose()

    asyncio.run(create())
    return url


if __name__ == "__main__":
    main()
