"""A pooled order of one filière and one region, from opening to settlement to the cent (R14)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from deploy.demo.answers import Refused
from deploy.demo.cast import buyer, member
from deploy.demo.chapters.offers import tiers
from deploy.demo.chapters.suppliers import supplier_id
from deploy.demo.door import Door, each, until
from deploy.demo.groups import Group, groups
from deploy.demo.material import said, table, translated
from deploy.demo.people import OFFICES, Person

OFFICE = OFFICES[0]
FILIERE = "communication-digital"
REGION = "BE1"
ARTICLE = "screen-refurbished-24"

WINDOW_S = 6.0
"""How long members may join here at least; in life, weeks."""

TOO_LOW = Decimal("80.00")
"""The ceiling of the last member who joins: the order leaves her out."""

FIRST_DELIVERY = Decimal(10)
"""Units that come with the first of two deliveries."""

ORDERS = "/procurement/v1/pooled-orders"


def the_group() -> Group:
    """The filière whose members buy together."""
    return next(group for group in groups() if group.code == FILIERE)


def buyers() -> tuple[Person, ...]:
    """The members who join: of the filière and of the region."""
    group = the_group()
    return tuple(person for person in group.joiners if person.region.startswith(REGION) and person not in group.leavers)


def latecomer() -> Person:
    """A member of the region who joins the filière only when the order is open."""
    return next(person for person in the_group().hesitant[2:] if person.region.startswith(REGION))


def order_path(door: Door) -> str:
    """Where the order is."""
    return f"{ORDERS}/{door.journal['order']}"


async def open_order(door: Door) -> None:
    """The buyer drafts the order and opens it."""
    if "order" not in door.journal:
        locks_at = datetime.now(UTC) + door.time_for(3 * len(buyers()), WINDOW_S)
        await door.post("order", buyer(OFFICE), ORDERS, draft(door, ARTICLE, "order", locks_at))
    await door.post("order/open", buyer(OFFICE), f"{order_path(door)}/open")


def draft(door: Door, code: str, about: str, locks_at: datetime) -> dict[str, Any]:
    """An order of one article for the members of the filière and the region, in the words of the texts about it."""
    article = next(row for row in table("articles") if row["code"] == code)
    return {
        "title": said(f"{about}-title"),
        "description": said(f"{about}-description"),
        "supplier_id": supplier_id(door, OFFICE, article["supplier"]),
        "basis": "net",
        "articles": [
            {
                "name": translated(article, "name"),
                "category": article["category"],
                "unit": article["unit"],
                "quantum": article["quantum"],
                "box_size": article["box_size"],
                "minimum": article["minimum"],
                "tiers": tiers(article),
                "reference": {
                    "unit_price": _euros(Decimal(article["reference_price"])),
                    "noted_on": article["reference_on"],
                    "evidence": said("order-reference")["nl"],
                },
                "vat_rate": f"{article['vat_rate']}.00",
                "weight_grams": int(Decimal(article["weight_kg"]) * 1000),
                "cap": "48",
            }
        ],
        "logistics": {
            "steps": [{"amount": _euros(Decimal("40.00"))}],
            "vat_rate": "21.00",
            "handling_hours": "0.5",
            "administration_hours": "0.5",
            "hourly_cost": _euros(Decimal("30.00")),
        },
        "locks_at": locks_at.isoformat(),
        "filieres": [door.journal[f"filiere/{FILIERE}"]],
        "nuts": [REGION],
    }


async def join_order(door: Door) -> None:
    """Members of the filière and the region join, as soon as procurement knows that they belong to it."""
    article = await _article_id(door)

    async def join(numbered: tuple[int, Person]) -> None:
        number, person = numbered
        line = {
            "article_id": article,
            "firm": "2" if number % 3 == 0 else "1",
            "tolerance": "1" if number % 4 == 1 else "0",
            "ceiling": _euros(TOO_LOW) if person is buyers()[-1] else None,
        }
        await _commit(door, person, line)

    await each(enumerate(buyers()), join)


async def join_late(door: Door) -> None:
    """A member joins the filière only now; at once she sees its order, and joins that too."""
    person = latecomer()
    filiere = f"/members/v1/filieres/{door.journal[f'filiere/{FILIERE}']}"
    await door.post(f"membership/{FILIERE}/{person.id}", member(person), f"{filiere}/join")
    await _commit(door, person, {"article_id": await _article_id(door), "firm": "2"})


async def sees_order(door: Door, person: Person, order: str = "order") -> bool:
    """Whether procurement, by its own copy of memberships, lets a member see an order as one she may join."""
    listed = await door.every(member(person), ORDERS, eligible="true")
    return order in door.journal and door.journal[order] in {one["id"] for one in listed}


async def decide_order(door: Door) -> None:
    """Wait until the order has decided itself at its lock, then place it with the supplier."""

    async def state() -> str:
        return str((await door.get(buyer(OFFICE), order_path(door)))["state"])

    await until(state, lambda seen: seen not in ("open", "top_up", "locked"))
    expected = (door.journal.today + timedelta(days=9)).isoformat()
    placed = {"supplier_reference": "TP-2026-0147", "expected_on": expected}
    await door.post("order/place", buyer(OFFICE), f"{order_path(door)}/order", placed)


async def receive_order(door: Door) -> None:
    """Two deliveries come, the second with the invoice and the real logistics."""
    bought = (await decision(door))["articles"][0]
    rest = Decimal(bought["volume"]) - FIRST_DELIVERY
    first = {"delivered": _delivered(bought, FIRST_DELIVERY), "complete": False}
    await door.post("order/receive-1", buyer(OFFICE), f"{order_path(door)}/receive", first)
    second = {
        "delivered": _delivered(bought, rest),
        "complete": True,
        "invoice": {
            "number": "TP-F-0912",
            "dated_on": door.journal.today.isoformat(),
            "total": _euros(_with_vat(Decimal(bought["volume"]) * Decimal(bought["unit_price"]["amount"]))),
        },
        "logistics": {"amount": _euros(Decimal("38.50")), "handling_hours": "0.5", "administration_hours": "0.5"},
    }
    await door.post("order/receive-2", buyer(OFFICE), f"{order_path(door)}/receive", second)


async def settle_order(door: Door) -> None:
    """Everybody's part is booked to the cent."""
    await door.post("order/settle", buyer(OFFICE), f"{order_path(door)}/settle")


async def decision(door: Door) -> Mapping[str, Any]:
    """What was decided at the lock."""
    page = await door.get(buyer(OFFICE), f"{order_path(door)}/decisions")
    last: Mapping[str, Any] = page["items"][-1]
    return last


async def _commit(door: Door, person: Person, line: Mapping[str, Any]) -> None:
    await until(lambda: sees_order(door, person), bool)
    path = f"{order_path(door)}/commitments/mine"
    try:
        await door.put(f"commitment/{person.id}", member(person), path, {"lines": [line]})
    except Refused as refused:
        if refused.kind != "order-not-open":  # the story was interrupted for longer than the window
            raise


async def _article_id(door: Door) -> str:
    return str((await door.get(buyer(OFFICE), order_path(door)))["articles"][0]["id"])


def _delivered(bought: Mapping[str, Any], units: Decimal) -> Sequence[dict[str, str]]:
    return [{"article_id": bought["article_id"], "quantity": str(units)}]


def _with_vat(net: Decimal) -> Decimal:
    """Belgian VAT of 21 %, rounded half up once, as the supplier invoices."""
    vat = (net * Decimal("0.21")).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return net + vat


def _euros(amount: Decimal) -> dict[str, str]:
    return {"amount": f"{amount:.2f}", "currency": "EUR"}
