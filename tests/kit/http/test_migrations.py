"""Migrations of a populated database: a table that is rebuilt keeps what points to it."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

import partage_members
from partage_kit.db import Database, open_database
from partage_kit.errors import Unavailable
from partage_kit.migrations import Migrations
from partage_kit.tables import service_registry
from partage_kit.unit_of_work import Actor
from support.databases import Databases
from support.migrations import differences

FIRST = """
import sqlalchemy as sa
from alembic import op
revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table("parents", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20)))
    op.create_table(
        "children",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("parent_id", sa.Integer, sa.ForeignKey("parents.id", ondelete="CASCADE"), nullable=False),
    )
"""
SECOND = """
import sqlalchemy as sa
from alembic import op
revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("parents", recreate="auto") as parents:
        parents.alter_column("name", existing_type=sa.String(20), type_=sa.String(200), nullable=False)
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A migration tree whose second revision rebuilds a table that others point to."""
    versions = tmp_path / "versions"
    versions.mkdir()
    own = Path(partage_members.__file__).parent / "migrations"
    for name in ("env.py", "script.py.mako"):
        (tmp_path / name).write_text((own / name).read_text())
    (versions / "0001_first.py").write_text(FIRST)
    (versions / "0002_second.py").write_text(SECOND)
    return tmp_path


def models() -> MetaData:
    """What the second revision leads to."""
    metadata = MetaData()
    Table("parents", metadata, Column("id", Integer, primary_key=True), Column("name", String(200), nullable=False))
    parent = Column("parent_id", Integer, ForeignKey("parents.id", ondelete="CASCADE"), nullable=False)
    Table("children", metadata, Column("id", Integer, primary_key=True), parent)
    return metadata


async def populate(engine: AsyncEngine) -> None:
    """Ten parents with three children each."""
    async with engine.begin() as connection:
        for parent in range(1, 11):
            await connection.execute(text("INSERT INTO parents VALUES (:id, 'p')"), {"id": parent})
            for child in range(3):
                row = {"id": parent * 10 + child, "parent": parent}
                await connection.execute(text("INSERT INTO children VALUES (:id, :parent)"), row)


async def test_children_survive_the_rebuilding_of_their_parents(fresh_databases: Databases, tree: Path) -> None:
    url = fresh_databases.empty_url()
    migrations = Migrations(tree, models())
    await migrations.upgrade(url, "0001")
    engine = create_async_engine(url)
    await populate(engine)
    await migrations.upgrade(url)
    async with engine.connect() as connection:
        counts = "SELECT (SELECT count(*) FROM parents), (SELECT count(*) FROM children)"
        assert (await connection.execute(text(counts))).one() == (10, 30)
    await engine.dispose()
    assert await differences(url, models()) == []


async def test_the_trap_with_foreign_keys_on_the_children_vanish(tmp_path: Path) -> None:
    """The trap itself, as SQLite runs it: what batch mode does to a table, done with foreign keys on."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path}/trap.db")
    async with engine.begin() as connection:
        await connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        await connection.run_sync(models().create_all)
    await populate(engine)
    async with engine.connect() as connection:
        await connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        for step in (
            "CREATE TABLE _new (id INTEGER PRIMARY KEY, name VARCHAR(200) NOT NULL)",
            "INSERT INTO _new SELECT id, name FROM parents",
            "DROP TABLE parents",
            "ALTER TABLE _new RENAME TO parents",
        ):
            await connection.exec_driver_sql(step)
        assert (await connection.exec_driver_sql("SELECT count(*) FROM parents")).scalar_one() == 10
        assert (await connection.exec_driver_sql("SELECT count(*) FROM children")).scalar_one() == 0
    await engine.dispose()


async def test_migrating_twice_or_from_two_sides_does_it_once(fresh_databases: Databases, tree: Path) -> None:
    url = fresh_databases.empty_url()
    migrations = [Migrations(tree, models()) for _ in range(3)]
    await asyncio.gather(*(one.upgrade(url) for one in migrations))
    await migrations[0].upgrade(url)
    database = open_database(url, service_registry(), source="test")
    async with database.reading() as session:
        assert await migrations[0].is_current(session)
    await database.close()


BEFORE = (
    "SELECT event_id FROM outbox",
    "INSERT INTO inbox (consumer, event_id, received_at) VALUES ('c', 'e', 'r')",
    "CREATE TABLE inbox (consumer text); SELECT event_id FROM inbox",
    "CREATE TABLE inbox (consumer text); SELECT inbox.event_id FROM inbox",
    "CREATE TABLE inbox (consumer text); INSERT INTO inbox (event_id) VALUES ('e')",
)
"""Statements on an empty database that miss a table or a column which the service has."""


@pytest.mark.parametrize("statements", BEFORE)
async def test_a_database_that_was_not_migrated_is_unavailable_and_says_so(
    fresh_databases: Databases, statements: str
) -> None:
    database = open_database(fresh_databases.empty_url(), service_registry(), source="test")
    with pytest.raises(Unavailable, match="run `migrate`"):
        await _execute(database, statements)
    await database.close()


@pytest.mark.parametrize(
    "statements", ["SELECT id FROM parents", "CREATE TABLE inbox (consumer text); SELECT naem FROM inbox"]
)
async def test_a_name_that_no_table_has_is_a_fault_of_ours(fresh_databases: Databases, statements: str) -> None:
    database = open_database(fresh_databases.empty_url(), service_registry(), source="test")
    with pytest.raises(ProgrammingError if database.dialect == "postgresql" else OperationalError):
        await _execute(database, statements)
    await database.close()


async def _execute(database: Database, statements: str) -> None:
    async with database.writing(Actor("test", "none", "test")) as session:
        for statement in statements.split("; "):
            await session.execute(text(statement))
