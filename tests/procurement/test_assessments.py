"""Assessments through the HTTP door: written by some, judged by others, published, contested."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from partage_kit.auth import Role
from support.house import GHENT, TWO_TOKENS_OF_ONE_PERSON, House, Token, at_once
from support.purchasing import (
    ASSESSMENTS,
    CHARTERS,
    NOWHERE,
    SUPPLIERS,
    announced,
    answer,
    answered,
    assessed,
    attached,
    buyer,
    charter_in,
    committee,
    facts_about,
    made,
    opened,
    referenced,
    second_buyer,
    suggested,
    verified,
)

A_FILE = {"type": "audit", "issuer": "Fictional Auditors", "sha256": "f" * 64, "issued_on": "2026-01-05"}

STATES = ("open", "submitted", "reviewed", "published", "contested", "expired")
VERBS = ("answer", "attach", "submit", "verify", "review", "publish", "contest")
LEADS_TO = {
    ("open", "answer"): "open",
    ("open", "attach"): "open",
    ("open", "submit"): "submitted",
    ("submitted", "verify"): "submitted",
    ("submitted", "review"): "reviewed",
    ("reviewed", "publish"): "published",
    ("published", "contest"): "contested",
    ("contested", "answer"): "contested",
    ("contested", "attach"): "contested",
    ("contested", "verify"): "contested",
    ("contested", "publish"): "published",
}


async def brought_to(house: House, state: str) -> tuple[dict[str, Any], str]:
    """An assessment in a state, and evidence of it that nobody verified."""
    assessment = await answered(house)
    loose = await attached(house, assessment, "invoice", "b")
    path = f"{ASSESSMENTS}/{assessment['id']}"
    if state != "open":
        await made(await buyer(house).post(f"{path}/submit"), 200)
    if state not in ("open", "submitted"):
        for item in (await buyer(house).get(f"{path}/evidence")).json()["items"]:
            if item["id"] != loose:
                await made(await second_buyer(house).post(f"{path}/evidence/{item['id']}/verify"), 200)
        await made(await second_buyer(house).post(f"{path}/review"), 200)
    if state not in ("open", "submitted", "reviewed"):
        await made(await buyer(house).post(f"{path}/publish", json={}), 200)
    if state == "contested":
        await made(await house.as_member(7).post(f"{path}/contest", json={"reason": "They closed a site"}))
    if state == "expired":
        house.service.database.clock.advance(timedelta(days=800))
    return await made(await buyer(house).get(path), 200), loose


async def attempted(house: House, assessment: dict[str, Any], loose: str, verb: str) -> httpx.Response:
    """Try a verb, as somebody who may use it."""
    path = f"{ASSESSMENTS}/{assessment['id']}"
    match verb:
        case "answer":
            return await answer(house, assessment, "energy", kind="declared", level=1)
        case "attach":
            return await buyer(house).post(f"{path}/evidence", json=A_FILE)
        case "submit":
            return await buyer(house).post(f"{path}/submit")
        case "verify":
            return await second_buyer(house).post(f"{path}/evidence/{loose}/verify")
        case "publish":
            body = {"answer": "Checked again"} if assessment["state"] == "contested" else {}
            return await second_buyer(house).post(f"{path}/publish", json=body)
        case "contest":
            return await house.as_member(1).post(f"{path}/contest", json={"reason": "No"})
    return await second_buyer(house).post(f"{path}/{verb}")


@pytest.mark.parametrize(("state", "verb"), LEADS_TO)
async def test_a_verb_leads_on(house: House, state: str, verb: str) -> None:
    before, loose = await brought_to(house, state)
    assert before["state"] == state
    done = await attempted(house, before, loose, verb)
    assert done.is_success, done.text
    after = (await buyer(house).get(f"{ASSESSMENTS}/{before['id']}")).json()
    assert after["state"] == LEADS_TO[state, verb]


@pytest.mark.parametrize("state", STATES)
async def test_every_other_verb_is_refused_and_changes_nothing(house: House, state: str) -> None:
    before, loose = await brought_to(house, state)
    for verb in VERBS:
        if (state, verb) not in LEADS_TO:
            done = await attempted(house, before, loose, verb)
            hidden = verb == "contest" and state in ("open", "submitted", "reviewed")
            assert done.status_code == (404 if hidden else 409), (verb, done.text)
            assert (await buyer(house).get(f"{ASSESSMENTS}/{before['id']}")).json() == before


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


async def test_publication_lets_the_supplier_stand_as_its_label_says(house: House) -> None:
    supplier = await suggested(house)
    assessment = await assessed(house, supplier)
    assert (assessment["state"], assessment["label"], assessment["revision_number"]) == ("published", "good", 1)
    after = (await house.as_member(1).get(f"{SUPPLIERS}/{supplier['id']}")).json()
    assert (after["standing"], after["label"], after["assessed"]) == ("referenced", "good", True)
    assert after["reason"] == "charter label: good"
    assert after["assessment_id"] == assessment["id"]
    events = {event["type"].split(".")[2]: event for event in await announced(house)}
    fact = events["assessment"]["data"]
    assert {name: fact[name] for name in ("worst", "best", "coverage", "verified", "label", "effect")} == {
        "worst": "62.50",
        "best": "87.50",
        "coverage": "75.00",
        "verified": "83.33",
        "label": "good",
        "effect": "referenced",
    }
    assert fact["themes"] == [{"theme": "work", "worst": "83.33"}, {"theme": "environment", "worst": "0.00"}]
    assert (events["supplier"]["data"]["previous"], events["supplier"]["data"]["label"]) == ("suggested", "good")
    house.service.database.clock.advance(timedelta(days=800))
    assert (await buyer(house).get(f"{SUPPLIERS}/{supplier['id']}")).json()["assessed"] is False


async def test_a_conditional_outcome_needs_commitments_and_their_last_day(house: House) -> None:
    supplier = await referenced(house)
    assessment = await opened(house, supplier)
    path = f"{ASSESSMENTS}/{assessment['id']}"
    await made(await buyer(house).post(f"{path}/submit"), 200)
    await made(await second_buyer(house).post(f"{path}/review"), 200)
    bare = await buyer(house).post(f"{path}/publish", json={})
    assert (bare.status_code, bare.json()["type"]) == (422, "/problems/conditions-needed")
    assert "eliminatory_unknown no_dumping" in bare.json()["detail"]
    past = {"conditions": {"until": "2020-01-01", "commitments": ["Send the audit"]}}
    assert (await buyer(house).post(f"{path}/publish", json=past)).status_code == 422
    conditions = {"conditions": {"until": "2199-12-31", "commitments": ["Send the audit"]}}
    done = await made(await buyer(house).post(f"{path}/publish", json=conditions), 200)
    assert (done["label"], done["state"]) == (None, "published")
    after = (await buyer(house).get(f"{SUPPLIERS}/{supplier['id']}")).json()
    assert (after["standing"], after["until"]) == ("conditional", "2199-12-31")
    assert after["commitments"] == ["Send the audit"]
    assert await facts_about(house, "supplier") == ["referenced", "standing_changed"]


async def test_conditions_belong_to_a_conditional_outcome_only(house: House) -> None:
    assessment = await assessed(house, until="reviewed")
    conditions = {"conditions": {"until": "2199-12-31", "commitments": ["Stay good"]}}
    done = await buyer(house).post(f"{ASSESSMENTS}/{assessment['id']}/publish", json=conditions)
    assert (done.status_code, done.json()["errors"][0]["pointer"]) == (422, "/body/conditions")


async def test_an_assessment_lifts_neither_suspension_nor_delisting(house: House) -> None:
    supplier = await referenced(house)
    path = f"{SUPPLIERS}/{supplier['id']}"
    await made(await buyer(house).post(f"{path}/delist", json={"reason": "Fraud"}), 200)
    await assessed(house, supplier)
    after = (await buyer(house).get(path)).json()
    assert (after["standing"], after["reason"], after["label"]) == ("delisted", "Fraud", "good")
    assert await facts_about(house, "supplier") == ["referenced", "delisted"]


async def test_a_contest_is_answered_by_a_new_revision(house: House) -> None:
    assessment = await assessed(house, until="contested")
    path = f"{ASSESSMENTS}/{assessment['id']}"
    member = house.as_member(1)
    await made(await answer(house, assessment, "wages", kind="declared", level=0), 200)
    seen = (await member.get(path)).json()
    assert (seen["state"], seen["answers"]["wages"]["level"]) == ("contested", 2)
    assert (await member.get(f"{path}/score")).json()["total"]["worst"]["value"] == "62.50"
    assert (await member.get(f"{path}/score?working=true")).status_code == 403
    working = (await buyer(house).get(f"{path}/score?working=true")).json()
    assert (working["revision_number"], working["total"]["worst"]["value"]) == (None, "50.00")

    mute = await second_buyer(house).post(f"{path}/publish", json={})
    assert (mute.status_code, mute.json()["errors"][0]["pointer"]) == (422, "/body/answer")
    own = await buyer(house).post(f"{path}/publish", json={"answer": "You are right"})
    assert (own.status_code, own.json()["type"]) == (403, "/problems/own-work")
    again = await made(await second_buyer(house).post(f"{path}/publish", json={"answer": "You are right"}), 200)
    assert (again["state"], again["revision_number"], again["label"]) == ("published", 2, "good")
    contests = (await member.get(f"{path}/contests")).json()["items"]
    assert [(one["revision_number"], one["reason"], one["answer"]) for one in contests] == [
        (1, "They closed a site", "You are right")
    ]
    assert await facts_about(house, "assessment") == ["published", "published"]


async def test_a_newer_assessment_replaces_the_older_one(house: House) -> None:
    supplier = await suggested(house)
    old = await assessed(house, supplier)
    new = await assessed(house, supplier)
    states = {item["id"]: item["state"] for item in (await house.as_member(1).get(ASSESSMENTS)).json()["items"]}
    assert states == {old["id"]: "expired", new["id"]: "published"}
    assert (await buyer(house).get(f"{SUPPLIERS}/{supplier['id']}")).json()["assessment_id"] == new["id"]


async def test_a_contest_is_answered_before_a_newer_assessment_is_published(house: House) -> None:
    supplier = await suggested(house)
    await assessed(house, supplier, until="contested")
    new = await assessed(house, supplier, until="reviewed")
    early = await buyer(house).post(f"{ASSESSMENTS}/{new['id']}/publish", json={})
    assert (early.status_code, early.json()["type"]) == (409, "/problems/not-possible-now")
    assert await facts_about(house, "assessment") == ["published"]


async def test_one_assessment_of_a_supplier_is_under_way(house: House) -> None:
    supplier, charter = await suggested(house), await charter_in(house, "adopted")
    body = {"supplier_id": supplier["id"], "charter_id": charter["id"]}
    answers = await at_once(10, lambda _: buyer(house).post(ASSESSMENTS, json=body))
    assert sorted(one.status_code for one in answers) == [201] + [409] * 9
    assert {one.json()["type"] for one in answers if one.status_code == 409} == {"/problems/assessment-under-way"}


async def test_of_publications_at_once_one_counts(house: House) -> None:
    assessment = await assessed(house, until="reviewed")
    path = f"{ASSESSMENTS}/{assessment['id']}/publish"
    answers = await at_once(5, lambda _: buyer(house).post(path, json={}))
    assert sorted(one.status_code for one in answers) == [200] + [409] * 4
    assert await facts_about(house, "assessment") == ["published"]


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
