"""Drafting and opening orders: what is refused at the door, what the supplier's standing forbids, open calls."""

from datetime import timedelta
from typing import Any

import pytest

from partage_kit.auth import Role
from partage_kit.types import new_id
from support.house import GHENT, House
from support.pooling import ORDERS, article, drafted, euros, in_hours, opened, order, read, verb
from support.purchasing import NOWHERE, SUPPLIERS, announced, buyer, made, published, referenced, suggested

TIERS = article()["tiers"]
STEP = {"amount": euros("2.00")}
DEAR = {"unit_price": euros("1000000.00"), "noted_on": "2026-03-02", "evidence": "Offer"}
SPOKEN = {"amount": "€ 50,00", "currency": "EUR"}


@pytest.mark.parametrize(
    ("changes", "pointer", "words"),
    [
        ({"tiers": [{"from_quantity": "1", "unit_price": SPOKEN}]}, "amount", "it should be"),
        ({"tiers": [{"from_quantity": "viele", "unit_price": euros("4.20")}]}, "from_quantity", "it should be"),
        ({"tiers": []}, "tiers", "at least 1"),
        ({"tiers": TIERS[::-1]}, "/body/articles/0", "each tier starts at a higher quantity"),
        ({"tiers": [TIERS[0], TIERS[0] | {"from_quantity": "9"}]}, "/body/articles/0", "lower price"),
        ({"tiers": [{"from_quantity": "0", "unit_price": euros("4.20")}]}, "/body/articles/0", "one quantum or more"),
        ({"tiers": [{"from_quantity": "1", "unit_price": euros("-4.20")}]}, "/body/articles/0", "zero or more"),
        ({"tiers": [TIERS[0] | {"unit_price": euros("10000000000.00")}]}, "/body/articles/0", "at most 0 ream"),
        ({"reference": DEAR | {"unit_price": euros("1000000.01")}}, "unit_price", "at most 1000000.00 a unit"),
        ({"minimum": "2000", "reference": DEAR}, "/body/articles/0", "at most 1000 ream"),
        ({"quantum": "0.1", "box_size": "0.25"}, "/body/articles/0", "0.25 ream is not a multiple of 0.1 ream"),
        ({"quantum": "0"}, "quantum", "above zero"),
        ({"cap": "200000000"}, "/body/articles/0", "at most 100000000 ream"),
        ({"cap": 40}, "cap", "valid string"),
        ({"vat_rate": "121"}, "vat_rate", "less than or equal to 100"),
        ({"reference": article()["reference"] | {"unit_price": euros("0.00")}}, "/body/articles/0", "above zero"),
        ({"reference": article()["reference"] | {"evidence": ""}}, "evidence", "at least 1"),
        ({"reference": article()["reference"] | {"unit_price": {"amount": "4", "currency": "JPY"}}}, "/body", "in EUR"),
        ({"deposit": {"unit_price": euros("-1.00"), "vat_rate": "21"}}, "deposit", "zero or more"),
        ({"colour": "green"}, "colour", "not permitted"),
    ],
)  # fmt: skip
async def test_an_article_that_cannot_be_computed_with_is_refused(
    house: House, changes: dict[str, Any], pointer: str, words: str
) -> None:
    await refused(house, order({"id": NOWHERE}, article(**changes)), pointer, words)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"locks_at": in_hours(2), "top_up_at": in_hours(3)}, "follow each other"),
        ({"opens_at": in_hours(80)}, "follow each other"),
        ({"locks_at": "tomorrow"}, "RFC 3339"),
        ({"locks_at": 1_800_000_000}, "text in RFC 3339"),
        ({"sharing": "weight"}, "the weight of every article"),
        ({"logistics": {"steps": [], "vat_rate": "21"}}, "at least 1"),
        ({"logistics": {"steps": [STEP | {"from_quantity": "5"}], "vat_rate": "21"}}, "bound of zero"),
        ({"logistics": {"steps": [STEP, STEP], "vat_rate": "21"}}, "starts higher than the one before"),
        (
            {"logistics": {"steps": [STEP | {"from_value": euros("0.00")}], "vat_rate": "21"}},
            "step by from_quantity",
        ),
        ({"logistics": {"steps": [STEP], "vat_rate": "21", "handling_hours": "2"}}, "hours need an hourly_cost"),
        ({"logistics": {"steps": [{"amount": euros("-1.00")}], "vat_rate": "21"}}, "zero or more"),
        ({"kind": "open_call"}, "an open call has an anchor"),
        ({"minimum": {"amount": euros("100.00"), "basis": "brutto"}}, "'net' or 'gross'"),
        ({"nuts": ["BE1", "BE1"]}, "each value once"),
        ({"nuts": ["Bruxelles"]}, "it should be"),
        ({"extension_days": 61}, "less than or equal to 60"),
        ({"title": {}}, "at least 1"),
        ({"currency": "euro"}, "it should be"),
    ],
)
async def test_terms_that_contradict_each_other_are_refused(house: House, changes: dict[str, Any], words: str) -> None:
    await refused(house, order({"id": NOWHERE}, **changes), "", words)


