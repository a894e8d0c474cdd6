"""What members need: what the office knows already, and what members rank when a survey asks them (R1, R22)."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from deploy.demo.answers import Actor, Refused
from deploy.demo.cast import colleague, evaluator, facilitator, member, staff
from deploy.demo.chapters import survey
from deploy.demo.chapters.community import filiere_id
from deploy.demo.chapters.evaluation import IMPACT
from deploy.demo.door import Door, each
from deploy.demo.groups import group_of
from deploy.demo.material import document
from deploy.demo.people import OFFICES, Person, members

OFFICE = OFFICES[0]
SURVEYS, NEEDS = "/members/v1/needs-surveys", "/members/v1/needs"

NAMED = {"assignments": 20, "steady_income": 16, "peers": 12, "workplace": 7, "training": 5}
"""What members need most: the last two groups are too small to be told."""

TOLD = 3
ANSWERING = sum(NAMED.values())


def known() -> Sequence[dict[str, Any]]:
    """The needs that the office knows of without a survey."""
    found: list[dict[str, Any]] = document("needs")["known"]
    return found


async def write_needs_down(door: Door) -> None:
    """Staff writes down what members told, a facilitator what her filière did; a colleague publishes it."""
    first = door.journal.today.replace(month=1, day=1)
    period = {"starts_on": first.isoformat(), "ends_on": first.replace(month=12, day=31).isoformat()}
    for need in known():
        deed = f"need/{need['rank']}"
        author, told = _author(door, need)
        made = await door.post(deed, author, NEEDS, told | period)
        await door.post(f"{deed}/publish", colleague(OFFICE), f"{NEEDS}/{made}/publish", version=1)


def _author(door: Door, need: dict[str, Any]) -> tuple[Actor, dict[str, Any]]:
    """Who writes a need down, and what it says."""
    if "filiere" not in need:
        return staff(OFFICE), need
    group = group_of(need["filiere"])
    concerned = filiere_id(door, group)
    told = {name: value for name, value in need.items() if name != "filiere"}
    return facilitator(group.facilitators[0], concerned), told | {"filieres": [concerned]}


async def ask_members(door: Door) -> None:
    """The office asks for a survey, the evaluator runs it, and what members rank comes back by itself."""
    material = document("needs")
    asked = await request(door, "ranking", days=14)
    wave = material["wave"] | {"needs_survey_id": asked, "needs_question": "need"}
    await survey.ask(door, "ranking/", material["questionnaire"] | {"key": "needs-ranking"}, wave)
    await _answer(door)
    path = f"{IMPACT}/waves/{door.journal['ranking/wave']}"
    for verb in ("close", "analyse"):
        await door.post(f"ranking/wave/{verb}", evaluator(OFFICE), f"{path}/{verb}")


async def request(door: Door, about: str, days: int) -> str:
    """The office asks all its members for their needs within some days; the id of what it asked."""
    wanted = {
        "title": document("needs")["wave"]["title"],
        "languages": ["fr", "nl", "en"],
        "opens_on": door.journal.today.isoformat(),
        "closes_on": (door.journal.today + timedelta(days=days)).isoformat(),
    }
    return await door.post(f"{about}/request", staff(OFFICE), SURVEYS, wanted)


async def _answer(door: Door) -> None:
    path = f"{IMPACT}/waves/{door.journal['ranking/wave']}"
    turns = [code for code, count in NAMED.items() for _ in range(count)]

    async def answer(chosen: tuple[Person, str]) -> None:
        person, need = chosen
        try:
            given = await door.once(member(person), f"{path}/tickets")
            answers = {"need": need, "together": 1 + len(need) % 5}
            await door.once(None, f"{path}/responses", {"ticket": given["ticket"], "answers": answers})
        except Refused as refused:
            if refused.kind not in survey.SPENT:
                raise

    await each(zip(members(OFFICE)[:ANSWERING], turns, strict=True), answer)
