"""The gateway verifies tokens too, and must not load a database or a bus by that."""

import subprocess
import sys

import pytest


def _loaded_by(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(*(name.partition('.')[0] for name in sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return set(run.stdout.split())


@pytest.mark.parametrize("statement", ["import partage_kit.auth, partage_kit.auth.discovery", "import partage_kit.cli"])
def test_identity_needs_neither_database_nor_bus(statement: str) -> None:
    assert not _loaded_by(statement) & {"sqlalchemy", "sqlmodel", "nats", "aiosqlite", "asyncpg", "alembic"}


def test_a_house_with_its_own_issuer_loads_no_http_client() -> None:
    assert "httpx" not in _loaded_by("import partage_kit.auth")
