"""Figures made of other figures, and what of them is announced and shown to others."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from impact.observing import SUPPLIERS, joined, standing, whole
from partage_kit.auth import Role
from support.evaluating import (
    IMPACT,
    a_fact,
    a_formula,
    by_area,
    computed,
    counting,
    criterion,
    drafted,
    evaluation,
    evaluator,
    facts_entered,
    indicator,
    made,
    refused,
)
from support.house import GHENT, House


@pytest.fixture
async def ties(house: House) -> str:
    """A social criterion."""
    return await criterion(house, (await evaluation(house))["id"])


async def test_an_indicator_is_made_of_others(house: House, ties: str) -> None:
    await indicator(house, ties, "referenced", **SUPPLIERS)
    source = {"kind": "indicator", "indicator": "referenced"}
    change: dict[str, Any] = {
        "source": "indicators",
        "unit": "suppliers",
        "formula": a_formula(
            {"name": "now", "source": source, "function": "value"},
            {"name": "before", "source": source, "function": "value", "window": {"offset": -1}},
            numerator="now - before",
        ),
    }
    growth = await indicator(house, ties, "growth", **change)
    rows = [standing(number, "referenced", "2026-02-10") for number in range(2)]
    await facts_entered(house, rows + [standing(number, "referenced") for number in range(2, 7)])
    listed = made(await evaluator(house).get(f"{IMPACT}/indicators"), 200)["items"]
    referenced = next(one["id"] for one in listed if one["code"] == "referenced")
    assert whole(await computed(house, growth, "2026-03"))[0] == "suppressed"
    for period in ("2026-02", "2026-03"):
        await computed(house, referenced, period)
    assert whole(await computed(house, growth, "2026-03"))[:2] == ("provisional", "3")
    made(await evaluator(house).post(f"{IMPACT}/indicators/{referenced}/retire"), 200)
    again = await evaluator(house).post(
        f"{IMPACT}/indicators/{growth}/observations/compute", json={"period": "2026-03"}
    )
    refused(again, 409, "indicator-is-not-computed")


async def test_amounts_of_other_currencies_are_left_out(house: House, ties: str) -> None:
    evaluation_id = made(await evaluator(house).get(f"{IMPACT}/criteria/{ties}"), 200)["evaluation_id"]
    purse = await criterion(house, evaluation_id, "economic")
    saving: dict[str, Any] = {
        "unit": "cents",
        "currency": "EUR",
        "formula": a_formula(counting("saved", "pooled_order_settled", "sum", measure="saving"), numerator="saved"),
    }
    saved = await indicator(house, purse, "saved", **saving)
    orders = [
        a_fact(number, None, fact_type="pooled_order_settled", persons=12, measures={"saving": cents}, dimensions=paid)
        for number, (cents, paid) in enumerate(
            [(5_000, {"currency": "EUR"}), (7_025, {"currency": "EUR"}), (900, {"currency": "SEK"})]
        )
    ]
    await facts_entered(house, orders)
    assert whole(await computed(house, saved, "2026-03")) == ("provisional", "12025", "12025", None, 12)


async def test_a_release_is_announced_as_everybody_may_know_it(house: House, ties: str) -> None:
    count = await indicator(house, ties, "new-members")
    await facts_entered(house, joined(range(7)))
    assert whole(await computed(house, count, "2026-03"))[1] == "7"
    await computed(house, count, "2026-03")
    outbox = house.service.database.tables.metadata.tables["outbox"]
    async with house.service.database.reading() as session:
        envelopes = (await session.execute(select(outbox.c.envelope))).scalars().all()
    events = [json.loads(text) for text in envelopes]
    assert [one["type"] for one in events] == ["partage.impact.observation.released.v1"]
    assert events[0]["data"]["indicator"] == "new-members"
    assert events[0]["data"]["figures"] == [{"area": "all", "status": "suppressed", "value": None, "n": None}]


async def test_another_office_and_other_roles(house: House, ties: str) -> None:
    count = await indicator(house, ties, "new-members")
    await facts_entered(house, joined(range(7)))
    figure = by_area(await computed(house, count, "2026-03"))["all"]
    for path in (f"{IMPACT}/observations/{figure['id']}", f"{IMPACT}/observations/{figure['id']}/explanation"):
        refused(await evaluator(house, GHENT).get(path), 404, "observation-not-found")
        outside = made(await house.as_role(Role.PARTNER).get(path), 200)
        assert "7" not in json.dumps([outside.get("value"), outside.get("parts"), outside.get("n")])
    shown = made(await house.as_role(Role.RESEARCHER).get(f"{IMPACT}/observations"), 200)["items"]
    assert [(one["status"], one["value"], one["input_hash"]) for one in shown] == [("suppressed", None, None)]
    compute = f"{IMPACT}/indicators/{count}/observations/compute"
    refused(await evaluator(house, GHENT).post(compute, json={"period": "2026-03"}), 404, "indicator-not-found")
    refused(await house.as_member(1).post(compute, json={"period": "2026-03"}), 403, "forbidden")
    assert await drafted(house, ties, "another")
