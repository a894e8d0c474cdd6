"""What the tests of initiatives start from."""

from datetime import timedelta
from typing import Any

import httpx

from partage_kit.auth import Role
from partage_kit.types import day_of
from support.house import House

INITIATIVES = "/members/v1/initiatives"
AUTHOR = 1


def an_initiative(**changes: object) -> dict[str, Any]:
    """An initiative as a form would send it."""
    return {
        "title": {"fr": "Atelier partagé", "nl": "Gedeeld atelier"},
        "description": {"fr": "Louer un atelier à plusieurs."},
        "trades": ["graphic-designer"],
        "sectors": ["74"],
        "nuts": ["BE10"],
        "wished_resources": [{"kind": "place", "note": {"fr": "60 m²"}}],
    } | changes


def an_experience(**changes: object) -> dict[str, Any]:
    """What a group learnt from something that is over."""
    told = {
        "started_on": "2023-01-10",
        "ended_on": "2024-06-30",
        "members_taking_part": 14,
        "result": {"fr": "Un salon commun."},
        "lessons": {"fr": "Commencer plus tôt."},
    }
    return an_initiative(kind="past_experience", experience=told | changes)


async def submitted(house: House, number: int = AUTHOR, body: dict[str, Any] | None = None) -> str:
    """The address of an initiative that a member has submitted."""
    made = await house.as_member(number).post(INITIATIVES, json=body or an_initiative())
    assert made.status_code == 201, made.text
    return f"{INITIATIVES}/{made.json()['id']}"


def in_days(house: House, days: int) -> str:
    """A day, counted from the house's own clock."""
    return (day_of(house.service.database.clock.roughly()) + timedelta(days=days)).isoformat()


async def published(house: House, number: int = AUTHOR, days: int = 90, **changes: object) -> str:
    """The address of an initiative that everybody sees."""
    path = await submitted(house, number, an_initiative(**changes))
    shown = await by_staff(house, path, "publish", review_on=in_days(house, days))
    assert shown.status_code == 200, shown.text
    return path


async def by_staff(house: House, path: str, verb: str, **body: object) -> httpx.Response:
    """Let the staff decide."""
    return await house.as_role(Role.STAFF).post(f"{path}/{verb}", json=body)


async def listed(who: httpx.AsyncClient, path: str = INITIATIVES, **query: str) -> list[str]:
    """The addresses of the initiatives that somebody is shown."""
    page = await who.get(path, params=query)
    assert page.status_code == 200, page.text
    return [f"{INITIATIVES}/{line['id']}" for line in page.json()["items"]]
