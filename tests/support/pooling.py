"""What the tests of pooled orders share: orders as a buyer drafts them, and what members do with them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from partage_kit.auth import Role
from partage_kit.auth.local_issuer import issue
from support.house import BRUSSELS, House, member_number
from support.purchasing import buyer, made, referenced

ORDERS = "/procurement/v1/pooled-orders"
PAPER, NOTEBOOKS = "30197600", "22800000"


def euros(amount: str) -> dict[str, str]:
    """An amount as forms send it."""
    return {"amount": amount, "currency": "EUR"}


def in_hours(hours: float) -> str:
    """An instant from now, by this machine's clock."""
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


def article(**changes: Any) -> dict[str, Any]:
    """Recycled paper by the ream: 4.20, from 40 on 3.85; 4.60 elsewhere."""
    return {
        "name": {"fr": "Papier recyclé", "nl": "Gerecycleerd papier", "en": "Recycled paper"},
        "category": PAPER,
        "unit": "ream",
        "tiers": [
            {"from_quantity": "1", "unit_price": euros("4.20")},
            {"from_quantity": "40", "unit_price": euros("3.85")},
        ],
        "reference": {"unit_price": euros("4.60"), "noted_on": "2026-03-02", "evidence": "Price list of a shop"},
        "vat_rate": "21.00",
    } | changes


def order(supplier: dict[str, Any], *articles: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """An order of one article (paper if none is given) that locks in three days."""
    return {
        "title": {"fr": "Papier pour tous", "nl": "Papier voor allen", "en": "Paper for all"},
        "supplier_id": supplier["id"],
        "basis": "net",
        "articles": list(articles) or [article()],
        "logistics": {"steps": [{"amount": euros("2.00")}], "vat_rate": "21.00"},
        "sharing": "quantity",
        "locks_at": in_hours(72),
    } | changes


async def drafted(
    house: House, *articles: dict[str, Any], supplier: dict[str, Any] | None = None, **changes: Any
) -> dict[str, Any]:
    """An order that the buyer drafted, of a supplier that is referenced."""
    supplier = supplier or await referenced(house)
    return await made(await buyer(house).post(ORDERS, json=order(supplier, *articles, **changes)))


async def opened(house: House, *articles: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """An order that members may join."""
    draft = await drafted(house, *articles, **changes)
    return await verb(house, draft, "open")


async def verb(house: House, of: dict[str, Any], name: str, status: int = 200, **body: Any) -> dict[str, Any]:
    """Let the buyer do something with an order."""
    return await made(await buyer(house).post(f"{ORDERS}/{of['id']}/{name}", json=body), status)


def wanted(of: dict[str, Any], *quantities: tuple[str, str] | str, **more: Any) -> dict[str, Any]:
    """Firm (and tolerated) quantities of the articles of an order, in its own order."""
    pairs = [one if isinstance(one, tuple) else (one, "0") for one in quantities]
    return {
        "lines": [
            {"article_id": one["id"], "firm": firm, "tolerance": tolerance} | more
            for one, (firm, tolerance) in zip(of["articles"], pairs, strict=False)
            if (firm, tolerance) != ("0", "0")
        ]
    }


async def commit(
    who: httpx.AsyncClient, of: dict[str, Any], *quantities: tuple[str, str] | str, **more: Any
) -> httpx.Response:
    """Join an order, or change what one committed to."""
    return await who.put(f"{ORDERS}/{of['id']}/commitments/mine", json=wanted(of, *quantities, **more))


async def joined(
    house: House, number: int, of: dict[str, Any], *quantities: tuple[str, str] | str, **more: Any
) -> dict[str, Any]:
    """The n-th member's commitment to an order."""
    return await made(await commit(house.as_member(number), of, *quantities, **more), 200)


async def read(house: House, of: dict[str, Any], part: str = "") -> dict[str, Any]:
    """An order, or a part of it, as the buyer reads it."""
    return await made(await buyer(house).get(f"{ORDERS}/{of['id']}{part and '/' + part}"), 200)


async def state(house: House, of: dict[str, Any]) -> str:
    """Where an order stands."""
    found: str = (await read(house, of))["state"]
    return found


async def own(house: House, number: int, order: dict[str, Any], part: str) -> dict[str, Any]:
    """What the n-th member reads of her part in an order."""
    path = f"{ORDERS}/{order['id']}/{part}/mine"
    return await made(await house.as_member(number).get(path, headers={"Accept-Language": "en"}), 200)


def money(amount: dict[str, str] | None) -> str | None:
    """An amount without its currency."""
    return amount["amount"] if amount else None


async def decided(house: House, of: dict[str, Any], expected: str) -> None:
    """The lock of an order has passed, and it was decided so."""
    await passed(house, of, timedelta(hours=73), expected)


async def passed(house: House, of: dict[str, Any], time: timedelta, expected: str) -> None:
    """Some time has passed, and what fell due for an order meanwhile was done."""
    house.service.database.clock.advance(time)
    await house.do_what_is_due()
    assert await state(house, of) == expected


def colleague(house: House, office: str) -> httpx.AsyncClient:
    """The buyer of another office."""
    return house.as_role(Role.BUYER, office=office)


def claiming(house: House, number: int, territory: str | None, *filieres: UUID) -> httpx.AsyncClient:
    """The n-th member, whose token claims that she works in a region and belongs to filières."""
    member = member_number(number)
    return house.client(issue(house.settings, (Role.MEMBER,), BRUSSELS, member, filieres=filieres, territory=territory))
