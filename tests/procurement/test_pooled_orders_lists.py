"""Finding orders: by state, category, filière, region, supplier, mine and eligible, in keyset pages."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from partage_kit.auth import Role
from support.house import GHENT, House
from support.pooling import ORDERS, article, claiming, decided, drafted, euros, in_hours, joined, opened, read, verb
from support.purchasing import buyer, made, referenced

# fixed, as they are in the names of tests, which are the same in every process
FILIERE, OTHER = UUID("01a2159c-0000-7000-8000-000000000001"), UUID("01a2159c-0000-7000-8000-000000000002")


@pytest.fixture
async def names(house: House) -> dict[str, str]:
    """Five orders with a name each; ids -> names."""
    supplier = await referenced(house)
    common: dict[str, Any] = {"supplier": supplier}
    orders = {
        "draft": await drafted(house, **common, locks_at=in_hours(10)),
        "for all": await opened(house, **common, locks_at=in_hours(20)),
        "of a filière": await opened(house, **common, filieres=[str(FILIERE)], locks_at=in_hours(30)),
        "of Brussels": await opened(house, article(category="15800000"), **common, nuts=["BE1"], locks_at=in_hours(40)),
        "in top-up": await opened(house, **common, top_up_at=in_hours(2), locks_at=in_hours(50)),
        "called off": await opened(house, **common, locks_at=in_hours(60)),
    }
    await verb(house, orders["called off"], "cancel", reason="No more need")
    await joined(house, 1, orders["in top-up"], "5")
    await joined(house, 1, orders["for all"], "5")
    assert (await house.as_member(1).delete(f"{ORDERS}/{orders['for all']['id']}/commitments/mine")).is_success
    house.service.database.clock.advance(timedelta(hours=3))
    return {order["id"]: name for name, order in orders.items()}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["for all", "of a filière", "of Brussels", "in top-up", "called off"]),
        ("sort=-created_at", ["called off", "in top-up", "of Brussels", "of a filière", "for all"]),
        ("state=open", ["for all", "of a filière", "of Brussels"]),
        ("state=top_up", ["in top-up"]),
        ("state=cancelled", ["called off"]),
        ("state=draft", []),
        ("kind=open_call", []),
        ("category=15800000", ["of Brussels"]),
        ("category=15000000", ["of Brussels"]),
        (f"filiere={FILIERE}&state=open", ["for all", "of a filière", "of Brussels"]),
        (f"filiere={OTHER}&state=open", ["for all", "of Brussels"]),
        ("nuts=BE100&state=open", ["for all", "of a filière", "of Brussels"]),
        ("nuts=BE2&state=open", ["for all", "of a filière"]),
        ("mine=true", ["in top-up"]),
        (f"supplier_id={OTHER}", []),
    ],
)
async def test_filters(house: House, names: dict[str, str], query: str, found: list[str]) -> None:
    answer = await made(await house.as_member(1).get(f"{ORDERS}?{query}"), 200)
    assert [names[one["id"]] for one in answer["items"]] == found


async def test_eligible_are_those_that_the_member_may_join(house: House, names: dict[str, str]) -> None:
    async def eligible(territory: str | None, *filieres: Any) -> list[str]:
        member = claiming(house, 2, territory, *filieres)
        answer = await made(await member.get(f"{ORDERS}?eligible=true"), 200)
        return [names[one["id"]] for one in answer["items"]]

    assert await eligible(None) == ["for all", "in top-up"]
    assert await eligible("BE100") == ["for all", "of Brussels", "in top-up"]
    assert await eligible("BE211", FILIERE, OTHER) == ["for all", "of a filière", "in top-up"]
    house.service.database.clock.advance(timedelta(hours=26))
    assert await eligible("BE100") == ["of Brussels", "in top-up"], "what is locked is no longer listed"


async def test_for_the_structure_all_that_can_be_joined_is_eligible(house: House, names: dict[str, str]) -> None:
    supplier = (await read(house, {"id": next(iter(names))}))["supplier"]
    invited = await opened(house, supplier=supplier, partner_offices=[GHENT])
    answer = await made(await buyer(house).get(f"{ORDERS}?eligible=true"), 200)
    mine = [names.get(one["id"]) for one in answer["items"]]
    assert mine == ["for all", "of a filière", "of Brussels", "in top-up", None]
    theirs = buyer(house, GHENT)
    assert (await theirs.get(f"{ORDERS}?eligible=true")).json()["items"] == [], "it has not consented yet"
    await made(await theirs.post(f"{ORDERS}/{invited['id']}/consent"), 200)
    assert len((await theirs.get(f"{ORDERS}?eligible=true")).json()["items"]) == 1


async def test_those_who_work_for_the_office_see_drafts(house: House, names: dict[str, str]) -> None:
    for worker in (buyer(house), house.as_role(Role.STAFF)):
        answer = await made(await worker.get(f"{ORDERS}?state=draft"), 200)
        assert [names[one["id"]] for one in answer["items"]] == ["draft"]


@pytest.mark.parametrize("sort", ["locks_at", "-created_at"])
async def test_pages_follow_each_other(house: House, names: dict[str, str], sort: str) -> None:
    whole = [one["id"] for one in (await house.as_member(1).get(f"{ORDERS}?sort={sort}")).json()["items"]]
    pages, cursor = [], ""
    while cursor is not None:
        page = await made(await house.as_member(1).get(f"{ORDERS}?sort={sort}&limit=2{cursor}"), 200)
        pages += [one["id"] for one in page["items"]]
        cursor = page["next"] and f"&cursor={page['next']}"
    assert pages == whole


async def test_unknown_parameters_and_foreign_cursors_are_refused(house: House) -> None:
    assert (await house.as_member(1).get(f"{ORDERS}?colour=green")).status_code == 422
    assert (await house.as_member(1).get(f"{ORDERS}?cursor=abc")).status_code == 422
    assert (await house.as_member(1).get(f"{ORDERS}?state=undecided")).status_code == 422


async def test_deliveries_bookings_and_decisions_come_in_pages(house: House) -> None:
    order = await opened(house)
    await joined(house, 1, order, "30", "30")
    await decided(house, order, "confirmed")
    await verb(house, order, "order")
    paper = order["articles"][0]["id"]
    for _ in range(4):
        delivery = [{"article_id": paper, "quantity": "5"}]
        await verb(house, order, "receive", delivered=delivery, complete=False)
    rest = [{"article_id": paper, "quantity": "10"}]
    lines = [{"article_id": paper, "goods": euros("100.00")}]
    invoice = {"number": "F-1", "dated_on": "2026-04-20", "total": euros("121.00"), "lines": lines}
    costs: dict[str, Any] = {"invoice": invoice, "logistics": {"amount": euros("2.00")}}
    await verb(house, order, "receive", delivered=rest, complete=True, **costs)
    await verb(house, order, "settle")
    whole = [{"article_id": paper, "quantity": "30"}]
    await verb(house, order, "correct", reason="Counted again", delivered=whole, **costs)
    for part, count in (("receipts", 6), ("settlements", 3), ("decisions", 1)):
        at_once = await read(house, order, f"{part}?limit=200")
        assert ([one["number"] for one in at_once["items"]], at_once["next"]) == (list(range(1, count + 1)), None)
        assert await paged(house, order, part) == at_once["items"]
        assert (await buyer(house).get(f"{ORDERS}/{order['id']}/{part}?limit=0")).status_code == 422


async def paged(house: House, order: dict[str, Any], part: str) -> list[dict[str, Any]]:
    """A list that belongs to an order, read by pages of two."""
    items: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = await read(house, order, f"{part}?limit=2{cursor}")
        assert len(page["items"]) <= 2
        items += page["items"]
        if page["next"] is None:
            return items
        cursor = f"&cursor={page['next']}"
