"""Each field of a profile has its own audience; nobody sees, counts or guesses more."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.audiences import FIELDS, OWNER, SEES, companions, looked_at, onlookers, owner
from members.given import announced, closed_consultation, decide, path_of
from partage_members.audiences.policy import Audience, looking_as
from partage_members.profiles.fields import DEFAULTS, ProfileField, visible_fields
from partage_members.profiles.schemas import VisibleProfile
from support.house import House, member_number

AUDIENCES = ("nobody", "filiere", "members", "partners", "public")
PUBLIC = dict.fromkeys([field.value for field in ProfileField], "public")


@pytest.mark.parametrize("audience", AUDIENCES)
async def test_each_field_is_seen_by_its_audience_and_by_nobody_else(house: House, audience: str) -> None:
    whole = (await _shown_with(house, {})).pop("stranger")
    assert whole is not None
    for who, seen in (await _reshown(house, PUBLIC | dict.fromkeys(FIELDS, audience))).items():
        assert seen is not None
        for field in FIELDS:
            expected = whole[field] if audience in SEES[who] else VisibleProfile.model_fields[field].default
            assert seen[field] == expected, (who, field)


@pytest.mark.parametrize("audience", AUDIENCES)
async def test_who_does_not_see_the_name_does_not_find_the_member(house: House, audience: str) -> None:
    await _shown_with(house, {})
    for who, seen in (await _reshown(house, PUBLIC | {"name": audience})).items():
        assert (seen is not None) is (audience in SEES[who]), who


async def test_a_hidden_member_is_told_like_one_who_does_not_exist(house: House) -> None:
    member = await owner(house, {"name": "nobody"})
    for who, client in onlookers(house).items():
        hidden, missing = await looked_at(client, member), await looked_at(client, uuid4())
        assert (hidden.status_code, hidden.content) == (404, missing.content), who


async def test_until_she_decides_members_see_her_and_nobody_an_address(house: House) -> None:
    member = await owner(house, {})
    seen = (await looked_at(onlookers(house)["member"], member)).json()
    assert (seen["headline"], seen["email"], seen["phone"]) == (
        {"fr": "Graphiste", "nl": "Grafisch ontwerpster"},
        None,
        None,
    )
    assert (await looked_at(onlookers(house)["stranger"], member)).status_code == 404


async def test_audiences_are_changed_one_by_one_and_announced(house: House) -> None:
    member = await owner(house, {})
    me = house.as_member(OWNER)
    changed = await me.patch(
        "/members/v1/profiles/mine", json={"audiences": {"email": "partners"}}, headers={"If-Match": '"1"'}
    )
    assert changed.status_code == 200
    assert changed.json()["audiences"] == {field.value: audience.value for field, audience in DEFAULTS.items()} | {
        "email": "partners"
    }
    (fact,) = await announced(house, "profile.audience_changed")
    assert fact["subject"] == str(member)
    assert {"field": "email", "audience": "partners"} in fact["data"]["audiences"]
    assert "elodie" not in str(fact)


@pytest.mark.parametrize(
    "wrong", [{"shoe_size": "public"}, {"email": "everybody"}, {"email": None}, ["email"], "public"]
)
async def test_unknown_fields_and_audiences_are_refused(house: House, wrong: object) -> None:
    body = {"given_name": "Jo", "family_name": "Ek", "audiences": wrong}
    assert (await house.as_member(OWNER).post("/members/v1/profiles/mine", json=body)).status_code == 422


@pytest.mark.parametrize("audience", AUDIENCES)
async def test_she_sees_her_profile_as_others_do(house: House, audience: str) -> None:
    spread = {field.value: AUDIENCES[number % 5] for number, field in enumerate(ProfileField)} | {"name": "public"}
    member = await owner(house, spread)
    filiere = await companions(house)
    looking = {"filiere": "companion", "members": "member", "partners": "partner", "public": "stranger"}
    mine = await house.as_member(OWNER).get(f"/members/v1/profiles/mine/as/{audience}")
    if audience == "nobody":
        assert mine.status_code == 404
        return
    assert mine.json() == (await looked_at(onlookers(house)[looking[audience]], member)).json()
    elsewhere = await house.as_member(OWNER).get(f"/members/v1/profiles/mine/as/filiere?filiere={uuid4()}")
    assert elsewhere.json() == (await looked_at(onlookers(house)["member"], member)).json()
    assert (
        await house.as_member(OWNER).get(f"/members/v1/profiles/mine/as/filiere?filiere={filiere}")
    ).status_code == 200


async def test_who_leaves_the_filiere_sees_no_more_what_was_for_it(house: House) -> None:
    member = await owner(house, {"phone": "filiere"})
    await companions(house)
    client = onlookers(house)["companion"]
    assert (await looked_at(client, member)).json()["phone"] == "+32 470 00 00 00"
    memberships = (await client.get("/members/v1/memberships/mine")).json()["items"]
    left = await client.post(f"/members/v1/memberships/{memberships[0]['id']}/leave")
    assert left.status_code == 200, left.text
    assert (await looked_at(client, member)).json()["phone"] is None


@pytest.mark.parametrize("audience", AUDIENCES)
async def test_the_people_of_a_filiere_are_listed_to_those_whom_they_show_it(house: House, audience: str) -> None:
    member = await owner(house, {"name": "public", "filieres": audience})
    filiere = await companions(house)
    for who in ("companion", "member", "facilitator by claim", "staff"):
        listed = await onlookers(house)[who].get(path_of(filiere, "/memberships"))
        found = str(member) in [person["member_id"] for person in listed.json()["items"]]
        assert found is (who == "staff" or audience in SEES[who]), who


async def test_a_closed_filiere_is_a_circle_no_longer(house: House) -> None:
    member = await owner(house, {"phone": "filiere"})
    filiere = await companions(house)
    await decide(house, filiere, "make-dormant")
    consultation = await closed_consultation(house, filiere, "closing")
    closed = await decide(house, filiere, "close", consultation_id=str(consultation))
    assert closed.status_code == 201, closed.text
    seen = (await looked_at(onlookers(house)["companion"], member)).json()
    assert (seen["phone"], seen["filieres"]) == (None, [])
    assert (await house.as_member(OWNER).get(path_of(filiere))).status_code == 200


async def _shown_with(house: House, changes: dict[str, str]) -> dict[str, Any]:
    member = await owner(house, PUBLIC | changes)
    await companions(house)
    return await _seen(house, member)


async def _reshown(house: House, audiences: Mapping[str, str]) -> dict[str, Any]:
    me = house.as_member(OWNER)
    mine = await me.get("/members/v1/profiles/mine")
    changed = await me.patch(
        "/members/v1/profiles/mine", json={"audiences": audiences}, headers={"If-Match": mine.headers["etag"]}
    )
    assert changed.status_code == 200, changed.text
    return await _seen(house, member_number(OWNER))


async def _seen(house: House, member: UUID) -> dict[str, Any]:
    """What each onlooker sees, None when they do not find her."""
    answers = {who: await looked_at(client, member) for who, client in onlookers(house).items()}
    return {who: answer.json() if answer.status_code == 200 else None for who, answer in answers.items()}


SHOWN_TO: Mapping[str, set[str]] = {
    "nobody": set(),
    "public": {"public"},
    "partners": {"public", "partners"},
    "members": {"public", "partners", "members"},
    "filiere": {"public", "partners", "members", "filiere"},
}
"""What each onlooker sees; somebody of a filière only when it is one of hers."""

CIRCLES = [UUID(int=number) for number in (1, 2, 3)]


@given(
    st.fixed_dictionaries({field.value: st.sampled_from(AUDIENCES) for field in ProfileField}),
    st.sets(st.sampled_from(CIRCLES)),
    st.sampled_from(list(Audience)),
    st.sets(st.sampled_from(CIRCLES)),
)
def test_the_policy_is_what_the_page_says(
    audiences: dict[str, str], hers: set[UUID], audience: Audience, theirs: set[UUID]
) -> None:
    shown: set[str] = SHOWN_TO[audience] - (set() if hers & theirs else {"filiere"})
    expected = {field for field, to in audiences.items() if to in shown} if audiences["name"] in shown else set()
    assert visible_fields(audiences, hers, looking_as(audience, theirs)) == expected


def test_all_that_is_shown_has_an_audience() -> None:
    gated = {"id", "office", "given_name", "family_name"}
    assert set(VisibleProfile.model_fields) - gated == set(FIELDS)
    assert {field.value for field in ProfileField} - {"name"} == set(FIELDS)
