"""An example of each event, made from its schema: a field's own examples, its name or its form tell what it holds."""

from collections.abc import Mapping
from typing import Any

from partage_kit.types import Fact

_BY_NAME: Mapping[str, Any] = {
    "categories": "30197600",
    "category": "30197600",
    "charter_number": 2,
    "criteria": "carbon-footprint",
    "discount": 1000,
    "estimated_gains_minor": 12_400,
    "estimated_logistics_minor": 3_500,
    "gains_minor": 15_250,
    "indicator": "buyers-among-filieres",
    "label": "committed",
    "languages": "fr",
    "lines_count": 27,
    "logistics_minor": 3_500,
    "members_count": 18,
    "n": 142,
    "number": 2,
    "nuts": "BE100",
    "occupations": "graphic-designer",
    "office_minor": 4_000,
    "partner_offices": "lille",
    "partner_office": "lille",
    "party_office": "brussels",
    "period": "2026-Q1",
    "postal_code": "1000",
    "questionnaire": "relation-to-work",
    "reached_minor": 21_000,
    "reference_minor": 460,
    "required_minor": 25_000,
    "saving_minor": 11_750,
    "sectors": "74.1",
    "territories": "BE100",
    "theme": "circular_economy",
    "themes": "circular_economy",
    "tier": 2,
    "total_minor": 186_340,
    "trades": "graphic-designer",
    "unit_price": 385,
    "unit_price_minor": 385,
    "vat_rate": 2100,
}
_UNITS = {"procurement": "ream", "impact": "percent"}
_BY_FORM = {
    "uuid": "0198c0de-1b2a-7c3d-8e4f-5a6b7c8d9e0f",
    "date-time": "2026-03-01T09:00:00Z",
    "date": "2026-03-01",
}
_BY_TYPE = {"integer": 3, "number": 1.5, "boolean": True}


class NoExample(Exception):
    """Nothing tells what a field could hold."""


def example_event(fact: type[Fact], schema: Mapping[str, Any]) -> dict[str, Any]:
    """One plausible event of a type.

    Raises:
        NoExample: give the field `examples=`, or its name a value here.
    """
    return {
        "specversion": "1.0",
        "id": "0198c0de-ffff-7000-8000-000000000001",
        "source": f"/{fact.service}",
        "type": fact.type_name(),
        "subject": _BY_FORM["uuid"],
        "time": _BY_FORM["date-time"],
        "datacontenttype": "application/json",
        "dataschema": f"/schemas/{fact.type_name()}.json",
        "office": "brussels",
        "sequence": "0000000003",
        "data": _members(schema, _Shapes(schema.get("$defs", {}), {**_BY_NAME, "unit": _UNITS.get(fact.service)})),
    }


class _Shapes:
    """What shapes refer to, and what names tell."""

    def __init__(self, definitions: Mapping[str, Any], by_name: Mapping[str, Any]) -> None:
        self.definitions, self.by_name = definitions, by_name


def _members(shape: Mapping[str, Any], known: _Shapes) -> dict[str, Any]:
    return {name: _example(name, part, known) for name, part in shape.get("properties", {}).items()}


def _example(name: str, shape: Mapping[str, Any], known: _Shapes) -> Any:
    if "examples" in shape:
        return shape["examples"][0]
    if "$ref" in shape:
        return _example(name, known.definitions[shape["$ref"].rsplit("/", 1)[1]], known)
    if "anyOf" in shape:
        return _example(name, shape["anyOf"][0], known)
    if "const" in shape or "enum" in shape:
        return shape["const"] if "const" in shape else shape["enum"][0]
    kind = str(shape.get("type"))
    if kind == "object":
        return _members(shape, known)
    if kind == "array":
        return [_example(name, shape["items"], known)] if shape.get("items") else []
    if name in known.by_name:
        return known.by_name[name]
    if kind == "string" and shape.get("format") not in _BY_FORM:
        raise NoExample(f"{name}: give it an example")
    return _BY_FORM[shape["format"]] if kind == "string" else _BY_TYPE[kind]
