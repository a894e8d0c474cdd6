"""Opportunities through the HTTP door: who posts them, who sees them, how they end, and what is announced."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from members.audiences import COMPANION, SEES, companions, onlookers, owner
from members.given import announced, filiere_at, profile
from partage_kit.auth import Role
from support.connecting import OPPORTUNITIES, an_opportunity, in_days, posted
from support.house import BRUSSELS, GHENT, House, member_number

AUTHOR = 20


async def author(house: House) -> httpx.AsyncClient:
    """A member with a profile, who posts."""
    await profile(house, AUTHOR)
    return house.as_member(AUTHOR)


async def listed(who: httpx.AsyncClient, **query: str | bool) -> list[str]:
    """The ids that somebody finds in the list of Brussels."""
    page = await who.get(OPPORTUNITIES, params={"office": BRUSSELS, **query})
    assert page.status_code == 200, page.text
    return [line["id"] for line in page.json()["items"]]


async def test_a_member_posts_and_codes_are_announced_without_a_word(house: House) -> None:
    opportunity = await posted(house, await author(house), organisation="Les Ateliers", link="https://show.example/")
    assert (opportunity["state"], opportunity["mine"], opportunity["poster"]["kind"]) == ("open", True, "member")
    assert opportunity["poster"]["member"]["id"] == str(member_number(AUTHOR))
    (fact,) = await announced(house, "opportunity.posted")
    assert fact["data"] == {
        "poster": "member",
        "trades": ["graphic-designer", "carpenter"],
        "sectors": ["90"],
        "place": {"country": "BE", "nuts": "BE100", "postal_code": None},
        "remote": False,
        "audience": "members",
        "filieres": [],
        "starts_on": None,
        "ends_on": None,
        "answer_by": opportunity["answer_by"],
    }


@pytest.mark.parametrize(
    ("role", "kind"), [(Role.STAFF, "structure"), (Role.PARTNER, "partner"), (Role.CLIENT, "client")]
)
async def test_others_than_members_post_too_and_see_their_own(house: House, role: Role, kind: str) -> None:
    who = house.as_role(role)
    opportunity = await posted(house, who, audience="members")
    assert opportunity["poster"] == {"kind": kind, "organisation": None, "member": None}
    assert await listed(who, mine=True) == [opportunity["id"]]
    assert (await house.as_role(Role.RESEARCHER).post(OPPORTUNITIES, json={})).status_code == 403


@pytest.mark.parametrize("audience", ["filiere", "members", "partners", "public"])
async def test_only_its_audience_finds_it(house: House, audience: str) -> None:
    await owner(house, {})
    filiere = await companions(house)
    named: dict[str, object] = {"filieres": [str(filiere)]} if audience == "filiere" else {}
    opportunity = await posted(house, await author(house), audience=audience, **named)
    for who, client in onlookers(house).items():
        sees = audience in SEES[who] or who == "staff"
        read = await client.get(f"{OPPORTUNITIES}/{opportunity['id']}", headers={"X-Request-Id": "the-same"})
        missing = await client.get(f"{OPPORTUNITIES}/{uuid4()}", headers={"X-Request-Id": "the-same"})
        assert (read.status_code == 200) is sees, who
        assert sees or read.content == missing.content, who
        assert (await listed(client) == [opportunity["id"]]) is sees, who
        assert (await listed(client, trade="carpenter", nuts="BE1") == [opportunity["id"]]) is sees, who


async def test_one_for_others_changes_no_list(house: House) -> None:
    await owner(house, {})
    filiere = await companions(house)
    who = await author(house)
    for _ in range(3):
        await posted(house, who)
    before = {name: (await client.get(f"{OPPORTUNITIES}?office=brussels")).json() for name, client in seers(house)}
    await posted(house, who, audience="filiere", filieres=[str(filiere)])
    for name, client in seers(house):
        seen = (await client.get(f"{OPPORTUNITIES}?office=brussels")).json()
        assert (seen == before[name]) is (name not in ("companion", "staff")), name


def seers(house: House) -> list[tuple[str, httpx.AsyncClient]]:
    """Everybody who may look."""
    return list(onlookers(house).items())


async def test_who_leaves_the_filiere_finds_it_no_more(house: House) -> None:
    await owner(house, {})
    filiere = await companions(house)
    await posted(house, await author(house), audience="filiere", filieres=[str(filiere)])
    client = house.as_member(COMPANION)
    assert len(await listed(client)) == 1
    (membership,) = (await client.get("/members/v1/memberships/mine")).json()["items"]
    assert (await client.post(f"/members/v1/memberships/{membership['id']}/leave")).status_code == 200
    assert await listed(client) == []


async def test_a_poster_who_hides_her_name_is_not_told(house: House) -> None:
    who = await author(house)
    opportunity = await posted(house, who)
    hidden = {"audiences": {"name": "nobody"}}
    changed = await who.patch("/members/v1/profiles/mine", json=hidden, headers={"If-Match": '"1"'})
    assert changed.status_code == 200
    read = await house.as_member(3).get(f"{OPPORTUNITIES}/{opportunity['id']}")
    assert read.json()["poster"] == {"kind": "member", "organisation": None, "member": None}
    assert str(member_number(AUTHOR)) not in read.text


async def test_filters_and_orders(house: House) -> None:
    who = await author(house)
    late = await posted(house, who, trades=["carpenter"], answer_by=await in_days(house, 30))
    soon = await posted(house, who, place={"country": "BE", "nuts": "BE2"}, answer_by=await in_days(house, 3))
    away = await posted(house, who, place={"country": "BE", "nuts": "BE3"}, remote=True, sectors=[])
    reader = house.as_member(3)
    everything = [away["id"], soon["id"], late["id"]]
    assert await listed(reader) == everything
    assert await listed(reader, sort="answer_by") == [soon["id"], away["id"], late["id"]]
    assert await listed(reader, trade="graphic-designer") == [away["id"], soon["id"]]
    assert await listed(reader, sector="90") == [soon["id"], late["id"]]
    assert await listed(reader, nuts="BE234") == [away["id"], soon["id"]]
    assert await listed(reader, nuts="BE") == everything
    assert await listed(reader, mine=True) == []
    assert (await house.client().get(OPPORTUNITIES)).status_code == 422, "nobody says which office"


async def test_it_expires_by_its_date_and_a_later_one_opens_it_again(house: House) -> None:
    who = await author(house)
    opportunity = await posted(house, who)
    path = f"{OPPORTUNITIES}/{opportunity['id']}"
    house.service.database.clock.advance(timedelta(days=15))
    expired = await who.get(path)
    assert (expired.json()["state"], expired.headers["etag"]) == ("expired", '"2"')
    assert (await listed(who), await listed(who, state="expired")) == ([], [opportunity["id"]])
    changes = {"answer_by": await in_days(house, 5)}
    assert (await who.patch(path, json=changes, headers={"If-Match": '"1"'})).status_code == 412
    again = await who.patch(path, json=changes, headers={"If-Match": '"2"'})
    assert (again.status_code, again.json()["state"]) == (200, "open")
    filled = await who.post(f"{path}/fill")
    assert (filled.json()["state"], filled.json()["closed_at"] is not None) == ("filled", True)
    for verb in ("fill", "withdraw"):
        assert (await who.post(f"{path}/{verb}")).json()["type"] == "/problems/not-possible-now"
    version = filled.headers["etag"]
    assert (await who.patch(path, json={"remote": True}, headers={"If-Match": version})).status_code == 409


async def test_only_its_poster_changes_or_ends_it(house: House) -> None:
    opportunity = await posted(house, await author(house), audience="public")
    path = f"{OPPORTUNITIES}/{opportunity['id']}"
    for other in (house.as_member(3), house.as_role(Role.STAFF), house.as_member(AUTHOR, office=GHENT)):
        assert (await other.post(f"{path}/withdraw")).status_code == 404
        assert (await other.patch(path, json={"remote": True}, headers={"If-Match": '"1"'})).status_code == 404
    structure = await posted(house, house.as_person("ana", Role.STAFF))
    colleague = house.as_person("ben", Role.STAFF)
    assert (await colleague.post(f"{OPPORTUNITIES}/{structure['id']}/fill")).status_code == 200


async def test_staff_hides_with_a_reason_that_the_poster_reads(house: House) -> None:
    who = await author(house)
    opportunity = await posted(house, who)
    path, staff = f"{OPPORTUNITIES}/{opportunity['id']}", house.as_role(Role.STAFF)
    assert (await house.as_member(3).post(f"{path}/hide", json={"reason": "No"})).status_code == 403
    assert (await staff.post(f"{path}/hide", json={"reason": "It asks for unpaid work"})).status_code == 200
    assert (await house.as_member(3).get(path)).status_code == 404
    mine = (await who.get(path)).json()
    assert (mine["hidden"], mine["hidden_reason"]) == (True, "It asks for unpaid work")
    assert (await who.post(f"{path}/restore")).status_code == 403
    assert (await staff.post(f"{path}/restore")).status_code == 200
    assert (await house.as_member(3).get(path)).status_code == 200


async def test_nobody_moderates_their_own(house: House) -> None:
    await profile(house, AUTHOR)
    opportunity = await posted(house, house.as_person("ana", Role.MEMBER, number=AUTHOR))
    path = f"{OPPORTUNITIES}/{opportunity['id']}"
    herself = house.as_person("ann", Role.STAFF, number=AUTHOR)
    own = await herself.post(f"{path}/hide", json={"reason": "Oops"})
    assert (own.status_code, own.json()["type"]) == (403, "/problems/own-submission")
    await house.as_person("ben", Role.STAFF).post(f"{path}/hide", json={"reason": "No"})
    assert (await herself.post(f"{path}/restore")).json()["type"] == "/problems/own-submission"


WRONG: Mapping[str, tuple[dict[str, Any], str]] = {
    "past": ({"answer_by": "2020-01-01"}, "opportunity-incoherent"),
    "too far": ({"answer_by": "2199-01-01"}, "opportunity-incoherent"),
    "for ever": ({"ends_on": "2199-01-01"}, "day-too-far-ahead"),
    "backwards": ({"starts_on": "2027-02-01", "ends_on": "2027-01-01"}, "opportunity-incoherent"),
    "audience without filière": ({"audience": "filiere"}, "opportunity-incoherent"),
    "unknown trade": ({"trades": ["alchemist"]}, "unknown-code"),
    "unknown filière": ({"audience": "filiere", "filieres": [str(member_number(1))]}, "filiere-not-found"),
    "nobody": ({"audience": "nobody"}, "invalid"),
    "http": ({"link": "http://show.example/"}, "invalid"),
    "empty pay": ({"remuneration": {}}, "invalid"),
    "pay": ({"remuneration": {"low": {"amount": "20.00"}, "high": {"amount": "10.00"}}}, "invalid"),
}


@pytest.mark.parametrize("case", WRONG)
async def test_what_is_wrong_is_refused_and_changes_nothing(house: House, case: str) -> None:
    changes, problem = WRONG[case]
    who = await author(house)
    refused = await who.post(OPPORTUNITIES, json=await an_opportunity(house, **changes))
    assert refused.json()["type"] == f"/problems/{problem}", refused.text
    assert (await listed(who, mine=True), await announced(house, "opportunity.posted")) == ([], [])


async def test_a_member_needs_a_profile_and_a_filiere_of_the_office(house: House) -> None:
    opportunity = await an_opportunity(house)
    assert (await house.as_member(9).post(OPPORTUNITIES, json=opportunity)).json()["type"] == "/problems/profile-needed"
    filiere = await filiere_at(house, "active")
    abroad = await an_opportunity(house, audience="filiere", filieres=[str(filiere)])
    assert (await house.as_role(Role.STAFF, office=GHENT).post(OPPORTUNITIES, json=abroad)).status_code == 404


async def test_where_the_work_is_is_named_in_each_language(house: House) -> None:
    place = {"country": "BE", "nuts": "BE332", "municipality": "Luik", "postal_code": "4000"}
    who = await author(house)
    opportunity = await posted(house, who, place=place)
    names = {"fr": "Liège", "nl": "Luik", "en": "Liège"}
    assert opportunity["place"] == place | {"municipality_names": names, "region": "BE332"}
    (line,) = (await who.get(OPPORTUNITIES, params={"lang": "fr"})).json()["items"]
    assert line["place"]["municipality_names"] == {"fr": "Liège"}
    await posted(house, who, place=None)
    places = [one["place"] for one in (await who.get(OPPORTUNITIES)).json()["items"]]
    assert places == [None, opportunity["place"]]
