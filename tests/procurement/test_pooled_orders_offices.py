"""Orders across offices: a partner office takes part when its own buyer consents, and not before."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from partage_kit.auth import Role
from support.house import BRUSSELS, GHENT, House, member_number
from support.pooling import ORDERS, commit, decided, euros, in_hours, opened, read, verb, wanted
from support.purchasing import announced, buyer, made

LIEGE = "liege"


async def test_a_partner_office_takes_part_after_its_buyer_consents(house: House) -> None:
    order = await opened(house, partner_offices=[GHENT])
    path = f"{ORDERS}/{order['id']}"
    neighbour = house.as_member(1, office=GHENT)
    assert (await neighbour.get(path)).status_code == 404
    assert (await neighbour.get(ORDERS)).json()["items"] == []
    assert (await commit(neighbour, order, "5")).status_code == 404
    theirs = buyer(house, GHENT)
    assert (await theirs.get(path)).json()["partner_offices"] == [{"office": GHENT, "consented_at": None}]
    assert (await theirs.put(f"{path}/commitments/structure", json=wanted(order, "1"))).status_code == 404
    assert (await buyer(house, LIEGE).post(f"{path}/consent")).status_code == 404

    consented = await made(await theirs.post(f"{path}/consent"), 200)
    again = await made(await theirs.post(f"{path}/consent"), 200)
    assert consented["partner_offices"][0]["consented_at"] == again["partner_offices"][0]["consented_at"] is not None
    assert [one["id"] for one in (await neighbour.get(ORDERS)).json()["items"]] == [order["id"]]
    assert (await commit(neighbour, order, "5")).status_code == 200
    assert (await theirs.put(f"{path}/commitments/structure", json=wanted(order, "2"))).status_code == 200
    assert (await commit(house.as_member(2), order, "3")).status_code == 200
    fact = (await announced(house))[-1]
    assert (fact["office"], fact["data"]["party_office"], fact["data"]["partner_offices"]) == (
        BRUSSELS,
        BRUSSELS,
        [GHENT],
    )


async def test_a_consent_is_announced_and_audited_once(house: House) -> None:
    order = await opened(house, partner_offices=[GHENT, LIEGE])
    path, theirs = f"{ORDERS}/{order['id']}/consent", buyer(house, GHENT)
    consented = await made(await theirs.post(path), 200)
    await made(await buyer(house, LIEGE).post(path), 200)
    again = await made(await theirs.post(path), 200)
    facts = [one for one in await announced(house) if one["type"].endswith(".partner_consented.v1")]
    assert [one["data"]["partner_office"] for one in facts] == [GHENT, LIEGE]
    assert [one["data"]["partner_offices"] for one in facts] == [[GHENT], [GHENT, LIEGE]]
    assert (facts[0]["office"], facts[0]["subject"]) == (BRUSSELS, order["id"])
    assert facts[0]["data"]["consented_at"] == consented["partner_offices"][0]["consented_at"]
    assert [int(one["sequence"]) for one in facts] == [consented["version"], again["version"]]
    trail = house.service.database.tables.metadata.tables["audit_trail"]
    async with house.service.database.reading() as session:
        entries = (await session.execute(select(trail).where(trail.c.entity == "pooled_order_offices"))).all()
    assert [(one.office, one.entity_id, one.action) for one in entries] == [
        (office, f"{order['id']},{office}", "consent_to_pooled_order") for office in (GHENT, LIEGE)
    ]
    assert all(one.actor and one.before_hash != one.after_hash for one in entries)


async def test_a_partner_office_sees_its_own_parties_and_runs_nothing(house: House) -> None:
    order = await opened(house, partner_offices=[GHENT])
    path, theirs = f"{ORDERS}/{order['id']}", buyer(house, GHENT)
    await made(await theirs.post(f"{path}/consent"), 200)
    await made(await commit(house.as_member(1, office=GHENT), order, "5"), 200)
    await made(await commit(house.as_member(2), order, "35"), 200)
    seen = (await theirs.get(f"{path}/commitments")).json()["items"]
    assert [one["party"]["member_id"] for one in seen] == [str(member_number(1))]
    assert len((await read(house, order, "commitments"))["items"]) == 2
    for name in ("open", "cancel", "extend", "order", "receive", "settle", "correct", "close"):
        bodies: dict[str, Any] = {"cancel": {"reason": "x"}, "extend": {"locks_at": in_hours(99)}, "order": {}}
        invoice = {"number": "1", "dated_on": "2026-01-01", "total": euros("1.00")}
        costs: dict[str, Any] = {"delivered": [], "invoice": invoice, "logistics": {"amount": euros("1.00")}}
        bodies |= {"receive": costs | {"complete": True}, "correct": costs | {"reason": "x"}}
        answer = await theirs.post(f"{path}/{name}", json=bodies.get(name))
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/host-office-only"), name
    await decided(house, order, "confirmed")
    await verb(house, order, "order")
    delivered = [{"article_id": order["articles"][0]["id"], "quantity": "40"}]
    invoice = {"number": "F-1", "dated_on": "2026-04-20", "total": euros("186.34")}
    logistics = {"amount": euros("2.00")}
    await verb(house, order, "receive", delivered=delivered, complete=True, invoice=invoice, logistics=logistics)
    await verb(house, order, "settle")
    lines = (await theirs.get(f"{path}/settlement-lines")).json()["items"]
    assert {one["party"]["office"] for one in lines} == {GHENT}
    assert [one["allotted"] for one in (await theirs.get(f"{path}/allotments")).json()["items"]] == ["5"]
    assert (await theirs.get(f"{path}/settlements")).status_code == 403
    assert (await theirs.get(f"{path}/receipts")).status_code == 403
    # 19.25 + 4.04 of the goods, 0.25 + 0.05 of the logistics
    assert (await house.as_member(1, office=GHENT).get(f"{path}/allotments/mine")).json()["due"] == euros("23.59")


async def test_consent_comes_before_the_lock(house: House) -> None:
    order = await opened(house, partner_offices=[GHENT])
    house.service.database.clock.advance(timedelta(hours=73))
    await decided(house, order, "failed_minimum")
    assert (await buyer(house, GHENT).post(f"{ORDERS}/{order['id']}/consent")).status_code == 409
    assert (await buyer(house).post(f"{ORDERS}/{order['id']}/consent")).status_code == 409


async def test_another_office_sees_nothing(house: House) -> None:
    order = await opened(house)
    stranger = house.as_member(9, Role.BUYER, office=LIEGE)
    for part in ("", "/figures", "/commitments", "/commitments/mine", "/decisions", "/allotments", "/receipts"):
        assert (await stranger.get(f"{ORDERS}/{order['id']}{part}")).status_code == 404, part
    assert (await stranger.get(ORDERS)).json()["items"] == []
    assert (await stranger.delete(f"{ORDERS}/{order['id']}/commitments/mine")).status_code == 404