async def refused(house: House, draft: dict[str, Any], pointer: str, words: str) -> None:
    """The draft is a 422 that names the place and the reason, and nothing is written."""
    answer = await buyer(house).post(ORDERS, json=draft)
    assert answer.status_code == 422, answer.text
    places = answer.json()["errors"]
    assert any(pointer in one["pointer"] and words in one["detail"] for one in places), places
    assert (await buyer(house).get(ORDERS)).json()["items"] == []


async def test_what_a_draft_names_must_exist(house: House) -> None:
    assert (await buyer(house).post(ORDERS, json=order({"id": NOWHERE}))).status_code == 404
    supplier = await referenced(house)
    cases: list[tuple[dict[str, Any], int, str]] = [
        (order(supplier, article(category="99999999")), 422, "unknown-category"),
        (order(supplier, offer_id=NOWHERE), 404, "offer-not-found"),
        (order(supplier, partner_offices=["brussels"]), 422, "invalid"),
    ]
    for draft, status, problem in cases:
        answer = await buyer(house).post(ORDERS, json=draft)
        assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{problem}")
    other = await suggested(house, vat_number="BE 0000.010.292", name="De Tweede Pixel")
    offer = await published(house, supplier)
    answer = await buyer(house).post(ORDERS, json=order(other, offer_id=offer["id"]))
    assert answer.json()["type"] == "/problems/offer-of-another-supplier"
    fitting = await made(await buyer(house).post(ORDERS, json=order(supplier, offer_id=offer["id"])))
    await made(await buyer(house).post(f"/procurement/v1/offers/{offer['id']}/withdraw", json={"reason": "x"}), 200)
    assert (await verb(house, fitting, "open", 409))["type"] == "/problems/offer-not-open"


async def test_a_draft_is_the_buyers_alone_and_is_changed_from_a_version(house: House) -> None:
    draft = await drafted(house)
    path = f"{ORDERS}/{draft['id']}"
    assert (await house.as_member(1).get(path)).status_code == 404
    assert (await house.as_member(1).get(f"{path}/figures")).status_code == 404
    assert (await buyer(house, GHENT).get(path)).status_code == 404
    assert (await house.as_member(1).post(ORDERS, json=order(draft["supplier"]))).status_code == 403
    body = order(draft["supplier"], article(unit="box"), nuts=["BE1"])
    assert (await buyer(house).put(path, json=body)).status_code == 428
    assert (await buyer(house).put(path, json=body, headers={"If-Match": '"9"'})).status_code == 412
    changed = await made(await buyer(house).put(path, json=body, headers={"If-Match": '"1"'}), 200)
    assert (changed["articles"][0]["unit"], changed["nuts"], changed["version"]) == ("box", ["BE1"], 2)
    assert len(changed["articles"]) == 1
    same = await made(await buyer(house).put(path, json=body, headers={"If-Match": '"2"'}), 200)
    assert same == changed, "a change that changes nothing is not written"


