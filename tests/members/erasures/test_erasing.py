"""A member is forgotten as the preview showed it, and nothing brings her back."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from members.given import announced, consultation, filiere_at, path_of, profile
from partage_kit.auth import Role
from support.erasing import MINE, PREVIEW, asked_for, do_what_is_due, erased
from support.house import House, at_once, member_number

REQUIRED = {"profile", "directory_entry", "opinions", "memberships", "facilitations", "audited_actions"}


async def _active(house: House) -> UUID:
    """Member 1 belongs to a filière, facilitates it and has an opinion."""
    await profile(house, 1)
    await profile(house, 2)
    filiere = await filiere_at(house, "active")
    asked = await consultation(house, filiere, "closing")
    mine = f"/members/v1/consultations/{asked}/opinions/mine"
    await house.as_member(1).put(mine, json={"stance": "oppose", "comment": "Zwartebessen"})
    await house.as_member(1).post(path_of(filiere, "/join"))
    appointing = {"member_id": str(member_number(1))}
    await house.as_role(Role.STAFF).post(path_of(filiere, "/facilitators"), json=appointing)
    return filiere


async def test_what_is_shown_is_what_is_done(house: House) -> None:
    filiere = await _active(house)
    shown = (await house.as_member(1).get(PREVIEW)).json()
    assert {item["code"] for item in shown["items"]} >= REQUIRED
    assert all(item["rows"] > 0 and item["title"].keys() == {"fr", "nl", "en"} for item in shown["items"])
    await erased(house, 1)
    gone = await house.as_role(Role.STAFF).get(f"/members/v1/profiles/{member_number(1)}")
    assert gone.status_code == 404
    tables = house.service.database.tables.metadata.tables
    opinions, erasures = tables["opinions"], tables["erasures"]
    async with house.service.database.reading() as session:
        (opinion,) = (await session.execute(select(opinions))).all()
        assert (opinion.stance, opinion.comment) == ("oppose", None)
        assert opinion.member_id != member_number(1)
        kept = (await session.execute(select(func.count()).select_from(erasures))).scalar_one()
        assert kept == 1
    stands = (await house.as_member(2).get(path_of(filiere))).json()
    assert stands["unattended_since"] is not None, "a filière whose facilitator went is missed at once"
    (fact,) = await announced(house, "profile.erased")
    assert fact["subject"] == str(member_number(1))
    assert await announced(house, "profile.registered") != [], "the other member's"


async def test_a_confirmation_of_another_preview_changes_nothing(house: House) -> None:
    filiere = await _active(house)
    member = house.as_member(1)
    shown = (await member.get(PREVIEW)).json()
    await member.patch("/members/v1/profiles/mine", json={"skills": ["Zeefdruk"]}, headers={"If-Match": '"1"'})
    refused = await member.post(MINE, json={"confirmation": shown["confirmation"]})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/preview-changed")
    await do_what_is_due(house)
    assert (await house.as_role(Role.STAFF).get(f"/members/v1/profiles/{member_number(1)}")).status_code == 200
    assert filiere


async def test_a_confirmation_can_be_repeated_until_it_is_done(house: House) -> None:
    await profile(house, 1)
    member = house.as_member(1)
    shown = (await member.get(PREVIEW)).json()
    asking, key = {"confirmation": shown["confirmation"]}, {"Idempotency-Key": "once"}
    first, again = [await member.post(MINE, json=asking, headers=key) for _ in range(2)]
    assert (first.status_code, again.status_code) == (202, 202), first.text
    assert again.json() == first.json(), "her receipt got lost on its way, and she asked again"


async def test_nothing_brings_her_back(house: House) -> None:
    await _active(house)
    await erased(house, 1)
    again = {"given_name": "Élodie", "family_name": "Vandermolenvert"}
    refused = await house.as_member(1).post("/members/v1/profiles/mine", json=again)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/member-erased")
    written = await house.as_role(Role.STAFF).post(
        "/members/v1/profiles", json=again | {"member_id": str(member_number(1))}
    )
    assert (written.status_code, written.json()["type"]) == (409, "/problems/member-id-unusable")


async def test_the_receipt_shows_who_still_lags(house: House) -> None:
    await _active(house)
    receipt = await erased(house, 1)
    path = f"/members/v1/erasures/{receipt['id']}/receipt"
    stranger = house.client()
    seen = await stranger.get(path, headers={"Receipt": receipt["secret"]})
    assert seen.status_code == 200 and seen.json()["completed_at"] is not None, "alone, nobody else is waited for"
    for secret in ("", "other"):
        assert (await stranger.get(path, headers={"Receipt": secret})).status_code == 404
    assert (await house.as_role(Role.STAFF).get("/members/v1/erasures?overdue=true")).json()["items"] == []


async def test_on_paper_the_staff_shows_and_records_it(house: House) -> None:
    await _active(house)
    staff = house.as_role(Role.STAFF)
    shown = (await staff.get("/members/v1/erasures/preview", params={"member_id": str(member_number(1))})).json()
    body = {"member_id": str(member_number(1)), "confirmation": shown["confirmation"]}
    answers = await at_once(5, lambda _: house.as_role(Role.STAFF).post("/members/v1/erasures", json=body))
    assert sorted(answer.status_code for answer in answers) == [202, 409, 409, 409, 409]
    await do_what_is_due(house)
    (item,) = (await staff.get("/members/v1/erasures")).json()["items"]
    assert item["is_on_paper"] and item["completed_at"] is not None
    elsewhere = house.as_role(Role.STAFF, office="ghent")
    assert (await elsewhere.get(f"/members/v1/erasures/{item['id']}")).status_code == 404


@pytest.mark.parametrize("late", ["join", "opinion"])
async def test_what_is_written_meanwhile_is_forgotten_or_refused(house: House, late: str) -> None:
    filiere = await _active(house)
    await asked_for(house, 1)
    member = house.as_member(1)
    if late == "join":
        other = await filiere_at(house, "active")
        await member.post(path_of(other, "/join"))
    else:
        asked = await consultation(house, filiere, "closing")
        await member.put(f"/members/v1/consultations/{asked}/opinions/mine", json={"stance": "support"})
    await do_what_is_due(house)
    tables = house.service.database.tables.metadata.tables
    async with house.service.database.reading() as session:
        for name in ("memberships", "opinions", "circle_members"):
            hers = select(func.count()).where(tables[name].c.member_id == member_number(1))
            assert (await session.execute(hers)).scalar_one() == 0
    house.service.database.clock.advance(timedelta(minutes=3))
    await do_what_is_due(house)
