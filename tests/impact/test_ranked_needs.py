"""The needs that a wave ranks: planned with a question, told when it is analysed, past disclosure control."""

import json
from typing import Any
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from partage_contracts.impact import WaveAnalysed
from partage_impact.questionnaires.questions import SelectOne
from partage_impact.values import PUBLIC_K
from partage_impact.waves.ranking import ranked
from partage_impact.waves.results import one_way
from support.evaluating import IMPACT, colleague, evaluator, made, refused
from support.house import House
from support.surveying import (
    WAVES,
    a_questionnaire,
    a_wave,
    all_answered,
    all_languages,
    an_answer,
    counts,
    ended,
    of_an_evaluation,
    opened,
    questionnaire,
    result,
)

NEEDS = ("peers", "place", "income", "advice")


def a_needs_question() -> dict[str, Any]:
    """The question that asks for a need."""
    options = [{"code": code, "label": all_languages(code)} for code in NEEDS]
    label = all_languages("Need")
    return {"key": "need", "kind": "select_one", "label": label, "options": options, "required": True}


def with_needs() -> list[Any]:
    """The questions of a questionnaire that also asks for a need."""
    questions = a_questionnaire()["questions"]
    assert isinstance(questions, list)
    return [*questions, a_needs_question()]


async def analysed_fact(house: House) -> dict[str, Any]:
    """What was told when the wave was analysed."""
    outbox = house.service.database.tables.metadata.tables["outbox"]
    told = select(outbox.c.envelope).where(outbox.c.address.endswith(".wave.analysed.v1"))
    async with house.service.database.reading() as session:
        data: dict[str, Any] = json.loads((await session.execute(told)).scalar_one())["data"]
    return data


async def test_a_wave_tells_the_needs_it_ranks_and_no_group_under_the_threshold(house: House) -> None:
    survey = str(uuid4())
    asked = await questionnaire(house, questions=with_needs())
    body = a_wave(asked, threshold=5, needs_survey_id=survey, needs_question="need")
    wave = made(await evaluator(house).post(WAVES, json=body))
    assert (wave["needs_survey_id"], wave["needs_question"]) == (survey, "need")
    path = f"{WAVES}/{wave['id']}"
    made(await evaluator(house).post(f"{path}/open"), 200)
    chosen = ["peers"] * 13 + ["place"] * 11 + ["income"] * 6 + ["advice"] * 5
    await all_answered(house, path, [an_answer(number, need=code) for number, code in enumerate(chosen)])
    await ended(house, path)
    told = await analysed_fact(house)
    assert told["needs_survey_id"] == survey
    shown = counts(await result(house, path, "need"))
    assert (shown["peers"], shown["place"], shown["income"], shown["advice"]) == (13, 11, 6, 5)
    assert told["ranked_needs"] == [
        {"code": "peers", "rank": 1, "share": "quarter_or_more"},
        {"code": "place", "rank": 2, "share": "quarter_or_more"},
    ], "income is shown to members, who see groups of 5; everybody hears of 10 and more"


async def test_only_a_wave_of_needs_asks_for_them_and_by_a_question_to_choose_from(house: House) -> None:
    asked = await questionnaire(house, key="needs", questions=with_needs())
    survey = str(uuid4())
    for wrong in ({"needs_question": "autonomy"}, {"needs_question": "nothing"}):
        answer = refused(await evaluator(house).post(WAVES, json=a_wave(asked) | wrong), 422, "invalid")
        assert answer["errors"][0]["pointer"] == "/body/needs_question"
    unranked = a_wave(asked, needs_survey_id=survey)
    assert (await evaluator(house).post(WAVES, json=unranked)).status_code == 422
    of_evaluation = await of_an_evaluation(house)
    for named in ({"needs_question": "status"}, {"needs_survey_id": survey, "needs_question": "status"}):
        body = a_wave(asked, purpose="evaluation", evaluation_id=of_evaluation["evaluation_id"]) | named
        assert (await evaluator(house).post(WAVES, json=body)).status_code == 422


async def test_a_wave_of_needs_without_such_a_question_ranks_none(house: House) -> None:
    path = await opened(house)
    await all_answered(house, path, [an_answer(number) for number in range(12)])
    await ended(house, path)
    told = await analysed_fact(house)
    assert (told["ranked_needs"], told["needs_survey_id"]) == (None, None)


def test_readers_of_earlier_facts_need_neither_field() -> None:
    needed = {name for name, field in WaveAnalysed.model_fields.items() if field.is_required()}
    assert not needed & {"needs_survey_id", "ranked_needs"}


@settings(max_examples=60)
@given(st.lists(st.integers(0, 30), min_size=4, max_size=4), st.integers(5, 15))
def test_places_follow_counts_and_no_need_is_told_that_a_reader_may_not_count(sizes: list[int], k: int) -> None:
    question = SelectOne.model_validate(a_needs_question())
    given_counts = dict(zip(NEEDS, sizes, strict=True))
    participants = sum(sizes)
    found = ranked(question, {code: count for code, count in given_counts.items() if count}, participants, k)
    for least in (k, max(k, PUBLIC_K)):
        told = one_way(question, given_counts, participants, least).counts
        assert all(told[need.code] == given_counts[need.code] for need in found)
        assert all(given_counts[need.code] >= least for need in found)
    places = {need.code: need.rank for need in found}
    assert places == {one: 1 + sum(given_counts[other] > given_counts[one] for other in places) for one in places}
    assert [need.code for need in found] == sorted(places, key=lambda code: (places[code], code))


async def test_a_wave_whose_question_was_taken_away_before_its_adoption_does_not_open(house: House) -> None:
    path = f"{IMPACT}/questionnaires"
    drafted = made(await evaluator(house).post(path, json=a_questionnaire("needs", questions=with_needs())))
    wave = made(await evaluator(house).post(WAVES, json=a_wave(drafted["id"], needs_question="need")))
    without = {name: part for name, part in a_questionnaire().items() if name != "key"}
    changed = await evaluator(house).put(f"{path}/{drafted['id']}", json=without, headers={"If-Match": '"1"'})
    made(changed, 200)
    made(await colleague(house).post(f"{path}/{drafted['id']}/adopt"), 200)
    answer = refused(await evaluator(house).post(f"{WAVES}/{wave['id']}/open"), 409, "not-ready-to-ask")
    assert "need" in answer["detail"]
