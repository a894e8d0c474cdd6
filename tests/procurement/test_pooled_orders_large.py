"""Orders of more lines than are read or written at once: nothing is lost or numbered twice between two portions."""

import gc
from collections import Counter
from datetime import date
from typing import Any

import pytest

from bench.large_orders import LINES, OFFICE, order, store
from partage_kit.unit_of_work import Actor
from partage_procurement.pooled_orders.commands.collector import MANY_LINES, collector_held_back
from partage_procurement.pooled_orders.kernels.money import Basis, vat_of
from partage_procurement.pooled_orders.kernels.terms import AllocationMode, SharingMode
from partage_procurement.pooled_orders.queries.portions import AT_ONCE
from support.house import House
from support.pooling import ORDERS, euros, read, state, verb
from support.purchasing import buyer, made

MEMBERS = 5 + AT_ONCE // LINES


async def confirmed(house: House, mode: AllocationMode) -> dict[str, Any]:
    """An order with more lines than a portion, decided by itself and placed with the supplier."""
    async with house.service.database.writing(Actor("test", OFFICE, "store")) as session:
        order_id = await store(session, *order(MEMBERS, SharingMode.EQUAL, mode))
    stored = {"id": str(order_id)}
    await house.do_what_is_due()
    assert await state(house, stored) == "confirmed"
    await verb(house, stored, "order")
    return await read(house, stored)


async def everything(house: House, of: dict[str, Any], part: str) -> list[dict[str, Any]]:
    """All pages of a list of an order."""
    items: list[dict[str, Any]] = []
    cursor = ""
    while cursor is not None:
        page = await made(await buyer(house).get(f"{ORDERS}/{of['id']}/{part}?limit=200{cursor}"), 200)
        items += page["items"]
        cursor = page["next"] and f"&cursor={page['next']}"
    return items


@pytest.mark.parametrize("mode", list(AllocationMode))
async def test_a_large_order_is_decided_settled_and_corrected_whole(house: House, mode: AllocationMode) -> None:
    made_order = await confirmed(house, mode)
    allotted = await everything(house, made_order, "allotments")
    assert [one["seq"] for one in allotted] == list(range(1, 1 + MEMBERS * LINES))
    (decision,) = (await read(house, made_order, "decisions"))["items"]
    bought = {one["article_id"]: one for one in decision["articles"]}
    served: Counter[str] = Counter()
    for one in allotted:
        served[one["article_id"]] += int(one["allotted"] or 0)
    assert served == {article: int(one["volume"]) for article, one in bought.items()}

    net = sum(int(one["volume"]) * minor(one["unit_price"]) for one in bought.values())
    total = net + vat_of(net, Basis.NET, 2_100)
    costs: dict[str, Any] = {
        "delivered": [{"article_id": article, "quantity": one["volume"]} for article, one in bought.items()],
        "invoice": {
            "number": "1",
            "dated_on": str(date(2026, 4, 20)),
            "total": euros(f"{total // 100}.{total % 100:02}"),
        },
        "logistics": {"amount": decision["logistics"]},
    }
    await verb(house, made_order, "receive", complete=True, **costs)
    await verb(house, made_order, "settle")
    first = await everything(house, made_order, "settlement-lines")
    assert [one["line"] for one in first] == list(range(1, 1 + len(first)))
    assert len(first) > AT_ONCE
    await verb(house, made_order, "correct", reason="Once more", **costs)
    lines = await everything(house, made_order, "settlement-lines")
    assert [one["line"] for one in lines] == list(range(1, 1 + 3 * len(first)))
    reversal, again = lines[len(first) : 2 * len(first)], lines[2 * len(first) :]
    assert [amounts(one) for one in again] == [amounts(one) for one in first]
    assert [amounts(one) for one in reversal] == [tuple(-amount for amount in amounts(one)) for one in first]
    entries = (await read(house, made_order, "settlements"))["items"]
    booked = [sum(sum(amounts(one)) for one in part) for part in (first, reversal, again)]
    assert [minor(one["total"]) for one in entries] == booked


@pytest.mark.parametrize(("lines", "collecting"), [(MANY_LINES - 1, True), (MANY_LINES, False)])
def test_only_large_orders_hold_back_the_collector_and_only_for_their_time(lines: int, collecting: bool) -> None:
    with pytest.raises(LookupError), collector_held_back(lines):
        assert gc.isenabled() == collecting
        raise LookupError
    assert gc.isenabled()


def test_of_two_that_overlap_the_first_to_end_lets_it_collect_again() -> None:
    first, second = collector_held_back(MANY_LINES), collector_held_back(MANY_LINES)
    with first:
        second.__enter__()
    assert gc.isenabled()
    second.__exit__(None, None, None)
    assert gc.isenabled()


def minor(amount: dict[str, str]) -> int:
    """Euros in cents."""
    return int(amount["amount"].replace(".", ""))


def amounts(line: dict[str, Any]) -> tuple[int, ...]:
    """What a line comes to, net and VAT."""
    return minor(line["net"]), minor(line["vat"])
