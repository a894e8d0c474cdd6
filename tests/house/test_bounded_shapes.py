"""Whatever a caller may send is bounded: texts, lists, maps and numbers, in bodies and in queries.

Paths and headers are bounded by the server that reads them.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

SELF_BOUNDED = {"uuid", "date", "date-time", "time"}


def unbounded(schema: Any, schemas: dict[str, Any], place: str, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """The places in a schema where somebody could send as much as they like."""
    if reference := schema.get("$ref"):
        name = reference.rpartition("/")[2]
        if name not in seen:
            yield from unbounded(schemas[name], schemas, place, seen | {name})
        return
    for branch in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield from unbounded(branch, schemas, place, seen)
    if "enum" in schema or "const" in schema:
        return
    kind = schema.get("type")
    if kind == "string" and not ("maxLength" in schema or "pattern" in schema or schema.get("format") in SELF_BOUNDED):
        yield f"{place}: text"
    if kind in ("integer", "number") and not (
        ("maximum" in schema or "exclusiveMaximum" in schema) and ("minimum" in schema or "exclusiveMinimum" in schema)
    ):
        yield f"{place}: number"
    if kind == "array":
        if "maxItems" not in schema:
            yield f"{place}: list"
        yield from unbounded(schema.get("items", {}), schemas, f"{place}[]", seen)
    if kind == "object":
        for name, inner in schema.get("properties", {}).items():
            yield from unbounded(inner, schemas, f"{place}.{name}", seen)
        values = schema.get("additionalProperties", False)
        if values is not False:
            keys = schema.get("propertyNames", {})
            if "maxProperties" not in schema and not ("enum" in keys or "$ref" in keys):
                yield f"{place}: map"
            if isinstance(values, dict):
                yield from unbounded(values, schemas, f"{place}{{}}", seen)


@pytest.mark.parametrize("service", ["members", "procurement", "impact"])
def test_whatever_a_caller_may_send_is_bounded(service: str, home: Path) -> None:
    settings = import_module(f"partage_{service}.settings")
    (made,) = [
        s for name, s in vars(settings).items() if name.endswith("Settings") and name.lower().startswith(service)
    ]
    app = import_module(f"partage_{service}.app").create_app(made(home=home))
    document = app.openapi()
    schemas = document["components"]["schemas"]
    found: list[str] = []
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            where = f"{method.upper()} {path}"
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "query":
                    found += unbounded(parameter["schema"], schemas, f"{where} query {parameter['name']}")
            for media in operation.get("requestBody", {}).get("content", {}).values():
                found += unbounded(media["schema"], schemas, f"{where} body")
    assert found == []
