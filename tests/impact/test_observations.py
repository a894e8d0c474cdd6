"""Figures through the HTTP door: null handling, exactness, late facts, explanations, nested indicators, events."""

from datetime import timedelta
from typing import Any

import pytest

from impact.observing import SUPPLIERS, complete, joined, standing, whole
from support.evaluating import (
    IMPACT,
    a_fact,
    a_formula,
    a_version,
    adopted,
    by_area,
    computed,
    counting,
    criterion,
    evaluation,
    evaluator,
    facts_entered,
    indicator,
    made,
    newest_version,
    refused,
)
from support.house import House

SHARE: dict[str, Any] = {
    "measure": "percentage",
    "unit": "percent",
    "decimals": 1,
    "formula": a_formula(
        counting("bakers", "member_registered", "distinct", filter='trade == "baker"'),
        counting("everybody", "member_registered", "distinct"),
        numerator="bakers",
        denominator="everybody",
    ),
}
GONE = a_formula(
    counting("referenced", "supplier_standing_changed", filter='standing == "referenced"'),
    counting("delisted", "supplier_standing_changed", filter='standing == "delisted"'),
    numerator="referenced",
    denominator="delisted",
)


@pytest.fixture
async def ties(house: House) -> str:
    """A social criterion."""
    return await criterion(house, (await evaluation(house))["id"])


async def test_a_ratio_tells_value_numerator_denominator_and_n(house: House, ties: str) -> None:
    bakers = await indicator(house, ties, "bakers", **SHARE)
    await facts_entered(house, joined(range(11)) + joined(range(11, 32), "cook"))
    await facts_entered(house, joined(range(40, 60), "cook", "2026-04-02"))
    run = await computed(house, bakers, "2026-03")
    assert whole(run) == ("provisional", "34.4", "11", "32", 32)
    await complete(house, "member_registered")
    assert whole(await computed(house, bakers, "2026-03")) == ("normal", "34.4", "11", "32", 32)
    assert whole(await computed(house, bakers, "2026-04"))[0] == "suppressed"  # nobody among twenty is a baker


async def test_nothing_counted_is_missing_until_the_source_has_told_everything(house: House, ties: str) -> None:
    referenced = await indicator(house, ties, "referenced", **SUPPLIERS)
    assert whole(await computed(house, referenced, "2026-03")) == ("missing", None, None, None, None)
    await complete(house, "supplier_standing_changed", "2026-03-30")
    assert whole(await computed(house, referenced, "2026-03"))[0] == "missing"
    await complete(house, "supplier_standing_changed", "2026-03-31")
    assert whole(await computed(house, referenced, "2026-03")) == ("normal", "0", "0", None, None)
    assert whole(await computed(house, referenced, "2026-04"))[0] == "missing"


async def test_a_missing_or_zero_denominator_gives_no_value_and_no_error(house: House, ties: str) -> None:
    ratio = await indicator(house, ties, "ratio", unit="ratio", formula=GONE, decimals=2)
    await facts_entered(house, [standing(number, "referenced") for number in range(3)])
    run = await computed(house, ratio, "2026-03")
    assert whole(run) == ("missing", None, "3", None, None)
    assert by_area(run)["all"]["reason"] == "missing_input"
    await complete(house, "supplier_standing_changed")
    run = await computed(house, ratio, "2026-03")
    assert whole(run) == ("missing", None, "3", "0", None)
    assert by_area(run)["all"]["reason"] == "divided_by_zero"
    await facts_entered(house, [standing(number, "delisted") for number in range(3, 5)])
    assert whole(await computed(house, ratio, "2026-03")) == ("normal", "1.50", "3", "2", None)


async def test_a_huge_constant_is_refused_with_its_place(house: House, ties: str) -> None:
    draft = a_version(formula=a_formula(numerator="joined\n * 1e100"))
    body = {"criterion_id": ties, "code": "huge", "level": "output", "draft": draft}
    answer = await evaluator(house).post(f"{IMPACT}/indicators", json=body)
    assert refused(answer, 422, "invalid")["errors"] == [
        {"pointer": "/body/draft/formula/numerator", "detail": "2:4: 0 or a number from 1e-12 to 1e+12 belongs here"}
    ]


async def test_a_figure_too_large_to_be_told_is_missing_with_the_reason(house: House, ties: str) -> None:
    counted = counting("changed", "supplier_standing_changed")
    far = await indicator(house, ties, "far", unit="changes", formula=a_formula(counted, numerator="changed * 1e12"))
    further = a_formula(counted, numerator="changed * 1e12 * 1e12 * 1e12")
    beyond = await indicator(house, ties, "beyond", unit="changes", formula=further)
    await facts_entered(house, [standing(number, "referenced") for number in range(3)])
    assert whole(await computed(house, far, "2026-03"))[:2] == ("provisional", "3000000000000")
    run = await computed(house, beyond, "2026-03")
    assert whole(run) == ("missing", None, None, None, None)
    assert by_area(run)["all"]["reason"] == "too_large"


