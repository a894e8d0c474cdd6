"""Labels under a superseded charter count until the end of the grace that was chosen at adoption, and not longer."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from support.house import House, at_once
from support.purchasing import (
    A_CHARTER,
    ASSESSMENTS,
    CHARTERS,
    SUPPLIERS,
    announced,
    answered,
    assessed,
    buyer,
    charter_in,
    committee,
    made,
    office_day,
    referenced,
    second_buyer,
    suggested,
    verified,
)


async def adopted_with(house: House, grace_until: date | None) -> dict[str, Any]:
    """A newer charter version, signed with a grace."""
    charter = await charter_in(house, "in_ethics_review")
    body = {"grace_until": grace_until and str(grace_until)}
    return await made(await committee(house).post(f"{CHARTERS}/{charter['id']}/sign", json=body), 200)


async def seen(house: House, supplier: dict[str, Any]) -> dict[str, Any]:
    """A supplier as it stands now."""
    return await made(await buyer(house).get(f"{SUPPLIERS}/{supplier['id']}"), 200)


async def test_labels_count_through_the_last_day_of_the_grace(house: House) -> None:
    supplier = await suggested(house)
    assessment = await assessed(house, supplier)
    before = await seen(house, supplier)
    last_day = office_day(assessment["created_at"]) + timedelta(days=90)
    await adopted_with(house, last_day)
    kept = await seen(house, supplier)
    assert (kept["standing"], kept["assessed"], kept["label"]) == ("referenced", True, "good")
    assert (kept["assessment_expires_on"], kept["proven_until"]) == (str(last_day), str(last_day))
    assert kept["version"] == before["version"] + 1
    path = f"{ASSESSMENTS}/{assessment['id']}"
    assert (await buyer(house).get(path)).json()["expires_on"] == str(last_day)

    house.service.database.clock.advance(timedelta(days=90))
    assert (await seen(house, supplier))["standing"] == "referenced"
    assert (await buyer(house).get(path)).json()["state"] == "published"
    house.service.database.clock.advance(timedelta(days=1))
    over = await seen(house, supplier)
    assert (over["standing"], over["assessed"]) == ("conditional", False)
    assert (await buyer(house).get(SUPPLIERS, params={"label": "good"})).json()["items"] == []
    assert (await buyer(house).get(path)).json()["state"] == "expired"
    listed = (await buyer(house).get(ASSESSMENTS, params={"state": "expired"})).json()["items"]
    assert [item["id"] for item in listed] == [assessment["id"]]
    late = await house.as_member(1).post(f"{path}/contest", json={"reason": "Too late"})
    assert (late.status_code, late.json()["type"]) == (409, "/problems/not-possible-now")


async def test_an_assessment_under_the_newer_version_ends_the_wait(house: House) -> None:
    supplier = await suggested(house)
    assessment = await assessed(house, supplier)
    last_day = office_day(assessment["created_at"]) + timedelta(days=30)
    await adopted_with(house, last_day)
    await assessed(house, supplier)
    house.service.database.clock.advance(timedelta(days=31))
    after = await seen(house, supplier)
    assert (after["standing"], after["assessed"]) == ("referenced", True)
    assert after["assessment_expires_on"] > str(last_day)


async def test_what_the_buyer_decided_stands_without_a_label(house: House) -> None:
    supplier = await referenced(house)
    assessment = await assessed(house, supplier)
    decision = {"reason": "Known for years", "until": "2199-12-31", "commitments": ["Stay"]}
    path = f"{SUPPLIERS}/{supplier['id']}"
    await made(await buyer(house).post(f"{path}/make-conditional", json=decision), 200)
    await made(await buyer(house).post(f"{path}/reference", json={"reason": "Known for years"}), 200)
    await adopted_with(house, office_day(assessment["created_at"]))
    house.service.database.clock.advance(timedelta(days=1))
    after = await seen(house, supplier)
    assert (after["standing"], after["assessed"], after["proven_until"]) == ("referenced", False, None)


async def test_without_a_grace_each_label_holds_to_its_own_last_day(house: House) -> None:
    supplier = await suggested(house)
    await assessed(house, supplier)
    before = await seen(house, supplier)
    await adopted_with(house, None)
    assert await seen(house, supplier) == before


async def test_a_grace_lengthens_nothing_and_covers_all_earlier_versions(house: House) -> None:
    supplier = await suggested(house)
    assessment = await assessed(house, supplier)
    today = office_day(assessment["created_at"])
    before = await seen(house, supplier)
    first = await adopted_with(house, today + timedelta(days=5_000))
    kept = await seen(house, supplier)
    assert (kept["proven_until"], kept["assessment_expires_on"]) == (
        before["proven_until"],
        before["assessment_expires_on"],
    )
    second = await adopted_with(house, today + timedelta(days=10))
    await adopted_with(house, today + timedelta(days=20))
    graces = {
        item["id"]: (await buyer(house).get(f"{CHARTERS}/{item['id']}")).json()["grace_until"]
        for item in (first, second)
    }
    assert graces == {first["id"]: str(today + timedelta(days=10)), second["id"]: str(today + timedelta(days=20))}
    assert (await seen(house, supplier))["assessment_expires_on"] == str(today + timedelta(days=10))


async def test_the_facts_tell_the_grace(house: House) -> None:
    assessment = await assessed(house)
    last_day = office_day(assessment["created_at"]) + timedelta(days=90)
    charter = await adopted_with(house, last_day)
    superseded, adopted = (await announced(house))[-2:]
    assert (superseded["type"], superseded["data"]["grace_until"]) == (
        "partage.procurement.charter.superseded.v1",
        str(last_day),
    )
    assert (adopted["subject"], adopted["data"]["grace_until"]) == (charter["id"], str(last_day))


async def test_a_grace_that_is_over_is_refused_and_nothing_is_adopted(house: House) -> None:
    charter = await charter_in(house, "in_ethics_review")
    path = f"{CHARTERS}/{charter['id']}"
    past = await committee(house).post(f"{path}/sign", json={"grace_until": "2020-01-01"})
    assert (past.status_code, past.json()["errors"][0]["pointer"]) == (422, "/body/grace_until")
    assert (await buyer(house).get(path)).json()["state"] == "in_ethics_review"


@pytest.mark.parametrize(("days", "status"), [(90, 200), (91, 409)])
async def test_what_was_under_way_is_published_within_the_grace(house: House, days: int, status: int) -> None:
    supplier = await suggested(house)
    assessment = await answered(house, supplier)
    last_day = office_day(assessment["created_at"]) + timedelta(days=90)
    await adopted_with(house, last_day)
    path = f"{ASSESSMENTS}/{assessment['id']}"
    await made(await buyer(house).post(f"{path}/submit"), 200)
    await verified(house, assessment)
    await made(await second_buyer(house).post(f"{path}/review"), 200)
    house.service.database.clock.advance(timedelta(days=days))
    done = await buyer(house).post(f"{path}/publish", json={})
    assert done.status_code == status, done.text
    if status == 200:
        assert done.json()["expires_on"] == str(last_day)
        assert (await seen(house, supplier))["proven_until"] == str(last_day)
    else:
        assert done.json()["type"] == "/problems/charter-not-in-force"


async def test_publications_at_the_instant_of_the_signature_end_with_the_grace_too(house: House) -> None:
    numbers = ("BE0000010193", "BE0000010292", "BE0000010391")
    suppliers = [await suggested(house, name=vat, vat_number=vat) for vat in numbers]
    reviewed = [await assessed(house, supplier, until="reviewed") for supplier in suppliers]
    charter = await charter_in(house, "in_ethics_review")
    last_day = office_day(charter["created_at"]) + timedelta(days=9)

    async def act(number: int) -> httpx.Response:
        if number == len(reviewed):
            body = {"grace_until": str(last_day)}
            return await committee(house).post(f"{CHARTERS}/{charter['id']}/sign", json=body)
        return await buyer(house).post(f"{ASSESSMENTS}/{reviewed[number]['id']}/publish", json={})

    assert [one.status_code for one in await at_once(len(reviewed) + 1, act)] == [200] * 4
    for supplier in suppliers:
        after = await seen(house, supplier)
        assert (after["standing"], after["assessment_expires_on"]) == ("referenced", str(last_day))


async def test_a_contest_is_answered_after_the_grace_all_the_same(house: House) -> None:
    supplier = await suggested(house)
    assessment = await assessed(house, supplier, until="contested")
    await adopted_with(house, office_day(assessment["created_at"]))
    house.service.database.clock.advance(timedelta(days=1))
    path = f"{ASSESSMENTS}/{assessment['id']}"
    done = await made(await second_buyer(house).post(f"{path}/publish", json={"answer": "We looked again"}), 200)
    assert done["state"] == "expired"
    assert (await seen(house, supplier))["standing"] == "conditional"


async def test_a_signature_needs_no_words(house: House) -> None:
    charter = await charter_in(house, "in_ethics_review", title=A_CHARTER["title"])
    assert (await committee(house).post(f"{CHARTERS}/{charter['id']}/sign")).status_code == 200
