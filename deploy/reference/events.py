"""JSON Schemas and an AsyncAPI 3 document of every fact, and the ledger that keeps them compatible."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from typing import Any

import partage_contracts
from deploy.reference.examples import example_event
from partage_kit.types import Fact

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Shapes = dict[str, dict[str, Any]]


class Incompatible(Exception):
    """A released fact lost a field or changed one; that needs a new version beside the old."""


def all_facts() -> list[type[Fact]]:
    """Every fact of the contracts, by type name."""
    for module in pkgutil.iter_modules(partage_contracts.__path__):
        importlib.import_module(f"partage_contracts.{module.name}")
    return sorted(_announced(Fact), key=lambda fact: fact.type_name())


def _announced(root: type[Fact]) -> Iterator[type[Fact]]:
    for child in root.__subclasses__():
        if not child.__name__.startswith("_") and child.__module__.startswith("partage_contracts."):
            yield child
        yield from _announced(child)


def data_schema(fact: type[Fact]) -> dict[str, Any]:
    """The JSON Schema of the `data` of one event type; it allows fields that a later edition adds."""
    schema = _open(fact.model_json_schema(mode="serialization"))
    for envelope_field in ("office", "subject", "sequence"):
        schema["properties"].pop(envelope_field)
    schema["required"] = [name for name in schema.get("required", []) if name in schema["properties"]]
    head = {"$schema": DIALECT, "$id": f"/schemas/{fact.type_name()}.json", "title": fact.type_name()}
    return head | {k: v for k, v in schema.items() if k != "title"} | {"description": inspect.getdoc(fact)}


def _open(schema: Any) -> Any:
    """Classes are strict, for who announces; whoever reads must not stumble over an additional field."""
    if isinstance(schema, list):
        return [_open(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {name: _open(part) for name, part in schema.items() if (name, part) != ("additionalProperties", False)}


def extend(ledger: Shapes, facts: list[type[Fact]]) -> Shapes:
    """The ledger of released shapes with what is new added.

    Raises:
        Incompatible: a field of a released type disappeared or changed.
    """
    shapes = {fact.type_name(): data_schema(fact) for fact in facts}
    for type_name, released in ledger.items():
        _require_kept(type_name, released, shapes.get(type_name))
    return {name: _fields(schema) for name, schema in shapes.items()}


def _require_kept(type_name: str, released: Mapping[str, Any], schema: Mapping[str, Any] | None) -> None:
    if schema is None:
        raise Incompatible(f"{type_name} disappeared; a released type stays")
    now = _fields(schema)
    for name, shape in released.items():
        if not _is_kept(now.get(name), _plain(shape, {})):
            change = "disappeared" if name not in now else "changed its type"
            raise Incompatible(f"{type_name}: the field {name} {change}; add a .v2 beside it")


def _is_kept(now: Any, released: Any) -> bool:
    """Whether what a reader knows of a shape still holds; its parts may have got further fields."""
    if isinstance(released, list) and isinstance(now, list):
        return len(now) == len(released) and all(map(_is_kept, now, released))
    if not (isinstance(released, dict) and isinstance(now, dict)):
        return bool(now == released)
    if not set(released.get("required", ())) <= set(now.get("required", ())):
        return False
    fields, known = now.get("properties", {}), released.get("properties", {})
    if not all(name in fields and _is_kept(fields[name], shape) for name, shape in known.items()):
        return False
    rest, before = ({k: v for k, v in s.items() if k not in ("properties", "required")} for s in (now, released))
    return set(rest) == set(before) and all(_is_kept(rest[k], v) for k, v in before.items())


def _fields(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Each field's shape with its references resolved and its prose left out."""
    definitions = schema.get("$defs", {})
    return {name: _plain(shape, definitions) for name, shape in schema["properties"].items()}


_NO_PART_OF_A_TYPE = ("title", "description", "default", "enum", "examples")


def _plain(shape: Any, definitions: Mapping[str, Any]) -> Any:
    if isinstance(shape, list):
        return [_plain(part, definitions) for part in shape]
    if not isinstance(shape, dict):
        return shape
    if "$ref" in shape:
        return _plain(definitions[shape["$ref"].rsplit("/", 1)[1]], definitions)
    kept = {k: v for k, v in _open(shape).items() if k not in _NO_PART_OF_A_TYPE}
    return {k: _plain(v, definitions) for k, v in kept.items()}


def asyncapi(facts: list[type[Fact]]) -> dict[str, Any]:
    """The AsyncAPI 3 document: a channel and a message for each fact, as CloudEvents 1.0 on NATS JetStream."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Partage events",
            "version": "1.0.0",
            "description": "Facts announced by the services, as CloudEvents 1.0 JSON on NATS JetStream. "
            "Streams: MEMBERS, PROCUREMENT, IMPACT. Delivery is at least once: remember event ids, and let the "
            "newest `sequence` of a subject win. They carry ids, codes, counts, amounts and dates, never a name.",
            "license": {"name": "Apache-2.0"},
        },
        "servers": {
            "house": {
                "host": "{host}:{port}",
                "protocol": "nats",
                "description": "JetStream of a house. The defaults are those of a local one (`make run`), which "
                "knows no accounts; elsewhere connect with the account that was given to you.",
                "variables": {
                    "host": {"default": "127.0.0.1", "description": "where the bus is reached"},
                    "port": {"default": "4222", "description": "PARTAGE_NATS_PORT of a local house"},
                },
            }
        },
        "defaultContentType": "application/cloudevents+json",
        "channels": {_key(fact): _channel(fact) for fact in facts},
        "operations": {
            f"receive_{_key(fact)}": {
                "action": "receive",
                "channel": {"$ref": f"#/channels/{_key(fact)}"},
                "summary": inspect.getdoc(fact),
            }
            for fact in facts
        },
        "components": {"messages": {_key(fact): _message(fact) for fact in facts}},
    }


def _key(fact: type[Fact]) -> str:
    return fact.type_name().replace(".", "_")


def _channel(fact: type[Fact]) -> dict[str, Any]:
    return {
        "address": fact.address("{office}"),
        "parameters": {"office": {"description": "code of the office that hosts the subject; `*` reads all you may"}},
        "messages": {_key(fact): {"$ref": f"#/components/messages/{_key(fact)}"}},
    }


def _message(fact: type[Fact]) -> dict[str, Any]:
    schema = data_schema(fact)
    return {
        "name": fact.type_name(),
        "title": f"{fact.noun} {fact.verb}",
        "summary": inspect.getdoc(fact),
        "contentType": "application/cloudevents+json",
        "payload": {"schemaFormat": "application/schema+json;version=draft-2020-12", "schema": _envelope(fact, schema)},
        "examples": [{"payload": example_event(fact, schema)}],
    }


def _envelope(fact: type[Fact], schema: dict[str, Any]) -> dict[str, Any]:
    text = {"type": "string"}
    properties: dict[str, Any] = {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "format": "uuid", "description": "unique; remember it to take an event once"},
        "source": {"const": f"/{fact.service}"},
        "type": {"const": fact.type_name()},
        "subject": {"type": "string", "format": "uuid", "description": "id of what the fact is about"},
        "time": {"type": "string", "format": "date-time"},
        "datacontenttype": {"const": "application/json"},
        "dataschema": {"const": f"/schemas/{fact.type_name()}.json"},
        "office": text,
        "sequence": {"type": "string", "pattern": "^[0-9]{10}$", "description": "version of the subject; newest wins"},
        "traceparent": text,
        "data": schema,
    }
    return {"type": "object", "required": [k for k in properties if k != "traceparent"], "properties": properties}
