"""What publishing an assessment does: how the supplier stands, conditions, contests and newer assessments."""

from datetime import timedelta

from support.house import House, at_once
from support.purchasing import (
    ASSESSMENTS,
    SUPPLIERS,
    announced,
    answer,
    assessed,
    buyer,
    facts_about,
    made,
    opened,
    referenced,
    second_buyer,
    suggested,
)


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


async def test_of_publications_at_once_one_counts(house: House) -> None:
    assessment = await assessed(house, until="reviewed")
    path = f"{ASSESSMENTS}/{assessment['id']}/publish"
    answers = await at_once(5, lambda _: buyer(house).post(path, json={}))
    assert sorted(one.status_code for one in answers) == [200] + [409] * 4
    assert await facts_about(house, "assessment") == ["published"]
