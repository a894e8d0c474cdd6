"""What the tests of the procurement service share: who does what, and records as forms would send them."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import select

from partage_kit.auth import Role
from partage_kit.types import day_of
from support.house import BRUSSELS, House

A_FILE = {"type": "audit", "issuer": "Fictional Auditors", "sha256": "f" * 64, "issued_on": "2026-01-05"}


def office_day(stamp: str) -> date:
    """The day of an instant as it is told, where the offices are."""
    return day_of(datetime.fromisoformat(stamp))


def it_is(house: House, instant: datetime) -> None:
    """Move the clock of the service to an instant."""
    house.service.database.clock.offset = instant - datetime.now(UTC)


SUPPLIERS = "/procurement/v1/suppliers"
NOWHERE = "0192f0c4-0000-7000-8000-000000000000"

A_SUPPLIER: dict[str, Any] = {
    "name": "Papeterie du Renard Imaginaire",
    "kind": "vendor",
    "country": "BE",
    "vat_number": "BE 0000.010.193",
    "website": "https://papeterie-renard.example/",
    "summary": {"fr": "Papier recyclé", "nl": "Gerecycleerd papier", "en": "Recycled paper"},
    "territories": ["BE1", "BE2"],
    "categories": ["30192000", "22800000"],
    "contacts": [{"name": "Imaginary Person", "email": "orders@papeterie-renard.example"}],
}


def buyer(house: House, office: str = BRUSSELS) -> httpx.AsyncClient:
    """The buyer who writes."""
    return house.as_role(Role.BUYER, office=office)


def second_buyer(house: House) -> httpx.AsyncClient:
    """Another buyer of the office, for what nobody may do alone."""
    return house.as_role(Role.BUYER, Role.STAFF)


def committee(house: House) -> httpx.AsyncClient:
    """The ethics committee."""
    return house.as_role(Role.ETHICS_COMMITTEE)


async def made(answer: httpx.Response, status: int = 201) -> dict[str, Any]:
    """The body of an answer that must have this status."""
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def suggested(house: House, number: int = 1, **changes: Any) -> dict[str, Any]:
    """A supplier that the n-th member suggested."""
    return await made(await house.as_member(number).post(SUPPLIERS, json=A_SUPPLIER | changes))


async def referenced(house: House, **changes: Any) -> dict[str, Any]:
    """A supplier that the buyer referenced."""
    supplier = await suggested(house, **changes)
    path = f"{SUPPLIERS}/{supplier['id']}/reference"
    return await made(await buyer(house).post(path, json={"reason": "Known for years"}), 200)


async def announced(house: House) -> list[dict[str, Any]]:
    """All events in the outbox, in order."""
    outbox = house.service.database.tables.metadata.tables["outbox"]
    async with house.service.database.reading() as session:
        rows = (await session.execute(select(outbox.c.envelope).order_by(outbox.c.id))).scalars()
        return [json.loads(row) for row in rows]


async def facts_about(house: House, noun: str) -> list[str]:
    """The past verbs announced of a noun, in order."""
    types = [event["type"].split(".") for event in await announced(house)]
    return [verb for _, _, about, verb, _ in types if about == noun]


OFFERS = "/procurement/v1/offers"

AN_OFFER: dict[str, Any] = {
    "title": {"fr": "Papier recyclé moins cher", "nl": "Goedkoper gerecycleerd papier", "en": "Cheaper recycled paper"},
    "category": "30197600",
    "price": {
        "unit": "ream",
        "basis": "net",
        "vat_rate": "21.00",
        "tiers": [
            {"from_quantity": "20", "unit_price": {"amount": "4.20", "currency": "EUR"}},
            {"from_quantity": "100", "unit_price": {"amount": "3.85", "currency": "EUR"}},
        ],
    },
    "procedure": {
        "kind": "code",
        "steps": [
            {"fr": "Ouvrez la boutique.", "nl": "Open de winkel.", "en": "Open the shop."},
            {"fr": "Donnez le code.", "nl": "Geef de code.", "en": "Enter the code."},
        ],
        "code": "PAPER-2026",
    },
    "valid_from": "2020-01-01",
    "valid_until": "2199-12-31",
    "lead_time_days": 5,
    "origin": {"country": "BE", "nuts": "BE3"},
    "labels": ["EU Ecolabel"],
    "repairability": None,
}


async def drafted(house: House, supplier: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """An offer of a supplier as a draft."""
    return await made(await buyer(house).post(OFFERS, json=AN_OFFER | {"supplier_id": supplier["id"]} | changes))


async def published(house: House, supplier: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """An offer of a supplier, open to members."""
    offer = await drafted(house, supplier, **changes)
    return await made(await buyer(house).post(f"{OFFERS}/{offer['id']}/publish"), 200)


CHARTERS = "/procurement/v1/charters"


def text(words: str) -> dict[str, str]:
    """The same words, marked by language."""
    return {language: f"{words} ({language})" for language in ("fr", "nl", "en")}


def criterion(code: str, theme: str, weight: int, *evidence: str, minimum: int | None = None) -> dict[str, Any]:
    """A criterion that requires evidence of these types, each at most two years old."""
    return {
        "code": code,
        "theme": theme,
        "title": text(code),
        "weight": weight,
        "levels": [{"level": level, "description": text(f"{code} {level}")} for level in range(5)],
        "evidence": [{"type": kind, "longest_age_months": 24} for kind in evidence],
        "eliminatory": minimum is not None,
        "minimum_level": minimum,
        "goals": ["social.laborRightsPromotion"],
        "strategies": ["awardCriteria"],
    }


def band(code: str, lower: str, upper: str, effect: str) -> dict[str, Any]:
    """A standing band."""
    return {"code": code, "name": text(code), "from": lower, "to": upper, "effect": effect}


A_CHARTER: dict[str, Any] = {
    "title": text("Responsible purchasing"),
    "objectives": [text("Buy less, better and together")],
    "themes": [
        {"code": "work", "name": text("Working conditions"), "floor": "50"},
        {"code": "environment", "name": text("Environment"), "floor": None},
    ],
    "evidence_types": [{"code": code, "name": text(code)} for code in ("audit", "payroll", "invoice")],
    "criteria": [
        criterion("no_dumping", "work", 4_000, "audit", minimum=2),
        criterion("wages", "work", 2_000, "payroll"),
        criterion("energy", "environment", 2_000, "invoice"),
        criterion("travel", "environment", 2_000, "invoice"),
    ],
    "bands": [
        band("starting", "0", "50", "conditional"),
        band("good", "50", "75", "referenced"),
        band("exemplary", "75", "100", "referenced"),
    ],
}

TO_STATE = {
    "draft": [],
    "consultation": ["consult"],
    "in_ethics_review": ["consult", "submit"],
    "adopted": ["consult", "submit", "sign"],
}


async def charter_in(house: House, state: str, **changes: Any) -> dict[str, Any]:
    """A charter version brought to a state; `superseded` by adopting another after it."""
    charter = await made(await buyer(house).post(CHARTERS, json=A_CHARTER | changes))
    path = f"{CHARTERS}/{charter['id']}"
    for verb in TO_STATE.get(state, TO_STATE["adopted"]):
        caller = committee(house) if verb == "sign" else buyer(house)
        charter = await made(await caller.post(f"{path}/{verb}"), 200)
    if state == "superseded":
        await charter_in(house, "adopted")
        charter = await made(await buyer(house).get(path), 200)
    assert charter["state"] == state
    return charter


ASSESSMENTS = "/procurement/v1/assessments"


async def opened(house: House, supplier: dict[str, Any] | None = None) -> dict[str, Any]:
    """An assessment of a supplier against the charter in force; both are made when they are missing."""
    supplier = supplier or await suggested(house)
    in_force = (await buyer(house).get(CHARTERS, params={"state": "adopted"})).json()["items"]
    charter = in_force[0] if in_force else await charter_in(house, "adopted")
    body = {"supplier_id": supplier["id"], "charter_id": charter["id"]}
    return await made(await buyer(house).post(ASSESSMENTS, json=body))


async def attached(house: House, assessment: dict[str, Any], kind: str, digit: str = "a", **more: Any) -> str:
    """The id of evidence of this type, issued ten days ago; its file is all one digit."""
    issued = office_day(assessment["created_at"]) - timedelta(days=10)
    body = {"type": kind, "issuer": "Fictional Auditors", "sha256": digit * 64, "issued_on": str(issued)} | more
    path = f"{ASSESSMENTS}/{assessment['id']}/evidence"
    return str((await made(await buyer(house).post(path, json=body)))["id"])


async def answer(house: House, assessment: dict[str, Any], criterion: str, **body: Any) -> httpx.Response:
    """Answer a criterion of an assessment as it is now."""
    path = f"{ASSESSMENTS}/{assessment['id']}"
    tag = (await buyer(house).get(path)).headers["etag"]
    return await buyer(house).put(f"{path}/answers/{criterion}", json=body, headers={"If-Match": tag})


async def answered(house: House, supplier: dict[str, Any] | None = None) -> dict[str, Any]:
    """An open assessment: no_dumping 4 and wages 2 with evidence, energy 3 declared, travel not applicable."""
    assessment = await opened(house, supplier)
    audit, payroll = await attached(house, assessment, "audit"), await attached(house, assessment, "payroll")
    await made(await answer(house, assessment, "no_dumping", kind="evidenced", level=4, evidence=[audit]), 200)
    await made(await answer(house, assessment, "wages", kind="evidenced", level=2, evidence=[payroll]), 200)
    await made(await answer(house, assessment, "energy", kind="declared", level=3), 200)
    reason = "They deliver by cargo bike"
    return await made(await answer(house, assessment, "travel", kind="not_applicable", reason=reason), 200)


async def verified(house: House, assessment: dict[str, Any]) -> None:
    """Let the second buyer verify all evidence."""
    path = f"{ASSESSMENTS}/{assessment['id']}/evidence"
    for item in (await buyer(house).get(path)).json()["items"]:
        await made(await second_buyer(house).post(f"{path}/{item['id']}/verify"), 200)


async def assessed(house: House, supplier: dict[str, Any] | None = None, until: str = "published") -> dict[str, Any]:
    """An assessment brought to submitted, reviewed, published (label good) or contested."""
    assessment = await answered(house, supplier)
    path = f"{ASSESSMENTS}/{assessment['id']}"
    steps = ["submitted", "reviewed", "published", "contested"]
    for step in steps[: steps.index(until) + 1]:
        if step == "submitted":
            await made(await buyer(house).post(f"{path}/submit"), 200)
        elif step == "reviewed":
            await verified(house, assessment)
            await made(await second_buyer(house).post(f"{path}/review"), 200)
        elif step == "published":
            await made(await buyer(house).post(f"{path}/publish", json={}), 200)
        else:
            await made(await house.as_member(7).post(f"{path}/contest", json={"reason": "They closed a site"}))
    return await made(await buyer(house).get(path), 200)
