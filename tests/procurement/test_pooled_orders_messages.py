"""Members are told once that an order missed its minimum, whatever happens to it afterwards."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert

from partage_contracts.procurement import PartyKind
from partage_kit.types import new_id
from partage_kit.unit_of_work import Actor
from partage_procurement.pooled_orders.commands.telling import MESSAGES_AT_ONCE
from partage_procurement.pooled_orders.queries.orders import commitments
from support.house import GHENT, House, member_number
from support.pooling import ORDERS, decided, euros, in_hours, joined, opened, passed, read, verb, wanted
from support.purchasing import announced, buyer, made

MINIMUM = {"amount": euros("1000.00"), "basis": "net"}


async def messages(house: House) -> list[dict[str, Any]]:
    """The messages that were asked for, in order."""
    return [one for one in await announced(house) if one["type"] == "partage.procurement.message.requested.v1"]


async def test_every_member_who_takes_part_is_told_once(house: House) -> None:
    order = await opened(house, minimum=MINIMUM, partner_offices=[GHENT], extension_days=30)
    path = f"{ORDERS}/{order['id']}"
    await made(await buyer(house, GHENT).post(f"{path}/consent"), 200)
    await joined(house, 1, order, "5")
    await made(await house.as_member(2, office=GHENT).put(f"{path}/commitments/mine", json=wanted(order, "5")), 200)
    await joined(house, 3, order, "5")
    await made(await buyer(house).put(f"{path}/commitments/structure", json=wanted(order, "5")), 200)
    assert (await house.as_member(3).delete(f"{path}/commitments/mine")).status_code == 204
    await decided(house, order, "failed_minimum")
    first = await messages(house)
    assert [(one["office"], one["data"]["member_id"]) for one in first] == [
        ("brussels", str(member_number(1))),
        (GHENT, str(member_number(2))),
    ]
    assert {one["subject"] for one in first} & {order["id"]} == set()
    until = (await read(house, order))["extendable_until"]
    assert [one["data"] for one in first] == [
        {
            "template": "pooled_order_minimum_missed",
            "member_id": one["data"]["member_id"],
            "order_id": order["id"],
            "not_after": until,
        }
        for one in first
    ]
    await verb(house, order, "extend", locks_at=in_hours(24 * 8))
    await joined(house, 3, order, "6")
    await joined(house, 1, order, "6")
    await passed(house, order, timedelta(days=6), "failed_minimum")
    second = (await messages(house))[len(first) :]
    assert [one["data"]["member_id"] for one in second] == [str(member_number(3))]


async def test_an_order_that_cannot_be_extended_is_told_of_for_a_week(house: House) -> None:
    order = await opened(house, minimum=MINIMUM, extension_days=0)
    await joined(house, 1, order, "5")
    await decided(house, order, "failed_minimum")
    (told,) = await messages(house)
    ends = datetime.fromisoformat(told["data"]["not_after"])
    assert ends - datetime.fromisoformat((await read(house, order))["decided_at"]) == timedelta(days=7)


@pytest.mark.parametrize("outcome", ["confirmed", "failed_logistics"])
async def test_nobody_is_told_of_a_minimum_that_was_met(house: House, outcome: str) -> None:
    costs = {"confirmed": "2.00", "failed_logistics": "5.00"}[outcome]
    order = await opened(house, logistics={"steps": [{"amount": euros(costs)}], "vat_rate": "21.00"})
    await joined(house, 1, order, "10")
    await decided(house, order, outcome)
    assert await messages(house) == []


async def test_thousands_are_told_in_portions(house: House) -> None:
    order = await opened(house, minimum=MINIMUM, extension_days=3)
    count = 2 * MESSAGES_AT_ONCE + 1
    await taking_part(house, order, count)
    await decided(house, order, "failed_minimum")
    told = Counter(one["data"]["member_id"] for one in await messages(house))
    assert (len(told), set(told.values())) == (count, {1})


async def taking_part(house: House, order: dict[str, Any], count: int) -> None:
    """Members whose commitments are written down directly, since so many calls would take long."""
    now = datetime.fromisoformat(order["opened_at"])
    rows = [
        {
            "id": new_id(),
            "office": "brussels",
            "order_id": UUID(order["id"]),
            "party": f"member:{member}",
            "party_kind": PartyKind.MEMBER,
            "member_id": member,
            "lines": 1,
            "joined_at": now,
            "changed_at": now,
        }
        for member in (uuid4() for _ in range(count))
    ]
    async with house.service.database.writing(Actor("test", "brussels", "test")) as session:
        await session.execute(insert(commitments), rows)
