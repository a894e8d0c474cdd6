"""Needs through the HTTP door: written down, published by a colleague, corrected, withdrawn, found."""

from collections.abc import Mapping
from uuid import uuid4

import pytest

from members.needing import NEEDS, a_need, as_read, colleague, listed, made, publish, recorded, shown, staff
from partage_kit.auth import Role
from support.house import GHENT, TWO_TOKENS_OF_ONE_PERSON, House, Token, at_once


async def test_members_see_a_need_once_a_colleague_has_published_it(house: House) -> None:
    need = await recorded(house)
    path = f"{NEEDS}/{need['id']}"
    assert (need["state"], need["source"], need["title_shown"]) == ("recorded", "typed", "Un revenu plus régulier")
    assert (await house.as_member(1).get(path)).status_code == 404
    assert await listed(house.as_member(1)) == [] == await listed(house.as_member(1), state="recorded")
    assert await listed(staff(house)) == [need["id"]]
    published = await publish(colleague(house), need)
    assert (published.json()["state"], published.headers["etag"]) == ("published", '"2"')
    assert (await publish(colleague(house), published.json())).status_code == 409
    seen = await made(await house.as_member(1).get(path, params={"lang": "nl"}), 200)
    assert seen["title_shown"] == "Een regelmatiger inkomen"
    assert (await house.as_member(1, office=GHENT).get(path)).status_code == 404
    assert (await house.as_role(Role.CLIENT).get(path)).status_code == 403
    withdrawn = await made(await staff(house).post(f"{path}/withdraw", json={"reason": "Typed twice"}), 200)
    assert (withdrawn["state"], withdrawn["withdrawal_reason"]) == ("withdrawn", "Typed twice")
    assert (await house.as_member(1).get(path)).status_code == 404
    assert (await publish(colleague(house), withdrawn)).status_code == 409
    assert (await colleague(house).post(f"{path}/withdraw", json={"reason": "Again"})).status_code == 409


@pytest.mark.parametrize(("one", "other"), TWO_TOKENS_OF_ONE_PERSON)
async def test_nobody_publishes_what_they_wrote(house: House, one: Token, other: Token) -> None:
    author = house.as_person(one[0], Role.STAFF, Role.MEMBER, number=one[1])
    need = await made(await author.post(NEEDS, json=a_need()))
    again = house.as_person(other[0], Role.STAFF, Role.MEMBER, number=other[1])
    both = as_read([need, await recorded(house)])
    for answer in (await publish(again, need), await again.post(f"{NEEDS}/publications", json=both)):
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/own-submission")
    assert await listed(house.as_member(2)) == []


async def test_many_are_published_at_once_or_none(house: House) -> None:
    needs = [await recorded(house, rank=rank) for rank in (1, 2, 3)]
    stranger, stale = {"id": str(uuid4()), "version": 1}, {"id": needs[2]["id"], "version": 2}
    for wrong, status in (([*needs, stranger], 404), ([*needs, needs[0]], 422), ([*needs[:2], stale], 412)):
        answer = await colleague(house).post(f"{NEEDS}/publications", json=as_read(wrong))
        assert (answer.status_code, await listed(house.as_member(1))) == (status, [])
    told = await made(await colleague(house).post(f"{NEEDS}/publications", json=as_read(needs)), 200)
    assert (told["published"], await listed(house.as_member(1))) == (3, [need["id"] for need in needs])


async def test_what_is_published_is_what_the_colleague_has_read(house: House) -> None:
    need = await recorded(house)
    path = f"{NEEDS}/{need['id']}"
    bare = await colleague(house).post(f"{path}/publish")
    assert (bare.status_code, bare.json()["type"]) == (428, "/problems/precondition-required")
    changed = await made(await staff(house).patch(path, json={"rank": 9}, headers={"If-Match": '"1"'}), 200)
    for answer in (
        await publish(colleague(house), need),
        await colleague(house).post(f"{NEEDS}/publications", json=as_read([need])),
    ):
        assert (answer.status_code, answer.json()["type"]) == (412, "/problems/stale")
    assert await listed(house.as_member(1)) == []
    assert (await made(await publish(colleague(house), changed), 200))["rank"] == 9


