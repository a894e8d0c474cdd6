"""Orders that are not bought: a missed minimum and its second run, logistics above the gains, nobody there."""

from datetime import timedelta

import httpx

from support.house import House
from support.pooling import (
    ORDERS,
    article,
    commit,
    decided,
    euros,
    in_hours,
    joined,
    money,
    opened,
    own,
    passed,
    read,
    verb,
)
from support.purchasing import announced, facts_about


async def test_a_missed_minimum_is_told_kept_and_given_one_more_run(house: House) -> None:
    minimum = {"amount": euros("100.00"), "basis": "gross"}
    order = await opened(house, minimum=minimum, extension_days=3)
    await joined(house, 1, order, "10")
    await decided(house, order, "failed_minimum")
    (decision,) = (await read(house, order, "decisions?lang=fr"))["items"]
    assert (money(decision["reached"]), money(decision["required"])) == ("50.82", "100.00")
    assert decision["failure"] == {
        "code": "order_minimum_missed",
        "text": "Le minimum de la commande n'est pas atteint.",
    }
    failed = await read(house, order)
    assert failed["commitments_released"] is False
    assert (await own(house, 1, order, "allotments"))["lines"][0]["allotted"] is None
    later = in_hours(24 * 8)
    assert (await verb(house, order, "extend", locks_at=later))["state"] == "open"
    assert (await own(house, 1, order, "commitments"))["lines"][0]["firm"] == "10", "commitments are kept"
    assert (await house.as_member(1).delete(f"{ORDERS}/{order['id']}/commitments/mine")).status_code == 204
    await joined(house, 2, order, "12")
    await passed(house, order, timedelta(days=6), "failed_minimum")
    refused = await verb(house, order, "extend", 409, locks_at=in_hours(24 * 30))
    assert refused["type"] == "/problems/extension-over"
    assert (await read(house, order))["commitments_released"] is True
    assert [one["number"] for one in (await read(house, order, "decisions"))["items"]] == [1, 2]
    assert (await facts_about(house, "pooled_order"))[-3:] == ["committed", "committed", "failed"]


async def test_commitments_are_released_when_the_time_to_extend_is_over(house: House) -> None:
    minimum = {"amount": euros("100.00"), "basis": "net"}
    order = await opened(house, minimum=minimum, extension_days=3)
    await joined(house, 1, order, "10")
    await decided(house, order, "failed_minimum")
    house.service.database.clock.advance(timedelta(days=3, minutes=1))
    assert (await read(house, order))["commitments_released"] is True
    assert (await verb(house, order, "extend", 409, locks_at=in_hours(24 * 30)))["type"] == "/problems/extension-over"


async def test_logistics_above_the_gains_are_never_bought(house: House) -> None:
    logistics = {"steps": [{"amount": euros("4.01")}], "vat_rate": "21.00"}
    order = await opened(house, logistics=logistics)
    await joined(house, 1, order, "10")
    figures = await read(house, order, "figures")
    assert figures["estimate"] == {"logistics": euros("4.01"), "gains": euros("4.00"), "admitted": False}
    await decided(house, order, "failed_logistics")
    failed = await read(house, order)
    assert (failed["commitments_released"], failed["extendable_until"]) == (True, None)
    fact = (await announced(house))[-1]["data"]
    assert (fact["reason"], fact["reached_minor"], fact["required_minor"]) == ("logistics_above_gains", 400, 401)


async def test_an_order_that_nobody_joins_fails(house: House) -> None:
    order = await opened(house)
    await decided(house, order, "failed_minimum")
    (decision,) = (await read(house, order, "decisions"))["items"]
    assert decision["failure"]["code"] == "no_article_left"
    assert decision["articles"][0]["dropped"]["reason"]["code"] == "article_without_firm_demand"
    answer: httpx.Response = await commit(house.as_member(1), order, "1")
    assert answer.status_code == 409


async def test_the_largest_order_that_can_be_written_is_decided_and_settled(house: House) -> None:
    """Every sum of the largest quantities, prices and costs can be stored and told."""
    most, dear = "1000", {"unit_price": euros("1000000.00"), "noted_on": "2026-03-02", "evidence": "Offer"}
    tiers = [{"from_quantity": "1", "unit_price": euros("999999.99")}]
    deposit = {"unit_price": euros("1000000.00"), "vat_rate": "100.00"}
    one = article(reference=dear, tiers=tiers, vat_rate="100.00", deposit=deposit, box_size=most)
    costs = {"handling_hours": "999.99", "administration_hours": "999.99", "hourly_cost": euros("1000000.00")}
    steps = {"steps": [{"amount": euros("1000000000.00")}], "vat_rate": "100.00"}
    order = await opened(house, *[one] * 50, logistics=steps | {"hourly_cost": euros("0.00")}, sharing="value")
    await joined(house, 1, order, *[most] * 50)
    assert (await read(house, order, "figures"))["articles"][0]["next_box"]["volume"] == "2000"
    await decided(house, order, "failed_logistics")
    free = {"steps": [{"amount": euros("0.00")}], "vat_rate": "100.00", "hourly_cost": euros("1000000.00")}
    order = await opened(house, *[one] * 50, supplier=order["supplier"], logistics=free, locks_at=in_hours(24 * 7))
    await joined(house, 1, order, *[most] * 50)
    await passed(house, order, timedelta(hours=24 * 7), "confirmed")
    await verb(house, order, "order")
    goods, deposits = euros("1000000000.00"), euros("1000000000.00")
    lines = [{"article_id": each["id"], "goods": goods, "deposits": deposits} for each in order["articles"]]
    invoice = {"number": "1", "dated_on": "2026-04-20", "total": euros("200000000000.00"), "lines": lines}
    logistics = {"amount": euros("1000000000.00")} | {name: costs[name] for name in costs if name != "hourly_cost"}
    delivered = [{"article_id": each["id"], "quantity": most} for each in order["articles"]]
    await verb(house, order, "receive", delivered=delivered, complete=True, invoice=invoice, logistics=logistics)
    await verb(house, order, "settle")
    (entry,) = (await read(house, order, "settlements"))["items"]
    # 50 x (10^9 + 10^9) and their VAT; 10^9 and 1,999.98 hours at a million, all the office's
    assert money(entry["total"]) == "205999960000.00"
    over = [delivered[0] | {"quantity": "1001"}]
    body = {"reason": "x", "invoice": invoice, "logistics": logistics, "delivered": over}
    refused = await verb(house, order, "correct", 422, **body)
    assert "at most 1000 ream" in refused["detail"]
