"""From one version of a scheme to the next: what is exact is changed, what is not is the member's own choice."""

from typing import Any

import httpx

from members.concepts import renamed
from members.given import AUTHOR, announced, filiere_at, path_of
from members.initiating import INITIATIVES, an_initiative, submitted
from members.test_concepts_in_use import MINE, found, somebody
from members.test_local_schemes import CLASSIFICATIONS, CRAFTS, amended, created
from partage_kit.auth import Role
from support.connecting import OPPORTUNITIES, posted
from support.house import BRUSSELS, GHENT, House
from support.intake import until_idle
from support.purchasing import made
from support.waiting import eventually

PROPOSALS = "/members/v1/code-proposals"
OWN = "local-crafts:{}".format
NOTHING = dict.fromkeys(("profiles", "filieres", "initiatives", "opportunities", "proposed"), 0)


async def two_versions(house: House) -> httpx.AsyncClient:
    """Staff that published two versions, between which members took up codes of the first."""
    staff = await created(house)
    first = [{"code": code, "labels": {"fr": code}} for code in ("bake", "cut", "dig", "same")]
    await amended(staff, *first, {"code": "mend", "labels": {"fr": "mend"}, "close": ["baker"]})
    assert (await staff.post(f"{CRAFTS}/draft/publish")).status_code == 200
    for number, codes in enumerate((("bake", "same"), ("cut",), ("dig",), ("mend", "bake")), 1):
        made = await house.as_member(number).post(MINE, json=somebody(*map(OWN, codes), family_name=f"N{number}"))
        assert made.status_code == 201, made.text
    await posted(house, house.as_member(1), trades=[OWN("bake"), "carpenter"])
    await staff.post(f"{CRAFTS}/versions", json={"version": "2"})
    then = [("bread", "bake"), ("hair", "cut"), ("wood", "cut")]
    later = [{"code": code, "labels": {"fr": f"neuf {code}"}, "replaces": [old]} for code, old in then]
    await amended(staff, *later, removed=("bake", "cut", "dig", "mend"))
    assert (await staff.post(f"{CRAFTS}/draft/publish")).status_code == 200
    return staff


async def upgraded(house: House, staff: httpx.AsyncClient) -> dict[str, Any]:
    """The job of an upgrade, once it has ended."""
    answer = await staff.post(f"{CRAFTS}/upgrade")
    assert answer.status_code == 202, answer.text
    await until_idle(house)

    async def job() -> dict[str, Any]:
        told: dict[str, Any] = (await staff.get(answer.headers["location"])).json()
        return told

    return await eventually(job, lambda seen: seen["state"] not in ("queued", "running"))


async def proposed(house: House, number: int) -> list[dict[str, Any]]:
    """What is proposed to a member."""
    items: list[dict[str, Any]] = (await house.as_member(number).get(f"{PROPOSALS}/mine")).json()["items"]
    return items


async def trades(house: House, number: int) -> list[str]:
    """What a member declares."""
    told: list[str] = (await house.as_member(number).get(MINE)).json()["trades"]
    return told


async def test_an_upgrade_shows_first_what_it_will_do_and_does_that(house: House) -> None:
    staff = await two_versions(house)
    gone = (await staff.get(f"{CRAFTS}/gone-codes")).json()["items"]
    assert [tuple(one.values()) for one in gone] == [
        (OWN("bake"), 2, 0, 0, 1, OWN("bread"), []),
        (OWN("cut"), 1, 0, 0, 0, None, [OWN("hair"), OWN("wood")]),
        (OWN("dig"), 1, 0, 0, 0, None, []),
        (OWN("mend"), 1, 0, 0, 0, None, ["baker"]),
    ]
    job = await upgraded(house, staff)
    assert (job["state"], job["result"]) == ("done", NOTHING | {"profiles": 2, "opportunities": 1, "proposed": 2}), job
    assert await trades(house, 1) == [OWN("bread"), OWN("same")]
    assert await trades(house, 4) == [OWN("mend"), OWN("bread")], "what is not exact is never applied"
    offered = (await house.as_member(1).get(OPPORTUNITIES)).json()["items"][0]
    assert offered["trades"] == [OWN("bread"), "carpenter"]
    told = [one["data"]["trades"] for one in await announced(house, "profile.updated")]
    assert sorted(told) == [[OWN("bread"), OWN("same")], [OWN("mend"), OWN("bread")]]
    await renamed(house)
    assert sorted(await found(house.as_member(9), query="neuf bread")) == ["N1", "N4"]
    assert (await upgraded(house, staff))["result"] == NOTHING


