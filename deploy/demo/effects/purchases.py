"""What changes in the procurement service."""

from deploy.demo.cast import buyer
from deploy.demo.chapters import (
    left_open,
    offers,
    pooled_order,
    suppliers,
)
from deploy.demo.door import Door
from deploy.demo.effects.looking import OFFICE, READER, SOMEBODY, after, is_there
from deploy.demo.steps import Effect

LABELLED, LABEL = "papeterie-renard", "exemplary"


async def _label(door: Door) -> object:
    supplier = suppliers.supplier_id(door, OFFICE, LABELLED)
    return (await door.get(READER, f"{suppliers.SUPPLIERS}/{supplier}"))["label"]


async def _charter_in_force(door: Door) -> object:
    versions = (await door.get(READER, "/procurement/v1/charters", state="adopted"))["items"]
    return f"version {versions[0]['number']}" if versions else None


async def _uses(door: Door) -> object:
    return sum(offer["uses"] for offer in await door.every(READER, offers.OFFERS))


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


ADOPTED = Effect("the charter in force, as any member reads it", _charter_in_force, is_there)
LABELS = Effect(
    "the label of one supplier, from its published score", after("charter/sign", _label), lambda seen: seen == LABEL
)
USED = Effect("real uses of offers, as members see them", _uses, lambda seen: seen != 0)
SEEN_BY_ITS_OWN = Effect(
    f"procurement, by its own copy of memberships: {SOMEBODY.given_name}, of this filière and region, may join",
    _somebody_sees,
    lambda seen: seen is True,
)
UNSEEN_ELSEWHERE = Effect(
    "a member of the same filière in another region may join", _elsewhere_sees, lambda seen: seen is False
)
SECOND_TIER = Effect("the price tier that the order reaches", after("order/open", _tier), lambda seen: seen == 2)
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
    after("next-order/open", _next_tier),
    lambda seen: seen == 1,
)
BOUGHT = Effect(
    "what the order came to", after("order/place", _bought), lambda seen: isinstance(seen, str) and "tier 2" in seen
)
DUE = Effect(f"what {SOMEBODY.given_name} pays, VAT included", after("order/settle", _due), is_there)
TO_THE_CENT = Effect(
    "everybody's lines less the invoices, in cents", after("order/settle", _difference), lambda seen: seen == 0
)
