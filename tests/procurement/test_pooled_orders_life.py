"""The whole life of a pooled order, to the cent; the figures are worked out by hand from the design."""

from typing import Any

from support.house import House
from support.pooling import ORDERS, article, decided, euros, joined, money, opened, own, read, verb, wanted
from support.purchasing import announced, buyer, facts_about, made

COFFEE = {
    "name": {"fr": "Café équitable", "nl": "Eerlijke koffie", "en": "Fair coffee"},
    "category": "15800000",
    "unit": "kg",
    "quantum": "0.5",
    "box_size": "6",
    "tiers": [
        {"from_quantity": "12", "unit_price": euros("16.80")},
        {"from_quantity": "48", "unit_price": euros("15.40")},
    ],
    "reference": {"unit_price": euros("18.50"), "noted_on": "2026-03-23", "evidence": "Shelf price"},
    "vat_rate": "6.00",
    "deposit": {"unit_price": euros("1.00"), "vat_rate": "21.00"},
}
LOGISTICS = {
    "steps": [{"amount": euros("20.00")}],
    "vat_rate": "21.00",
    "handling_hours": "0.75",
    "administration_hours": "0.25",
    "hourly_cost": euros("25.00"),
}
INVOICE = {"number": "F-2026-118", "dated_on": "2026-04-20", "total": euros("471.61")}


async def confirmed(house: House) -> dict[str, Any]:
    """Paper in boxes of 5 and coffee in boxes of 6 kg, joined by four members and the structure, and decided.

    Paper: 52 firm; the third member's ceiling of 4.00 does not bear 3.85 and a share of 0.46, so 44 firm and 2
    tolerated are left: 9 boxes, 45 reams. Coffee: 11.5 kg firm and 3 kg tolerated: 2 boxes, 12 kg.
    """
    order = await opened(house, article(box_size="5"), COFFEE, logistics=LOGISTICS, sharing="value")
    await joined(house, 1, order, "20", "6")
    await joined(house, 2, order, ("14", "2"), ("3", "1.5"))
    await joined(house, 3, order, "8", ceiling=euros("4.00"))
    structure = f"{ORDERS}/{order['id']}/commitments/structure"
    await made(await buyer(house).put(structure, json=wanted(order, "10")), 200)
    await joined(house, 4, order, "0", ("2.5", "1.5"))
    await decided(house, order, "confirmed")
    return order


async def test_the_lock_decides_clears_allots_and_shares(house: House) -> None:
    order = await confirmed(house)
    paper, coffee = (one["id"] for one in order["articles"])
    (decision,) = (await read(house, order, "decisions"))["items"]
    assert (decision["outcome"], decision["rounds"], decision["failure"]) == ("confirmed", 1, None)
    assert (money(decision["logistics"]), money(decision["gains"])) == ("45.00", "54.15")
    assert [
        (one["article_id"], one["firm"], one["boxes"], one["volume"], one["tier"], money(one["unit_price"]))
        for one in decision["articles"]
    ] == [(paper, "44", 9, "45", 2, "3.85"), (coffee, "11.5", 2, "12.0", 1, "16.80")]

    lines = (await read(house, order, "allotments?lang=en"))["items"]
    assert [(line["seq"], line["allotted"], line["reason"]["code"]) for line in lines] == [
        (1, "20", "firm_in_full"),
        (2, "6.0", "firm_in_full"),
        (3, "15", "firm_and_tolerance"),
        (4, "3.5", "firm_and_tolerance"),
        (5, None, "price_and_share_over_ceiling"),
        (6, "10", "firm_in_full"),
        (7, "2.5", "firm_in_full"),
    ]
    mine = [await own(house, number, order, "allotments") for number in (1, 2, 3, 4)]
    assert [(money(one["share"]), money(one["gain"])) for one in mine] == [
        ("22.42", "25.20"),
        ("13.25", "17.20"),
        ("0.00", "0.00"),
        ("4.25", "4.25"),
    ]
    (left,) = mine[2]["lines"]
    # 45.00 x 4.60 / 451.95 a ream, for 8 reams
    assert (left["round"], money(left["unit_price"]), money(left["share"])) == (1, "3.85", "3.66")
    assert left["reason"]["text"] == (
        "The price and the share of logistics together are above the ceiling that was given."
    )
    assert mine[0]["due"] is None