async def test_a_code_that_came_back_is_replaced_by_what_was_said_last(house: House) -> None:
    staff = await created(house)
    steps: list[tuple[list[str], dict[str, str], tuple[str, ...]]] = [
        (["bake"], {}, ()),
        ([], {"early": "bake"}, ("bake",)),
        (["bake"], {}, ()),
        ([], {"now": "bake"}, ("bake",)),
    ]
    for number, (plain, replacing, removed) in enumerate(steps, 1):
        if number > 1:
            await staff.post(f"{CRAFTS}/versions", json={"version": str(number)})
        new = [{"code": code, "labels": {"fr": code}} for code in plain]
        new += [{"code": code, "labels": {"fr": code}, "replaces": [old]} for code, old in replacing.items()]
        await amended(staff, *new, removed=removed)
        assert (await staff.post(f"{CRAFTS}/draft/publish")).status_code == 200
        if number == 3:
            await house.as_member(1).post(MINE, json=somebody(OWN("bake"), family_name="N1"))
    assert (await upgraded(house, staff))["state"] == "done"
    assert await trades(house, 1) == [OWN("now")]


async def test_a_trade_is_never_proposed_to_become_a_sector(house: House) -> None:
    staff = await created(house)
    await amended(staff, {"code": "code", "labels": {"fr": "code"}, "exact": ["62"]})
    assert (await staff.post(f"{CRAFTS}/draft/publish")).status_code == 200
    assert (await house.as_member(1).post(MINE, json=somebody(OWN("code"), family_name="N1"))).status_code == 201
    await staff.post(f"{CRAFTS}/versions", json={"version": "2"})
    await amended(staff, {"code": "other", "labels": {"fr": "other"}}, removed=("code",))
    assert (await staff.post(f"{CRAFTS}/draft/publish")).status_code == 200
    assert (await upgraded(house, staff))["result"] == NOTHING
    assert await proposed(house, 1) == []


async def test_members_choose_for_themselves_and_are_asked_once(house: House) -> None:
    staff = await two_versions(house)
    await upgraded(house, staff)
    (cut,), (mend,) = await proposed(house, 2), await proposed(house, 4)
    assert (cut["options"], mend["options"]) == ([OWN("hair"), OWN("wood")], ["baker"])
    path = f"{PROPOSALS}/{cut['id']}"
    for number, code, refused in ((4, OWN("wood"), 404), (2, "baker", 422)):
        answer = await house.as_member(number).post(f"{path}/accept", json={"code": code})
        assert answer.status_code == refused, answer.text
    chosen = await house.as_member(2).post(f"{path}/accept", json={"code": OWN("wood")})
    assert (chosen.status_code, chosen.json()["state"]) == (200, "accepted"), chosen.text
    assert await trades(house, 2) == [OWN("wood")]
    assert (await house.as_member(2).post(f"{path}/accept", json={"code": OWN("wood")})).status_code == 409
    declined = await house.as_member(4).post(f"{PROPOSALS}/{mend['id']}/decline")
    assert (declined.status_code, await trades(house, 4)) == (200, [OWN("mend"), OWN("bread")])
    await upgraded(house, staff)
    assert [one["state"] for one in await proposed(house, 4)] == ["declined"]


async def test_only_the_staff_of_the_office_upgrades(house: House) -> None:
    await two_versions(house)
    assert (await house.as_member(1).post(f"{CRAFTS}/upgrade")).status_code == 403
    elsewhere = house.as_role(Role.STAFF, office=GHENT)
    for answer in (await elsewhere.post(f"{CRAFTS}/upgrade"), await elsewhere.get(f"{CRAFTS}/gone-codes")):
        assert answer.status_code == 404
    assert (await elsewhere.get(f"{CLASSIFICATIONS}/nace/gone-codes")).status_code == 404


