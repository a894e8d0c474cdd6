"""What the steps of the story change elsewhere, looked at through the API as anybody may."""

from collections.abc import Awaitable, Callable

from deploy.demo.cast import buyer, member, staff
from deploy.demo.chapters import (
    counting,
    evaluation,
    intake,
    left_open,
    needs,
    offers,
    pooled_order,
    privacy,
    suppliers,
    survey,
)
from deploy.demo.door import Door
from deploy.demo.groups import Group, groups
from deploy.demo.people import OFFICES, members
from deploy.demo.steps import Effect

OFFICE = OFFICES[0]
SOMEBODY = members(OFFICE)[0]
"""The member of `make token ROLE=member`."""

READER = member(SOMEBODY)
DECIDING = intake.deciding()
LABELLED, LABEL = "papeterie-renard", "exemplary"

Look = Callable[[Door], Awaitable[object]]
Figure = Callable[[Door, str], Awaitable[object]]


def heard_of(fact_type: str, words: str) -> Effect:
    """The impact service knows another service's facts."""

    async def look(door: Door) -> object:
        types = (await door.get(READER, "/impact/v1/fact-types"))["items"]
        return next(one["complete_until"] for one in types if one["code"] == fact_type)

    return Effect(f"impact: every {words} is known up to", look, _is_there)


def figure(code: str, words: str, wanted: Callable[[object], bool], seen: Figure = evaluation.figure) -> Effect:
    """A figure of the impact service moved."""

    async def look(door: Door) -> object:
        return await seen(door, code)

    return Effect(f"impact: {words}, this quarter", _after(f"indicator/{code}/adopt", look), wanted)


def entries(office: str) -> int:
    """How many entries into filières the members of an office made by the end of the story."""
    late = int(office == pooled_order.OFFICE)
    return late + sum(_entries(group) for group in groups() if group.office == office)


def _entries(group: Group) -> int:
    return len(group.joiners) - len(group.refused) + ("accept" in group.invited)


def _is_there(seen: object) -> bool:
    return seen is not None


def _after(deed: str, look: Look) -> Look:
    """Nothing is seen before the deed is done."""

    async def seen(door: Door) -> object:
        return await look(door) if deed in door.journal else None

    return seen


async def _opinions(door: Door) -> object:
    consultation = door.journal[f"consultation/{pooled_order.FILIERE}"]
    return (await door.get(READER, f"/members/v1/consultations/{consultation}"))["result"]


async def _label(door: Door) -> object:
    supplier = suppliers.supplier_id(door, OFFICE, LABELLED)
    return (await door.get(READER, f"{suppliers.SUPPLIERS}/{supplier}"))["label"]


async def _shown(door: Door) -> object:
    codes = (await door.get(READER, intake.EVIDENCE))["codes"]
    return sum(one["dimension"] == "trade" and one["declared"] is None for one in codes)


async def _unnamed(door: Door) -> object:
    found = await door.get(READER, "/members/v1/directory", facets="territory", limit=1)
    return [one["code"] for one in found["facets"]["territory"] if one["labels"] is None]


async def _declared(door: Door) -> object:
    return len((await door.get(member(DECIDING), "/members/v1/profiles/mine"))["trades"])


async def _proposed(door: Door) -> object:
    return len((await door.get(READER, f"{intake.PROPOSALS}/mine"))["items"])


async def _charter_in_force(door: Door) -> object:
    versions = (await door.get(READER, "/procurement/v1/charters", state="adopted"))["items"]
    return f"version {versions[0]['number']}" if versions else None


async def _uses(door: Door) -> object:
    return sum(offer["uses"] for offer in await door.every(READER, offers.OFFERS))


async def _published_evaluations(door: Door) -> object:
    return len((await door.get(None, "/impact/v1/published-evaluations"))["items"])


async def _phase(door: Door) -> object:
    return (await door.get(READER, evaluation.evaluation_path(door)))["phase"]


async def _somebody_sees(door: Door) -> object:
    return await pooled_order.sees_order(door, SOMEBODY)


async def _elsewhere_sees(door: Door) -> object:
    region, joiners = pooled_order.REGION, pooled_order.the_group().joiners
    return await pooled_order.sees_order(door, next(one for one in joiners if not one.region.startswith(region)))


async def _latecomer_sees(door: Door) -> object:
    return await pooled_order.sees_order(door, pooled_order.latecomer())


async def _tier(door: Door) -> object:
    return await _tier_of(door, pooled_order.order_path(door))


async def _tier_of(door: Door, order: str) -> object:
    figures = await door.get(READER, f"{order}/figures")
    return (figures["articles"][0]["tier"] or {}).get("number")


async def _may_join_next(door: Door) -> object:
    return await pooled_order.sees_order(door, SOMEBODY, "next-order")


async def _next_tier(door: Door) -> object:
    return await _tier_of(door, left_open.order_path(door))


async def _open_waves(door: Door) -> object:
    return sum(wave["state"] == "open" for wave in await door.every(READER, f"{evaluation.IMPACT}/waves"))


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


async def _support(door: Door) -> object:
    groups_told = (await survey.result(door, "support"))["groups"]
    return {group["answer"]: "hidden" if group["count"] is None else group["count"] for group in groups_told}


def _hides_the_small(seen: object) -> bool:
    return isinstance(seen, dict) and seen["client"] == seen["nobody"] == "hidden" and seen["filiere"] != "hidden"


