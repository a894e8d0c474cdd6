"""Facilitators through the HTTP door: appointed, leaving at any time, missed at once, and dormancy after sixty days."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from members.given import announced, closed_consultation, decide, filiere_at, path_of, profile, proposed
from partage_kit.auth import Role
from support.house import BRUSSELS, GHENT, House, at_once, member_number


async def appoint(house: House, filiere: UUID, number: int = 1, office: str = BRUSSELS) -> httpx.Response:
    """Let the staff of an office appoint the n-th member."""
    staff = house.as_role(Role.STAFF, office=office)
    return await staff.post(path_of(filiere, "/facilitators"), json={"member_id": str(member_number(number))})


async def appointed(house: House, filiere: UUID, number: int = 1) -> str:
    """The path of an appointment that was made."""
    made = await appoint(house, filiere, number)
    assert made.status_code == 201, made.text
    return f"/members/v1/facilitators/{made.json()['id']}"


async def read(house: House, filiere: UUID) -> dict[str, Any]:
    """The filière as any member reads it."""
    found: dict[str, Any] = (await house.as_member(5).get(path_of(filiere))).json()
    return found


async def names(house: House, filiere: UUID, **query: str) -> list[str]:
    """Who facilitates it."""
    page = await house.as_member(5).get(path_of(filiere, "/facilitators"), params=query)
    return [line["family_name"] for line in page.json()["items"]]


async def look(house: House) -> None:
    """Do what is due, as the workers do again and again."""
    for worker in house.service.workers:
        await worker.do_what_is_due(house.service.database)


async def test_staff_appoints_and_the_filiere_tells_who_facilitates_it(house: House) -> None:
    await profile(house, 1, name="Premier")
    await profile(house, 2, name="Deuxième")
    filiere = await proposed(house)
    assert (await read(house, filiere))["unattended_since"] is not None
    first = await appointed(house, filiere)
    await appointed(house, filiere, 2)
    assert (await read(house, filiere))["unattended_since"] is None
    assert await names(house, filiere) == ["Deuxième", "Premier"]
    (fact, _) = await announced(house, "facilitator.appointed")
    assert (fact["data"]["member_id"], fact["data"]["filiere_id"]) == (str(member_number(1)), str(filiere))

    left = await house.as_member(1).post(f"{first}/end")
    assert (left.status_code, left.headers["etag"]) == (200, '"2"')
    assert (await names(house, filiere), await names(house, filiere, ended="true")) == (["Deuxième"], ["Premier"])
    assert (await read(house, filiere))["unattended_since"] is None
    (fact,) = await announced(house, "facilitator.ended")
    assert fact["subject"] == left.json()["id"]
    again = await house.as_member(1).post(f"{first}/end")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/not-possible-now")
    assert (await appoint(house, filiere)).status_code == 201


async def test_a_filiere_without_a_facilitator_is_flagged_at_once(house: House) -> None:
    await profile(house, 1)
    filiere = await filiere_at(house, "active")
    only = await appointed(house, filiere)
    ended = await house.as_role(Role.STAFF).post(f"{only}/end")
    assert (await read(house, filiere))["unattended_since"] == ended.json()["ended_at"]
    listed = (await house.as_member(5).get("/members/v1/filieres")).json()["items"]
    assert [line["unattended_since"] for line in listed] == [ended.json()["ended_at"]]


async def test_refusals(house: House) -> None:
    filiere = await proposed(house)
    assert (await appoint(house, filiere)).json()["type"] == "/problems/facilitator-needs-profile"
    await profile(house, 1)
    await profile(house, 2)
    path = await appointed(house, filiere)
    twice = await appoint(house, filiere)
    assert (twice.status_code, twice.json()["type"]) == (409, "/problems/already-facilitator")
    assert twice.json()["detail"].startswith("she was appointed on ")
    assert (await appoint(house, filiere, 2, office=GHENT)).status_code == 404
    assert (await house.as_member(2).post(f"{path}/end")).status_code == 404
    assert (await house.as_role(Role.STAFF, office=GHENT).post(f"{path}/end")).status_code == 404
    herself = await house.as_member(2).post(
        path_of(filiere, "/facilitators"), json={"member_id": str(member_number(2))}
    )
    assert herself.status_code == 403


async def test_of_ten_appointments_at_once_one_is_made(house: House) -> None:
    await profile(house, 1)
    filiere = await proposed(house)
    answers = await at_once(10, lambda _: appoint(house, filiere))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9


@pytest.mark.parametrize("stage", ["active", "results", "declining"])
async def test_sixty_days_without_a_facilitator_make_it_dormant(house: House, stage: str) -> None:
    filiere = await filiere_at(house, stage)
    house.service.database.clock.advance(timedelta(days=60) - timedelta(minutes=5))
    await look(house)
    assert (await read(house, filiere))["stage"] == stage
    house.service.database.clock.advance(timedelta(minutes=5))
    await look(house)
    await look(house)
    assert (await read(house, filiere))["stage"] == "dormant"
    decision = (await house.as_member(5).get(path_of(filiere, "/stage-decisions"))).json()["items"][0]
    assert (decision["decided_by"], decision["stage"], set(decision["reason"])) == (
        "system",
        "dormant",
        {"fr", "nl", "en"},
    )
    moved = await announced(house, "filiere.stage_changed")
    assert [fact["data"]["stage"] for fact in moved].count("dormant") == 1


async def test_with_a_facilitator_or_before_it_is_active_nothing_becomes_dormant(house: House) -> None:
    await profile(house, 1)
    attended, launching = await filiere_at(house, "active"), await filiere_at(house, "launching")
    await appointed(house, attended)
    house.service.database.clock.advance(timedelta(days=100))
    await look(house)
    assert [(await read(house, filiere))["stage"] for filiere in (attended, launching)] == ["active", "launching"]
    assert (await decide(house, launching, "activate")).status_code == 201
    await look(house)
    assert (await read(house, launching))["stage"] == "active", "the sixty days begin with its activity"


async def test_closing_a_filiere_lets_its_facilitators_go(house: House) -> None:
    await profile(house, 1)
    filiere = await filiere_at(house, "launching")
    await appointed(house, filiere)
    asked = str(await closed_consultation(house, filiere, "closing"))
    assert (await decide(house, filiere, "close", consultation_id=asked)).status_code == 201
    assert (await names(house, filiere), len(await names(house, filiere, ended="true"))) == ([], 1)
    assert len(await announced(house, "facilitator.ended")) == 1
    assert (await appoint(house, filiere)).json()["type"] == "/problems/filiere-is-closed"
