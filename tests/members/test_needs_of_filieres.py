"""Needs that concern a filière: written down by who facilitates it, published by the staff, ranked for its members."""

from uuid import UUID, uuid4

import httpx

from members.given import proposed
from members.needing import NEEDS, a_need, listed, made, publish, recorded, shown, staff
from partage_kit.auth import Role
from support.house import GHENT, House


async def refused(answer: httpx.Response, status: int, problem: str) -> None:
    """An answer says no, for this reason."""
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{problem}"), answer.text


async def test_facilitators_write_down_what_concerns_their_own_filieres_and_the_staff_publishes(house: House) -> None:
    ours, theirs = [str(await proposed(house)) for _ in range(2)]
    ana = house.as_person("ana", Role.FACILITATOR, number=1, filieres=(UUID(ours),))
    ben = house.as_person("ben", Role.FACILITATOR, number=2, filieres=(UUID(theirs),))
    for filieres in ([], [theirs], [ours, theirs]):
        await refused(await ana.post(NEEDS, json=a_need(filieres=filieres)), 403, "not-their-facilitator")
    member = house.as_member(1, filieres=(UUID(ours),))
    assert (await member.post(NEEDS, json=a_need(filieres=[ours]))).status_code == 403
    need = await made(await ana.post(NEEDS, json=a_need(filieres=[ours])))
    assert (need["state"], need["filieres"]) == ("recorded", [ours])
    assert await listed(ana, state="recorded") == [need["id"]] == await listed(staff(house), filiere=ours)
    assert await listed(ben) == [] == await listed(house.as_member(3))
    path = f"{NEEDS}/{need['id']}"
    assert (await ben.get(path)).status_code == 404
    assert (await made(await ana.get(path), 200))["reference"] is None
    for verb, body in (("publish", None), ("withdraw", {"reason": "Ours"})):
        assert (await ana.post(f"{path}/{verb}", json=body)).status_code == 403
    await made(await publish(staff(house), need), 200)
    assert await listed(house.as_member(3), filiere=ours) == [need["id"]] and await listed(ben, filiere=theirs) == []


async def test_a_facilitator_corrects_needs_of_her_filieres_alone_and_keeps_them_there(house: House) -> None:
    ours, theirs = [str(await proposed(house)) for _ in range(2)]
    ana = house.as_person("ana", Role.FACILITATOR, number=1, filieres=(UUID(ours),))
    need = await made(await ana.post(NEEDS, json=a_need(filieres=[ours])))
    path, tag = f"{NEEDS}/{need['id']}", {"If-Match": '"1"'}
    for filieres in ([], [theirs], [ours, theirs]):
        await refused(await ana.patch(path, json={"filieres": filieres}, headers=tag), 403, "not-their-facilitator")
    assert (await made(await ana.patch(path, json={"rank": 4}, headers=tag), 200))["rank"] == 4
    both = {"filieres": [theirs, ours]}
    await made(await staff(house).patch(path, json=both, headers={"If-Match": '"2"'}), 200)
    await refused(await ana.patch(path, json={"rank": 5}, headers={"If-Match": '"3"'}), 403, "not-their-facilitator")
    assert await listed(staff(house), filiere=theirs) == [need["id"]]
    elsewhere = await recorded(house)
    other = f"{NEEDS}/{elsewhere['id']}"
    assert (await ana.patch(other, json={"rank": 5}, headers=tag)).status_code == 404, "she does not see it yet"
    published = await shown(house)
    answer = await ana.patch(f"{NEEDS}/{published['id']}", json={"rank": 5}, headers={"If-Match": '"2"'})
    await refused(answer, 403, "not-their-facilitator")


async def test_the_needs_of_a_filiere_are_listed_by_their_rank_page_by_page(house: House) -> None:
    filiere = str(await proposed(house))
    last = await shown(house, rank=3, filieres=[filiere])
    older = await shown(house, rank=1, starts_on="2025-01-01", ends_on="2025-12-31", filieres=[filiere])
    newer = await shown(house, rank=1, filieres=[filiere])
    await shown(house, rank=1)
    member, ranked = house.as_member(1), [newer["id"], older["id"], last["id"]]
    assert await listed(member, filiere=filiere, sort="rank") == ranked
    assert await listed(member, filiere=filiere) == [newer["id"], last["id"], older["id"]]
    first = await made(await member.get(NEEDS, params={"filiere": filiere, "sort": "rank", "limit": 2}), 200)
    rest = await listed(member, filiere=filiere, sort="rank", cursor=first["next"])
    assert [*(one["id"] for one in first["items"]), *rest] == ranked
    assert await listed(member, filiere=str(uuid4())) == []
    assert (await member.get(NEEDS, params={"filiere": "bakers"})).status_code == 422


async def test_filieres_that_the_office_does_not_have_are_refused(house: House) -> None:
    ours = str(await proposed(house))
    for filiere in (str(uuid4()), ours):
        who = house.as_role(Role.STAFF, office=GHENT)
        await refused(await who.post(NEEDS, json=a_need(filieres=[filiere])), 404, "filiere-not-found")
    twice = await staff(house).post(NEEDS, json=a_need(filieres=[ours, ours]))
    assert (twice.status_code, twice.json()["errors"][0]["pointer"]) == (422, "/body/filieres")
    need = await recorded(house)
    path, tag = f"{NEEDS}/{need['id']}", {"If-Match": '"1"'}
    await refused(
        await staff(house).patch(path, json={"filieres": [str(uuid4())]}, headers=tag), 404, "filiere-not-found"
    )
    assert (await staff(house).patch(path, json={"filieres": None}, headers=tag)).status_code == 422
    assert (await made(await staff(house).get(path), 200))["filieres"] == []