async def test_a_correction_hides_a_published_need_until_a_colleague_shows_it_again(house: House) -> None:
    need = await shown(house)
    path = f"{NEEDS}/{need['id']}"
    tag = {"If-Match": '"2"'}
    same = await made(await staff(house).patch(path, json={"rank": 1}, headers=tag), 200)
    assert (same["version"], same["state"]) == (2, "published"), "what changes nothing hides nothing"
    words = {"code": None, "title": {"fr": "Des rentrées régulières"}, "nuts": ["BE21"]}
    fixed = await made(await staff(house).patch(path, json=words, headers=tag), 200)
    assert (fixed["state"], fixed["title_shown"], fixed["code"]) == ("recorded", "Des rentrées régulières", None)
    assert await listed(house.as_member(1)) == []
    assert await listed(staff(house), nuts="BE21") == [need["id"]] and await listed(staff(house), nuts="BE10") == []
    assert (await staff(house).patch(path, json={"rank": 2}, headers=tag)).status_code == 412
    now = {"If-Match": '"3"'}
    for changes, pointer in (({"title": None}, "/body/title"), ({"ends_on": "2025-01-01"}, "/body/ends_on")):
        answer = await staff(house).patch(path, json=changes, headers=now)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert (await publish(staff(house), fixed)).status_code == 403
    await made(await publish(colleague(house), fixed), 200)


WRONG: Mapping[str, tuple[dict[str, object], str]] = {
    "a topic": ({"code": "income"}, "unknown-need"),
    "no need": ({"code": "moon"}, "unknown-need"),
    "no trade": ({"trades": ["astronaut"]}, "unknown-code"),
    "two names": ({"title": {"fr": "Autre"}}, "invalid"),
    "no name": ({"code": None}, "invalid"),
    "backwards": ({"ends_on": "2025-12-31"}, "invalid"),
    "rank 0": ({"rank": 0}, "invalid"),
    "begins too far ahead": ({"starts_on": "2199-01-01", "ends_on": "2199-02-01"}, "day-too-far-ahead"),
    "ends too far ahead": ({"ends_on": "2199-02-01"}, "day-too-far-ahead"),
}


async def test_what_is_wrong_is_refused(house: House) -> None:
    for name, (changes, problem) in WRONG.items():
        answer = await staff(house).post(NEEDS, json=a_need(**changes))
        assert (answer.status_code, answer.json()["type"]) == (422, f"/problems/{problem}"), name
    assert (await house.as_member(1).post(NEEDS, json=a_need())).status_code == 403
    assert await listed(staff(house)) == []


async def test_needs_are_found_by_what_they_concern_most_urgent_of_the_latest_period_first(house: House) -> None:
    old = await shown(house, starts_on="2025-01-01", ends_on="2025-12-31", code="training", nuts=[])
    second = await shown(house, rank=2, trades=["baker"], sectors=[], nuts=["BE100"])
    first = await shown(house, rank=1, code=None, title={"en": "A bus at night"}, nuts=["BE3"])
    member = house.as_member(1)
    assert await listed(member) == [first["id"], second["id"], old["id"]]
    found = {
        "code": await listed(member, code="training"),
        "trade": await listed(member, trade="baker"),
        "sector": await listed(member, sector="74"),
        "region": await listed(member, nuts="BE10"),
        "since": await listed(member, since="2026-01-01"),
        "until": await listed(member, until="2025-12-31"),
        "source": await listed(member, source="import"),
        "survey": await listed(member, survey=str(uuid4())),
    }
    assert found == {
        "code": [old["id"]],
        "trade": [second["id"]],
        "sector": [first["id"], old["id"]],
        "region": [second["id"], old["id"]],
        "since": [first["id"], second["id"]],
        "until": [old["id"]],
        "source": [],
        "survey": [],
    }


async def test_of_a_publication_and_a_withdrawal_at_once_the_withdrawal_stays(house: House) -> None:
    need = await recorded(house)
    path = f"{NEEDS}/{need['id']}"

    answers = await at_once(
        10,
        lambda actor: (
            staff(house).post(f"{path}/withdraw", json={"reason": "Twice"})
            if actor % 2
            else publish(colleague(house), need)
        ),
    )
    won = [one.json()["state"] for one in answers if one.status_code == 200]
    assert sorted(won) in (["withdrawn"], ["published", "withdrawn"])
    assert {one.status_code for one in answers} == {200, 409, 412}
    assert (await made(await staff(house).get(path), 200))["state"] == "withdrawn"
