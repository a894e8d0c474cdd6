"""Offers through the HTTP door: draft, publish, withdraw, use, list."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import httpx
import pytest

from partage_contracts.members import FiliereKind, MembershipJoined, MembershipLeft
from partage_kit.auth import Role
from partage_kit.auth.local_issuer import issue
from support.house import BRUSSELS, GHENT, House, at_once, member_number
from support.purchasing import (
    AN_OFFER,
    NOWHERE,
    OFFERS,
    SUPPLIERS,
    announced,
    buyer,
    drafted,
    facts_about,
    made,
    office_day,
    published,
    referenced,
    suggested,
)
from support.streams import listening
from support.waiting import eventually

FILIERE = UUID("0192f0c4-0000-7000-8000-0000000000f1")


def member_of(house: House, number: int, territory: str | None, *filieres: UUID) -> httpx.AsyncClient:
    """A member whose token names a territory and filières."""
    token = issue(
        house.settings, (Role.MEMBER,), BRUSSELS, member_number(number), filieres=filieres, territory=territory
    )
    return house.client(token)


async def test_an_offer_is_drafted_published_and_read(house: House) -> None:
    supplier = await referenced(house)
    draft = await drafted(house, supplier)
    path = f"{OFFERS}/{draft['id']}"
    assert draft["state"] == "draft"
    assert (await house.as_member(1).get(path)).status_code == 404
    assert (await house.as_member(1).get(OFFERS)).json()["items"] == []
    await made(await buyer(house).post(f"{path}/publish"), 200)
    seen = (await house.as_member(1).get(path)).json()
    assert seen["state"] == "published"
    assert seen["price"] == AN_OFFER["price"]
    assert seen["procedure"]["code"] is None
    assert seen["procedure"]["steps"] == AN_OFFER["procedure"]["steps"]
    assert seen["supplier"] == {
        "id": supplier["id"],
        "name": supplier["name"],
        "standing": "referenced",
        "assessed": False,
        "label": None,
    }
    assert (await buyer(house).get(path)).json()["procedure"]["code"] == "PAPER-2026"
    assert (await announced(house))[-1]["data"]["tiers"] == [
        {"from_quantity": "20", "unit_price": 420},
        {"from_quantity": "100", "unit_price": 385},
    ]


def tiers(*pairs: tuple[str, str]) -> dict[str, Any]:
    """A price with these bounds and amounts."""
    listed = [{"from_quantity": bound, "unit_price": {"amount": amount}} for bound, amount in pairs]
    return {"price": AN_OFFER["price"] | {"tiers": listed}}


SENSELESS: list[tuple[dict[str, Any], str]] = [
    (tiers(("20", "4.20"), ("20.0", "3.85")), "starts at a higher quantity"),
    (tiers(("0", "4.20"), ("20", "3.85")), "above zero"),
    (tiers(("20", "4.20"), ("100", "4.20")), "lower price"),
    (tiers(("20", "4.20"), ("100", "-1.00")), "below zero"),
    (tiers(("20", "€ 4,20")), "amount"),
    (tiers(("a few", "4.20")), "from_quantity"),
    ({"price": None}, "either a discount_percent or a price"),
    ({"discount_percent": "10"}, "either a discount_percent or a price"),
    ({"price": None, "discount_percent": "0"}, "greater than 0"),
    ({"price": None, "discount_percent": "100.01"}, "less than or equal to 100"),
    ({"price": None, "discount_percent": "12.345"}, "decimal"),
    ({"valid_until": "2019-12-31"}, "before valid_from"),
    ({"procedure": {"kind": "link", "steps": [{"en": "Click."}]}}, "has a link"),
    ({"procedure": {"kind": "code", "steps": [{"en": "Enter."}]}}, "has a code"),
    ({"procedure": {"kind": "quote", "steps": []}}, "at least 1 item"),
    ({"procedure": {"kind": "link", "steps": [{"en": "Click."}], "link": "javascript:alert(1)"}}, "link"),
    ({"category": "99999999"}, "99999999"),
    ({"territories": ["BE1", "BE1"]}, "each value once"),
    ({"state": "published"}, "state"),
]


async def test_offers_that_make_no_sense_are_refused(house: House) -> None:
    supplier = await referenced(house)
    for changes, words in SENSELESS:
        answer = await buyer(house).post(OFFERS, json=AN_OFFER | {"supplier_id": supplier["id"]} | changes)
        assert (answer.status_code, words in answer.text) == (422, True), (changes, answer.text)
    assert (await buyer(house).get(OFFERS)).json()["items"] == []


async def test_a_discount_keeps_its_basis_points(house: House) -> None:
    offer = await published(house, await referenced(house), price=None, discount_percent="12.25")
    assert offer["discount_percent"] == "12.25"
    assert (await announced(house))[-1]["data"]["discount"] == 1225


REASONS = {"reason": "Wages unpaid"}
UNTIL = {"reason": "Wages unpaid", "until": "2199-12-31"}


@pytest.mark.parametrize(
    ("verbs", "words"),
    [
        ([], "the supplier is suggested: the buyer has not decided yet"),
        ([("refuse", REASONS)], "the supplier is refused: Wages unpaid"),
        ([("reference", REASONS), ("suspend", UNTIL)], "the supplier is suspended: Wages unpaid"),
        ([("reference", REASONS), ("delist", REASONS)], "the supplier is delisted: Wages unpaid"),
    ],
)
async def test_the_standing_of_the_supplier_blocks_publication_with_its_reason(
    house: House, verbs: list[tuple[str, dict[str, str]]], words: str
) -> None:
    supplier = await suggested(house)
    offer = await drafted(house, supplier)
    for verb, body in verbs:
        await made(await buyer(house).post(f"{SUPPLIERS}/{supplier['id']}/{verb}", json=body), 200)
    answer = await buyer(house).post(f"{OFFERS}/{offer['id']}/publish")
    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/supplier-blocked"
    assert answer.json()["detail"] == words
    assert await facts_about(house, "offer") == []


async def test_conditions_allow_offers_until_they_run_out(house: House) -> None:
    supplier = await suggested(house)
    first, second = await drafted(house, supplier), await drafted(house, supplier)
    today = office_day(first["created_at"])
    conditions = {"reason": "Almost", "until": str(today), "commitments": ["Pay subcontractors on time"]}
    await made(await buyer(house).post(f"{SUPPLIERS}/{supplier['id']}/make-conditional", json=conditions), 200)
    assert (await buyer(house).post(f"{OFFERS}/{first['id']}/publish")).status_code == 200
    house.service.database.clock.advance(timedelta(days=1))
    overdue = await buyer(house).post(f"{OFFERS}/{second['id']}/publish")
    assert overdue.status_code == 409
    assert "ran out" in overdue.json()["detail"]
    assert (await buyer(house).get(f"{SUPPLIERS}/{supplier['id']}")).json()["overdue"] is True
    assert (await house.as_member(1).post(f"{OFFERS}/{first['id']}/redeem")).status_code == 409


STATES = ("draft", "published", "withdrawn", "expired")
POSSIBLE = {("draft", "publish"), ("draft", "change"), ("published", "withdraw"), ("published", "redeem")}


async def test_a_draft_written_as_it_is_stays_as_it_is(house: House) -> None:
    draft = await drafted(house, await referenced(house))
    path = f"{OFFERS}/{draft['id']}"
    same = await made(await buyer(house).put(path, json=AN_OFFER, headers={"If-Match": '"1"'}), 200)
    assert same == draft


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", ["change", "publish", "withdraw", "redeem"])
async def test_every_verb_in_every_state(house: House, state: str, verb: str) -> None:
    supplier = await referenced(house)
    offer = await drafted(house, supplier, valid_until=str(office_day(supplier["updated_at"])))
    path = f"{OFFERS}/{offer['id']}"
    if state != "draft":
        await made(await buyer(house).post(f"{path}/publish"), 200)
    if state == "withdrawn":
        await made(await buyer(house).post(f"{path}/withdraw", json={"reason": "Sold out"}), 200)
    if state == "expired":
        house.service.database.clock.advance(timedelta(days=1))
    before = await buyer(house).get(path)
    assert before.json()["state"] == state
    if verb == "change":
        body, tag = AN_OFFER | {"lead_time_days": 9}, {"If-Match": before.headers["etag"]}
        answer = await buyer(house).put(path, json=body, headers=tag)
    elif verb == "withdraw":
        answer = await buyer(house).post(f"{path}/withdraw", json={"reason": "Sold out"})
    else:
        caller = buyer(house) if verb == "publish" else house.as_member(1)
        answer = await caller.post(f"{path}/{verb}")
    if (state, verb) in POSSIBLE:
        assert answer.is_success, answer.text
    else:
        assert answer.status_code == (404 if (state, verb) == ("draft", "redeem") else 409), answer.text
        assert (await buyer(house).get(path)).json() == before.json()


async def test_real_uses_are_counted_one_by_one(house: House) -> None:
    offer = await published(house, await referenced(house))
    path = f"{OFFERS}/{offer['id']}"
    answers = await at_once(20, lambda n: house.as_member(n).post(f"{path}/redeem"))
    assert {answer.status_code for answer in answers} == {201}
    assert {answer.json()["code"] for answer in answers} == {"PAPER-2026"}
    assert (await house.as_member(1).get(path)).json()["uses"] == 20
    uses = [event["data"]["uses"] for event in await announced(house) if event["type"].endswith("offer.redeemed.v1")]
    assert uses == list(range(1, 21))


async def test_a_repeated_use_with_the_same_key_counts_once(house: House) -> None:
    offer = await published(house, await referenced(house))
    path = f"{OFFERS}/{offer['id']}"
    answers = [await house.as_member(1).post(f"{path}/redeem", headers={"Idempotency-Key": "once"}) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert (await house.as_member(1).get(path)).json()["uses"] == 1


async def test_only_those_an_offer_is_for_use_it(house: House) -> None:
    supplier = await referenced(house)
    local = f"{OFFERS}/{(await published(house, supplier, territories=['BE1', 'BE33']))['id']}/redeem"
    of_filiere = f"{OFFERS}/{(await published(house, supplier, filieres=[str(FILIERE)]))['id']}/redeem"
    later = f"{OFFERS}/{(await published(house, supplier, valid_from='2199-01-01'))['id']}/redeem"
    assert (await member_of(house, 1, "BE332").post(local)).status_code == 201
    assert (await member_of(house, 2, "BE3").post(local)).status_code == 403
    assert (await member_of(house, 3, None).post(local)).json()["type"] == "/problems/not-eligible"
    assert (await member_of(house, 4, None, FILIERE).post(of_filiere)).status_code == 201
    assert (await member_of(house, 5, "BE332").post(of_filiere)).status_code == 403
    assert (await house.as_member(6).post(later)).json()["type"] == "/problems/offer-not-open"
    assert (await buyer(house).post(local)).status_code == 403


async def test_what_is_known_of_a_member_counts_more_than_what_her_token_claims(house: House) -> None:
    supplier = await referenced(house)
    of_filiere = f"{OFFERS}/{(await published(house, supplier, filieres=[str(FILIERE)]))['id']}/redeem"
    joined = MembershipJoined(
        office=BRUSSELS,
        subject=uuid5(FILIERE, "membership"),
        sequence=1,
        member_id=member_number(1),
        filiere_id=FILIERE,
        kind=FiliereKind.TRADE,
        at=datetime(2026, 5, 4, 9, 0, tzinfo=UTC),
    )
    left = MembershipLeft(**joined.model_dump() | {"sequence": 2})
    async with listening(house, "members") as streams:
        assert (await member_of(house, 1, None).post(of_filiere)).status_code == 403
        await streams.announce(joined, joined.at)
        await eventually(lambda: member_of(house, 1, None).post(of_filiere), lambda done: done.status_code == 201)
        await streams.announce(left, joined.at)
        await eventually(
            lambda: member_of(house, 1, None, FILIERE).post(of_filiere), lambda done: done.status_code == 403
        )


async def test_another_office_sees_no_offer(house: House) -> None:
    offer = await published(house, await referenced(house))
    path = f"{OFFERS}/{offer['id']}"
    abroad = buyer(house, office=GHENT)
    assert (await abroad.get(path)).status_code == 404
    assert (await abroad.put(path, json=AN_OFFER, headers={"If-Match": '"1"'})).status_code == 404
    assert (await abroad.post(f"{path}/withdraw", json={"reason": "x"})).status_code == 404
    assert (await abroad.post(OFFERS, json=AN_OFFER | {"supplier_id": offer["supplier"]["id"]})).status_code == 404
    assert (await house.as_member(1, office=GHENT).post(f"{path}/redeem")).status_code == 404
    assert (await abroad.get(OFFERS)).json()["items"] == []
    assert (await buyer(house).post(OFFERS, json=AN_OFFER | {"supplier_id": NOWHERE})).status_code == 404


async def test_filters_narrow_the_list(house: House) -> None:
    first = await referenced(house)
    second = await referenced(house, name="De Tweede Pixel", vat_number="BE0000010292")
    paper = await published(house, first, territories=["BE1"])
    laptops = await published(house, second, category="30213100", filieres=[str(FILIERE)], valid_until="2198-12-31")
    draft = await drafted(house, second)
    await house.as_member(1).post(f"{OFFERS}/{paper['id']}/redeem")
    await member_of(house, 1, "BE100").post(f"{OFFERS}/{paper['id']}/redeem")

    async def found(caller: httpx.AsyncClient, **filters: str) -> list[str]:
        answer = await caller.get(OFFERS, params=filters)
        assert answer.status_code == 200, answer.text
        return [item["id"] for item in answer.json()["items"]]

    member, one, two = house.as_member(1), paper["id"], laptops["id"]
    assert await found(member) == [two, one]
    assert await found(buyer(house)) == [draft["id"], two, one]
    assert await found(buyer(house), state="draft") == [draft["id"]]
    assert await found(member, state="draft") == []
    assert await found(member, category="30100000") == [one]
    assert await found(member, category="30000000") == [two, one]
    assert await found(member, nuts="BE332") == [two]
    assert await found(member, nuts="BE100") == [two, one]
    assert await found(member, filiere=str(FILIERE)) == [two, one]
    assert await found(member, filiere=NOWHERE) == [one]
    assert await found(member, supplier_id=second["id"]) == [two]
    assert await found(member, active_on="2199-01-01") == [one]
    assert await found(member, active_on="2019-01-01") == []
    assert await found(member, sort="-uses") == [one, two]
    assert await found(member, sort="-uses", limit="1") == [one]