async def told_to(who: httpx.AsyncClient) -> dict[str, tuple[str, str]]:
    """What waits for somebody's choice: by its noun, its id and the id of the record."""
    answer = await who.get(PROPOSALS, params={"state": "open"})
    assert answer.status_code == 200, answer.text
    return {one["noun"]: (one["id"], one["record_id"]) for one in answer.json()["items"]}


async def test_filieres_initiatives_and_opportunities_follow_and_who_is_responsible_chooses(house: House) -> None:
    staff = await created(house)
    for code in ("bake", "cut", "same"):
        await amended(staff, {"code": code, "labels": {"fr": code}})
    assert (await staff.post(f"{CRAFTS}/draft/publish")).status_code == 200
    codes = [OWN("bake"), OWN("cut"), OWN("same")]
    author, other = house.as_member(AUTHOR), house.as_member(9)
    await author.post(MINE, json=somebody(family_name="N1"))
    filiere = await filiere_at(house, "active", occupations=codes)
    closed = await filiere_at(house, "closed", occupations=codes)
    initiative = await submitted(house, AUTHOR, an_initiative(trades=codes))
    of_staff = await made(await staff.post(INITIATIVES, json=an_initiative(trades=codes)))
    offer = await posted(house, author, trades=codes)
    await staff.post(f"{CRAFTS}/versions", json={"version": "2"})
    then = [("bread", "bake"), ("hair", "cut"), ("wood", "cut")]
    later = [{"code": code, "labels": {"fr": code}, "replaces": [old]} for code, old in then]
    await amended(staff, *later, removed=("bake", "cut"))
    assert (await staff.post(f"{CRAFTS}/draft/publish")).status_code == 200
    gone = (await staff.get(f"{CRAFTS}/gone-codes")).json()["items"]
    assert [tuple(one.values())[1:5] for one in gone] == [(0, 1, 2, 1)] * 2
    job = await upgraded(house, staff)
    assert job["result"] == NOTHING | {"filieres": 1, "initiatives": 2, "opportunities": 1, "proposed": 4}, job

    async def now(path: str, name: str = "trades") -> list[str]:
        codes: list[str] = (await staff.get(path)).json()[name]
        return codes

    kept = [OWN("bread"), OWN("cut"), OWN("same")]
    one = f"{OPPORTUNITIES}/{offer['id']}"
    read: list[tuple[str, ...]] = [(path_of(filiere), "occupations"), (initiative,), (one,)]
    assert [await now(*one) for one in read] == [kept] * 3
    assert await now(path_of(closed), "occupations") == codes, "what is closed never changes"
    listed = (await other.get("/members/v1/filieres", params={"occupation": OWN("bread")})).json()["items"]
    assert [one["id"] for one in listed] == [str(filiere)]
    facilitator = house.as_role(Role.FACILITATOR, office=BRUSSELS, filieres=(filiere,))
    hers, theirs, staffs = await told_to(author), await told_to(facilitator), await told_to(staff)
    assert {noun: record for noun, (_, record) in hers.items()} == {
        "initiative": initiative.rpartition("/")[2],
        "opportunity": offer["id"],
    }
    assert set(theirs) == {"filiere"} and set(staffs) == {"filiere", "initiative"}
    assert staffs["initiative"][1] == of_staff["id"]
    assert await told_to(other) == await told_to(house.as_role(Role.STAFF, office=GHENT)) == {}
    for who in (other, staff, facilitator, house.as_role(Role.PARTNER)):
        refused = await who.post(f"{PROPOSALS}/{hers['opportunity'][0]}/accept", json={"code": OWN("wood")})
        assert refused.status_code == 404
    for who, proposal in (
        (facilitator, theirs["filiere"]),
        (author, hers["initiative"]),
        (author, hers["opportunity"]),
    ):
        chosen = await who.post(f"{PROPOSALS}/{proposal[0]}/accept", json={"code": OWN("wood")})
        assert (chosen.status_code, chosen.json()["state"]) == (200, "accepted"), chosen.text
    assert [await now(*one) for one in read] == [[OWN("bread"), OWN("wood"), OWN("same")]] * 3
    declined = await staff.post(f"{PROPOSALS}/{staffs['initiative'][0]}/decline")
    assert (declined.status_code, await told_to(staff)) == (200, {})
    assert await now(f"{INITIATIVES}/{of_staff['id']}") == kept
    assert (await upgraded(house, staff))["result"] == NOTHING