async def test_a_draft_reads_back_as_it_was_written(house: House) -> None:
    supplier = await referenced(house)
    written = order(
        supplier,
        article(quantum="0.5", box_size="5.0", minimum="20.0", cap="200.0", weight_grams=2_500, anchor="30.0"),
        article(tiers=TIERS[1:], deposit={"unit_price": euros("0.50"), "vat_rate": "21.00"}),
        kind="open_call",
        sharing="weight",
        allocation="first_come",
        minimum={"amount": euros("100.00"), "basis": "gross", "with_deposits": True},
        logistics={
            "steps": [
                {"from_quantity": None, "from_value": euros("0.00"), "amount": euros("20.00")},
                {"from_quantity": None, "from_value": euros("500.00"), "amount": euros("35.00")},
            ],
            "vat_rate": "6.00",
            "handling_hours": "1.5",
            "administration_hours": "0.25",
            "hourly_cost": euros("30.00"),
        },
        opens_at="2030-03-01T08:00:00+01:00",
        top_up_at="2030-03-08T08:00:00Z",
        locks_at="2030-03-10T08:00:00Z",
        nuts=["BE1", "BE2"],
        filieres=[str(new_id())],
        description={"fr": "Chaque trimestre"},
    )
    written["articles"][1]["weight_grams"] = 10
    draft = await made(await buyer(house).post(ORDERS, json=written))
    for name in written.keys() - {"articles", "supplier_id", "opens_at"}:
        assert draft[name] == written[name], name
    assert draft["opens_at"] == "2030-03-01T07:00:00Z"
    for read_back, article_written in zip(draft["articles"], written["articles"], strict=True):
        for name in article_written.keys() - {"tiers", "reference"}:
            assert read_back[name] == article_written[name], name
        assert read_back["reference"] == article_written["reference"] | {"link": None}
        assert [float(tier["from_quantity"]) for tier in read_back["tiers"]] == [
            float(tier["from_quantity"]) for tier in article_written["tiers"]
        ]
    # 20 reams (the minimum) + 40 (its first tier) cost 20.00 and 1.75 h, for 276.00 of value at reference prices
    assert draft["at_minimum"] == {"logistics": euros("72.50"), "gains": euros("38.00"), "admitted": False}


async def test_the_standing_of_the_supplier_blocks_or_warns_with_its_reason(house: House) -> None:
    supplier = await suggested(house)
    draft = await made(await buyer(house).post(ORDERS, json=order(supplier)))
    blocked = await verb(house, draft, "open", 409)
    assert blocked["type"] == "/problems/supplier-blocked"
    assert "the buyer has not decided yet" in blocked["detail"]
    assert blocked["title"] == "Ni offre ni achat groupé avec ce fournisseur pour le moment"
    terms = {"reason": "Working conditions unproven", "commitments": ["Proof"], "until": "2199-12-31"}
    await made(await buyer(house).post(f"{SUPPLIERS}/{supplier['id']}/make-conditional", json=terms), 200)
    seen = (await verb(house, draft, "open"))["supplier"]
    assert (seen["warning"], seen["standing"], seen["reason"]) == (True, "conditional", "Working conditions unproven")
    listed = (await house.as_member(1).get(ORDERS)).json()["items"][0]["supplier"]
    assert listed == seen


async def test_an_order_opens_at_its_time_by_itself(house: House) -> None:
    order_ = await opened(house, opens_at=in_hours(2), locks_at=in_hours(6))
    path = f"{ORDERS}/{order_['id']}"
    assert order_["state"] == "draft" and order_["opened_at"] is not None
    assert (await house.as_member(1).get(path)).status_code == 404
    house.service.database.clock.advance(timedelta(hours=3))
    assert (await house.as_member(1).get(path)).json()["state"] == "open"
    late = await drafted(house, supplier=order_["supplier"], locks_at=in_hours(1))
    assert "before it begins" in (await verb(house, late, "open", 409))["detail"]


async def test_an_open_call_begins_with_the_purchase_of_the_structure(house: House) -> None:
    """Recommendation 15: members join a purchase of the structure, which is the first in line."""
    call = await opened(house, article(anchor="38", cap="60"), kind="open_call")
    assert (call["kind"], call["structures_count"], call["members_count"]) == ("open_call", 1, 0)
    (line,) = (await read(house, call, "commitments/structure"))["lines"]
    assert (line["firm"], line["seq"]) == ("38", 1)
    figures = (await read(house, call, "figures"))["articles"][0]
    assert (figures["next_tier"]["missing"], figures["next_tier"]["my_saving"]) == ("2", euros("13.30"))
    facts = [event["type"].split(".")[3] for event in await announced(house) if ".pooled_order." in event["type"]]
    assert facts == ["opened", "committed"]
    above = await buyer(house).post(
        ORDERS, json=order(call["supplier"], article(anchor="61", cap="60"), kind="open_call")
    )
    assert "the anchor is above the cap" in above.text


async def test_who_works_for_the_office_sees_drafts_but_only_the_buyer_runs_them(house: House) -> None:
    draft = await drafted(house)
    path = f"{ORDERS}/{draft['id']}"
    staff = house.as_role(Role.STAFF)
    assert (await staff.get(path)).status_code == 200
    for name in ("open", "cancel", "order", "settle", "close", "consent"):
        assert (await staff.post(f"{path}/{name}", json={"reason": "x"})).status_code == 403, name
    assert (await staff.get(f"{path}/commitments")).status_code == 403
