"""The event catalogue, read from an AsyncAPI 3 document: each message with its address, fields and an example."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an event's payload."""

    name: str
    type: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Event:
    """One message of the catalogue."""

    name: str
    service: str
    summary: str
    address: str
    fields: tuple[Field, ...]
    schema: Mapping[str, Any]
    example: str


def events_of(document: Mapping[str, Any]) -> tuple[Event, ...]:
    """The messages of an AsyncAPI document by name; `schema` and `fields` are those of the CloudEvents `data`."""
    found = (
        _event(_resolved(message, document), channel.get("address") or "")
        for channel in document.get("channels", {}).values()
        for message in channel.get("messages", {}).values()
    )
    return tuple(sorted(found, key=lambda event: event.name))


def _event(message: Mapping[str, Any], address: str) -> Event:
    payload = message.get("payload", {})
    envelope = payload.get("schema", payload)  # a multi-format schema holds the JSON Schema under `schema`
    data = envelope.get("properties", {}).get("data", envelope)
    examples = message.get("examples", [])
    name = message.get("name", address)
    return Event(
        name=name,
        service=name.split(".")[1] if name.count(".") > 1 else "",
        summary=message.get("summary", ""),
        address=address,
        fields=tuple(_fields(data)),
        schema=data,
        example=json.dumps(examples[0]["payload"], indent=2, ensure_ascii=False) if examples else "",
    )


def _resolved(value: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow a reference within the document: {"$ref": "#/components/messages/x"}."""
    reference = value.get("$ref")
    if reference is None:
        return value
    target: Any = document
    for part in reference.removeprefix("#/").split("/"):
        target = target[part.replace("~1", "/").replace("~0", "~")]
    return _resolved(target, document)


def _fields(schema: Mapping[str, Any]) -> Iterator[Field]:
    required = schema.get("required", [])
    for name, shape in schema.get("properties", {}).items():
        yield Field(name, _type(shape, schema.get("$defs", {})), name in required, shape.get("description", ""))


def _type(shape: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    """A JSON Schema's type in a word or two: `uuid`, `list of string`, `trade | sector`."""
    if "$ref" in shape:
        name = shape["$ref"].rsplit("/", 1)[-1]
        return _type(definitions[name], definitions) if name in definitions else str(name)
    if "anyOf" in shape:
        return " | ".join(_type(part, definitions) for part in shape["anyOf"])
    if "enum" in shape:
        return " | ".join(str(value) for value in shape["enum"])
    if "const" in shape:
        return str(shape["const"])
    kind = shape.get("format") or shape.get("type", "any")
    return f"list of {_type(shape['items'], definitions)}" if kind == "array" and "items" in shape else str(kind)
