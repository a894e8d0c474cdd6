"""Figures of the impact level: for the evaluation team alone, until a contribution is claimed."""

import json

import pytest
from sqlalchemy import select

from partage_kit.auth import Role
from support.evaluating import (
    IMPACT,
    a_fact,
    a_formula,
    adopted,
    by_area,
    computed,
    criterion,
    drafted,
    evaluation,
    evaluator,
    facts_entered,
    indicator,
    made,
    refused,
)
from support.house import House

JOINED = [a_fact(number, number) for number in range(30)]


@pytest.fixture
async def ties(house: House) -> str:
    """A social criterion."""
    return await criterion(house, (await evaluation(house))["id"])


async def an_impact(house: House, ties: str) -> str:
    """An adopted indicator of the impact level with the outputs and outcomes that it rests on."""
    output, outcome = [await indicator(house, ties, f"an-{level}", level) for level in ("output", "outcome")]
    version = await drafted(house, ties, "an-impact", "impact")
    listed = made(await evaluator(house).get(f"{IMPACT}/indicators?level=impact"), 200)["items"]
    path, rests = f"{IMPACT}/indicators/{listed[0]['id']}", {"output_id": output, "outcome_id": outcome}
    made(await evaluator(house).patch(path, json=rests, headers={"If-Match": '"1"'}), 200)
    return str((await adopted(house, version))["indicator_id"])


async def test_an_impact_is_told_to_nobody_before_its_contribution_is_claimed(house: House, ties: str) -> None:
    impact = await an_impact(house, ties)
    await facts_entered(house, JOINED)
    figure = by_area(await computed(house, impact, "2026-03"))["all"]
    assert (figure["value"], figure["withheld"]) == ("30", "contribution_not_claimed")
    path = f"{IMPACT}/observations/{figure['id']}"
    assert made(await evaluator(house).get(path), 200) == figure
    for reader in (house.as_member(1), house.as_role(Role.RESEARCHER), house.as_role(Role.STAFF)):
        for read in (path, f"{path}/explanation"):
            problem = refused(await reader.get(read), 403, "contribution-not-claimed")
            assert "30" not in problem["detail"]
        assert made(await reader.get(f"{IMPACT}/observations", params={"indicator_id": impact}), 200)["items"] == []
    assert await announced(house) == []


async def test_an_impact_is_not_published_under_another_name(house: House, ties: str) -> None:
    impact = await an_impact(house, ties)
    source = {"kind": "indicator", "indicator": "an-impact"}
    formula = a_formula({"name": "it", "source": source, "function": "value"}, numerator="it")
    borrowing = await indicator(house, ties, "borrowing", source="indicators", formula=formula)
    await facts_entered(house, JOINED)
    for one in (impact, borrowing):
        await computed(house, one, "2026-03")
    page = made(await house.as_member(1).get(f"{IMPACT}/observations"), 200)["items"]
    assert [(one["indicator"], one["status"], one["value"]) for one in page] == [("borrowing", "suppressed", None)]


async def announced(house: House) -> list[str]:
    """The types of the events that wait in the outbox."""
    outbox = house.service.database.tables.metadata.tables["outbox"]
    async with house.service.database.reading() as session:
        envelopes = (await session.execute(select(outbox.c.envelope))).scalars().all()
    return [json.loads(text)["type"] for text in envelopes]
