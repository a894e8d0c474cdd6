"""Fixtures of the whole suite: databases and a folder for the local issuer's key."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.databases import Databases, databases


@pytest.fixture(scope="session")
def fresh_databases() -> Iterator[Databases]:
    """Makes databases for this run; PostgreSQL ones when PARTAGE_TEST_DATABASE=postgresql."""
    with databases() as made:
        yield made


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The house's folder, shared by the whole run: it holds the local issuer's key."""
    return tmp_path_factory.mktemp("home")
