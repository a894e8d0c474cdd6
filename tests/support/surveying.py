"""What the tests of survey waves do over and over."""

from typing import Any

import httpx

from support.evaluating import IMPACT, colleague, evaluation, evaluator, made
from support.house import House

WAVES = f"{IMPACT}/waves"


def all_languages(word: str) -> dict[str, str]:
    """A text in the three languages of the house."""
    return {"fr": f"{word} (fr)", "nl": f"{word} (nl)", "en": f"{word} (en)"}


def a_questionnaire(key: str = "work", **changes: object) -> dict[str, object]:
    """A questionnaire with a question of each kind."""
    return {
        "key": key,
        "title": all_languages("Your work"),
        "questions": [
            {
                "key": "status",
                "kind": "select_one",
                "label": all_languages("Status"),
                "required": True,
                "options": [{"code": code, "label": all_languages(code)} for code in ("alone", "together", "both")],
            },
            {
                "key": "autonomy",
                "kind": "likert",
                "label": all_languages("Autonomy"),
                "points": [all_languages(f"point {point}") for point in range(1, 6)],
            },
            {"key": "hours", "kind": "integer", "label": all_languages("Hours"), "minimum": 0, "maximum": 80},
            {
                "key": "part",
                "kind": "decimal",
                "label": all_languages("Part"),
                "minimum": "0",
                "maximum": "1.5",
            },
            {"key": "story", "kind": "text", "label": all_languages("Story"), "max_length": 200},
        ],
    } | changes


def an_answer(number: int = 0, **changes: object) -> dict[str, object]:
    """Answers to that questionnaire."""
    return {"status": ("alone", "together")[number % 2], "autonomy": number % 5 + 1, "hours": number} | changes


async def questionnaire(house: House, **changes: Any) -> str:
    """Write and adopt a questionnaire; its id."""
    drafted = made(await evaluator(house).post(f"{IMPACT}/questionnaires", json=a_questionnaire(**changes)))
    made(await colleague(house).post(f"{IMPACT}/questionnaires/{drafted['id']}/adopt"), 200)
    return str(drafted["id"])


def a_wave(questionnaire_id: str, **changes: object) -> dict[str, object]:
    """A needs survey, asked without names."""
    return {
        "title": all_languages("Needs"),
        "purpose": "needs",
        "questionnaire_id": questionnaire_id,
        "threshold": 5,
        "languages": ["fr", "nl", "en"],
    } | changes


async def planned(house: House, **changes: object) -> dict[str, Any]:
    """Plan a wave with a questionnaire of its own."""
    body = a_wave(await questionnaire(house), **changes)
    return made(await evaluator(house).post(WAVES, json=body))


async def opened(house: House, **changes: object) -> str:
    """Plan and open a wave; its path."""
    path = f"{WAVES}/{(await planned(house, **changes))['id']}"
    made(await evaluator(house).post(f"{path}/open"), 200)
    return path


async def of_an_evaluation(house: House, **changes: object) -> dict[str, Any]:
    """Plan a wave of an evaluation."""
    return await planned(house, purpose="evaluation", evaluation_id=(await evaluation(house))["id"], **changes)


async def ticket(house: House, path: str, number: int) -> str:
    """The ticket of the n-th member."""
    return str(made(await house.as_member(number).post(f"{path}/tickets"))["ticket"])


async def answered(house: House, path: str, given: str, answers: dict[str, object]) -> httpx.Response:
    """Answer with a ticket and without a token."""
    return await house.client().post(f"{path}/responses", json={"ticket": given, "answers": answers})


async def all_answered(house: House, path: str, answers: list[dict[str, object]]) -> None:
    """One member after the other answers."""
    for number, one in enumerate(answers):
        made(await answered(house, path, await ticket(house, path, number), one))


async def ended(house: House, path: str) -> None:
    """Close and analyse a wave."""
    for verb in ("close", "analyse"):
        made(await evaluator(house).post(f"{path}/{verb}"), 200)


async def result(house: House, path: str, question: str) -> dict[str, Any]:
    """What a member reads of a question."""
    return made(await house.as_member(99).get(f"{path}/results", params={"question": question, "lang": "en"}), 200)


def counts(told: dict[str, Any]) -> dict[str, int | None]:
    """The count of each group."""
    return {group["answer"]: group["count"] for group in told["groups"]}


async def opened_with(house: House, questionnaire_id: str, **changes: object) -> str:
    """A wave of this questionnaire, open; its path."""
    wave = made(await evaluator(house).post(WAVES, json=a_wave(questionnaire_id, **changes)))
    made(await evaluator(house).post(f"{WAVES}/{wave['id']}/open"), 200)
    return f"{WAVES}/{wave['id']}"
