"""Attacks on every address that can be read, as the service itself lists them, so that a new one is attacked, too.

What a member keeps to herself or to her filière, and what an office keeps to its staff, changes nothing of what anybody
else is told: not the answer, its headers, its pages and their cursors, nor the statements by which it was found."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

import httpx

from members.conftest import quiet_house
from members.leaks.happenings import OUTSIDE, Stage, alone, for_her_filiere, staged
from members.leaks.knocking import Told, knock
from partage_kit.auth import Role
from partage_kit.http.service import domain_routes, roles_of
from support.databases import Databases
from support.house import BRUSSELS, GHENT, House
from support.minimal import required_query
from support.populated import CODES, Ids, populate_members

PAGES = 4
"""So many pages of one line are read of each list, as their cursors could tell something, too."""


class Onlooker(NamedTuple):
    """Somebody who looks, and in which roles."""

    roles: frozenset[Role]
    client: httpx.AsyncClient


def onlookers(house: House, ids: Ids) -> Mapping[str, Onlooker]:
    """All who may notice nothing; nobody of them works for the office of the owner, where registers are kept."""
    abroad, foreign = frozenset({Role.STAFF, Role.OFFICE_ADMIN}), (UUID(int=7),)
    return {
        "companion": Onlooker(frozenset({Role.MEMBER}), house.as_member(3)),
        "outsider": Onlooker(frozenset({Role.MEMBER}), house.as_member(OUTSIDE)),
        "facilitator": Onlooker(frozenset({Role.FACILITATOR}), house.as_role(Role.FACILITATOR, filieres=foreign)),
        "partner": Onlooker(frozenset({Role.PARTNER}), house.as_role(Role.PARTNER)),
        "client": Onlooker(frozenset({Role.CLIENT}), house.as_role(Role.CLIENT)),
        "integrator": Onlooker(frozenset({Role.INTEGRATOR}), house.as_role(Role.INTEGRATOR)),
        "member abroad": Onlooker(frozenset({Role.MEMBER}), house.as_member(OUTSIDE, office=GHENT)),
        "staff abroad": Onlooker(abroad, house.as_role(*abroad, office=GHENT)),
        "anybody": Onlooker(frozenset(), house.client()),
    }


class Door(NamedTuple):
    """An address, with the queries that are tried; None lets everybody in, no roles everybody with a token."""

    path: str
    queries: tuple[Mapping[str, Any], ...]
    roles: frozenset[str] | None

    def lets_in(self, roles: frozenset[Role]) -> bool:
        """Whether somebody in these roles may knock."""
        return self.roles is None or bool(roles & self.roles if self.roles else roles)


def doors(house: House, ids: Ids) -> Iterator[Door]:
    """Every address that can be read."""
    document = house.app.openapi()
    for route in domain_routes(house.app):
        path = str(route.path)
        if "GET" not in (route.methods or ()):
            continue
        operation = document["paths"][path]["get"]
        needed = required_query(operation, document["components"]["schemas"]) | {"member_id": ids["member_id"]}
        named = {one["name"]: one["schema"] for one in operation.get("parameters", ()) if one["in"] == "query"}
        least = {name: value for name, value in needed.items() | {("office", BRUSSELS)} if name in named}
        tried = [least, *({**least, name: value} for name, value in _variations(named))]
        yield Door(path.format_map(CODES | dict(ids)), tuple(tried), roles_of(route))


def _variations(named: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each order and format, and pages of one line."""
    for name in ("sort", "format", "type", "audience"):
        yield from ((name, value) for value in named.get(name, {}).get("enum", ()))
    if "cursor" in named:
        yield "limit", 1


async def told(stage: Stage) -> dict[tuple[str, str], list[Told]]:
    """What each onlooker is told at each door."""
    seen: dict[tuple[str, str], list[Told]] = {}
    people = onlookers(stage.house, stage.ids)
    for door in doors(stage.house, stage.ids):
        for who, (roles, client) in people.items():
            if door.lets_in(roles):
                for query in door.queries:
                    where = f"{door.path}?{urlencode(query)}"
                    seen[who, where] = [one async for one in _pages(stage.house, client, where)]
    return seen


async def _asked_before(stage: Stage) -> None:
    """Let the service keep in memory what it keeps of published schemes."""
    for door in doors(stage.house, stage.ids):
        if door.roles is None:
            await stage.house.client().get(door.path, params=door.queries[0])


async def _pages(house: House, client: httpx.AsyncClient, path: str) -> Any:
    cursor = ""
    for _ in range(PAGES):
        answer = await knock(house, client, "GET", path + cursor)
        yield answer
        is_page = answer.status == httpx.codes.OK and "limit=" in path and answer.content.startswith(b'{"items"')
        following = json.loads(answer.content).get("next") if is_page else None
        if following is None:
            return
        cursor = f"&cursor={following}"


def differing(one: Mapping[tuple[str, str], list[Told]], other: Mapping[tuple[str, str], list[Told]]) -> list[str]:
    """Who was told something else than before, where, and in what the answers differ."""
    assert one and one.keys() == other.keys(), "nobody knocks"
    return [f"{where}: {_difference(one[where], other[where])}" for where in one if one[where] != other[where]]


def _difference(one: list[Told], other: list[Told]) -> str:
    first, second = next((pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]), (one, other))
    texts = [str(part) for pair in zip(first, second, strict=False) if pair[0] != pair[1] for part in pair]
    start = next((at for at, (a, b) in enumerate(zip(*texts[:2], strict=False)) if a != b), 0)
    return " | ".join(text[max(0, start - 60) : start + 60] for text in texts[:2])


async def test_nobody_notices_what_is_kept_from_them(fresh_databases: Databases, home: Path) -> None:
    async with quiet_house(fresh_databases, home) as house:
        stage = await staged(house, await populate_members(house))
        await _asked_before(stage)
        before = await told(stage)
        await alone(stage)
        between = await told(stage)
        knocked = {where.partition("?")[0] for _, where in between}
        assert knocked == {door.path for door in doors(house, stage.ids)}, "somebody who looks is let in everywhere"
        found = differing(before, between)
        assert not found, "what is hers or the office's alone:\n" + "\n".join(found)
        await for_her_filiere(stage)
        outside = {where: seen for where, seen in between.items() if where[0] != "companion"}
        after = await told(stage)
        found = differing(outside, {where: after[where] for where in outside})
        assert not found, "what is for her filière:\n" + "\n".join(found)
