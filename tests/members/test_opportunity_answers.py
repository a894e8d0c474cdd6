"""Answers to opportunities: by relay, without an address, one a member, decided by the poster."""

from typing import Any

import pytest

from members.audiences import OWNER, WRITTEN, owner
from members.given import profile
from partage_kit.auth import Role
from support.connecting import ANSWERS, OPPORTUNITIES, answered, posted
from support.house import House, at_once, member_number

POSTER = 20


async def opportunity(house: House) -> dict[str, Any]:
    """What a member posted, and another with a whole profile may answer."""
    await profile(house, POSTER)
    return await posted(house, house.as_member(POSTER))


async def test_the_poster_reads_the_message_and_what_is_shown_but_no_address(house: House) -> None:
    offered = await opportunity(house)
    await owner(house, {})
    mine = await answered(house, OWNER, offered)
    path, poster = f"{ANSWERS}/{mine['id']}", house.as_member(POSTER)
    (seen,) = (await poster.get(f"{OPPORTUNITIES}/{offered['id']}/answers")).json()["items"]
    assert (seen["member"]["given_name"], seen["contact"], seen["mine"]) == ("Élodie", None, False)
    assert (seen["member"]["email"], seen["member"]["phone"]) == (None, None)
    said = (await poster.get(f"{path}/messages")).json()["items"]
    assert [(one["by"], one["text"]) for one in said] == [("member", "Me, gladly")]
    await poster.post(f"{path}/messages", json={"text": "When?"})
    await house.as_member(OWNER).post(f"{path}/messages", json={"text": "Monday"})
    said = (await house.as_member(OWNER).get(f"{path}/messages")).json()["items"]
    assert [one["by"] for one in said] == ["member", "poster", "member"]

    revealed = await house.as_member(OWNER).post(f"{path}/reveal-contact")
    assert revealed.json()["contact"]["email"] == WRITTEN["email"]
    assert (await poster.get(path)).json()["contact"]["phone"] == WRITTEN["phone"]


async def test_who_hides_from_the_poster_answers_without_a_name(house: House) -> None:
    client = house.as_role(Role.CLIENT)
    offered = await posted(house, client)
    await owner(house, {})
    mine = await answered(house, OWNER, offered)
    seen = await client.get(f"{ANSWERS}/{mine['id']}")
    assert seen.json()["member"] is None
    assert str(member_number(OWNER)) not in seen.text
    shown = await house.as_member(OWNER).post(f"{ANSWERS}/{mine['id']}/reveal-contact")
    assert shown.status_code == 200
    assert (await client.get(f"{ANSWERS}/{mine['id']}")).json()["contact"]["given_name"] == "Élodie"


async def test_the_poster_accepts_or_declines_and_nobody_else(house: House) -> None:
    offered = await opportunity(house)
    for number in (1, 2):
        await profile(house, number)
    first, second = [await answered(house, number, offered) for number in (1, 2)]
    poster = house.as_member(POSTER)
    for other in (house.as_member(1), house.as_member(2), house.as_member(3), house.as_role(Role.STAFF)):
        assert (await other.post(f"{ANSWERS}/{first['id']}/accept")).status_code == 404
    accepted = await poster.post(f"{ANSWERS}/{first['id']}/accept")
    assert (accepted.json()["state"], accepted.headers["etag"]) == ("accepted", '"2"')
    assert (await poster.post(f"{ANSWERS}/{second['id']}/decline")).json()["state"] == "declined"
    assert (await poster.post(f"{ANSWERS}/{second['id']}/accept")).json()["type"] == "/problems/not-possible-now"
    told = await house.as_member(2).post(f"{ANSWERS}/{second['id']}/messages", json={"text": "Why?"})
    assert told.json()["type"] == "/problems/not-possible-now"
    states = (await poster.get(f"{OPPORTUNITIES}/{offered['id']}/answers?state=accepted")).json()["items"]
    assert [one["id"] for one in states] == [first["id"]]


@pytest.mark.parametrize("verb", ["fill", "withdraw"])
async def test_answers_that_wait_lapse_when_it_ends(house: House, verb: str) -> None:
    offered = await opportunity(house)
    await profile(house, 1)
    mine = await answered(house, 1, offered)
    await house.as_member(POSTER).post(f"{OPPORTUNITIES}/{offered['id']}/{verb}")
    lapsed = await house.as_member(1).get(f"{ANSWERS}/{mine['id']}")
    assert (lapsed.json()["state"], lapsed.headers["etag"]) == ("lapsed", '"2"')
    assert (await house.as_member(POSTER).post(f"{ANSWERS}/{mine['id']}/accept")).status_code == 409
    (line,) = (await house.as_member(1).get(f"{ANSWERS}/mine?state=lapsed")).json()["items"]
    assert line["titles"]["en"] == "A show to build"
    await profile(house, 2)
    late = await house.as_member(2).post(f"{OPPORTUNITIES}/{offered['id']}/answers", json={"message": "Me"})
    assert late.json()["type"] == "/problems/opportunity-not-open"


async def test_who_withdrew_may_answer_again_and_shows_her_contact_no_more(house: House) -> None:
    offered = await opportunity(house)
    await profile(house, 1)
    first = await answered(house, 1, offered, reveals_contact=True)
    path = f"{OPPORTUNITIES}/{offered['id']}/answers"
    twice = await house.as_member(1).post(path, json={"message": "Me"})
    assert (twice.status_code, twice.json()["type"]) == (409, "/problems/opportunity-already-answered")
    await house.as_member(1).post(f"{ANSWERS}/{first['id']}/withdraw")
    assert (await house.as_member(POSTER).get(f"{ANSWERS}/{first['id']}")).json()["contact"] is None
    await answered(house, 1, offered)


async def test_nobody_answers_their_own_or_what_they_do_not_see(house: House) -> None:
    offered = await opportunity(house)
    path = f"{OPPORTUNITIES}/{offered['id']}"
    own = await house.as_member(POSTER).post(f"{path}/answers", json={"message": "Me"})
    assert own.json()["type"] == "/problems/own-opportunity"
    nobody = await house.as_member(5).post(f"{path}/answers", json={"message": "Me"})
    assert nobody.json()["type"] == "/problems/profile-needed"
    await house.as_role(Role.STAFF).post(f"{path}/hide", json={"reason": "No"})
    await profile(house, 1)
    assert (await house.as_member(1).post(f"{path}/answers", json={"message": "Me"})).status_code == 404
    for who in (house.as_member(1), house.as_role(Role.STAFF)):
        assert (await who.get(f"{path}/answers")).status_code == 404


async def test_of_ten_answers_of_one_member_at_once_one_stands(house: House) -> None:
    offered = await opportunity(house)
    await profile(house, 1)
    path = f"{OPPORTUNITIES}/{offered['id']}/answers"
    answers = await at_once(10, lambda _: house.as_member(1).post(path, json={"message": "Me"}))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9
    listed = (await house.as_member(POSTER).get(path)).json()["items"]
    assert len(listed) == 1


async def test_of_accepting_and_withdrawing_at_once_both_end_alike(house: House) -> None:
    offered = await opportunity(house)
    await profile(house, 1)
    mine = await answered(house, 1, offered)
    people = (house.as_member(POSTER), house.as_member(1))
    verbs = ("accept", "withdraw")
    answers = await at_once(10, lambda i: people[i % 2].post(f"{ANSWERS}/{mine['id']}/{verbs[i % 2]}"))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert (await people[1].get(f"{ANSWERS}/{mine['id']}")).json()["state"] == "withdrawn"