async def test_what_has_come_to_its_end_is_changed_by_no_choice(house: House) -> None:
    staff = await two_versions(house)
    author = house.as_member(AUTHOR)
    assert (await author.post(MINE, json=somebody(family_name="N"))).status_code == 201
    await staff.post(f"{CRAFTS}/versions", json={"version": "3"})
    await amended(staff, {"code": "end", "labels": {"fr": "end"}, "close": ["baker"]})
    assert (await staff.post(f"{CRAFTS}/draft/publish")).status_code == 200
    offer = await posted(house, author, trades=[OWN("end")])
    await staff.post(f"{CRAFTS}/versions", json={"version": "4"})
    await amended(staff, removed=("end",))
    assert (await staff.post(f"{CRAFTS}/draft/publish")).status_code == 200
    await upgraded(house, staff)
    proposal, _ = (await told_to(author))["opportunity"]
    assert (await author.post(f"{OPPORTUNITIES}/{offer['id']}/withdraw")).status_code == 200
    refused = await author.post(f"{PROPOSALS}/{proposal}/accept", json={"code": "baker"})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/not-possible-now")
    assert (await told_to(author))["opportunity"][0] == proposal
    assert (await author.post(f"{PROPOSALS}/{proposal}/decline")).status_code == 200


async def test_skills_that_are_concepts_are_upgraded_and_proposed_and_own_words_stay(house: House) -> None:
    staff = await created(house, kind="skills")
    await amended(staff, *({"code": code, "labels": {"fr": code}} for code in ("bake", "cut", "same")))
    assert (await staff.post(f"{CRAFTS}/draft/publish")).status_code == 200
    written = {1: [OWN("same"), OWN("bake"), "Pain: levain"], 2: [OWN("cut")]}
    for number, skills in written.items():
        assert (await house.as_member(number).post(MINE, json=somebody(skills=skills))).status_code == 201
    await staff.post(f"{CRAFTS}/versions", json={"version": "2"})
    then = [("bread", "bake"), ("hair", "cut"), ("wood", "cut")]
    later = [{"code": code, "labels": {"fr": f"neuf {code}"}, "replaces": [old]} for code, old in then]
    await amended(staff, *later, removed=("bake", "cut"))
    assert (await staff.post(f"{CRAFTS}/draft/publish")).status_code == 200
    gone = (await staff.get(f"{CRAFTS}/gone-codes")).json()["items"]
    assert [(one["code"], one["profiles"], one["replaced_by"]) for one in gone] == [
        (OWN("bake"), 1, OWN("bread")),
        (OWN("cut"), 1, None),
    ]
    job = await upgraded(house, staff)
    assert job["result"] == NOTHING | {"profiles": 1, "proposed": 1}, job
    assert (await house.as_member(1).get(MINE)).json()["skills"] == [OWN("same"), OWN("bread"), "Pain: levain"]
    assert await found(house.client(), office=BRUSSELS, query="neuf bread") == ["Ek"]
    (cut,) = await proposed(house, 2)
    chosen = await house.as_member(2).post(f"{PROPOSALS}/{cut['id']}/accept", json={"code": OWN("wood")})
    assert chosen.status_code == 200, chosen.text
    assert (await house.as_member(2).get(MINE)).json()["skills"] == [OWN("wood")]
    assert (await staff.get(f"{CRAFTS}/gone-codes")).json()["items"] == []
