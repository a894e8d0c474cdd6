"""The least that has the shape a route asks for, made from its OpenAPI document."""

from collections.abc import Callable, Mapping
from typing import Any

Schema = Mapping[str, Any]

TEXTS = {
    "uuid": "0192f0c4-0000-7000-8000-000000000001",
    "date": "2026-06-17",
    "date-time": "2199-01-01T00:00:00Z",
}


def minimal(schema: Schema, schemas: Mapping[str, Schema]) -> Any:
    """A value of this schema with nothing that may be left out."""
    if reference := schema.get("$ref"):
        return minimal(schemas[reference.rpartition("/")[2]], schemas)
    for known in ("const", "examples", "enum"):
        if known in schema:
            return schema[known] if known == "const" else schema[known][0]
    if branches := schema.get("anyOf") or schema.get("oneOf"):
        return minimal(branches[0], schemas)
    return _OF_TYPE[schema.get("type", "object")](schema, schemas)


def required_query(operation: Schema, schemas: Mapping[str, Schema]) -> dict[str, Any]:
    """The query parameters that may not be left out."""
    return {
        one["name"]: minimal(one["schema"], schemas)
        for one in operation.get("parameters", ())
        if one["in"] == "query" and one.get("required")
    }


def _object(schema: Schema, schemas: Mapping[str, Schema]) -> dict[str, Any]:
    if schema.get("minProperties"):
        key = minimal(schema.get("propertyNames", {"type": "string"}), schemas)
        return {key: minimal(schema["additionalProperties"], schemas)}
    return {name: minimal(schema["properties"][name], schemas) for name in schema.get("required", ())}


def _array(schema: Schema, schemas: Mapping[str, Schema]) -> list[Any]:
    return [minimal(schema["items"], schemas) for _ in range(schema.get("minItems", 0))]


def _string(schema: Schema, _schemas: Mapping[str, Schema]) -> str:
    return TEXTS.get(schema.get("format", ""), "word".ljust(schema.get("minLength", 0), "s"))


def _number(schema: Schema, _schemas: Mapping[str, Schema]) -> int:
    return int(schema.get("minimum", 1))


_OF_TYPE: Mapping[str, Callable[[Schema, Mapping[str, Schema]], Any]] = {
    "object": _object,
    "array": _array,
    "string": _string,
    "integer": _number,
    "number": _number,
    "boolean": lambda _schema, _schemas: True,
}
