"""Each service's migrations lead to what its models say, on SQLite and on PostgreSQL."""

from importlib import import_module
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from support.databases import Databases
from support.migrations import differences

SERVICES = ("members", "procurement", "impact")


@pytest.mark.parametrize("service", SERVICES)
async def test_migrations_and_models_agree(fresh_databases: Databases, service: str) -> None:
    package = import_module(f"partage_{service}.app")
    tables = import_module(f"partage_{service}.tables").tables
    migrations = Path(str(package.__file__)).parent / "migrations"
    url = fresh_databases.fresh_url(tables, migrations=migrations)
    assert await differences(url, tables.metadata) == []


def test_each_service_has_tables_of_its_own() -> None:
    """SQLModel's models share one metadata unless told otherwise; ours are told."""
    registries = {service: import_module(f"partage_{service}.tables").tables for service in SERVICES}
    for service in SERVICES:
        import_module(f"partage_{service}.app")
    assert not SQLModel.metadata.tables
    owners = [{id(table) for table in tables.metadata.tables.values()} for tables in registries.values()]
    assert len(set.union(*owners)) == sum(map(len, owners))
    platform = {"outbox", "inbox", "dead_letters", "idempotency_keys", "audit_trail"}
    names = [set(tables.metadata.tables) for tables in registries.values()]
    assert set.intersection(*names) >= platform
    assert "profiles" in names[0] and "profiles" not in names[1] | names[2]
