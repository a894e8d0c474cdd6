"""A survey wave: a ticket for each member who wants one, anonymous answers, results that hide small groups (R22)."""

from collections.abc import Mapping
from random import Random
from typing import Any

from deploy.demo.answers import Refused
from deploy.demo.cast import colleague, evaluator, member
from deploy.demo.chapters.evaluation import IMPACT, OFFICE
from deploy.demo.door import Door, each
from deploy.demo.material import document
from deploy.demo.people import Person, members

ANSWERING = 120
"""Members who answer."""

SUPPORT = {"filiere": 45, "adviser": 25, "close_ones": 40, "client": 6, "nobody": 4}
"""How many of them turn to whom: the last two groups are too small to be shown."""

POINTS = (1, 2, 3, 4, 5)
SCALES = {"meaning": (1, 2, 5, 9, 6), "autonomy": (4, 5, 6, 8, 6), "security": (6, 7, 6, 4, 2)}
"""How often members choose each point of agreement."""

SPENT = frozenset({"ticket-already-issued", "ticket-spent"})
"""What a repeated call is told when the answer to the first got lost: the deed is done."""


def wave_path(door: Door) -> str:
    """Where the wave is."""
    return f"{IMPACT}/waves/{door.journal['wave']}"


async def open_wave(door: Door) -> None:
    """The evaluator writes the questionnaire, a colleague adopts it, and a wave is opened."""
    material = document("evaluation")
    wave = material["wave"] | {"evaluation_id": door.journal["evaluation"]}
    await ask(door, "", material["questionnaire"], wave)


async def ask(door: Door, about: str, written: Mapping[str, Any], planned: Mapping[str, Any]) -> None:
    """Write and adopt a questionnaire, and open a wave with it; `about` tells its deeds from those of another."""
    scale = document("evaluation")["agreement"]
    questions = [one | {"points": scale} if one.get("points") else one for one in written["questions"]]
    questionnaire = await door.post(
        f"{about}questionnaire", evaluator(OFFICE), f"{IMPACT}/questionnaires", {**written, "questions": questions}
    )
    path = f"{IMPACT}/questionnaires/{questionnaire}/adopt"
    await door.post(f"{about}questionnaire/adopt", colleague(OFFICE), path)
    wave = {**planned, "questionnaire_id": questionnaire, "mode": "anonymous", "languages": ["fr", "nl", "en"]}
    made = await door.post(f"{about}wave", evaluator(OFFICE), f"{IMPACT}/waves", wave)
    await door.post(f"{about}wave/open", evaluator(OFFICE), f"{IMPACT}/waves/{made}/open")


async def answer_wave(door: Door) -> None:
    """Members ask for a ticket by name, then answer with it and without a name; the journal notes neither."""
    turns = [code for code, count in SUPPORT.items() for _ in range(count)]

    async def answer(chosen: tuple[Person, str]) -> None:
        person, support = chosen
        try:
            given = await door.once(member(person), f"{wave_path(door)}/tickets")
            answers = _answers(person, support)
            await door.once(None, f"{wave_path(door)}/responses", {"ticket": given["ticket"], "answers": answers})
        except Refused as refused:
            if refused.kind not in SPENT:
                raise

    await each(zip(members(OFFICE)[:ANSWERING], turns, strict=True), answer)


async def close_wave(door: Door) -> None:
    """The wave takes no more answers, and its results may be read."""
    await door.post("wave/close", evaluator(OFFICE), f"{wave_path(door)}/close")
    await door.post("wave/analyse", evaluator(OFFICE), f"{wave_path(door)}/analyse")


async def result(door: Door, question: str) -> Mapping[str, Any]:
    """The answers to one question, as a member sees them."""
    told: Mapping[str, Any] = await door.get(
        member(members(OFFICE)[0]), f"{wave_path(door)}/results", question=question
    )
    return told


def _answers(person: Person, support: str) -> dict[str, int | str]:
    """What a member thinks."""
    choose = Random(f"{person.id} answers")  # noqa: S311 - no secret: the same cooperative each time
    scales = {question: choose.choices(POINTS, weights)[0] for question, weights in SCALES.items()}
    stories = document("evaluation")["stories"]
    story = {"story": choose.choice(stories)[person.language]} if choose.random() < 0.2 else {}
    return {**scales, "support": support, **story}
