"""Indicators through the HTTP door: drafting, the seven checks, adoption, new versions, and what is refused."""

from typing import Any

import httpx
import pytest

from support.evaluating import (
    CHECKS,
    IMPACT,
    a_formula,
    a_version,
    adopted,
    colleague,
    counting,
    criterion,
    drafted,
    evaluation,
    evaluator,
    indicator,
    made,
    newest_version,
    refused,
)
from support.house import GHENT, House

VERSIONS = f"{IMPACT}/indicator-versions"
IF_FIRST = {"If-Match": '"1"'}
SAVING: dict[str, Any] = {
    "unit": "cents",
    "currency": "EUR",
    "formula": a_formula(counting("saved", "pooled_order_settled", "sum", measure="saving"), numerator="saved"),
}


@pytest.fixture
async def ties(house: House) -> str:
    """A social criterion."""
    return await criterion(house, (await evaluation(house))["id"])


async def test_a_draft_is_voted_on_and_adopted_by_somebody_else(house: House, ties: str) -> None:
    draft = await drafted(house, ties, "new-members")
    refused(await evaluator(house).post(f"{VERSIONS}/{draft}/adopt"), 409, "not-appraised")
    await adopted(house, draft)
    read = made(await house.as_member(2).get(f"{VERSIONS}/{draft}"), 200)
    assert (read["state"], read["number"], read["continuity"]) == ("adopted", 1, None)
    assert read["formula"]["aggregates"][0]["source"] == {"kind": "facts", "fact_type": "member_registered"}
    listed = made(await house.as_member(2).get(f"{IMPACT}/indicators?level=output"), 200)["items"]
    assert [(one["code"], one["adopted"], one["name"]["nl"]) for one in listed] == [("new-members", 1, "Nieuwe leden")]


async def test_nobody_adopts_an_own_draft(house: House, ties: str) -> None:
    draft = await drafted(house, ties, "new-members")
    votes = {"verdicts": dict.fromkeys(CHECKS, "yes")}
    made(await house.as_member(1).put(f"{VERSIONS}/{draft}/votes/mine", json=votes), 200)
    own = refused(await evaluator(house).post(f"{VERSIONS}/{draft}/adopt"), 403, "own-submission")
    assert own["detail"].startswith("you ") and "version" in own["detail"]


async def test_the_most_frequent_verdict_counts_and_red_blocks(house: House, ties: str) -> None:
    draft = await drafted(house, ties, "new-members")

    async def vote(member: int, **verdicts: str) -> dict[str, Any]:
        path = f"{VERSIONS}/{draft}/votes/mine"
        return made(await house.as_member(member).put(path, json={"verdicts": verdicts}), 200)

    await vote(1, **dict.fromkeys(CHECKS, "yes"))
    await vote(2, simple="no")
    shown = await vote(3, simple="no", precise="doubtful")
    lights = {one["check"]: one["light"] for one in shown["checks"]}
    assert lights == dict.fromkeys(CHECKS, "green") | {"simple": "red", "precise": "amber"}
    assert shown["passed"] is False
    problem = refused(await colleague(house).post(f"{VERSIONS}/{draft}/adopt"), 409, "not-appraised")
    assert problem["detail"] == "open or red: simple"
    await vote(3, simple="yes")
    made(await colleague(house).post(f"{VERSIONS}/{draft}/adopt"), 200)
    late = await house.as_member(4).put(f"{VERSIONS}/{draft}/votes/mine", json={"verdicts": {"simple": "no"}})
    refused(late, 409, "version-is-final")


