"""Evidence and proposals through the HTTP door: proposed to the member, never applied for her."""

from datetime import timedelta

from members.working import PROPOSALS, RECORDS, an_invoice, declared, declaring, look, proposals, tell, worked
from partage_kit.auth import Role
from support.house import House

YEAR = timedelta(days=366)


async def open_ones(house: House, number: int = 1) -> list[tuple[str, str]]:
    return sorted((one["kind"], one["code"]) for one in await proposals(house, number) if one["state"] == "open")


async def test_evidence_stands_beside_what_is_declared(house: House) -> None:
    await declaring(house, 1, "baker", "photographer")
    await worked(house, 1, 3)
    await tell(house, an_invoice(house, kind="registration", trade="carpenter"))
    await tell(house, an_invoice(house, ago=30, trade="carpenter"))
    shown = (await house.as_member(1).get(f"{RECORDS}/mine/evidence")).json()
    trades = [
        (line["code"], line["months"], line["declared"]) for line in shown["codes"] if line["dimension"] == "trade"
    ]
    assert trades == [("photographer", 3, 2), ("baker", 0, 1)]
    assert (await house.as_member(2).get(f"{RECORDS}/mine/evidence")).status_code == 404


async def test_a_trade_that_contracts_show_is_proposed_and_added_when_she_accepts(house: House) -> None:
    await declaring(house, 1, "baker")
    await worked(house, 1, 4)
    assert await proposals(house, 1) == []
    await look(house)
    assert await open_ones(house) == [("missing", "photographer")]
    assert await declared(house, 1) == ["baker"]
    (one,) = await proposals(house, 1)
    assert (await house.as_member(2).post(f"{PROPOSALS}/{one['id']}/accept")).status_code == 404
    assert (await house.as_role(Role.STAFF).post(f"{PROPOSALS}/{one['id']}/accept")).status_code == 403
    accepted = await house.as_member(1).post(f"{PROPOSALS}/{one['id']}/accept")
    assert (accepted.status_code, accepted.json()["state"]) == (200, "accepted")
    assert await declared(house, 1) == ["baker", "photographer"]
    again = await house.as_member(1).post(f"{PROPOSALS}/{one['id']}/decline")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/not-possible-now")


async def test_what_she_does_not_practise_and_the_order(house: House) -> None:
    await declaring(house, 1, "baker", "photographer")
    await worked(house, 1, 7)
    await declaring(house, 2, "baker", "photographer")
    await worked(house, 2, 8)
    await worked(house, 2, 1, trade="baker")
    await look(house)
    assert (await open_ones(house), await open_ones(house, 2)) == (
        [("not_practised", "baker")],
        [("order", "photographer")],
    )
    for number in (1, 2):
        (one,) = await proposals(house, number)
        assert (await house.as_member(number).post(f"{PROPOSALS}/{one['id']}/accept")).status_code == 200
    assert (await declared(house, 1), await declared(house, 2)) == (["photographer"], ["photographer", "baker"])


async def test_declined_it_is_quiet_for_a_year_unless_the_evidence_changes_class(house: House) -> None:
    await declaring(house, 1, "baker")
    await worked(house, 1, 4)
    await look(house)
    (one,) = await proposals(house, 1)
    await house.as_member(1).post(f"{PROPOSALS}/{one['id']}/decline")
    for _ in range(3):
        house.service.database.clock.advance(timedelta(days=1, minutes=1))
        await look(house)
    assert await open_ones(house) == []
    await worked(house, 1, 7)
    house.service.database.clock.advance(timedelta(days=1, minutes=1))
    await look(house)
    assert ("missing", "photographer") in await open_ones(house)


async def test_ignored_it_expires_and_comes_back_after_a_year(house: House) -> None:
    await declaring(house, 1, "baker")
    await worked(house, 1, 5)
    await look(house)
    (one,) = await proposals(house, 1)
    house.service.database.clock.advance(timedelta(days=91))
    late = await house.as_member(1).post(f"{PROPOSALS}/{one['id']}/accept")
    assert (late.status_code, await declared(house, 1)) == (409, ["baker"])
    await look(house)
    assert [line["state"] for line in await proposals(house, 1)] == ["expired"]
    house.service.database.clock.advance(YEAR)
    await look(house)
    assert await open_ones(house) == [("missing", "photographer")]


async def test_what_no_longer_holds_is_outdated(house: House) -> None:
    await declaring(house, 1, "baker")
    await worked(house, 1, 4)
    await look(house)
    read = await house.as_member(1).get("/members/v1/profiles/mine")
    changed = await house.as_member(1).patch(
        "/members/v1/profiles/mine",
        json={"trades": ["baker", "photographer"]},
        headers={"If-Match": read.headers["etag"]},
    )
    assert changed.status_code == 200
    (one,) = await proposals(house, 1)
    accepted = await house.as_member(1).post(f"{PROPOSALS}/{one['id']}/accept")
    assert (accepted.status_code, accepted.json()["type"]) == (409, "/problems/proposal-outdated")
    house.service.database.clock.advance(timedelta(days=1, minutes=1))
    await look(house)
    assert [line["state"] for line in await proposals(house, 1)] == ["outdated"]
