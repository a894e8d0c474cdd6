"""What the tests of the impact service do over and over: an evaluation, indicators, facts, waves."""

from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from partage_kit.auth import Role
from support.house import BRUSSELS, House, member_number

IMPACT = "/impact/v1"
CHECKS = ("significant", "linked", "understood", "accessible", "simple", "precise", "reliable")


def evaluator(house: House, office: str = BRUSSELS) -> httpx.AsyncClient:
    """Somebody who conducts the evaluation."""
    return house.as_role(Role.EVALUATOR, office=office)


def colleague(house: House, office: str = BRUSSELS) -> httpx.AsyncClient:
    """Somebody else who may approve what the evaluator wrote."""
    return house.as_role(Role.OFFICE_ADMIN, office=office)


def made(answer: httpx.Response, status: int = 201) -> dict[str, Any]:
    """The body of an answer that succeeded."""
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    return body


def refused(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem of an answer that was refused as expected."""
    assert (answer.status_code, answer.json().get("type")) == (status, f"/problems/{code}"), answer.text
    body: dict[str, Any] = answer.json()
    return body


def an_evaluation(**changes: object) -> dict[str, object]:
    """An evaluation as a form would send it."""
    return {
        "title": {"fr": "L'entreprise partagée", "nl": "De gedeelde onderneming", "en": "The shared enterprise"},
        "mandate": {"body": "general_assembly", "decided_on": "2026-06-17", "horizon": "2030-12-31"},
        "question": {
            "fr": "Que change l'entreprise partagée au rapport au travail de ses membres ?",
            "nl": "Wat verandert de gedeelde onderneming aan de arbeidsbeleving van haar leden?",
            "en": "What does the shared enterprise change in its members' relation to work?",
        },
        "perimeter": {"description": {"en": "All member-users"}, "territories": ["BE1"]},
        "major_stakeholder": {"fr": "Les sociétaires-utilisateurs", "en": "The member-users"},
        "addressees": [{"en": "The board"}],
        "languages": ["fr", "nl", "en"],
    } | changes


async def evaluation(house: House, office: str = BRUSSELS, **changes: object) -> dict[str, Any]:
    """Open an evaluation."""
    return made(await evaluator(house, office).post(f"{IMPACT}/evaluations", json=an_evaluation(**changes)))


async def criterion(house: House, evaluation_id: str, dimension: str = "social") -> str:
    """State a criterion of an evaluation; its id."""
    body = {"evaluation_id": evaluation_id, "dimension": dimension, "name": {"fr": "Liens", "en": "Ties"}}
    return str(made(await evaluator(house).post(f"{IMPACT}/criteria", json=body))["id"])


def a_version(**changes: object) -> dict[str, object]:
    """The draft of a version: how many members joined the cooperative, by month."""
    return {
        "name": {"fr": "Nouveaux membres", "nl": "Nieuwe leden", "en": "New members"},
        "definition": {"en": "Persons who became members in the period"},
        "measure": "unit",
        "direction": "increase",
        "unit": "members",
        "period": "month",
        "source": "facts",
        "formula": a_formula(),
    } | changes


def counting(name: str, fact_type: str, function: str = "count", **more: object) -> dict[str, object]:
    """One aggregate over facts."""
    return {"name": name, "source": {"kind": "facts", "fact_type": fact_type}, "function": function} | more


def a_formula(*aggregates: Mapping[str, object], numerator: str = "joined", **more: object) -> dict[str, object]:
    """A formula; without aggregates it counts those who joined."""
    return {"aggregates": [*aggregates] or [counting("joined", "member_registered")], "numerator": numerator} | more


async def drafted(house: House, criterion_id: str, code: str, level: str = "output", **version: object) -> str:
    """Define an indicator; the id of its draft."""
    body = {"criterion_id": criterion_id, "code": code, "level": level, "draft": a_version(**version)}
    indicator = made(await evaluator(house).post(f"{IMPACT}/indicators", json=body))
    return await newest_version(house, indicator["id"])


async def newest_version(house: House, indicator_id: str) -> str:
    """The id of the newest version of an indicator."""
    page = made(await evaluator(house).get(f"{IMPACT}/indicators/{indicator_id}/versions"), 200)
    return str(page["items"][0]["id"])


async def voted(house: House, version_id: str) -> None:
    """Let a member vote for a draft in every respect."""
    votes = {"verdicts": dict.fromkeys(CHECKS, "yes")}
    made(await house.as_member(1).put(f"{IMPACT}/indicator-versions/{version_id}/votes/mine", json=votes), 200)


async def adopted(house: House, version_id: str) -> dict[str, Any]:
    """Let members vote for a draft, and adopt it."""
    await voted(house, version_id)
    return made(await colleague(house).post(f"{IMPACT}/indicator-versions/{version_id}/adopt"), 200)


async def indicator(house: House, criterion_id: str, code: str, level: str = "output", **version: object) -> str:
    """Define and adopt an indicator; its id."""
    adopted_version = await adopted(house, await drafted(house, criterion_id, code, level, **version))
    return str(adopted_version["indicator_id"])


def a_fact(number: int, person: int | None = None, on: str = "2026-03-10", **more: object) -> dict[str, object]:
    """One registration of a member, as somebody writes it down."""
    about = {} if person is None else {"person": str(member_number(person))}
    return (
        {"fact_type": "member_registered", "reference": f"r-{number}", "occurred_at": f"{on}T09:00:00Z"} | about | more
    )


async def facts_entered(house: House, facts: Sequence[Mapping[str, object]], office: str = BRUSSELS) -> dict[str, Any]:
    """Write facts down."""
    return made(await evaluator(house, office).post(f"{IMPACT}/facts", json={"facts": list(facts)}))


async def computed(house: House, indicator_id: str, period: str) -> dict[str, Any]:
    """Compute an indicator for a period."""
    path = f"{IMPACT}/indicators/{indicator_id}/observations/compute"
    return made(await evaluator(house).post(path, json={"period": period}), 200)


def by_area(run: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The figures of a run by area."""
    return {figure["area"]: figure for figure in run["observations"]}
