"""Every decision from every standing, and what each announces."""

from typing import Any

import pytest

from partage_kit.auth import Role
from support.house import TWO_TOKENS_OF_ONE_PERSON, House, Token
from support.purchasing import A_SUPPLIER, SUPPLIERS, announced, buyer, made, second_buyer, suggested

LATER = "2199-12-31"
BODIES: dict[str, dict[str, Any]] = {
    "reference": {"reason": "Good work"},
    "make-conditional": {"reason": "Almost", "until": LATER, "commitments": ["Pay subcontractors on time"]},
    "refuse": {"reason": "No answer"},
    "suspend": {"reason": "Late deliveries", "until": LATER},
    "delist": {"reason": "Closed"},
}
WAYS = {
    "suggested": [],
    "referenced": ["reference"],
    "conditional": ["make-conditional"],
    "refused": ["refuse"],
    "suspended": ["reference", "suspend"],
    "delisted": ["reference", "delist"],
}
LEADS_TO = {
    "reference": "referenced",
    "make-conditional": "conditional",
    "refuse": "refused",
    "suspend": "suspended",
    "delist": "delisted",
}
POSSIBLE = {
    "suggested": {"reference", "make-conditional", "refuse"},
    "referenced": {"make-conditional", "suspend", "delist"},
    "conditional": {"reference", "make-conditional", "suspend", "delist"},
    "refused": {"reference", "make-conditional"},
    "suspended": {"reference", "make-conditional", "suspend", "delist"},
    "delisted": {"make-conditional"},
}


async def standing_as(house: House, standing: str) -> tuple[str, dict[str, Any]]:
    """A supplier brought to a standing: its path, and how it reads."""
    supplier = await suggested(house)
    path = f"{SUPPLIERS}/{supplier['id']}"
    for step in WAYS[standing]:
        await made(await buyer(house).post(f"{path}/{step}", json=BODIES[step]), 200)
    before: dict[str, Any] = (await buyer(house).get(path)).json()
    assert before["standing"] == standing
    return path, before


@pytest.mark.parametrize(("standing", "verb"), [(one, verb) for one in WAYS for verb in sorted(POSSIBLE[one])])
async def test_a_decision_leads_on(house: House, standing: str, verb: str) -> None:
    path, _ = await standing_as(house, standing)
    await made(await buyer(house).post(f"{path}/{verb}", json=BODIES[verb]), 200)
    after = (await buyer(house).get(path)).json()
    assert after["standing"] == LEADS_TO[verb]
    assert after["reason"] == BODIES[verb]["reason"]
    assert after["until"] == BODIES[verb].get("until")


@pytest.mark.parametrize("standing", WAYS)
async def test_every_other_decision_is_refused_and_changes_nothing(house: House, standing: str) -> None:
    path, before = await standing_as(house, standing)
    for verb in BODIES.keys() - POSSIBLE[standing]:
        answer = await buyer(house).post(f"{path}/{verb}", json=BODIES[verb])
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/not-possible-now"), verb
    assert (await buyer(house).get(path)).json() == before


async def test_each_decision_is_one_fact_with_the_state_a_reader_needs(house: House) -> None:
    supplier = await suggested(house)
    path = f"{SUPPLIERS}/{supplier['id']}"
    for verb in ("make-conditional", "reference", "suspend", "delist", "make-conditional"):
        await made(await buyer(house).post(f"{path}/{verb}", json=BODIES[verb]), 200)
    events = await announced(house)
    assert [event["type"].removeprefix("partage.procurement.supplier.") for event in events] == [
        "referenced.v1",
        "standing_changed.v1",
        "standing_changed.v1",
        "delisted.v1",
        "referenced.v1",
    ]
    assert {event["subject"] for event in events} == {supplier["id"]}
    sequences = [int(event["sequence"]) for event in events]
    assert sequences == sorted(set(sequences))
    assert events[2]["data"] == {
        "kind": "vendor",
        "previous": "referenced",
        "standing": "suspended",
        "until": LATER,
        "proven_until": None,
        "label": None,
        "territories": A_SUPPLIER["territories"],
        "categories": A_SUPPLIER["categories"],
    }


async def test_nobody_approves_the_supplier_they_suggested(house: House) -> None:
    supplier = await made(await buyer(house).post(SUPPLIERS, json=A_SUPPLIER))
    path = f"{SUPPLIERS}/{supplier['id']}/reference"
    own = await buyer(house).post(path, json={"reason": "Mine"})
    assert own.status_code == 403
    assert own.json()["type"] == "/problems/own-submission"
    assert own.json()["detail"] == "you suggested this supplier; a colleague with the role buyer must decide"
    assert (await second_buyer(house).post(path, json={"reason": "Checked"})).status_code == 200


@pytest.mark.parametrize(("standing", "verb"), [(one, verb) for one in WAYS for verb in sorted(POSSIBLE[one])])
async def test_whoever_declared_an_interest_takes_no_decision(house: House, standing: str, verb: str) -> None:
    path, before = await standing_as(house, standing)
    await made(await buyer(house).post(f"{path}/interests", json={"nature": "My sister works there"}))
    answer = await buyer(house).post(f"{path}/{verb}", json=BODIES[verb])
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/conflict-of-interest")
    assert (await buyer(house).get(path)).json() == before
    await made(await second_buyer(house).post(f"{path}/{verb}", json=BODIES[verb]), 200)


@pytest.mark.parametrize(
    "body",
    [
        {"reason": "Almost", "until": LATER},
        {"reason": "Almost", "until": LATER, "commitments": []},
        {"reason": "Almost", "commitments": ["Soon"]},
        {"until": LATER, "commitments": ["Soon"]},
        {"reason": "  ", "until": LATER, "commitments": ["Soon"]},
    ],
)
async def test_conditions_say_what_until_when_and_why(house: House, body: dict[str, Any]) -> None:
    supplier = await suggested(house)
    answer = await buyer(house).post(f"{SUPPLIERS}/{supplier['id']}/make-conditional", json=body)
    assert answer.status_code == 422


@pytest.mark.parametrize(("first", "second"), TWO_TOKENS_OF_ONE_PERSON)
async def test_another_token_of_the_same_person_decides_no_more(house: House, first: Token, second: Token) -> None:
    supplier = await made(await house.as_person(first[0], Role.BUYER, number=first[1]).post(SUPPLIERS, json=A_SUPPLIER))
    path = f"{SUPPLIERS}/{supplier['id']}"
    again = house.as_person(second[0], Role.BUYER, number=second[1])
    own = await again.post(f"{path}/reference", json=BODIES["reference"])
    assert (own.status_code, own.json()["type"]) == (403, "/problems/own-submission")
    await made(await second_buyer(house).post(f"{path}/reference", json=BODIES["reference"]), 200)
    nature = {"nature": "My sister works there"}
    await made(await house.as_person(first[0], Role.BUYER, number=first[1]).post(f"{path}/interests", json=nature))
    biased = await again.post(f"{path}/suspend", json=BODIES["suspend"])
    assert (biased.status_code, biased.json()["type"]) == (403, "/problems/conflict-of-interest")
