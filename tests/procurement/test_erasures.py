"""A member whom the members service has erased is forgotten here, and the erasure is acknowledged."""

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from support import pooling
from support.forgetting import STAYS, do_what_is_due, heard, places_of
from support.house import House, member_number
from support.populated import populate_procurement
from support.purchasing import buyer


async def _acknowledged(house: House) -> list[dict[str, Any]]:
    outbox = house.service.database.tables.metadata.tables["outbox"]
    wanted = select(outbox.c.envelope).where(outbox.c.address.contains(".erasure.acknowledged."))
    async with house.service.database.reading() as session:
        return [json.loads(row)["data"] for row in (await session.execute(wanted)).scalars()]


async def test_an_erased_member_is_named_nowhere_but_where_she_is_bound(house: House) -> None:
    await populate_procurement(house)
    for number in (1, 2, 7):
        assert await places_of(house, str(member_number(number)))
        await heard(house, member_number(number))
    assert set(await places_of(house, str(member_number(7)))) <= STAYS, "she contested, and owes nothing"
    assert set(await places_of(house, f"member:{member_number(7)}")) == set()
    assert len(await _acknowledged(house)) == 3
    bound = set(await places_of(house, str(member_number(2)))) - STAYS
    assert bound and all(table.startswith("pooled_") for table, _ in bound), "her order is settled, and not closed yet"


async def test_she_leaves_what_can_be_left_and_is_pseudonymous_once_an_order_has_ended(house: House) -> None:
    order = await pooling.opened(house)
    await pooling.joined(house, 1, order, "20")
    await heard(house, member_number(1))
    seen = (await buyer(house).get(f"/procurement/v1/pooled-orders/{order['id']}")).json()
    assert seen["members_count"] == 0
    assert set(await places_of(house, str(member_number(1)))) <= STAYS
    (said,) = await _acknowledged(house)
    assert said["under_way"] is False and said["rows"] > 0
    house.service.database.clock.advance(timedelta(minutes=3))
    await do_what_is_due(house)
    assert len(await _acknowledged(house)) == 1, "it is acknowledged once"


async def test_a_token_that_is_still_valid_writes_nothing(house: House) -> None:
    order = await pooling.opened(house)
    await heard(house, member_number(1))
    lines = {"lines": [{"article_id": order["articles"][0]["id"], "firm": "1"}]}
    path = f"/procurement/v1/pooled-orders/{order['id']}/commitments/mine"
    refused = await house.as_member(1).put(path, json=lines)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/member-erased")
