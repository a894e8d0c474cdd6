"""A variable that a page, a README or a deployment names is one that is read: a wrong name would be ignored."""

import importlib
import re
from pathlib import Path

from deploy.house.rooms import DEFAULT_PORTS, SERVICES
from partage_gateway.settings import GatewaySettings
from partage_kit.settings import Settings

ROOT = Path(__file__).parents[2]
PLACES = ("README.md", "compose.yaml", "Makefile", "deploy", "shared", "services", "gateway")
WRITTEN = (".md", ".html", ".txt", ".json", ".yaml", ".env", ".j2", ".conf", ".sh", "Makefile", "Dockerfile")
OF_TESTS = {"PARTAGE_TEST_DATABASE", "PARTAGE_FAULT_KILLS"}

# PARTAGE_<SERVICE>_X, PARTAGE_X and PARTAGE_MEMBERS_... stand for many
NAMED = re.compile(r"PARTAGE_(?!X\b|[A-Z]+_X\b)[A-Z0-9_]*[A-Z0-9](?![A-Z0-9_<{])")


def settings_of(service: str) -> type[Settings]:
    """A service's settings."""
    found: type[Settings] = getattr(
        importlib.import_module(f"partage_{service}.settings"), f"{service.capitalize()}Settings"
    )
    return found


def known() -> set[str]:
    """Every variable that a process of the house reads."""
    rooms: list[type[Settings]] = [GatewaySettings, *(settings_of(name) for name in SERVICES)]
    ports = {f"PARTAGE_{room.upper()}_PORT" for room in DEFAULT_PORTS}
    return ports | {
        f"PARTAGE_{prefix}{field.upper()}"
        for room in rooms
        for field in room.model_fields
        for prefix in ("", room.room)
    }


def written() -> list[Path]:
    """Files for people and for machines that are not Python."""
    roots = [ROOT / place for place in PLACES]
    files = [file for root in roots for file in ([root] if root.is_file() else root.rglob("*"))]
    return [file for file in files if file.is_file() and file.name.endswith(WRITTEN)]


def test_variables_that_are_named_exist() -> None:
    real = known() | OF_TESTS
    named = {(file, name) for file in written() for name in NAMED.findall(file.read_text(encoding="utf-8"))}
    assert len({name for _, name in named}) > 20
    assert not [f"{file.relative_to(ROOT)}: {name}" for file, name in sorted(named) if name not in real]
