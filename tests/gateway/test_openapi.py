"""The merged OpenAPI document: every path and meaning of the services, no reference that leads nowhere."""

import asyncio
import importlib
import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import given
from hypothesis import strategies as st

from gateway.conftest import GatewayMaker
from gateway.processes import workshop
from partage_gateway.openapi.merge import merge
from support.plain_http import NO_CERTIFICATES
from support.waiting import eventually

INFO = {"title": "House", "version": "1"}


def document(service: str, schemas: dict[str, Any], operation: str = "list_things") -> dict[str, Any]:
    """A document with one path that shows every schema."""
    shown = [{"$ref": f"#/components/schemas/{name}"} for name in schemas]
    content = {"application/json": {"schema": {"anyOf": shown}}}
    answers = {"200": {"description": "all", "content": content}}
    return {
        "openapi": "3.1.0",
        "info": {"title": service, "version": "1"},
        "tags": [{"name": "things"}],
        "paths": {f"/{service}/v1/things": {"get": {"operationId": operation, "responses": answers}}},
        "components": {"schemas": schemas},
    }


def resolved(value: Any, document: dict[str, Any]) -> Any:
    """A value with every reference replaced by what it refers to (the documents here have no cycles)."""
    if isinstance(value, dict):
        if "$ref" in value:
            target: Any = document
            for part in value["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            return resolved(target, document)
        return {key: resolved(part, document) for key, part in value.items()}
    return [resolved(part, document) for part in value] if isinstance(value, list) else value


def test_the_same_schema_is_one_and_different_ones_are_told_apart() -> None:
    page_a, page_b = {"type": "object", "title": "A"}, {"type": "object", "title": "B"}
    same = {"type": "string"}
    merged = merge(
        {
            "members": document("members", {"Page": page_a, "Problem": same, "Profile": {"type": "integer"}}),
            "procurement": document("procurement", {"Page": page_b, "Problem": same}),
        },
        INFO,
    )
    schemas = merged["components"]["schemas"]
    assert set(schemas) == {"MembersPage", "ProcurementPage", "Problem", "Profile"}
    assert (schemas["MembersPage"], schemas["ProcurementPage"]) == (page_a, page_b)
    operations = [path["get"]["operationId"] for path in merged["paths"].values()]
    assert operations == ["members_list_things", "procurement_list_things"]
    assert merged["tags"] == [{"name": "things"}]


def test_a_schema_differs_when_what_it_refers_to_does() -> None:
    def chain(leaf: str) -> dict[str, Any]:
        return {
            "Leaf": {"type": leaf},
            "Branch": {"properties": {"leaf": {"$ref": "#/components/schemas/Leaf"}}},
            "Tree": {"oneOf": [], "discriminator": {"mapping": {"branch": "#/components/schemas/Branch"}}},
        }

    parts = {"members": document("members", chain("string")), "impact": document("impact", chain("integer"))}
    schemas = merge(parts, INFO)["components"]["schemas"]
    assert len(schemas) == 6
    assert schemas["ImpactBranch"]["properties"]["leaf"] == {"$ref": "#/components/schemas/ImpactLeaf"}
    assert schemas["MembersTree"]["discriminator"]["mapping"] == {"branch": "#/components/schemas/MembersBranch"}


NAMES = ("A", "B", "C", "D")


@st.composite
def schema_sets(draw: st.DrawFn) -> dict[str, Any]:
    """Schemas that refer only to later names, so that nothing goes in circles."""
    chosen = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1).map(sorted))
    schemas: dict[str, Any] = {}
    for name in chosen:
        later = [other for other in chosen if other > name]
        references = draw(st.lists(st.sampled_from(later), unique=True)) if later else []
        schemas[name] = {
            "title": draw(st.sampled_from(["x", "y"])),
            "anyOf": [{"$ref": f"#/components/schemas/{other}"} for other in references],
        }
    return schemas


@given(st.fixed_dictionaries({name: schema_sets() for name in ("members", "procurement", "impact")}))
def test_merging_changes_names_and_never_meanings(sets: dict[str, dict[str, Any]]) -> None:
    parts = {service: document(service, schemas) for service, schemas in sets.items()}
    before = deepcopy(parts)
    merged = merge(parts, INFO)
    assert parts == before
    for service, part in parts.items():
        path = f"/{service}/v1/things"
        was, now = part["paths"][path]["get"]["responses"], merged["paths"][path]["get"]["responses"]
        assert resolved(now, merged) == resolved(was, part)


def references(value: Any) -> Iterator[str]:
    """Every reference within a value."""
    if isinstance(value, dict):
        yield from ([value["$ref"]] if isinstance(value.get("$ref"), str) else [])
        for part in value.values():
            yield from references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)


def test_the_documents_of_the_real_services_merge(tmp_path: Path) -> None:
    parts = {}
    for service in ("members", "procurement", "impact"):
        settings = getattr(importlib.import_module(f"partage_{service}.settings"), f"{service.capitalize()}Settings")
        parts[service] = importlib.import_module(f"partage_{service}.app").create_app(settings(home=tmp_path)).openapi()
    merged = merge(parts, INFO)
    assert set(merged["paths"]) == {path for part in parts.values() for path in part["paths"]}
    schemas = merged["components"]["schemas"]
    assert {reference.rsplit("/", 1)[1] for reference in references(merged)} <= set(schemas)
    assert "Problem" in schemas, "what the kit gives to all services stays one"
    assert len(list(schemathesis.openapi.from_dict(merged).get_all_operations())) > 0


async def test_the_house_shows_one_document(client: httpx.AsyncClient) -> None:
    answer = await client.get("/openapi.json")
    merged = answer.json()
    assert merged["openapi"] == "3.1.0"
    assert list(merged["paths"]) == ["/members/v1/things"]
    assert merged["info"]["x-unavailable"] == ["procurement", "impact"]
    unchanged = await client.get("/openapi.json", headers={"if-none-match": answer.headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


async def test_a_service_that_goes_down_keeps_its_last_good_document(make_gateway: GatewayMaker) -> None:
    service = workshop()
    service.start()
    nobody = make_gateway(members_url=service.url)
    async with httpx.AsyncClient(base_url=nobody.url, timeout=30, verify=NO_CERTIFICATES) as client:

        async def shown() -> dict[str, Any]:
            return json.loads((await client.get("/openapi.json")).text)  # type: ignore[no-any-return]

        # all callers at once get the same document
        first, second = await asyncio.gather(shown(), shown())
        assert first == second
        assert first["info"]["x-unavailable"] == ["procurement", "impact"]
        service.kill()
        later = await eventually(shown, lambda seen: "members" in seen["info"]["x-unavailable"])
    assert later["paths"] == first["paths"]
    assert later["components"] == first["components"]


@pytest.mark.parametrize("path", ["/members/v1/openapi.json"])
async def test_a_service_document_is_also_there_by_itself(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).json()["info"]["title"] == "Workshop"
