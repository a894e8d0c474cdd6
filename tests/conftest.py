"""Fixtures of the whole suite: databases and a folder for the local issuer's key."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, settings

from support.databases import Databases, databases

# plain tracebacks: the ones with every local variable take seconds to draw
_PLAIN = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
structlog.configure(processors=[structlog.processors.add_log_level, _PLAIN])

# what is read before the first test stays: looking for garbage in it again and again takes a tenth of the run
gc.disable()

# how fast an example is made or tried tells of the machine, and is no matter of a test
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as local what asks for no database of the run: it is the same on PostgreSQL, and not repeated there."""
    for item in items:
        asks = "fresh_databases" in getattr(item, "fixturenames", ())
        if not asks and item.get_closest_marker("postgresql") is None:
            item.add_marker("local")


def pytest_collection_finish() -> None:
    """Look for garbage from now on, in what the tests make."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def fresh_databases() -> Iterator[Databases]:
    """Makes databases for this run; PostgreSQL ones when PARTAGE_TEST_DATABASE=postgresql."""
    with databases() as made:
        yield made


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The house's folder, shared by the whole run: it holds the local issuer's key."""
    return tmp_path_factory.mktemp("home")
