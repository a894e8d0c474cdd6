"""Assessments through the HTTP door: written by some, judged by others, read by whom they concern."""

from typing import Any

import pytest

from partage_kit.auth import Role
from support.house import GHENT, TWO_TOKENS_OF_ONE_PERSON, House, Token, at_once
from support.purchasing import (
    A_FILE,
    ASSESSMENTS,
    CHARTERS,
    NOWHERE,
    SUPPLIERS,
    answer,
    answered,
    assessed,
    buyer,
    charter_in,
    committee,
    made,
    opened,
    second_buyer,
    suggested,
    verified,
)

FORBIDDEN: list[tuple[str, dict[str, Any], str]] = [
    ("music", {"kind": "declared", "level": 1}, "criterion_is_known: music"),
    ("no_dumping", {"kind": "not_applicable", "reason": "We are honest"}, "eliminatory_applies: no_dumping"),
    ("wages", {"kind": "not_applicable", "reason": "No staff"}, "not_applicable_at_most_20_percent"),
    ("wages", {"kind": "declared", "level": 5}, "level"),
    ("wages", {"kind": "declared", "level": "4"}, "level"),
    ("wages", {"kind": "declared"}, "has a level"),
    ("wages", {"kind": "not_applicable", "level": 2, "reason": "No"}, "has a level"),
    ("wages", {"kind": "not_applicable"}, "has a reason"),
    ("wages", {"kind": "evidenced", "level": 2}, "names its evidence"),
    ("wages", {"kind": "declared", "level": 2, "evidence": [NOWHERE]}, "names its evidence"),
    ("wages", {"kind": "evidenced", "level": 2, "evidence": [NOWHERE]}, "not attached"),
]


async def test_answers_that_the_charter_forbids(house: House) -> None:
    before = await answered(house)
    for criterion, body, words in FORBIDDEN:
        done = await answer(house, before, criterion, **body)
        assert (done.status_code, words in done.text) == (422, True), (words, done.text)
    assert (await buyer(house).get(f"{ASSESSMENTS}/{before['id']}")).json() == before


async def test_evidence_is_of_the_charter_and_attached_once(house: House) -> None:
    assessment = await opened(house)
    path = f"{ASSESSMENTS}/{assessment['id']}/evidence"
    await made(await buyer(house).post(path, json=A_FILE))
    for change, status in (
        ({}, 409),
        ({"type": "rumour"}, 422),
        ({"sha256": "F" * 64}, 422),
        ({"sha256": "f" * 63}, 422),
        ({"issued_on": "2199-01-01"}, 422),
        ({"valid_until": "2026-01-04"}, 422),
    ):
        answered_with = await buyer(house).post(path, json=A_FILE | change)
        assert answered_with.status_code == status, change
    assert len((await buyer(house).get(path)).json()["items"]) == 1


async def test_judges_have_no_part_and_no_interest_in_it(house: House) -> None:
    supplier = await suggested(house)
    assessment = await answered(house, supplier)
    path = f"{ASSESSMENTS}/{assessment['id']}"
    await made(await buyer(house).post(f"{path}/submit"), 200)
    own = await buyer(house).post(f"{path}/review")
    assert (own.status_code, own.json()["type"]) == (403, "/problems/own-work")
    first = (await buyer(house).get(f"{path}/evidence")).json()["items"][0]["id"]
    assert (await buyer(house).post(f"{path}/evidence/{first}/verify")).status_code == 403
    interest = {"nature": "I hold a share"}
    await made(await committee(house).post(f"{SUPPLIERS}/{supplier['id']}/interests", json=interest))
    for verb in (f"evidence/{first}/verify", "review"):
        partial = await committee(house).post(f"{path}/{verb}")
        assert (partial.status_code, partial.json()["type"]) == (403, "/problems/conflict-of-interest")
    missing = await second_buyer(house).post(f"{path}/evidence/{NOWHERE}/verify")
    assert (missing.status_code, missing.json()["type"]) == (404, "/problems/evidence-not-found")
    await verified(house, assessment)
    twice = await second_buyer(house).post(f"{path}/evidence/{first}/verify")
    assert twice.status_code == 409
    assert (await second_buyer(house).post(f"{path}/review")).status_code == 200


