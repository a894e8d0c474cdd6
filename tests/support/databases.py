"""A fresh, migrated database for each test: a copied SQLite file, or a PostgreSQL database made from a template.

`PARTAGE_TEST_DATABASE=postgresql` chooses PostgreSQL; `Cluster` starts a server of its own in a temporary folder.
"""

import asyncio
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import registry

from partage_kit.db import Database, open_database
from partage_kit.migrations import Migrations

ON_POSTGRESQL = os.environ.get("PARTAGE_TEST_DATABASE", "sqlite") == "postgresql"


def free_port() -> int:
    """A port on loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Cluster:
    """A PostgreSQL server of our own: data in a temporary folder, durability off, on loopback."""

    def __init__(self) -> None:
        self.bin = _server_programs()
        self.folder = Path(tempfile.mkdtemp(prefix="partage-pg-"))
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, durable: bool = False) -> None:
        """Initialise on first start, then run the server until it accepts connections."""
        data = self.folder / "data"
        if not data.exists():
            _own(self.folder)
            self._run(
                "initdb",
                "-D",
                str(data),
                "-U",
                "partage",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            )
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        options += " -c max_connections=300"
        if not durable:
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        self._run("pg_ctl", "-D", str(data), "-w", "-t", "60", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop the server."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", mode, "stop")

    def postmaster(self) -> int:
        """The process id of the server, for tests that kill it."""
        return int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0])

    def url(self, database: str) -> str:
        """The URL of one database."""
        return f"postgresql+asyncpg://partage@127.0.0.1:{self.port}/{database}"

    def execute(self, statement: str) -> None:
        """Run one statement on the maintenance database, such as CREATE DATABASE."""

        async def run() -> None:
            connection = await asyncpg.connect(host="127.0.0.1", port=self.port, user="partage", database="postgres")
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        _run_apart(run())

    def remove(self) -> None:
        """Stop and delete everything."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        user = "postgres" if os.getuid() == 0 else None
        subprocess.run([str(self.bin / program), *arguments], check=True, user=user, stdout=subprocess.DEVNULL, cwd="/")


def _own(folder: Path) -> None:
    """PostgreSQL refuses to run as root, so a root test hands the folder to the user `postgres`."""
    if os.getuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)


def _server_programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) + sorted(
        Path("/opt").glob("homebrew/opt/postgresql*/bin/initdb")
    )
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise RuntimeError(
            "PostgreSQL's server programs are missing: apt-get install postgresql (or brew install postgresql)"
        )
    return found[-1].parent if found else Path(str(on_path)).parent


def _run_apart(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine in a thread with a loop of its own, as fixtures run while another loop does."""
    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, work).result()


class Databases:
    """Makes one fresh database after another; templates are migrated once for each set of tables."""

    def __init__(self, folder: Path, cluster: Cluster | None) -> None:
        self.folder, self.cluster = folder, cluster
        self._templates: dict[int, str] = {}
        self._made: list[str] = []

    def fresh_url(self, tables: registry, *, migrations: Path | None = None) -> str:
        """The URL of a new database that has the tables: by migrations if given, else as the models say."""
        template = self._templates.get(id(tables)) or self._new_template(tables, migrations)
        name = f"t_{uuid.uuid4().hex}"
        if self.cluster is None:
            shutil.copy(template, self.folder / f"{name}.db")
            return f"sqlite+aiosqlite:///{self.folder / name}.db"
        self.cluster.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        self._made.append(name)
        return self.cluster.url(name)

    def empty_url(self) -> str:
        """The URL of a new database without tables; the service that opens it migrates it."""
        name = f"t_{uuid.uuid4().hex}"
        if self.cluster is None:
            return f"sqlite+aiosqlite:///{self.folder / name}.db"
        self.cluster.execute(f"CREATE DATABASE {name}")
        return self.cluster.url(name)

    def open(self, tables: registry, *, source: str = "test", migrations: Path | None = None) -> Database:
        """A fresh database, opened."""
        return open_database(self.fresh_url(tables, migrations=migrations), tables, source=source)

    def _new_template(self, tables: registry, migrations: Path | None) -> str:
        name = f"template_{uuid.uuid4().hex}"
        if self.cluster is not None:
            self.cluster.execute(f"CREATE DATABASE {name}")
            url = self.cluster.url(name)
        else:
            url = f"sqlite+aiosqlite:///{self.folder / name}.db"
        _run_apart(_create(url, tables, migrations))
        self._templates[id(tables)] = name if self.cluster is not None else str(self.folder / f"{name}.db")
        return self._templates[id(tables)]


async def _create(url: str, tables: registry, migrations: Path | None) -> None:
    if migrations is not None:
        await Migrations(migrations, tables.metadata).upgrade(url)
        return
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(tables.metadata.create_all)
    await engine.dispose()


@contextmanager
def databases() -> Iterator[Databases]:
    """All databases of one test run, removed at its end."""
    folder = Path(tempfile.mkdtemp(prefix="partage-db-"))
    cluster = Cluster() if ON_POSTGRESQL else None
    if cluster is not None:
        cluster.start()
    try:
        yield Databases(folder, cluster)
    finally:
        if cluster is not None:
            cluster.remove()
        shutil.rmtree(folder, ignore_errors=True)
