"""Survey waves through the HTTP door: their life, who may answer when, what is announced."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from support.evaluating import IMPACT, evaluator, made, refused
from support.house import House
from support.surveying import (
    WAVES,
    a_questionnaire,
    a_wave,
    an_answer,
    answered,
    ended,
    of_an_evaluation,
    opened,
    opened_with,
    planned,
    questionnaire,
    result,
    ticket,
)


async def test_a_wave_opens_closes_and_is_analysed_and_each_is_announced(house: House) -> None:
    wave = await of_an_evaluation(house, threshold=7)
    path = f"{WAVES}/{wave['id']}"
    assert (wave["state"], wave["opened_on"], wave["mode"]) == ("planned", None, "anonymous")
    assert "ticket_key" not in wave
    for early in ("close", "analyse"):
        assert (await evaluator(house).post(f"{path}/{early}")).status_code == 409
    assert made(await evaluator(house).post(f"{path}/open"), 200)["state"] == "open"
    refused(await evaluator(house).post(f"{path}/open"), 409, "not-possible-now")
    await ended(house, path)
    read = made(await house.as_member(1).get(path), 200)
    assert (read["state"], read["closed_on"]) == ("analysed", read["opened_on"])
    events = await announced(house)
    assert [one["type"] for one in events] == [
        f"partage.impact.wave.{verb}.v1" for verb in ("opened", "closed", "analysed")
    ]
    assert [one["sequence"] for one in events] == ["0000000002", "0000000003", "0000000004"]
    assert events[0]["data"] | {"opened_on": None} == {
        "purpose": "evaluation",
        "mode": "anonymous",
        "threshold": 7,
        "questionnaire_id": wave["questionnaire_id"],
        "questionnaire": "work",
        "questionnaire_number": 1,
        "evaluation_id": wave["evaluation_id"],
        "languages": ["fr", "nl", "en"],
        "opened_on": None,
        "closes_on": None,
        "needs_survey_id": None,
    }
    assert events[2]["data"]["ranked_needs"] is None
    asked = made(await evaluator(house).get(f"{IMPACT}/questionnaires/{wave['questionnaire_id']}"), 200)
    assert asked["state"] == "fielded"


async def announced(house: House) -> list[dict[str, Any]]:
    """The events that wait in the outbox."""
    outbox = house.service.database.tables.metadata.tables["outbox"]
    async with house.service.database.reading() as session:
        rows = await session.execute(select(outbox.c.envelope).order_by(outbox.c.id))
        return [json.loads(text) for text in rows.scalars()]


async def test_the_evaluations_gate_waits_for_its_waves(house: House) -> None:
    wave = await of_an_evaluation(house)
    listed = await house.as_member(1).get(WAVES, params={"evaluation_id": wave["evaluation_id"]})
    assert [one["id"] for one in listed.json()["items"]] == [wave["id"]]
    wrong = a_wave(wave["questionnaire_id"], purpose="evaluation")
    assert (await evaluator(house).post(WAVES, json=wrong)).status_code == 422
    nowhere = wrong | {"evaluation_id": str(uuid4())}
    refused(await evaluator(house).post(WAVES, json=nowhere), 404, "evaluation-not-found")


async def test_a_language_that_is_not_complete_does_not_open(house: House) -> None:
    asked = await questionnaire(house, title={"fr": "Travail", "nl": "Werk"})
    refused(await evaluator(house).post(WAVES, json=a_wave(asked)), 409, "not-translated")
    made(await evaluator(house).post(WAVES, json=a_wave(asked, languages=["nl", "fr"])))
    draft = made(await evaluator(house).post(f"{IMPACT}/questionnaires", json=a_questionnaire("draft")))
    early = made(await evaluator(house).post(WAVES, json=a_wave(draft["id"])))
    refused(await evaluator(house).post(f"{WAVES}/{early['id']}/open"), 409, "not-ready-to-ask")


async def test_the_form_is_read_in_a_language_of_the_wave(house: House) -> None:
    path = await opened(house, languages=["nl", "fr"])
    form = made(await house.as_member(1).get(f"{path}/form", headers={"Accept-Language": "fr-BE"}), 200)
    assert (form["language"], form["title"]) == ("fr", "Your work (fr)")
    assert form["questions"][0]["choices"][1] == {"answer": "together", "label": "together (fr)"}
    assert [one["answer"] for one in form["questions"][1]["choices"]] == [1, 2, 3, 4, 5]
    assert (form["questions"][3]["minimum"], form["questions"][3]["maximum"]) == ("0", "1.5")
    fallback = made(await house.as_member(1).get(f"{path}/form?lang=en"), 200)
    assert fallback["language"] == "nl"


async def test_answers_are_taken_only_while_the_wave_is_open(house: House) -> None:
    wave = await planned(house)
    path = f"{WAVES}/{wave['id']}"
    early = refused(await house.as_member(1).post(f"{path}/tickets"), 409, "wave-is-not-open")
    assert early["detail"] == "the wave is planned and not opened yet"
    made(await evaluator(house).post(f"{path}/open"), 200)
    given = await ticket(house, path, 1)
    made(await evaluator(house).post(f"{path}/close"), 200)
    refused(await answered(house, path, given, an_answer()), 409, "wave-is-not-open")


async def test_a_wave_ends_by_itself_after_its_last_day(house: House) -> None:
    path = await opened(house)
    today = made(await evaluator(house).get(path), 200)["opened_on"]
    tag = {"If-Match": '"2"'}
    made(await evaluator(house).patch(path, json={"closes_on": today}, headers=tag), 200)
    given = await ticket(house, path, 1)
    house.service.database.clock.advance(timedelta(days=1))
    assert made(await evaluator(house).get(path), 200)["state"] == "closed"
    refused(await answered(house, path, given, an_answer()), 409, "wave-is-not-open")
    late = refused(await house.as_member(2).post(f"{path}/tickets"), 409, "wave-is-not-open")
    assert late["detail"] == f"the wave is closed; its last day was {today}"
    assert (await standing(house, "closed"), await standing(house, "open")) == ([path], [])
    assert made(await evaluator(house).post(f"{path}/close"), 200)["closed_on"] == today


async def standing(house: House, state: str) -> list[str]:
    """The paths of the waves in a state."""
    page = made(await house.as_member(1).get(WAVES, params={"state": state}), 200)
    return [f"{WAVES}/{one['id']}" for one in page["items"]]


async def test_waves_are_found_by_where_they_stand_today(house: House) -> None:
    asked = await questionnaire(house)
    paths = [f"{WAVES}/{made(await evaluator(house).post(WAVES, json=a_wave(asked)))['id']}" for _ in range(4)]
    for path in paths[:3]:
        made(await evaluator(house).post(f"{path}/open"), 200)
    made(await evaluator(house).post(f"{paths[1]}/close"), 200)
    await ended(house, paths[2])
    found = [await standing(house, state) for state in ("open", "closed", "analysed", "planned")]
    assert found == [[path] for path in paths]
    assert (await house.as_member(1).get(WAVES, params={"state": "purged"})).status_code == 422


async def test_the_threshold_rises_and_the_mode_freezes(house: House) -> None:
    wave = await planned(house, threshold=6)
    path = f"{WAVES}/{wave['id']}"

    async def change(version: int, **changes: object) -> Any:
        return await evaluator(house).patch(path, json=changes, headers={"If-Match": f'"{version}"'})

    refused(await change(1, threshold=5), 409, "threshold-may-only-rise")
    made(await change(1, threshold=8, mode="identified"), 200)
    refused(await change(2, threshold=7), 409, "threshold-may-only-rise")
    made(await change(2, mode="anonymous"), 200)
    made(await evaluator(house).post(f"{path}/open"), 200)
    await ticket(house, path, 1)
    refused(await change(4, mode="identified"), 409, "mode-is-frozen")
    made(await change(4, threshold=9, mode="anonymous"), 200)
    assert (await evaluator(house).post(WAVES, json=a_wave(wave["questionnaire_id"], threshold=4))).status_code == 422
    made(await evaluator(house).post(f"{path}/close"), 200)
    refused(await change(6, threshold=12), 409, "not-possible-now")


async def test_an_identified_wave_is_answered_under_ones_name_once(house: House) -> None:
    path = await opened(house, mode="identified")
    detail = refused(await house.as_member(1).post(f"{path}/tickets"), 409, "other-mode")["detail"]
    assert detail == "the wave is identified: answer with your token at .../identified-responses"

    async def respond(number: int) -> Any:
        return await house.as_member(number).post(f"{path}/identified-responses", json={"answers": an_answer(number)})

    for number in range(6):
        made(await respond(number))
    refused(await respond(3), 409, "already-answered")
    await ended(house, path)
    assert (await result(house, path, "status"))["n"] == 6
    anonymous = await opened_with(house, await questionnaire(house, key="other"))
    body = {"answers": an_answer()}
    refused(await house.as_member(1).post(f"{anonymous}/identified-responses", json=body), 409, "other-mode")