async def test_what_is_adopted_never_changes_and_a_new_version_says_how_it_compares(house: House, ties: str) -> None:
    identity = await indicator(house, ties, "new-members")
    first = await newest_version(house, identity)
    rewritten = await evaluator(house).put(f"{VERSIONS}/{first}", json=a_version(), headers={"If-Match": '"2"'})
    refused(rewritten, 409, "version-is-final")
    after = a_version(
        formula=a_formula(counting("joined", "member_registered", "distinct")),
        continuity="bridged",
        continuity_reason="Persons instead of registrations.",
    )
    path = f"{IMPACT}/indicators/{identity}/versions"
    second = made(await evaluator(house).post(path, json=after))
    assert (second["number"], second["state"], second["continuity"]) == (2, "draft", "bridged")
    refused(await evaluator(house).post(path, json=after), 409, "draft-exists")
    await adopted(house, second["id"])
    states = [one["state"] for one in made(await evaluator(house).get(path), 200)["items"]]
    assert states == ["adopted", "superseded"]
    retired = made(await evaluator(house).post(f"{IMPACT}/indicators/{identity}/retire"), 200)
    assert retired["adopted"] is None
    again = await evaluator(house).post(f"{IMPACT}/indicators/{identity}/retire")
    refused(again, 409, "version-is-final")


async def test_rewriting_a_draft_takes_its_votes_away(house: House, ties: str) -> None:
    draft = await drafted(house, ties, "new-members")
    votes = {"verdicts": {"simple": "yes"}}
    made(await house.as_member(1).put(f"{VERSIONS}/{draft}/votes/mine", json=votes), 200)
    made(await evaluator(house).put(f"{VERSIONS}/{draft}", json=a_version(decimals=1), headers=IF_FIRST), 200)
    appraisal = made(await house.as_member(1).get(f"{VERSIONS}/{draft}/appraisal"), 200)
    assert {one["light"] for one in appraisal["checks"]} == {"open"}


async def test_an_impact_rests_on_an_adopted_output_and_outcome(house: House, ties: str) -> None:
    draft = await drafted(house, ties, "belonging", "impact")
    votes = {"verdicts": dict.fromkeys(CHECKS, "yes")}
    made(await house.as_member(1).put(f"{VERSIONS}/{draft}/votes/mine", json=votes), 200)
    refused(await colleague(house).post(f"{VERSIONS}/{draft}/adopt"), 409, "impact-stands-alone")
    output = await indicator(house, ties, "meetings", "output")
    outcome = await indicator(house, ties, "contacts", "outcome")
    identity = made(await evaluator(house).get(f"{VERSIONS}/{draft}"), 200)["indicator_id"]
    crossed = {"output_id": outcome, "outcome_id": output}
    path = f"{IMPACT}/indicators/{identity}"
    made(await evaluator(house).patch(path, json=crossed, headers=IF_FIRST), 200)
    refused(await colleague(house).post(f"{VERSIONS}/{draft}/adopt"), 409, "impact-stands-alone")
    straight = {"output_id": output, "outcome_id": outcome}
    made(await evaluator(house).patch(path, json=straight, headers={"If-Match": '"2"'}), 200)
    made(await colleague(house).post(f"{VERSIONS}/{draft}/adopt"), 200)


@pytest.mark.parametrize(
    ("formula", "pointer", "detail"),
    [
        (a_formula(numerator="joined +"), "/body/draft/formula/numerator", "1:9: "),
        (a_formula(counting("joined", "nothing_known")), "/body/draft/formula/aggregates/0/source", "no such source"),
        (
            a_formula(counting("joined", "member_registered", filter='trade == "baker" && age > 3')),
            "/body/draft/formula/aggregates/0/filter",
            "1:21: ",
        ),
        (
            a_formula(counting("joined", "person_noted", "max", measure="amount")),
            "/body/draft/formula/aggregates/0/function",
            "never released",
        ),
        (
            a_formula(counting("joined", "member_registered", window={"year_to_date": True})),
            "/body/draft/formula/aggregates/0/window",
            "give away",
        ),
    ],
)
async def test_a_formula_that_makes_no_sense_is_refused_at_its_place(
    house: House, ties: str, formula: dict[str, object], pointer: str, detail: str
) -> None:
    body = {"criterion_id": ties, "code": "odd", "level": "output", "draft": a_version(formula=formula)}
    problem = refused(await evaluator(house).post(f"{IMPACT}/indicators", json=body), 422, "invalid")
    assert (problem["errors"][0]["pointer"], detail in problem["errors"][0]["detail"]) == (pointer, True), problem


