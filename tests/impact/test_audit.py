"""The audit trail of the impact service: every write of a person is in it, anonymous answers never are."""

from typing import Any

from sqlalchemy import Row, select

from partage_kit.auth import Role
from support.evaluating import (
    CHECKS,
    IMPACT,
    a_fact,
    a_version,
    adopted,
    an_evaluation,
    colleague,
    computed,
    criterion,
    drafted,
    evaluation,
    evaluator,
    facts_entered,
    indicator,
    made,
    newest_version,
)
from support.house import House
from support.surveying import a_questionnaire, a_wave, all_languages, an_answer, answered, ended, opened, ticket

ANONYMOUS = {"give_ticket", "respond", "check_receipt"}
DECISION = {"body": "board", "decided_on": "2026-06-17", "reason": "Decided."}
BY_HAND: dict[str, Any] = {"source": "manual", "formula": None, "collection": {"en": "By hand"}}
IF_FIRST = {"If-Match": '"1"'}


async def trail(house: House) -> list[Row[Any]]:
    """The audit trail."""
    audit = house.service.database.tables.metadata.tables["audit_trail"]
    async with house.service.database.reading() as session:
        return list(await session.execute(select(audit).order_by(audit.c.id)))


async def changed(house: House, path: str, body: dict[str, Any]) -> None:
    """Change a record from its first version."""
    made(await evaluator(house).patch(path, json=body, headers=IF_FIRST), 200)


async def an_evaluation_goes_round(house: House) -> str:
    """Everything that is done with an evaluation; a criterion of it, which goes on."""
    path = f"{IMPACT}/evaluations/{(await evaluation(house))['id']}"
    await changed(house, path, {"approach": {"en": "Mixed methods"}})
    made(await colleague(house).post(f"{path}/adopt-question", json=DECISION), 200)
    made(await colleague(house).post(f"{path}/publish"), 200)
    ties = await criterion(house, path.rsplit("/", 1)[1])
    await changed(house, f"{IMPACT}/criteria/{ties}", {"name": {"en": "Bonds"}})
    for code, measure in (("counted", "unit"), ("told", "qualitative")):
        await indicator(house, ties, code, measure=measure, **BY_HAND)
    for _ in range(3):
        made(await evaluator(house).post(f"{path}/advance"), 200)
    made(await evaluator(house).post(f"{path}/return", json={"reason": "Once more."}), 200)
    made(await colleague(house).post(f"{path}/stop", json=DECISION), 200)
    return await criterion(
        house, made(await evaluator(house).post(f"{IMPACT}/evaluations", json=an_evaluation()))["id"]
    )


async def indicators_live(house: House, ties: str) -> None:
    """Everything that is done with indicators and facts."""
    output, outcome = [await indicator(house, ties, f"an-{level}", level) for level in ("output", "outcome")]
    body = {"criterion_id": ties, "code": "an-impact", "level": "impact", "draft": a_version(**BY_HAND)}
    impact = made(await evaluator(house).post(f"{IMPACT}/indicators", json=body))["id"]
    await changed(house, f"{IMPACT}/indicators/{impact}", {"output_id": output, "outcome_id": outcome})
    draft = f"{IMPACT}/indicator-versions/{await newest_version(house, impact)}"
    made(await house.as_member(1).put(f"{draft}/votes/mine", json={"verdicts": {"simple": "no"}}), 200)
    made(await evaluator(house).put(draft, json=a_version(**BY_HAND, decimals=1), headers=IF_FIRST), 200)
    again = a_version() | {"continuity": "equal", "continuity_reason": "The same in other words."}
    made(await evaluator(house).post(f"{IMPACT}/indicators/{output}/versions", json=again))
    made(await evaluator(house).post(f"{IMPACT}/indicators/{outcome}/retire"), 200)
    await facts_entered(house, [a_fact(number, number) for number in range(3)])
    complete = f"{IMPACT}/fact-types/member_registered/complete"
    made(await evaluator(house).post(complete, json={"until": "2026-03-31"}), 200)
    await computed(house, output, "2026-03")