async def settled(house: House) -> dict[str, Any]:
    """The confirmed order, of which 40 reams and 15 kg came, for 15.00 and an hour of work; settled."""
    order = await confirmed(house)
    paper, coffee = (one["id"] for one in order["articles"])
    await verb(house, order, "order", supplier_reference="PO 7", expected_on="2026-04-18")
    half = [{"article_id": coffee, "quantity": "6"}]
    assert (await verb(house, order, "receive", delivered=half, complete=False))["state"] == "partly_received"
    rest = [{"article_id": paper, "quantity": "40"}, {"article_id": coffee, "quantity": "9.0"}]
    logistics = {"amount": euros("15.00"), "handling_hours": "1"}
    last = await verb(house, order, "receive", delivered=rest, complete=True, invoice=INVOICE, logistics=logistics)
    assert last["state"] == "received"
    assert (await verb(house, order, "settle"))["state"] == "settled"
    return order


async def test_every_line_is_settled_to_the_cent(house: House) -> None:
    order = await settled(house)
    received = (await read(house, order, "allotments"))["items"]
    assert [(line["seq"], line["received"], (line["received_reason"] or {}).get("code")) for line in received] == [
        (1, "18", "shortage_shared"),
        (2, "6.0", "firm_in_full"),
        (3, "13", "shortage_shared"),
        (4, "4.5", "firm_and_tolerance"),
        (5, None, None),
        (6, "9", "shortage_shared"),
        (7, "4.0", "firm_and_tolerance"),
    ]
    dues = [money((await own(house, number, order, "allotments"))["due"]) for number in (1, 2, 3, 4)]
    assert dues == ["221.88", "160.38", "0.00", "81.21"]

    lines = (await read(house, order, "settlement-lines?limit=200&lang=en"))["items"]
    assert [short(line, order) for line in lines] == [
        ("member", "paper", "logistics", "share", None, "8.45", "1.77"),
        ("member", "paper", "logistics", "share", None, "6.10", "1.28"),
        ("structure", "paper", "logistics", "share", None, "4.22", "0.89"),
        ("member", "coffee", "logistics", "share", None, "11.32", "2.38"),
        ("member", "coffee", "logistics", "share", None, "5.66", "1.19"),
        ("member", "coffee", "logistics", "share", None, "4.25", "0.89"),
        ("member", "coffee", "deposit", "received", None, "6.00", "1.26"),
        ("member", "coffee", "deposit", "received", None, "4.50", "0.95"),
        ("member", "coffee", "deposit", "received", None, "4.00", "0.84"),
        ("office", "coffee", "deposit", "not_taken", None, "0.50", "0.10"),
        ("member", "paper", "goods", "received", "18", "69.30", "14.55"),
        ("member", "paper", "goods", "received", "13", "50.05", "10.51"),
        ("structure", "paper", "goods", "received", "9", "34.65", "7.28"),
        ("member", "coffee", "goods", "received", "6.0", "100.80", "6.05"),
        ("member", "coffee", "goods", "received", "4.5", "75.60", "4.54"),
        ("member", "coffee", "goods", "received", "4.0", "67.20", "4.03"),
        ("office", "coffee", "goods", "not_taken", "0.5", "8.40", "0.50"),
    ]
    (entry,) = (await read(house, order, "settlements"))["items"]
    totals = [money(entry[name]) for name in ("supplier_total", "logistics_total", "office_total", "total")]
    assert totals == ["471.61", "48.40", "9.50", "520.01"]
    mine = (await own(house, 4, order, "settlement-lines"))["items"]
    assert [line["line"] for line in mine] == [6, 9, 16]
    assert mine[0]["reason"]["text"] == "Share of the logistics."


def short(line: dict[str, Any], order: dict[str, Any]) -> tuple[Any, ...]:
    """Who pays what for which article."""
    names = {order["articles"][0]["id"]: "paper", order["articles"][1]["id"]: "coffee"}
    who = line["party"]["kind"] if line["party"] else "office"
    amounts = (money(line["net"]), money(line["vat"]))
    return (who, names[line["article_id"]], line["kind"], line["reason"]["code"], line["quantity"], *amounts)