async def test_nothing_is_monetised_outside_the_economy_or_at_the_level_of_impact(house: House, ties: str) -> None:
    purse = await criterion(house, (await _evaluation_of(house, ties)), "economic")

    async def define(criterion_id: str, level: str, **version: object) -> httpx.Response:
        draft = a_version(**(SAVING | version))
        body = {"criterion_id": criterion_id, "code": f"saving-{level}", "level": level, "draft": draft}
        return await evaluator(house).post(f"{IMPACT}/indicators", json=body)

    refused(await define(ties, "output"), 409, "nothing-monetised")
    refused(await define(purse, "impact"), 409, "nothing-monetised")
    refused(await define(purse, "output", currency=None), 422, "invalid")
    made(await define(purse, "output"))
    await adopted(house, await drafted(house, purse, "saving", **SAVING))
    ratio = a_formula(
        {"name": "saving", "source": {"kind": "indicator", "indicator": "saving"}, "function": "value"},
        numerator="saving",
    )
    of_money = a_version(source="indicators", formula=ratio)
    body = {"criterion_id": ties, "code": "worth", "level": "outcome", "draft": of_money}
    refused(await evaluator(house).post(f"{IMPACT}/indicators", json=body), 409, "nothing-monetised")


async def test_indicators_are_not_made_of_each_other(house: House, ties: str) -> None:
    def of(code: str) -> dict[str, Any]:
        source = {"kind": "indicator", "indicator": code}
        return {
            "source": "indicators",
            "formula": a_formula({"name": "x", "source": source, "function": "value"}, numerator="x + 1"),
        }

    first = await indicator(house, ties, "first")
    await indicator(house, ties, "second", **of("first"))
    circle = a_version(**of("second"), continuity="break", continuity_reason="To see.")
    problem = refused(
        await evaluator(house).post(f"{IMPACT}/indicators/{first}/versions", json=circle),
        409,
        "indicators-in-a-circle",
    )
    assert problem["detail"] in ("first -> second -> first", "second -> first -> second")
    slower = a_version(**of("second"), period="year")
    body = {"criterion_id": ties, "code": "third", "level": "output", "draft": slower}
    refused(await evaluator(house).post(f"{IMPACT}/indicators", json=body), 422, "invalid")


async def test_codes_are_taken_once_and_offices_apart(house: House, ties: str) -> None:
    identity = await indicator(house, ties, "new-members")
    body = {"criterion_id": ties, "code": "new-members", "level": "output", "draft": a_version()}
    refused(await evaluator(house).post(f"{IMPACT}/indicators", json=body), 409, "indicator-code-taken")
    abroad = evaluator(house, GHENT)
    refused(await abroad.get(f"{IMPACT}/indicators/{identity}"), 404, "indicator-not-found")
    refused(await abroad.post(f"{IMPACT}/indicators", json=body), 404, "criterion-not-found")
    assert made(await abroad.get(f"{IMPACT}/indicators"), 200)["items"] == []


async def test_a_source_needs_what_belongs_to_it(house: House, ties: str) -> None:
    for wrong in (
        {"formula": None},
        {"source": "survey"},
        {"source": "survey", "formula": None, "questionnaire": "work"},
        {"source": "manual", "formula": None},
    ):
        body = {"criterion_id": ties, "code": "odd", "level": "output", "draft": a_version(**wrong)}
        assert (await evaluator(house).post(f"{IMPACT}/indicators", json=body)).status_code == 422, wrong
    asked: dict[str, Any] = {"source": "survey", "formula": None, "questionnaire": "work", "question": "autonomy"}
    await indicator(house, ties, "autonomy", "outcome", **asked)


async def _evaluation_of(house: House, criterion_id: str) -> str:
    return str(made(await evaluator(house).get(f"{IMPACT}/criteria/{criterion_id}"), 200)["evaluation_id"])
