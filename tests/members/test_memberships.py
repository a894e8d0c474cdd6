"""Memberships: by the member's own choice, a few at a time, in and out in one call."""

from datetime import timedelta
from uuid import UUID, uuid4

import httpx
from sqlalchemy import select

from members.given import (
    announced,
    closed_consultation,
    decide,
    filiere_at,
    path_of,
    profile,
)
from partage_kit.auth import Role
from support.house import GHENT, House, member_number
from support.statements import statements

MINE = "/members/v1/memberships/mine"
WHY = {"fr": "Un cercle de confiance."}


async def join(house: House, filiere: UUID, number: int = 1) -> httpx.Response:
    """Let the n-th member join."""
    return await house.as_member(number).post(path_of(filiere, "/join"))


async def leave(house: House, membership: str, number: int = 1) -> httpx.Response:
    """Let the n-th member leave."""
    return await house.as_member(number).post(f"/members/v1/memberships/{membership}/leave")


async def states(house: House, number: int = 1) -> list[str]:
    """The states of the n-th member's memberships, newest first."""
    return [item["state"] for item in (await house.as_member(number).get(MINE)).json()["items"]]


async def test_joining_and_leaving_are_one_call_each(house: House) -> None:
    await profile(house, 1)
    filiere = await filiere_at(house, "active")
    joined = await join(house, filiere)
    assert (joined.status_code, joined.json()["state"], joined.json()["way"]) == (201, "active", "open")
    left = await leave(house, joined.json()["id"])
    assert (left.status_code, left.json()["state"]) == (200, "left")
    again = await join(house, filiere)
    assert again.status_code == 201
    assert again.json()["id"] != joined.json()["id"]
    assert await states(house) == ["active", "left"]

    facts = await announced(house, "membership.joined") + await announced(house, "membership.left")
    assert [f["subject"] for f in facts] == [joined.json()["id"], again.json()["id"], joined.json()["id"]]
    assert {(f["data"]["member_id"], f["data"]["filiere_id"], f["data"]["kind"]) for f in facts} == {
        (str(member_number(1)), str(filiere), "trade")
    }
    assert [int(f["sequence"]) for f in facts] == [1, 1, 2]


async def test_members_join_from_the_launch_until_it_closes(house: House) -> None:
    for number, stage in enumerate(("launching", "active", "results", "declining", "dormant")):
        await profile(house, number)
        assert (await join(house, await filiere_at(house, stage), number)).status_code == 201, stage
    for stage in ("proposed", "under_study", "rejected", "closed"):
        answer = await join(house, await filiere_at(house, stage), 1)
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/filiere-not-joinable"), stage


async def test_who_joins_has_a_profile(house: House) -> None:
    filiere = await filiere_at(house, "launching")
    answer = await join(house, filiere)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/profile-needed")
    assert (await house.as_role(Role.STAFF).post(path_of(filiere, "/join"))).status_code == 403


async def test_a_member_belongs_to_three_filieres_at_most_and_to_any_number_of_circles(house: House) -> None:
    await profile(house, 1)
    joined = [await join(house, await filiere_at(house, "launching")) for _ in range(4)]
    assert [a.status_code for a in joined] == [201, 201, 201, 409]
    assert joined[3].json()["type"] == "/problems/filiere-limit-reached"
    circles = [await join(house, await filiere_at(house, "launching", kind="circle")) for _ in range(3)]
    assert [a.status_code for a in circles] == [201, 201, 201]
    await leave(house, joined[1].json()["id"])
    assert (await join(house, UUID(joined[1].json()["filiere_id"]))).status_code == 201


async def test_joining_twice_is_refused(house: House) -> None:
    await profile(house, 1)
    filiere = await filiere_at(house, "launching")
    await join(house, filiere)
    again = await join(house, filiere)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/already-in-filiere")
    assert len(await announced(house, "membership.joined")) == 1


async def test_lowering_the_limit_removes_nobody_and_raising_it_makes_room(house: House) -> None:
    await profile(house, 1)
    joined = [await join(house, await filiere_at(house, "launching")) for _ in range(3)]
    waiting = await filiere_at(house, "launching")
    admin = house.as_role(Role.OFFICE_ADMIN)

    async def limit(allowed: int, version: int) -> None:
        changed = await admin.patch(
            "/members/v1/offices/mine", json={"membership_limit": allowed}, headers={"If-Match": f'"{version}"'}
        )
        assert changed.status_code == 200

    await limit(1, 0)
    assert await states(house) == ["active"] * 3
    for membership in joined[:2]:
        await leave(house, membership.json()["id"])
        refused = await join(house, waiting)
        assert refused.json()["type"] == "/problems/filiere-limit-reached"
    await limit(2, 1)
    assert (await join(house, waiting)).status_code == 201
    assert sorted(await states(house)) == ["active", "active", "left", "left"]


async def test_another_office_can_neither_join_nor_look(house: House) -> None:
    await profile(house, 1)
    await profile(house, 2, office=GHENT)
    filiere = await filiere_at(house, "launching")
    membership = (await join(house, filiere)).json()["id"]
    abroad = house.as_member(2, office=GHENT)
    assert (await abroad.post(path_of(filiere, "/join"))).status_code == 404
    assert (await abroad.get(f"/members/v1/memberships/{membership}")).status_code == 404
    invited = await house.as_role(Role.STAFF).post(
        path_of(filiere, "/invite"), json={"member_id": str(member_number(2))}
    )
    assert (invited.status_code, invited.json()["type"]) == (409, "/problems/profile-needed")


