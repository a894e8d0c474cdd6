"""Each request body of the service has an example in OpenAPI, which is valid and plainly made up."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter

from partage_kit.auth import Role
from partage_kit.http.service import domain_routes
from partage_members.app import create_app
from partage_members.settings import MembersSettings
from support.house import BRUSSELS, House
from support.intake import imported

APP = create_app(MembersSettings())
DOCUMENT: dict[str, Any] = APP.openapi()


def bodies() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each request body: of which operation, of which media type, and how it is described."""
    for path, operations in DOCUMENT["paths"].items():
        for method, operation in operations.items():
            for media_type, body in operation.get("requestBody", {}).get("content", {}).items():
                yield f"{method.upper()} {path}", media_type, body


def example_of(body: dict[str, Any]) -> Any:
    """The example of a body: its own, or that of its schema; None without any."""
    schema = DOCUMENT["components"]["schemas"].get(body["schema"].get("$ref", "").rpartition("/")[2], {})
    return body.get("example", next(iter(schema.get("examples", ())), None))


def test_every_body_has_an_example() -> None:
    without = [(operation, media_type) for operation, media_type, body in bodies() if example_of(body) is None]
    assert without == []


def test_examples_validate_against_their_schemas() -> None:
    for operation, media_type, body in bodies():
        schema = body["schema"] | {"components": DOCUMENT["components"]}
        wrong = list(Draft202012Validator(schema).iter_errors(example_of(body)))
        assert wrong == [], (operation, media_type)


def test_examples_are_taken_by_the_shapes_of_their_routes() -> None:
    described = {(operation, media_type): body for operation, media_type, body in bodies()}
    taken = 0
    for route in domain_routes(APP):
        if route.body_field is not None:
            method = min(route.methods or ())
            example = example_of(described[f"{method} {route.path}", "application/json"])
            shape: Any = route.body_field.field_info.annotation
            TypeAdapter(shape).validate_json(json.dumps(example))
            taken += 1
    assert taken == sum(media_type == "application/json" for _, media_type in described)


def test_examples_name_nobody_who_exists() -> None:
    told = json.dumps([example_of(body) for *_, body in bodies()])
    hosts = {*re.findall(r"@([\w.-]+)", told), *re.findall(r"https?://([\w.-]+)", told)}
    assert hosts and all(host.endswith(".example") for host in hosts)


FILES = {
    "/members/v1/profiles/imports": (Role.STAFF, {}),
    "/members/v1/needs/imports": (Role.STAFF, {}),
    "/members/v1/places/postal-codes/imports": (Role.PLATFORM_ADMIN, {"version": "1", "country": "FR"}),
    "/members/v1/places/names/imports": (Role.PLATFORM_ADMIN, {"version": "1", "country": "FR"}),
    "/members/v1/places/postal-regions/imports": (Role.PLATFORM_ADMIN, {"version": "1", "country": "FR"}),
    "/members/v1/places/regions/imports": (Role.PLATFORM_ADMIN, {"version": "1"}),
}
"""Routes that take files of rows which may come by themselves, with who sends them and what they say beside."""


@pytest.mark.parametrize("path", FILES)
async def test_files_of_examples_can_be_brought_in(house: House, path: str) -> None:
    role, query = FILES[path]
    for operation, media_type, body in bodies():
        if operation == f"POST {path}":
            who = house.as_role(role, office=BRUSSELS)
            job = await imported(house, who, path, example_of(body), media_type, dry_run=True, **query)
            assert (job["state"], job["report"]) == ("done", None), job
