"""Every route of every service: closed to strangers, blind to other offices, and its lists whole page by page."""

from collections.abc import AsyncIterator, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi.routing import RouteContext

from partage_kit.auth import Role
from partage_kit.auth.local_issuer import issue
from partage_kit.http.service import domain_routes, roles_of
from support.databases import Databases
from support.house import BRUSSELS, GHENT, House, house_of, member_number
from support.minimal import minimal, required_query
from support.populated import BODIES, CODES, POPULATE, Ids

PUBLIC = {
    "members": {
        "GET /members/v1/analytics/snapshots",
        "GET /members/v1/analytics/tables/{table}",
        "GET /members/v1/analytics/tables/{table}/chart",
        "GET /members/v1/analytics/tables/{table}/picture",
        "GET /members/v1/analytics/tables/{table}/series",
        "GET /members/v1/analytics/tables/{table}/series/chart",
        "GET /members/v1/analytics/tables/{table}/series/picture",
        "GET /members/v1/classifications",
        "GET /members/v1/classifications/{scheme}/concepts",
        "GET /members/v1/classifications/{scheme}/concepts/{code}",
        "GET /members/v1/places",
        "GET /members/v1/places/editions",
        "GET /members/v1/places/regions",
        "GET /members/v1/classifications/{scheme}/concepts/{code}/mappings",
        "GET /members/v1/classifications/{scheme}/changes",
        "POST /members/v1/classifications/resolve",
        "GET /members/v1/directory",
        "GET /members/v1/directory/completions",
        "GET /members/v1/directory/members/{member_id}",
        "GET /members/v1/directory/members/{member_id}/card",
        "GET /members/v1/directory/members/{member_id}/page",
        "GET /members/v1/directory/page",
        "GET /members/v1/feeds/{office}/members",
        "GET /members/v1/consent-notices/current",
        "GET /members/v1/initiatives",
        "GET /members/v1/initiatives/{initiative_id}",
        "GET /members/v1/opportunities",
        "GET /members/v1/opportunities/{opportunity_id}",
        "GET /members/v1/erasures/{erasure_id}/receipt",
        "GET /members/v1/external-spaces",
        "GET /members/v1/external-spaces/{space_id}",
    },
    "procurement": {"GET /procurement/v1/categories", "GET /procurement/v1/categories/{code}"},
    "impact": {
        "GET /impact/v1/dimensions",
        "GET /impact/v1/published-evaluations",
        "POST /impact/v1/waves/{wave_id}/responses",
        "POST /impact/v1/waves/{wave_id}/receipts",
    },
}
"""What works without a token: classifications, what an office has published, and answers nobody may be told by."""

NOWHERE = "0192f0c4-0000-7000-8000-000000000000"

HEADERS = {"X-Request-Id": "every-route", "If-Match": '"1"'}


@pytest.fixture(params=list(PUBLIC))
def service(request: pytest.FixtureRequest) -> str:
    """Each service in turn."""
    name: str = request.param
    return name


@pytest.fixture
async def house(service: str, fresh_databases: Databases, home: Path) -> AsyncIterator[House]:
    """The service on a fresh database, with its workers."""
    package = f"partage_{service}"
    tables = import_module(f"{package}.tables").tables
    migrations = Path(str(import_module(package).__file__)).parent / "migrations"
    made = getattr(import_module(f"{package}.settings"), f"{service.capitalize()}Settings")
    url = fresh_databases.fresh_url(tables, migrations=migrations)
    hasty = {"decide_every_seconds": 0.1} if "decide_every_seconds" in made.model_fields else {}
    settings = made(home=home, database_url=url, migrate_on_start=False, **hasty)
    async with house_of(import_module(f"{package}.app").create_app, settings) as house:
        yield house