async def test_a_membership_is_seen_by_the_member_and_those_who_tend_the_filiere(house: House) -> None:
    await profile(house, 1)
    filiere = await filiere_at(house, "launching")
    path = f"/members/v1/memberships/{(await join(house, filiere)).json()['id']}"
    facilitator = house.as_member(5, Role.FACILITATOR, filieres=(filiere,))
    elsewhere = house.as_member(5, Role.FACILITATOR, filieres=(uuid4(),))
    for client, status in (
        (house.as_member(1), 200),
        (facilitator, 200),
        (house.as_role(Role.STAFF), 200),
        (house.as_member(2), 404),
        (elsewhere, 404),
    ):
        assert (await client.get(path)).status_code == status
    assert (await leave(house, path.rpartition("/")[2], number=2)).status_code == 404


async def test_the_people_of_a_filiere_by_name(house: House) -> None:
    filiere = await filiere_at(house, "launching")
    for number, name in enumerate(["Zéphyr", "alba", "Ébène", "Mistral"]):
        await profile(house, number, name=name)
        await join(house, filiere, number)
    seen: list[str] = []
    url = path_of(filiere, "/memberships?limit=3")
    while url:
        page = await house.as_member(9).get(url)
        seen += [person["family_name"] for person in page.json()["items"]]
        url = page.links["next"]["url"] if page.json()["next"] else ""
    assert seen == ["alba", "Ébène", "Mistral", "Zéphyr"]
    newest = await house.as_member(9).get(path_of(filiere, "/memberships?sort=-created_at&limit=1"))
    assert [person["member_id"] for person in newest.json()["items"]] == [str(member_number(3))]


async def test_closing_a_filiere_ends_what_is_open_in_it(house: House) -> None:
    filiere = await filiere_at(house, "launching", openness="on_request", openness_reason=WHY)
    for number in (1, 2):
        await profile(house, number)
        await join(house, filiere, number)
    asked = (await house.as_member(1).get(MINE)).json()["items"][0]["id"]
    assert (await house.as_role(Role.STAFF).post(f"/members/v1/memberships/{asked}/approve")).status_code == 200
    consulted = str(await closed_consultation(house, filiere, "closing"))
    assert (await decide(house, filiere, "close", consultation_id=consulted)).status_code == 201
    assert (await states(house, 1), await states(house, 2)) == (["ended"], ["ended"])
    (left,) = await announced(house, "membership.left")
    assert left["data"]["member_id"] == str(member_number(1))
    for _ in range(3):
        assert (await join(house, await filiere_at(house, "launching"))).status_code == 201
    house.service.database.clock.advance(timedelta(days=40))
    assert "ended" in await states(house, 2)


async def test_closing_ends_every_membership_in_one_statement(house: House) -> None:
    filiere = await filiere_at(house, "launching")
    for number in range(1, 5):
        await profile(house, number)
        assert (await house.as_member(number).post(path_of(filiere, "/join"))).status_code == 201
    asked = str(await closed_consultation(house, filiere, "closing"))
    with statements(house.service.database.writer.sync_engine) as sent:
        assert (await decide(house, filiere, "close", consultation_id=asked)).status_code == 201
    assert sum(statement.startswith("UPDATE memberships") for statement, _ in sent) == 1
    left = await announced(house, "membership.left")
    assert {event["data"]["member_id"] for event in left} == {str(member_number(number)) for number in range(1, 5)}
    assert {int(event["sequence"]) for event in left} == {2}
    audit = house.service.database.tables.metadata.tables["audit_trail"]
    async with house.service.database.reading() as session:
        noted = select(audit).where(audit.c.entity == "memberships", audit.c.before_hash.is_not(None))
        rows = (await session.execute(noted)).all()
    assert {row.entity_id for row in rows} == {event["subject"] for event in left}
    assert all(row.after_hash not in (None, row.before_hash) for row in rows)


async def test_refusals_say_what_stands_in_the_way(house: House) -> None:
    await profile(house, 1)
    first = await filiere_at(house, "active")
    assert (await house.as_member(1).post(path_of(first, "/join"))).status_code == 201
    again = (await house.as_member(1).post(path_of(first, "/join"))).json()
    assert again["detail"].startswith("the membership is active, and began on ")
    for _ in range(2):
        assert (await house.as_member(1).post(path_of(await filiere_at(house, "active"), "/join"))).status_code == 201
    full = (await house.as_member(1).post(path_of(await filiere_at(house, "active"), "/join"))).json()
    assert full["detail"] == "your office allows 3 at once; circles do not count"


async def test_a_membership_has_an_etag_that_changes_with_it(house: House) -> None:
    await profile(house, 1)
    reason = {"en": "Papers first"}
    filiere = await filiere_at(house, "active", openness="on_request", openness_reason=reason)
    asked = await house.as_member(1).post(path_of(filiere, "/join"))
    path = f"/members/v1/memberships/{asked.json()['id']}"

    async def read() -> tuple[str, str, bool]:
        answer = await house.as_member(1).get(path)
        return answer.headers["etag"], answer.json()["state"], answer.json()["ended_at"] is None

    assert asked.headers["etag"] == '"1"'
    assert await read() == ('"1"', "requested", True)
    house.service.database.clock.advance(timedelta(days=30))
    lapsed = (await house.as_member(1).get(path)).json()
    assert await read() == ('"2"', "lapsed", False)
    assert (await house.as_member(1).post(path_of(filiere, "/join"))).status_code == 201
    assert (await house.as_member(1).get(path)).json() == lapsed
