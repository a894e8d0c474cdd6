"""A supplier holds an invitation: it reads what was published of it, and contests it, without a token."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from partage_kit.auth import Role
from partage_procurement.invitations.queries import invitations
from support.house import GHENT, House
from support.purchasing import (
    ASSESSMENTS,
    SUPPLIERS,
    answered,
    assessed,
    buyer,
    facts_about,
    made,
    office_day,
    second_buyer,
    suggested,
)

MINE = "/procurement/v1/invitations/mine"
DOORS = ("", "/assessment", "/score", "/contests")
WRONG = {"reason": "The audit was renewed in May"}


async def invited(house: House, supplier: dict[str, Any], **body: Any) -> httpx.AsyncClient:
    """Somebody at a supplier, with a fresh invitation and no token."""
    given = await made(await buyer(house).put(f"{SUPPLIERS}/{supplier['id']}/invitation", json=body), 200)
    holder = house.client()
    holder.headers["Invitation"] = given["secret"]
    return holder


async def test_a_supplier_reads_what_was_published_of_it_and_how_to_raise_it(house: House) -> None:
    supplier = await suggested(house)
    assessment = await assessed(house, supplier)
    holder = await invited(house, supplier)
    me = await made(await holder.get(MINE), 200)
    assert (me["supplier_id"], me["supplier_name"]) == (supplier["id"], supplier["name"])
    assert (me["standing"], me["reason"], me["assessment_id"]) == (
        "referenced",
        "charter label: good",
        assessment["id"],
    )
    published = await made(await holder.get(f"{MINE}/assessment"), 200)
    assert published == (await house.as_member(1).get(f"{ASSESSMENTS}/{assessment['id']}")).json()
    score = await made(await holder.get(f"{MINE}/score"), 200)
    assert score == (await house.as_member(1).get(f"{ASSESSMENTS}/{assessment['id']}/score")).json()
    assert score["explanation"]["improvements"][0]["criterion"] == "energy"


async def test_its_contest_has_the_deadline_and_the_answer_of_any_other(house: House) -> None:
    supplier = await suggested(house)
    assessment = await assessed(house, supplier)
    path = f"{ASSESSMENTS}/{assessment['id']}"
    await made(await house.as_member(7).post(f"{path}/contest", json={"reason": "They closed a site"}))
    await made(await second_buyer(house).post(f"{path}/publish", json={"answer": "They moved"}), 200)
    holder = await invited(house, supplier)
    contest = await made(await holder.post(f"{MINE}/contest", json=WRONG))
    due = office_day(contest["made_at"]) + timedelta(days=30)
    assert (contest["revision_number"], contest["by_supplier"], contest["answer_due"]) == (2, True, str(due))
    again = await holder.post(f"{MINE}/contest", json=WRONG)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/not-possible-now")
    await made(await second_buyer(house).post(f"{path}/publish", json={"answer": "It was, thank you"}), 200)
    own = (await made(await holder.get(f"{MINE}/contests"), 200))["items"]
    assert [(one["reason"], one["answer"]) for one in own] == [(WRONG["reason"], "It was, thank you")]
    seen = (await house.as_member(1).get(f"{path}/contests")).json()["items"]
    assert [one["by_supplier"] for one in seen] == [False, True]
    assert await facts_about(house, "assessment") == ["published"] * 3


async def test_the_audit_trail_names_the_invitation_behind_a_contest(house: House) -> None:
    supplier = await suggested(house)
    await assessed(house, supplier)
    holder = await invited(house, supplier)
    await made(await holder.post(f"{MINE}/contest", json=WRONG))
    trail = house.service.database.tables.metadata.tables["audit_trail"]
    async with house.service.database.reading() as session:
        (invitation,) = (await session.execute(select(invitations.c.id))).scalars()
        noted = select(trail.c.actor, trail.c.office).where(trail.c.entity == "assessment_contests")
        assert (await session.execute(noted)).all() == [(f"invitation:{invitation}", "brussels")]


async def test_only_a_hash_of_the_secret_is_kept_and_no_repeat_tells_it(house: House) -> None:
    supplier = await suggested(house)
    path = f"{SUPPLIERS}/{supplier['id']}/invitation"
    headers = {"Idempotency-Key": "invite-once"}
    first, second = [await made(await buyer(house).put(path, json={}, headers=headers), 200) for _ in range(2)]
    assert first["secret"] != second["secret"] and len(first["secret"]) >= 43
    told = await made(await buyer(house).get(path), 200)
    assert "secret" not in told and told["expires_on"] == second["expires_on"]
    async with house.service.database.reading() as session:
        for table in house.service.database.tables.metadata.sorted_tables:
            rows = str((await session.execute(select(table))).all())
            assert first["secret"] not in rows and second["secret"] not in rows, table.name


async def test_an_invitation_opens_nothing_once_it_is_replaced_withdrawn_or_over(house: House) -> None:
    supplier = await suggested(house)
    await assessed(house, supplier)
    path = f"{SUPPLIERS}/{supplier['id']}/invitation"

    async def closed(holder: httpx.AsyncClient) -> None:
        answers = [await holder.get(MINE + door) for door in DOORS]
        answers.append(await holder.post(f"{MINE}/contest", json=WRONG))
        assert {(one.status_code, one.json()["type"]) for one in answers} == {
            (401, "/problems/valid-invitation-needed")
        }

    replaced = await invited(house, supplier)
    withdrawn = await invited(house, supplier)
    await closed(replaced)
    assert (await withdrawn.get(MINE)).status_code == 200
    assert (await buyer(house).delete(path)).status_code == 204
    await closed(withdrawn)
    gone = await buyer(house).delete(path)
    assert (gone.status_code, gone.json()["type"]) == (404, "/problems/invitation-not-found")
    today = office_day((await buyer(house).get(f"{SUPPLIERS}/{supplier['id']}")).json()["updated_at"])
    over = await invited(house, supplier, expires_on=str(today))
    assert (await over.get(MINE)).status_code == 200
    house.service.database.clock.advance(timedelta(days=1))
    await closed(over)
    await closed(house.client())
    guess = house.client()
    guess.headers["Invitation"] = "guess"
    await closed(guess)


async def test_what_is_not_published_is_not_told(house: House) -> None:
    supplier = await suggested(house)
    await answered(house, supplier)
    holder = await invited(house, supplier)
    assert (await made(await holder.get(MINE), 200))["assessment_id"] is None
    for door in DOORS[1:]:
        hidden = await holder.get(MINE + door)
        assert (hidden.status_code, hidden.json()["type"]) == (404, "/problems/assessment-not-found")
    assert (await holder.post(f"{MINE}/contest", json=WRONG)).status_code == 404


async def test_a_supplier_does_not_see_answers_that_are_being_corrected(house: House) -> None:
    supplier = await suggested(house)
    assessment = await assessed(house, supplier, until="contested")
    tag = (await buyer(house).get(f"{ASSESSMENTS}/{assessment['id']}")).headers["etag"]
    path = f"{ASSESSMENTS}/{assessment['id']}/answers/wages"
    await made(await buyer(house).put(path, json={"kind": "declared", "level": 0}, headers={"If-Match": tag}), 200)
    holder = await invited(house, supplier)
    assert (await holder.get(f"{MINE}/assessment")).json()["answers"]["wages"]["level"] == 2
    assert (await holder.get(f"{MINE}/score")).json()["total"]["worst"]["value"] == "62.50"


@pytest.mark.parametrize("expires_on", ["2020-01-01", "2199-12-31"])
async def test_an_invitation_lasts_a_year_at_most(house: House, expires_on: str) -> None:
    supplier = await suggested(house)
    answer = await buyer(house).put(f"{SUPPLIERS}/{supplier['id']}/invitation", json={"expires_on": expires_on})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/body/expires_on")


async def test_who_gives_invitations(house: House) -> None:
    supplier = await suggested(house)
    path = f"{SUPPLIERS}/{supplier['id']}/invitation"
    for caller in (house.as_member(1), house.as_role(Role.STAFF), house.as_role(Role.SUPPLIER)):
        assert (await caller.put(path, json={})).status_code == 403
        assert (await caller.delete(path)).status_code == 403
    abroad = buyer(house, office=GHENT)
    for answer in (await abroad.put(path, json={}), await abroad.get(path), await abroad.delete(path)):
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/supplier-not-found")
    none = await house.as_role(Role.STAFF).get(path)
    assert (none.status_code, none.json()["type"]) == (404, "/problems/invitation-not-found")