class Route:
    """One method of one path, and a request that it understands."""

    def __init__(self, route: RouteContext, method: str, document: Mapping[str, Any]) -> None:
        self.method, self.path = method, str(route.path)
        self.roles = roles_of(route)
        self._schemas = document["components"]["schemas"]
        self.operation = document["paths"][route.path][method.lower()]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def query(self, name: str) -> Mapping[str, Any] | None:
        """The schema of a query parameter, if the route has it."""
        found = [one for one in self.operation.get("parameters", ()) if (one["in"], one["name"]) == ("query", name)]
        return found[0]["schema"] if found else None

    async def ask(self, who: httpx.AsyncClient, ids: Ids) -> httpx.Response:
        """Send the least that has the shape the route asks for."""
        body = self.operation.get("requestBody", {}).get("content", {}).get("application/json")
        least = minimal(body["schema"], self._schemas) if body else None
        return await who.request(
            self.method,
            self.path.format_map(CODES | dict(ids)),
            params=required_query(self.operation, self._schemas),
            json=BODIES.get(str(self), least),
            headers=HEADERS,
        )


def routes(house: House) -> Iterator[Route]:
    """All routes of the service."""
    document = house.app.openapi()
    for route in domain_routes(house.app):
        for method in sorted(route.methods or ()):
            yield Route(route, method, document)


def nowhere(route: Route) -> Ids:
    """Ids of nothing, for each id in the path."""
    names = [part[1:-1] for part in route.path.split("/") if part.endswith("_id}")]
    return dict.fromkeys(names, NOWHERE)


def caller(house: House, roles: frozenset[str] | None, office: str, ids: Ids) -> httpx.AsyncClient:
    """Somebody with all these roles (all there are, if none are named), whose token names the filière in question."""
    filieres = [UUID(ids["filiere_id"])] if "filiere_id" in ids else []
    held = [Role(role) for role in roles or Role]
    return house.client(issue(house.settings, held, office, member_number(1), filieres=filieres))


async def test_every_route_is_closed_unless_it_is_listed_as_public(house: House, service: str) -> None:
    seen: dict[str, tuple[int, str]] = {}
    for route in routes(house):
        answer = await route.ask(house.client(), nowhere(route))
        if answer.status_code != 401:
            seen[str(route)] = (answer.status_code, answer.text)
    assert set(seen) == PUBLIC[service], seen


async def test_every_route_is_closed_to_all_roles_it_does_not_name(house: House) -> None:
    seen: dict[str, int] = {}
    for route in routes(house):
        if others := frozenset(Role) - route.roles if route.roles else frozenset():
            answer = await route.ask(caller(house, others, BRUSSELS, {}), nowhere(route))
            seen[str(route)] = answer.status_code
    assert seen and set(seen.values()) == {403}, seen


async def test_a_record_of_another_office_is_as_if_it_did_not_exist(house: House, service: str) -> None:
    ids = await POPULATE[service](house)
    told = []
    for route in routes(house):
        absent = nowhere(route)
        if not absent or str(route) in PUBLIC[service]:
            continue
        abroad = caller(house, route.roles, GHENT, ids)
        foreign, missing = await route.ask(abroad, ids), await route.ask(abroad, absent)
        if (foreign.status_code, foreign.content, foreign.headers) != (404, missing.content, missing.headers):
            told.append((str(route), foreign.status_code, foreign.text, missing.status_code, missing.text))
    assert told == [], "\n".join(map(str, told))


async def test_every_list_is_the_same_line_by_line_as_at_once(house: House, service: str) -> None:
    ids = await POPULATE[service](house)
    for route in routes(house):
        if route.query("cursor") is None or "application/json" not in route.operation["responses"]["200"]["content"]:
            continue
        sort = route.query("sort") or {}
        for order in sort.get("enum") or [sort.get("const")]:
            given = required_query(route.operation, {}) | ({"sort": order} if order else {})
            who = caller(house, route.roles, BRUSSELS, ids)
            path = route.path.format_map(CODES | dict(ids))
            at_once = await pages(who, path, given | {"limit": "200"})
            assert len(at_once) > 1, f"{route} has too little to tell"
            assert await pages(who, path, given | {"limit": "1"}) == at_once, f"{route} by {order}"


async def pages(who: httpx.AsyncClient, path: str, query: Mapping[str, Any]) -> list[Any]:
    """What a list tells over all its pages; the Link header leads where `next` does."""
    items: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        page = await who.get(path, params={**query, **cursor})
        assert page.status_code == 200, page.text
        body = page.json()
        items += body["items"]
        if body["next"] is None:
            assert "next" not in page.links
            return items
        assert len(body["items"]) == int(query["limit"])
        assert httpx.URL(page.links["next"]["url"]).params["cursor"] == body["next"]
        cursor = {"cursor": body["next"]}