async def test_a_correction_compensates_every_line_and_books_anew(house: House) -> None:
    order = await settled(house)
    paper, coffee = (one["id"] for one in order["articles"])
    before = (await read(house, order, "settlement-lines?limit=200"))["items"]
    body: dict[str, Any] = {
        "reason": "Half a kilo was never delivered, and transport was billed late",
        "delivered": [{"article_id": paper, "quantity": "40"}, {"article_id": coffee, "quantity": "14.5"}],
        "invoice": INVOICE | {"total": euros("462.11")},
        "logistics": {"amount": euros("25.00"), "handling_hours": "1"},
    }
    corrected = await verb(house, order, "correct", **body)
    assert corrected["state"] == "settled"
    entries = (await read(house, order, "settlements"))["items"]
    assert [(one["number"], one["kind"], money(one["total"]), money(one["office_total"])) for one in entries] == [
        (1, "settlement", "520.01", "9.50"),
        (2, "reversal", "-520.01", "-9.50"),
        (3, "settlement", "522.61", "6.05"),
    ]
    lines = (await read(house, order, "settlement-lines?limit=200"))["items"]
    assert lines[: len(before)] == before, "what was booked stays as it was booked"
    for old, new in zip(before, lines[len(before) : 2 * len(before)], strict=True):
        assert new["entry_kind"] == "reversal"
        assert (cents(new["net"]), cents(new["vat"])) == (-cents(old["net"]), -cents(old["vat"]))
    excess = [line for line in lines if line["reason"]["code"] == "logistics_excess"]
    assert [(line["party"], money(line["net"])) for line in excess] == [(None, "5.00")]
    assert sum(cents(line["gross"]) for line in lines) == 52_261
    paid = [cents((await own(house, number, order, "allotments"))["due"]) for number in (1, 2, 4)]
    of_structure = sum(cents(one["gross"]) for one in lines if one["party"] and one["party"]["kind"] == "structure")
    assert sum(paid) + of_structure + 605 == 52_261
    numbers = [(one["number"], one["kind"]) for one in (await read(house, order, "receipts"))["items"]]
    assert numbers == [(1, "partial"), (2, "complete"), (3, "correction")]
    await verb(house, order, "close")
    await verb(house, order, "correct", 409, **body)


def cents(amount: dict[str, str]) -> int:
    """An amount of euros in cents."""
    return int(amount["amount"].replace(".", ""))


async def test_each_step_is_announced_with_what_a_reader_needs(house: House) -> None:
    order = await settled(house)
    assert await facts_about(house, "pooled_order") == [
        "opened", *["committed"] * 5, "confirmed", "ordered", "received", "received", "settled",
    ]  # fmt: skip
    events = [one for one in await announced(house) if ".pooled_order." in one["type"]]
    assert [int(one["sequence"]) for one in events] == sorted({int(one["sequence"]) for one in events})
    assert {one["subject"] for one in events} == {order["id"]}
    paper, coffee = (one["id"] for one in order["articles"])
    joining, last = events[2]["data"], events[-1]["data"]
    assert joining["lines"] == [
        {"article_id": paper, "firm": "14", "tolerance": "2"},
        {"article_id": coffee, "firm": "3.0", "tolerance": "1.5"},
    ]
    assert joining["totals"][0] == {"article_id": paper, "firm": "34", "tolerance": "2"}
    amounts = ("total_minor", "logistics_minor", "office_minor", "saving_minor")
    # 40 x 4.60 + 14.5 x 18.50 - (154.00 + 252.00 + 40.00)
    assert [last[name] for name in amounts] == [52_001, 4_840, 950, 625]
    assert (last["members_count"], last["lines_count"], last["tier"], last["revision_number"]) == (3, 6, 2, 1)
    assert [(one["quantity"], one["tier"], one["unit_price_minor"]) for one in last["articles"]] == [
        ("40", 2, 385),
        ("15.0", 1, 1_680),
    ]
    assert (last["kind"], last["currency"], last["basis"]) == ("members", "EUR", "net")
    assert (last["categories"], last["filieres"], last["nuts"]) == (["15800000", "30197600"], [], [])


async def test_an_invoice_that_does_not_add_up_is_refused_whole(house: House) -> None:
    order = await confirmed(house)
    paper, coffee = (one["id"] for one in order["articles"])
    await verb(house, order, "order")
    delivered = [{"article_id": paper, "quantity": "45"}, {"article_id": coffee, "quantity": "12"}]
    costs: dict[str, Any] = {"complete": True, "logistics": {"amount": euros("45.00")}}
    refused = await verb(house, order, "receive", 422, delivered=delivered, invoice=INVOICE, **costs)
    # 173.25 + 201.60 + 12.00 + 21 % of 185.25 + 6 % of 201.60
    assert refused["expected"] == euros("437.85")
    assert (await read(house, order))["state"] == "ordered"
    assert (await read(house, order, "receipts"))["items"] == []
    other = {"lines": [{"article_id": coffee, "goods": euros("200.00")}], "total": euros("436.15")}
    await verb(house, order, "receive", delivered=delivered, invoice=INVOICE | other, **costs)
    strange = [{"article_id": order["id"], "quantity": "1"}]
    assert (await verb(house, order, "settle"))["state"] == "settled"
    body = {"reason": "x", "invoice": INVOICE, "logistics": costs["logistics"]}
    refused = await verb(house, order, "correct", 422, delivered=strange, **body)
    assert refused["type"] == "/problems/unknown-article"
    odd = await verb(house, order, "correct", 422, delivered=[{"article_id": coffee, "quantity": "0.3"}], **body)
    assert odd["errors"][0]["pointer"] == "/body/delivered/0/quantity"
