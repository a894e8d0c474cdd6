"""Which verb leads where in the life of an assessment; every other one is refused and changes nothing."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from support.house import House
from support.purchasing import (
    A_FILE,
    ASSESSMENTS,
    answer,
    answered,
    attached,
    buyer,
    made,
    second_buyer,
)

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