async def test_one_assessment_of_a_supplier_is_under_way(house: House) -> None:
    supplier, charter = await suggested(house), await charter_in(house, "adopted")
    body = {"supplier_id": supplier["id"], "charter_id": charter["id"]}
    answers = await at_once(10, lambda _: buyer(house).post(ASSESSMENTS, json=body))
    assert sorted(one.status_code for one in answers) == [201] + [409] * 9
    assert {one.json()["type"] for one in answers if one.status_code == 409} == {"/problems/assessment-under-way"}


async def test_only_the_charter_in_force_measures(house: House) -> None:
    supplier, charter = await suggested(house), await charter_in(house, "in_ethics_review")
    body = {"supplier_id": supplier["id"], "charter_id": charter["id"]}
    early = await buyer(house).post(ASSESSMENTS, json=body)
    assert (early.status_code, early.json()["type"]) == (409, "/problems/charter-not-in-force")
    await made(await committee(house).post(f"{CHARTERS}/{charter['id']}/sign"), 200)
    assert (await buyer(house).post(ASSESSMENTS, json=body)).status_code == 201
    for field in body:
        assert (await buyer(house).post(ASSESSMENTS, json=body | {field: NOWHERE})).status_code == 404


async def test_what_is_not_published_stays_inside(house: House) -> None:
    assessment = await answered(house)
    path = f"{ASSESSMENTS}/{assessment['id']}"
    for caller in (house.as_member(1), house.as_role(Role.BUYER, office=GHENT)):
        for below in ("", "/score", "/evidence", "/contests"):
            assert (await caller.get(path + below)).status_code == 404
        assert (await caller.get(ASSESSMENTS)).json()["items"] == []
    abroad = house.as_role(Role.BUYER, office=GHENT)
    for verb in ("submit", "review"):
        assert (await abroad.post(f"{path}/{verb}")).status_code == 404
    assert (await abroad.post(f"{path}/evidence", json=A_FILE)).status_code == 404
    assert (await house.as_member(1).post(f"{path}/submit")).status_code == 403
    assert (await committee(house).get(path)).status_code == 200


async def test_a_stale_answer_is_refused(house: House) -> None:
    assessment = await answered(house)
    path = f"{ASSESSMENTS}/{assessment['id']}/answers/wages"
    body = {"kind": "declared", "level": 1}
    assert (await buyer(house).put(path, json=body, headers={"If-Match": '"1"'})).status_code == 412
    assert (await buyer(house).put(path, json=body)).status_code == 428


async def test_filters_narrow_the_list(house: House) -> None:
    first = await suggested(house)
    second = await suggested(house, name="De Tweede Pixel", vat_number="BE0000010292")
    one, two = await assessed(house, first), await opened(house, second)

    async def found(**filters: str) -> list[str]:
        listed = await buyer(house).get(ASSESSMENTS, params=filters)
        assert listed.status_code == 200, listed.text
        return [item["id"] for item in listed.json()["items"]]

    assert await found() == [two["id"], one["id"]]
    assert await found(limit="1") == [two["id"]]
    assert await found(supplier_id=first["id"]) == [one["id"]]
    assert await found(state="open") == [two["id"]]
    assert await found(state="expired") == []
    assert await found(label="good") == [one["id"]]
    assert await found(charter_id=one["charter_id"]) == [two["id"], one["id"]]
    assert await found(charter_id=NOWHERE) == []


@pytest.mark.parametrize(("answering", "judging"), TWO_TOKENS_OF_ONE_PERSON)
async def test_nobody_reviews_their_own_answers_with_another_token(
    house: House, answering: Token, judging: Token
) -> None:
    assessment = await answered(house, await suggested(house))
    path = f"{ASSESSMENTS}/{assessment['id']}"
    await made(await house.as_person(answering[0], Role.BUYER, number=answering[1]).post(f"{path}/submit"), 200)
    own = await house.as_person(judging[0], Role.ETHICS_COMMITTEE, number=judging[1]).post(f"{path}/review")
    assert (own.status_code, own.json()["type"]) == (403, "/problems/own-work")
    await made(await committee(house).post(f"{path}/review"), 200)
