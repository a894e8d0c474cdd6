"""Days, instants and decimals are written in one way only, in whatever comes in and in whatever is announced."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from pydantic import TypeAdapter, ValidationError

from deploy.reference.events import all_facts
from partage_contracts.impact import WaveOpened
from partage_kit.http.service import domain_routes
from partage_kit.types import new_id

LENIENT = {"date", "datetime", "time", "timedelta", "decimal"}
"""What pydantic alone reads generously: numbers as instants, digits of every script, the years 1 and 9999."""


def bare(node: Any, place: str, strictly: bool = False) -> Iterator[str]:
    """The places of a core schema where such a value is read without a strict reader before it."""
    if isinstance(node, (list, tuple)):
        for part in node:
            yield from bare(part, place)
        return
    if not isinstance(node, dict):
        return
    kind = node.get("type")
    if kind in LENIENT and not strictly:
        yield f"{place}: {kind}"
    if kind in ("function-before", "function-after"):
        yield from bare(node["schema"], place, strictly or kind == "function-before")
        return
    for name, part in node.items():
        if name == "fields":
            for field, inner in part.items():
                yield from bare(inner, f"{place}.{field}")
        elif name not in ("metadata", "serialization"):
            yield from bare(part, place)


def incoming(app: FastAPI) -> Iterator[tuple[str, Any]]:
    """Everything that a route reads of a request, with its place."""
    for route in domain_routes(app):
        yield from _of(route.dependant, f"{sorted(route.methods or ())} {route.path}")


def _of(dependant: Dependant, place: str) -> Iterator[tuple[str, Any]]:
    groups = (dependant.path_params, dependant.query_params, dependant.header_params, dependant.body_params)
    for parameter in (one for group in groups for one in group):
        info = parameter.field_info
        yield (
            f"{place} {parameter.name}",
            Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation,
        )
    for child in dependant.dependencies:
        yield from _of(child, place)


@pytest.mark.parametrize("service", ["members", "procurement", "impact"])
def test_whatever_comes_in_is_read_strictly(service: str, home: Path) -> None:
    settings = getattr(import_module(f"partage_{service}.settings"), f"{service.capitalize()}Settings")
    app = import_module(f"partage_{service}.app").create_app(settings(home=home))
    read = list(incoming(app))
    assert len(read) > 50, "the walk sees the routes"
    assert [found for place, shape in read for found in bare(TypeAdapter(shape).core_schema, place)] == []


def test_whatever_is_announced_is_read_strictly() -> None:
    assert [found for fact in all_facts() for found in bare(fact.__pydantic_core_schema__, fact.__name__)] == []


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", 0])
def test_a_day_that_a_reader_cannot_hold_cannot_be_announced(day: object) -> None:
    announced = {"office": "brussels", "subject": new_id(), "sequence": 1, "opened_on": day}
    with pytest.raises(ValidationError) as refused:
        WaveOpened.model_validate(announced)
    assert "opened_on" in {error["loc"][0] for error in refused.value.errors() if error["type"] == "value_error"}
