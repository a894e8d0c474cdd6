"""What the tests of needs start from."""

from collections.abc import Iterable, Mapping
from typing import Any

import httpx

from members.initiating import in_days
from partage_kit.auth import Role
from support.house import House

SURVEYS = "/members/v1/needs-surveys"
NEEDS = "/members/v1/needs"


def a_survey(house: House, **changes: object) -> dict[str, Any]:
    """A survey of needs as a form would send it."""
    return {
        "title": {"fr": "Vos besoins", "nl": "Uw behoeften"},
        "trades": ["graphic-designer"],
        "sectors": ["74"],
        "nuts": ["BE10"],
        "topics": ["income"],
        "languages": ["fr", "nl"],
        "opens_on": in_days(house, 1),
        "closes_on": in_days(house, 30),
    } | changes


async def made(answer: httpx.Response, status: int = 201) -> dict[str, Any]:
    """What an answer holds that was expected to be a good one."""
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    return body


def staff(house: House) -> httpx.AsyncClient:
    """A permanent worker of the office."""
    return house.as_role(Role.STAFF)


async def requested(house: House, **changes: object) -> dict[str, Any]:
    """A survey of needs that the office has asked for."""
    return await made(await staff(house).post(SURVEYS, json=a_survey(house, **changes)))


def a_need(**changes: object) -> dict[str, Any]:
    """A need as a form would send it."""
    return {
        "code": "steady_income",
        "trades": ["graphic-designer"],
        "sectors": ["74"],
        "nuts": ["BE10"],
        "rank": 1,
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
    } | changes


async def recorded(house: House, **changes: object) -> dict[str, Any]:
    """A need that somebody of the staff has typed in."""
    return await made(await staff(house).post(NEEDS, json=a_need(**changes)))


async def shown(house: House, **changes: object) -> dict[str, Any]:
    """A need that a colleague has published."""
    return await made(await publish(colleague(house), await recorded(house, **changes)), 200)


async def publish(who: httpx.AsyncClient, need: Mapping[str, Any]) -> httpx.Response:
    """The answer to somebody who shows a need as she has read it."""
    headers = {"If-Match": f'"{need["version"]}"'}
    return await who.post(f"{NEEDS}/{need['id']}/publish", headers=headers)


def as_read(needs: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What publishes these needs at once, as they were read."""
    return {"needs": [{"id": need["id"], "version": need["version"]} for need in needs]}


def colleague(house: House) -> httpx.AsyncClient:
    """Another permanent worker of the office."""
    return house.as_person("colleague", Role.STAFF)


async def listed(who: httpx.AsyncClient, **query: Any) -> list[str]:
    """The ids of the needs that somebody is shown, in their order."""
    page = await made(await who.get(NEEDS, params=query), 200)
    return [one["id"] for one in page["items"]]