async def members_are_asked(house: House) -> None:
    """Everything that is done with questionnaires and waves."""
    path = await opened(house, mode="identified")
    answers = {"answers": an_answer(1)}
    made(await house.as_member(1).post(f"{path}/identified-responses", json=answers))
    await ended(house, path)
    asked = made(await evaluator(house).get(f"{IMPACT}/questionnaires"), 200)["items"][0]["id"]
    revised = made(await evaluator(house).post(f"{IMPACT}/questionnaires/{asked}/revise"))["id"]
    draft = {name: value for name, value in a_questionnaire(title=all_languages("Work")).items() if name != "key"}
    made(await evaluator(house).put(f"{IMPACT}/questionnaires/{revised}", json=draft, headers=IF_FIRST), 200)
    wave = made(await evaluator(house).post(f"{IMPACT}/waves", json=a_wave(asked)))
    await changed(house, f"{IMPACT}/waves/{wave['id']}", {"threshold": 9})


async def test_every_write_of_a_person_is_in_the_trail(house: House) -> None:
    await indicators_live(house, await an_evaluation_goes_round(house))
    await members_are_asked(house)
    writing = {
        operation["operationId"].removeprefix("impact_")
        for methods in house.app.openapi()["paths"].values()
        for method, operation in methods.items()
        if method != "get"
    } - ANONYMOUS
    noted = await trail(house)
    assert len(writing) > 20
    assert writing - {row.action for row in noted} == set()
    entities = {row.entity for row in noted}
    assert {"appraisal_votes", "facts", "watermarks", "wave_identified_responses"} <= entities


async def test_a_vote_is_noted_with_what_it_was_before(house: House) -> None:
    ties = await criterion(house, (await evaluation(house))["id"])
    path = f"{IMPACT}/indicator-versions/{await drafted(house, ties, 'new-members')}/votes/mine"
    for verdict in ("yes", "no", "no"):
        made(await house.as_member(1).put(path, json={"verdicts": {"simple": verdict}}), 200)
    first, second = [row for row in await trail(house) if row.entity == "appraisal_votes"]
    assert first.before_hash is None
    assert first.after_hash == second.before_hash != second.after_hash


async def test_each_fact_is_noted_once(house: House) -> None:
    for _ in range(2):
        await facts_entered(house, [a_fact(number, number) for number in range(3)])
    noted = [row for row in await trail(house) if row.entity == "facts"]
    assert [row.action for row in noted] == ["enter_facts"] * 3
    assert len({row.entity_id for row in noted}) == 3


async def test_the_trail_knows_nothing_of_anonymous_answers(house: House) -> None:
    path = await opened(house)
    before = len(await trail(house))
    made(await answered(house, path, await ticket(house, path, 1), an_answer()))
    assert len(await trail(house)) == before


async def test_a_change_that_changes_nothing_is_not_written(house: House) -> None:
    first = await evaluation(house)
    path = f"{IMPACT}/evaluations/{first['id']}"
    before = len(await trail(house))
    for body in ({}, {"title": first["title"], "question": first["question"], "languages": first["languages"]}):
        answer = await house.as_role(Role.OFFICE_ADMIN).patch(path, json=body, headers=IF_FIRST)
        assert made(answer, 200) == first
    assert len(await trail(house)) == before
    made(
        await colleague(house).post(f"{path}/adopt-question", json=DECISION), 200
    )  # the question is not theirs by that


async def test_the_same_draft_written_again_keeps_its_votes_and_its_author(house: House) -> None:
    ties = await criterion(house, (await evaluation(house))["id"])
    path = f"{IMPACT}/indicator-versions/{await drafted(house, ties, 'new-members')}"
    made(await house.as_member(1).put(f"{path}/votes/mine", json={"verdicts": dict.fromkeys(CHECKS, "yes")}), 200)
    before = len(await trail(house))
    again = made(await colleague(house).put(path, json=a_version(), headers=IF_FIRST), 200)
    assert (again["version"], len(await trail(house))) == (1, before)
    made(await colleague(house).post(f"{path}/adopt"), 200)
    asked = a_questionnaire()
    written = made(await evaluator(house).post(f"{IMPACT}/questionnaires", json=asked))
    content = {name: value for name, value in asked.items() if name != "key"}
    path = f"{IMPACT}/questionnaires/{written['id']}"
    assert made(await colleague(house).put(path, json=content, headers=IF_FIRST), 200) == written
    made(await colleague(house).post(f"{path}/adopt"), 200)


async def test_retiring_says_so_in_the_trail(house: House) -> None:
    ties = await criterion(house, (await evaluation(house))["id"])
    version = await adopted(house, await drafted(house, ties, "new-members"))
    made(await evaluator(house).post(f"{IMPACT}/indicators/{version['indicator_id']}/retire"), 200)
    assert (await trail(house))[-1].action == "retire_indicator"
