"""What changes in the members service."""

from deploy.demo.cast import member, staff
from deploy.demo.chapters import (
    counting,
    initiatives,
    intake,
    needs,
    pooled_order,
    privacy,
)
from deploy.demo.door import Door
from deploy.demo.effects.looking import OFFICE, READER, SOMEBODY, after, is_there
from deploy.demo.steps import Effect

DECIDING = intake.deciding()


async def _opinions(door: Door) -> object:
    consultation = door.journal[f"consultation/{pooled_order.FILIERE}"]
    return (await door.get(READER, f"/members/v1/consultations/{consultation}"))["result"]


async def _shown(door: Door) -> object:
    codes = (await door.get(READER, intake.EVIDENCE))["codes"]
    return sum(one["dimension"] == "trade" and one["declared"] is None for one in codes)


async def _supported(door: Door) -> object:
    found = (await door.get(READER, initiatives.INITIATIVES))["items"]
    return sorted(one["supports"] for one in found)


async def _unnamed(door: Door) -> object:
    found = await door.get(READER, "/members/v1/directory", facets="territory", limit=1)
    return [one["code"] for one in found["facets"]["territory"] if one["labels"] is None]


async def _declared(door: Door) -> object:
    return len((await door.get(member(DECIDING), "/members/v1/profiles/mine"))["trades"])


async def _proposed(door: Door) -> object:
    return len((await door.get(READER, f"{intake.PROPOSALS}/mine"))["items"])


async def _needs_told(door: Door) -> object:
    return len(await door.every(READER, needs.NEEDS))


async def _needs_taken(door: Door) -> object:
    path = f"{needs.SURVEYS}/{door.journal['ranking/request']}"
    return (await door.get(staff(OFFICE), path))["needs_taken"]


async def _running(door: Door) -> object:
    path = f"{needs.SURVEYS}/{door.journal['needs/request']}"
    return (await door.get(staff(OFFICE), path))["state"]


async def _asked(door: Door) -> object:
    path = f"/members/v1/filieres/{door.journal['proposal']}/consultations"
    return (await door.get(READER, path))["items"][0]["state"]


CONSULTED = Effect(
    "what members think of one filière is published",
    after(f"launch/{pooled_order.FILIERE}", _opinions),
    lambda seen: isinstance(seen, dict) and seen["support"] > seen["oppose"],
)
SHOWN = Effect(
    f"trades that contracts show and the profile of {SOMEBODY.given_name} lacks, for her alone",
    _shown,
    lambda seen: seen == 1,
)
SUPPORTED = Effect(
    "members who support each initiative that everybody reads",
    _supported,
    lambda seen: seen == sorted(one["supporters"] for one in initiatives.published()),
)
NAMED = Effect("territories in the directory whose name nobody knows", _unnamed, lambda seen: seen == [])
DECLARED = Effect("trades that the member declares herself", _declared, lambda seen: seen == len(DECIDING.trades) + 1)
PROPOSED = Effect(f"what {SOMEBODY.given_name} is proposed, and may take up or not", _proposed, lambda seen: seen != 0)
NEEDS_TOLD = Effect("needs that members read", _needs_told, lambda seen: seen == len(needs.known()))
NEEDS_TAKEN = Effect(
    "members: ranked needs that the survey brought back, for the staff to publish; small groups are not told",
    after("ranking/request", _needs_taken),
    lambda seen: seen == needs.TOLD,
)
SURVEY_RUNS = Effect(
    "members: the survey of needs that the office asked for",
    after("needs/request", _running),
    lambda s: s == "running",
)
FORGOTTEN = Effect(
    "who has forgotten her and acknowledged it",
    after("erasure", privacy.forgotten_by),
    lambda seen: seen == {"members": True, "procurement": True, "impact": True},
)
OPINION_TO_GIVE = Effect(
    "the consultation on a proposed filière", after("proposal/consult", _asked), lambda seen: seen == "open"
)
COUNTED = Effect("members: how many there are, told to everybody", counting.told_to_everybody, is_there)
