"""Nobody is refused with a regular expression: whatever a text is to be like that comes in is told in words."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import TypeAdapter

SERVICES = ("members", "procurement", "impact")


def wordless(schema: Any, seen: set[int]) -> Iterator[str]:
    """The patterns in a schema of pydantic's core that refuse without words."""
    if isinstance(schema, list | tuple):
        for one in schema:
            yield from wordless(one, seen)
    if not isinstance(schema, dict) or id(schema) in seen:
        return
    seen.add(id(schema))
    if schema.get("type") == "str" and "pattern" in schema:
        yield str(schema["pattern"])
    for name, one in schema.items():
        is_told = schema.get("type") == "custom-error" and name == "schema"
        if name not in ("metadata", "cls") and not is_told:
            yield from wordless(one, seen)


def _app(service: str, home: Path) -> FastAPI:
    settings = import_module(f"partage_{service}.settings")
    (made,) = [
        s for name, s in vars(settings).items() if name.endswith("Settings") and name.lower().startswith(service)
    ]
    app: FastAPI = import_module(f"partage_{service}.app").create_app(made(home=home))
    return app


@pytest.mark.parametrize("service", SERVICES)
def test_whatever_comes_in_has_words_for_its_patterns(service: str, home: Path) -> None:
    app, seen = _app(service, home), set[int]()
    found = set[tuple[str, str]]()
    looked_at = 0
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if not isinstance(route, APIRoute):
            continue
        flat = [route.dependant, *_below(route.dependant)]
        fields = [
            field
            for one in flat
            for field in (*one.path_params, *one.query_params, *one.header_params, *one.body_params)
        ]
        looked_at += len(fields)
        found |= {(route.path, one) for field in fields for one in wordless(field._type_adapter.core_schema, seen)}
    for kind in app.state.service.imports:
        found |= {(kind.noun, one) for one in wordless(TypeAdapter(kind.shape).core_schema, seen)}
    assert looked_at > 50 and found == set()


def _below(dependant: Any) -> list[Any]:
    return [one for inner in dependant.dependencies for one in (inner, *_below(inner))]
