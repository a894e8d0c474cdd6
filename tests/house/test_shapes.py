"""The shapes of all services as a typed client sees them: plain names, and changes that send nothing by themselves."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest


def document_of(service: str, home: Path) -> dict[str, Any]:
    """The OpenAPI document of a service."""
    settings = getattr(import_module(f"partage_{service}.settings"), f"{service.capitalize()}Settings")
    document: dict[str, Any] = import_module(f"partage_{service}.app").create_app(settings(home=home)).openapi()
    return document


@pytest.mark.parametrize("service", ["members", "procurement", "impact"])
def test_a_shape_has_a_plain_name(service: str, home: Path) -> None:
    # two classes of one name would both be called by the path of their module
    assert [name for name in document_of(service, home)["components"]["schemas"] if "__" in name] == []


@pytest.mark.parametrize("service", ["members", "procurement", "impact"])
def test_a_change_carries_no_defaults(service: str, home: Path) -> None:
    # a typed client sends them, and they would wipe what the caller left out
    document = document_of(service, home)
    found = []
    for path, operations in document["paths"].items():
        content = operations.get("patch", {}).get("requestBody", {}).get("content", {})
        for media in content.values():
            schema = document["components"]["schemas"][media["schema"]["$ref"].rpartition("/")[2]]
            found += [f"{path} {name}" for name, inner in schema["properties"].items() if "default" in inner]
    assert found == []
