"""What the tests of needs start from."""

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