async def _bought(door: Door) -> object:
    article = (await pooled_order.decision(door))["articles"][0]
    return f"{article['volume']} at tier {article['tier']}, {article['unit_price']['amount']} EUR each"


async def _due(door: Door) -> object:
    mine = await door.get(READER, f"{pooled_order.order_path(door)}/allotments/mine")
    return f"{mine['due']['amount']} {mine['due']['currency']}"


async def _difference(door: Door) -> object:
    path = pooled_order.order_path(door)
    total = (await door.get(buyer(OFFICE), f"{path}/settlements"))["items"][-1]["total"]
    lines = await door.every(buyer(OFFICE), f"{path}/settlement-lines")
    return sum(_cents(line["gross"]) for line in lines) - _cents(total)


def _cents(money: dict[str, str]) -> int:
    return int(money["amount"].replace(".", ""))


CONSULTED = Effect(
    "what members think of one filière is published",
    _after(f"launch/{pooled_order.FILIERE}", _opinions),
    lambda seen: isinstance(seen, dict) and seen["support"] > seen["oppose"],
)
ADOPTED = Effect("the charter in force, as any member reads it", _charter_in_force, _is_there)
LABELS = Effect(
    "the label of one supplier, from its published score", _after("charter/sign", _label), lambda seen: seen == LABEL
)
SHOWN = Effect(
    f"trades that contracts show and the profile of {SOMEBODY.given_name} lacks, for her alone",
    _shown,
    lambda seen: seen == 1,
)
NAMED = Effect("territories in the directory whose name nobody knows", _unnamed, lambda seen: seen == [])
DECLARED = Effect("trades that the member declares herself", _declared, lambda seen: seen == len(DECIDING.trades) + 1)
PROPOSED = Effect(f"what {SOMEBODY.given_name} is proposed, and may take up or not", _proposed, lambda seen: seen != 0)
USED = Effect("real uses of offers, as members see them", _uses, lambda seen: seen != 0)
PUBLISHED = Effect("evaluations that the public sees, without a token", _published_evaluations, lambda seen: seen == 1)
OBSERVING = Effect("the phase that the evaluation has reached", _after("evaluation", _phase), lambda s: s == "observe")
ANALYSING = Effect("the phase that the evaluation has reached", _after("evaluation", _phase), lambda s: s == "analyse")
SEEN_BY_ITS_OWN = Effect(
    f"procurement, by its own copy of memberships: {SOMEBODY.given_name}, of this filière and region, may join",
    _somebody_sees,
    lambda seen: seen is True,
)
UNSEEN_ELSEWHERE = Effect(
    "a member of the same filière in another region may join", _elsewhere_sees, lambda seen: seen is False
)
SECOND_TIER = Effect("the price tier that the order reaches", _after("order/open", _tier), lambda seen: seen == 2)
SEEN_AT_ONCE = Effect(
    f"procurement: {pooled_order.latecomer().given_name}, who joined just now, may join the order",
    _latecomer_sees,
    lambda seen: seen is True,
)
ORDER_TO_JOIN = Effect(
    f"procurement: {SOMEBODY.given_name} may join an order that is open for weeks", _may_join_next, lambda s: s is True
)
PRICE_TO_REACH = Effect(
    "the price tier that this order reaches without her",
    _after("next-order/open", _next_tier),
    lambda seen: seen == 1,
)
NEEDS_TOLD = Effect("needs that members read", _needs_told, lambda seen: seen == len(needs.known()))
NEEDS_TAKEN = Effect(
    "members: ranked needs that the survey brought back, for the staff to publish; small groups are not told",
    _after("ranking/request", _needs_taken),
    lambda seen: seen == needs.TOLD,
)
SURVEY_RUNS = Effect(
    "members: the survey of needs that the office asked for",
    _after("needs/request", _running),
    lambda s: s == "running",
)
FORGOTTEN = Effect(
    "who has forgotten her and acknowledged it",
    _after("erasure", privacy.forgotten_by),
    lambda seen: seen == {"members": True, "procurement": True, "impact": True},
)
SURVEY_TO_ANSWER = Effect("surveys that take answers", _open_waves, lambda seen: seen == 1)
OPINION_TO_GIVE = Effect(
    "the consultation on a proposed filière", _after("proposal/consult", _asked), lambda seen: seen == "open"
)
SMALL_GROUPS_HIDDEN = Effect(
    "whom members turn to first; groups under ten are hidden, and one more, lest it be subtracted",
    _after("wave/analyse", _support),
    _hides_the_small,
)
BOUGHT = Effect(
    "what the order came to", _after("order/place", _bought), lambda seen: isinstance(seen, str) and "tier 2" in seen
)
DUE = Effect(f"what {SOMEBODY.given_name} pays, VAT included", _after("order/settle", _due), _is_there)
TO_THE_CENT = Effect(
    "everybody's lines less the invoices, in cents", _after("order/settle", _difference), lambda seen: seen == 0
)
SAVED = figure(evaluation.SAVING, "saving of pooled orders, in cents", _is_there)
BUYERS = figure(
    "buyers-among-filieres",
    "per cent of filière members who buy together, for the evaluation team alone until a contribution is claimed",
    _is_there,
    evaluation.withheld_figure,
)
ENTRIES = figure("filiere-entries", "entries into filières", lambda seen: seen == str(entries(OFFICE)))

COUNTED = Effect("members: how many there are, told to everybody", counting.told_to_everybody, _is_there)
