"""Invoices as suppliers write them: with credits, and complete or refused with words that say what is missing."""

from typing import Any

from support.house import House
from support.pooling import article, decided, euros, joined, opened, own, read, verb

CREDITED: dict[str, Any] = {"number": "F-9", "dated_on": "2026-04-20", "total": euros("60.52")}
LOGISTICS: dict[str, Any] = {"amount": euros("2.00")}


async def ordered(house: House) -> dict[str, Any]:
    """Two articles, of each 30 for the first member and 10 for the second, placed with the supplier."""
    order = await opened(house, article(), article(name={"fr": "Cahiers", "nl": "Schriften", "en": "Notebooks"}))
    await joined(house, 1, order, "30", "30", ceiling=euros("4.60"))
    await joined(house, 2, order, "10", "10")
    await decided(house, order, "confirmed")
    await verb(house, order, "order")
    return order


async def test_an_invoice_with_a_credit_is_settled_and_corrected_to_the_cent(house: House) -> None:
    order = await ordered(house)
    paper, notebooks = (one["id"] for one in order["articles"])
    delivered = [{"article_id": paper, "quantity": "40"}, {"article_id": notebooks, "quantity": "40"}]
    goods = [
        {"article_id": paper, "goods": euros("100.03")},
        {"article_id": notebooks, "goods": euros("-50.01")},
    ]
    # VAT once a rate: 21 % of 100.03 - 50.01 is 10.5042
    costs: dict[str, Any] = {"invoice": CREDITED | {"lines": goods}, "logistics": LOGISTICS}
    await verb(house, order, "receive", delivered=delivered, complete=True, **costs)
    await verb(house, order, "settle")
    assert await totals(house, order) == [("settlement", "60.52", "2.42", "0.00", "62.94")]
    lines = (await read(house, order, "settlement-lines?limit=200"))["items"]
    credits = [(one["net"]["amount"], one["vat"]["amount"]) for one in lines if one["net"]["amount"].startswith("-")]
    assert credits == [("-37.51", "-7.88"), ("-12.50", "-2.62")]
    dues = [(await own(house, number, order, "allotments"))["due"]["amount"] for number in (1, 2)]
    assert sum(int(due.replace(".", "")) for due in dues) == 6_294

    # all of it credited: -5.00 and 21 % of it
    again = [{"article_id": paper, "goods": euros("-5.00")}, {"article_id": notebooks, "goods": euros("0.00")}]
    corrected: dict[str, Any] = {
        "invoice": CREDITED | {"total": euros("-6.05"), "lines": again},
        "logistics": LOGISTICS,
    }
    await verb(house, order, "correct", reason="The paper was credited", delivered=delivered, **corrected)
    assert await totals(house, order) == [
        ("settlement", "60.52", "2.42", "0.00", "62.94"),
        ("reversal", "-60.52", "-2.42", "0.00", "-62.94"),
        ("settlement", "-6.05", "2.42", "0.00", "-3.63"),
    ]


async def test_a_complete_delivery_comes_with_its_costs_and_another_with_none(house: House) -> None:
    order = await ordered(house)
    bare = await verb(house, order, "receive", 422, delivered=[], complete=True)
    assert {(one["pointer"], one["detail"][:7]) for one in bare["errors"]} == {
        ("/body/invoice", "missing"),
        ("/body/logistics", "missing"),
    }
    half = await verb(house, order, "receive", 422, delivered=[], complete=True, invoice=CREDITED)
    assert [one["pointer"] for one in half["errors"]] == ["/body/logistics"]
    early = await verb(house, order, "receive", 422, delivered=[], complete=False, logistics=LOGISTICS)
    assert [(one["pointer"], one["detail"]) for one in early["errors"]] == [
        ("/body/logistics", "belongs to the complete delivery, and to no other")
    ]
    assert (await read(house, order))["state"] == "ordered"


async def test_an_article_has_one_line_on_an_invoice(house: House) -> None:
    order = await ordered(house)
    paper = order["articles"][0]["id"]
    twice = [{"article_id": paper, "goods": euros(amount)} for amount in ("100.03", "-50.01")]
    costs: dict[str, Any] = {"invoice": CREDITED | {"lines": twice}, "logistics": LOGISTICS}
    delivered = [{"article_id": paper, "quantity": "40"}]
    refused = await verb(house, order, "receive", 422, delivered=delivered, complete=True, **costs)
    assert [(one["pointer"], one["detail"]) for one in refused["errors"]] == [
        ("/body/invoice/lines/1/article_id", "each article once: add a credit to its line")
    ]


async def totals(house: House, order: dict[str, Any]) -> list[tuple[str, ...]]:
    """The bookings of an order: kind, supplier, logistics, office and all, with VAT."""
    names = ("supplier_total", "logistics_total", "office_total", "total")
    entries = (await read(house, order, "settlements"))["items"]
    return [(one["kind"], *(one[name]["amount"] for name in names)) for one in entries]