async def test_the_same_facts_give_the_same_bytes_and_late_ones_a_new_row(house: House, ties: str) -> None:
    referenced = await indicator(house, ties, "referenced", **SUPPLIERS)
    await facts_entered(house, [standing(number, "referenced") for number in range(3)])
    first = await computed(house, referenced, "2026-03")
    house.service.database.clock.advance(timedelta(hours=3))
    assert await computed(house, referenced, "2026-03") == first
    await facts_entered(house, [standing(9, "referenced")])
    later = await computed(house, referenced, "2026-03")
    assert whole(later)[:2] == ("provisional", "4")
    assert by_area(later)["all"]["input_hash"] != by_area(first)["all"]["input_hash"]

    async def listed(**more: str | bool) -> list[str]:
        answer = await house.as_member(1).get(f"{IMPACT}/observations", params={"indicator_id": referenced, **more})
        return [one["value"] for one in made(answer, 200)["items"]]

    assert await listed() == ["4"]
    assert sorted(await listed(history=True)) == ["3", "4"]
    assert await listed(period="2026-04") == []


async def test_two_databases_with_the_same_facts_agree_to_the_byte(house: House, ties: str) -> None:
    """Facts in another order, with other ids: the exact figure does not depend on it."""
    amounts: dict[str, Any] = {
        "unit": "hours",
        "decimals": 6,
        "formula": a_formula(counting("mean", "person_noted", "average", measure="amount"), numerator="mean / 7"),
    }
    mean = await indicator(house, ties, "mean", **amounts)

    def noted(order: int, shift: int, on: str) -> list[dict[str, object]]:
        facts = [
            a_fact(shift + number, number, on, fact_type="person_noted", measures={"amount": number * number})
            for number in range(12)
        ]
        return facts[::order]

    await facts_entered(house, noted(1, 0, "2026-03-05"))
    await facts_entered(house, noted(-1, 50, "2026-04-05"))
    march, april = [whole(await computed(house, mean, period)) for period in ("2026-03", "2026-04")]
    assert march == april == ("provisional", "6.023810", "6.023810", None, 12)


async def test_a_period_is_of_the_indicators_kind_and_has_begun(house: House, ties: str) -> None:
    referenced = await indicator(house, ties, "referenced", **SUPPLIERS)
    path = f"{IMPACT}/indicators/{referenced}/observations/compute"
    for period in ("2026", "2026-Q1", "2026-13", "2026-W05", "2199-01"):
        answer = refused(await evaluator(house).post(path, json={"period": period}), 422, "invalid")
        assert answer["errors"][0]["pointer"] == "/body/period", period
    by_hand: dict[str, Any] = {"source": "manual", "formula": None, "collection": {"en": "By hand"}}
    told = await indicator(house, ties, "told", **by_hand)
    compute = f"{IMPACT}/indicators/{told}/observations/compute"
    refused(await evaluator(house).post(compute, json={"period": "2026-03"}), 409, "indicator-is-not-computed")


async def test_a_new_version_starts_its_own_series(house: House, ties: str) -> None:
    referenced = await indicator(house, ties, "referenced", **SUPPLIERS)
    await facts_entered(house, [standing(1, "referenced")])
    first = await computed(house, referenced, "2026-03")
    change: dict[str, Any] = {"continuity": "break", "continuity_reason": "Delisted ones count now."}
    body = a_version(**(SUPPLIERS | {"formula": GONE})) | change
    made(await evaluator(house).post(f"{IMPACT}/indicators/{referenced}/versions", json=body))
    await adopted(house, await newest_version(house, referenced))
    assert whole(await computed(house, referenced, "2026-03"))[0] == "missing"
    old = made(await evaluator(house).get(f"{IMPACT}/observations/{first['observations'][0]['id']}"), 200)
    assert (old["version_number"], old["value"]) == (1, "1")


async def test_a_figure_explains_itself_in_plain_words(house: House, ties: str) -> None:
    bakers = await indicator(house, ties, "bakers", **SHARE)
    await facts_entered(house, joined(range(11)) + joined(range(11, 32), "cook"))
    figure = by_area(await computed(house, bakers, "2026-03"))["all"]
    path = f"{IMPACT}/observations/{figure['id']}/explanation"
    told = made(await house.as_member(1).get(f"{path}?lang=en"), 200)
    assert told["meaning"] == (
        "the number of different persons among the members who joined the cooperative where the main trade is “baker”,"
        " divided by the number of different persons among the members who joined the cooperative"
    )
    assert [(one["name"], one["value"], one["n"]) for one in told["parts"]] == [
        ("bakers", "11", 11),
        ("everybody", "32", 32),
    ]
    assert (told["first_day"], told["last_day"]) == ("2026-03-01", "2026-03-31")
    assert told["sources"][0] == {
        "code": "member_registered",
        "name": "members who joined the cooperative",
        "home": "members",
        "complete_until": None,
    }
    assert told["observation"] == figure
    assert told["adopted_by"] == "office_admin@brussels"
    french = made(await house.as_member(1).get(f"{path}?lang=fr"), 200)
    assert french["meaning"] == (
        "le rapport entre le nombre de personnes différentes concernées par les adhésions de membres lorsque le métier"
        " principal est «\N{NO-BREAK SPACE}baker\N{NO-BREAK SPACE}» et le nombre de personnes différentes concernées"
        " par les adhésions de membres"
    )
    dutch = made(await house.as_member(1).get(f"{path}?lang=nl"), 200)
    assert dutch["parts"][0]["meaning"] == (
        "het aantal verschillende personen bij de nieuwe leden waarbij het hoofdberoep “baker” is"
    )
    tag = (await house.as_member(1).get(f"{IMPACT}/observations/{figure['id']}")).headers["etag"]
    assert tag == '"1"'
