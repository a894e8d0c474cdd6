"""What changes in the impact service."""

from collections.abc import Awaitable, Callable

from deploy.demo.chapters import (
    evaluation,
    pooled_order,
    survey,
)
from deploy.demo.door import Door
from deploy.demo.effects.looking import OFFICE, READER, after, is_there
from deploy.demo.groups import Group, groups
from deploy.demo.steps import Effect

Figure = Callable[[Door, str], Awaitable[object]]


def heard_of(fact_type: str, words: str) -> Effect:
    """The impact service knows another service's facts."""

    async def look(door: Door) -> object:
        types = (await door.get(READER, "/impact/v1/fact-types"))["items"]
        return next(one["complete_until"] for one in types if one["code"] == fact_type)

    return Effect(f"impact: every {words} is known up to", look, is_there)


def figure(code: str, words: str, wanted: Callable[[object], bool], seen: Figure = evaluation.figure) -> Effect:
    """A figure of the impact service moved."""

    async def look(door: Door) -> object:
        return await seen(door, code)

    return Effect(f"impact: {words}, this quarter", after(f"indicator/{code}/adopt", look), wanted)


def entries(office: str) -> int:
    """How many entries into filières the members of an office made by the end of the story."""
    late = int(office == pooled_order.OFFICE)
    return late + sum(_entries(group) for group in groups() if group.office == office)


def _entries(group: Group) -> int:
    return len(group.joiners) - len(group.refused) + ("accept" in group.invited)


async def _published_evaluations(door: Door) -> object:
    return len((await door.get(None, "/impact/v1/published-evaluations"))["items"])


async def _phase(door: Door) -> object:
    return (await door.get(READER, evaluation.evaluation_path(door)))["phase"]


async def _open_waves(door: Door) -> object:
    return sum(wave["state"] == "open" for wave in await door.every(READER, f"{evaluation.IMPACT}/waves"))


async def _support(door: Door) -> object:
    groups_told = (await survey.result(door, "support"))["groups"]
    return {group["answer"]: "hidden" if group["count"] is None else group["count"] for group in groups_told}


def _hides_the_small(seen: object) -> bool:
    return isinstance(seen, dict) and seen["client"] == seen["nobody"] == "hidden" and seen["filiere"] != "hidden"


PUBLISHED = Effect("evaluations that the public sees, without a token", _published_evaluations, lambda seen: seen == 1)
OBSERVING = Effect("the phase that the evaluation has reached", after("evaluation", _phase), lambda s: s == "observe")
ANALYSING = Effect("the phase that the evaluation has reached", after("evaluation", _phase), lambda s: s == "analyse")
SURVEY_TO_ANSWER = Effect("surveys that take answers", _open_waves, lambda seen: seen == 1)
SMALL_GROUPS_HIDDEN = Effect(
    "whom members turn to first; groups under ten are hidden, and one more, lest it be subtracted",
    after("wave/analyse", _support),
    _hides_the_small,
)
SAVED = figure(evaluation.SAVING, "saving of pooled orders, in cents", is_there)
BUYERS = figure(
    "buyers-among-filieres",
    "per cent of filière members who buy together, for the evaluation team alone until a contribution is claimed",
    is_there,
    evaluation.withheld_figure,
)
ENTRIES = figure("filiere-entries", "entries into filières", lambda seen: seen == str(entries(OFFICE)))
