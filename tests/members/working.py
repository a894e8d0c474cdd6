"""What the tests of activity start from: members with profiles, and pieces of their activity."""

from itertools import count
from typing import Any

import httpx

from partage_kit.auth import Role
from partage_kit.types import day_of
from partage_members.periods import months_later
from support.house import BRUSSELS, House, member_number

RECORDS = "/members/v1/activity-records"
PROPOSALS = "/members/v1/drift-proposals"
_numbers = count(1)


def month(house: House, ago: int) -> str:
    """The first day of the month so many months ago, by the house's own clock."""
    return months_later(day_of(house.service.database.clock.roughly()).replace(day=1), -ago).isoformat()


def an_invoice(house: House, number: int = 1, ago: int = 1, **changes: object) -> dict[str, Any]:
    """An invoice as a payroll system would send it, of a month so many months ago."""
    return {
        "member_id": str(member_number(number)),
        "kind": "invoice",
        "source": "payroll",
        "reference": f"F-{next(_numbers)}",
        "starts_on": month(house, ago),
        "trade": "photographer",
        "sector": "74",
        "amount": {"amount": "1234.56", "currency": "EUR"},
    } | changes


async def tell(house: House, body: dict[str, Any], office: str = BRUSSELS) -> httpx.Response:
    """Send a piece of activity as a payroll system."""
    return await house.as_role(Role.INTEGRATOR, office=office).post(RECORDS, json=body)


async def worked(house: House, number: int, months: int, **changes: object) -> None:
    """Let a member have had invoices in each of the last months."""
    for ago in range(months):
        answer = await tell(house, an_invoice(house, number, ago, **changes))
        assert answer.status_code == 200, answer.text


async def look(house: House) -> None:
    """Do what is due, as the workers do again and again."""
    for worker in house.service.workers:
        await worker.do_what_is_due(house.service.database)


async def proposals(house: House, number: int) -> list[dict[str, Any]]:
    """What was proposed to a member, newest first."""
    page = await house.as_member(number).get(f"{PROPOSALS}/mine")
    assert page.status_code == 200, page.text
    items: list[dict[str, Any]] = page.json()["items"]
    return items


async def declaring(house: House, number: int, *trades: str, sectors: tuple[str, ...] = ("74",)) -> None:
    """Let a member have a profile that declares these trades."""
    body = {"given_name": "Ana", "family_name": "Nas", "trades": list(trades), "sectors": list(sectors)}
    made = await house.as_member(number).post("/members/v1/profiles/mine", json=body)
    assert made.status_code == 201, made.text


async def declared(house: House, number: int) -> list[str]:
    """The trades that a member's profile declares now."""
    trades: list[str] = (await house.as_member(number).get("/members/v1/profiles/mine")).json()["trades"]
    return trades
