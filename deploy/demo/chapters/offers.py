"""Negotiated offers, and the members who use them (R11)."""

from datetime import timedelta
from typing import Any

from deploy.demo.cast import buyer, member
from deploy.demo.chapters.suppliers import supplier_id
from deploy.demo.door import Door, each
from deploy.demo.material import Row, listed, said, table, translated
from deploy.demo.people import Person, members

OFFERS = "/procurement/v1/offers"

EVERY = 23
"""One member in so many uses an offer."""


async def publish_offers(door: Door) -> None:
    """The buyer drafts the offers and opens them to members; each says step by step how to obtain it."""

    async def publish(row: Row) -> None:
        draft = _draft(door, row)
        offer = await door.post(f"offer/{row['code']}", buyer(row["office"]), OFFERS, draft)
        await door.post(f"offer/{row['code']}/publish", buyer(row["office"]), f"{OFFERS}/{offer}/publish")

    await each(table("offers"), publish)


async def use_offers(door: Door) -> None:
    """Members use offers that are for everybody."""

    async def use(chosen: tuple[Row, Person]) -> None:
        row, person = chosen
        code = row["code"]
        path = f"{OFFERS}/{door.journal[f'offer/{code}']}/redeem"
        await door.post(f"redemption/{code}/{person.id}", member(person), path)

    await each(redemptions(), use)


def redemptions() -> list[tuple[Row, Person]]:
    """Who uses which offer."""
    open_to_all = [row for row in table("offers") if not row["filieres"] and not row["territories"]]
    return [
        (row, person) for place, row in enumerate(open_to_all) for person in members(row["office"])[place * 2 :: EVERY]
    ]


def _draft(door: Door, row: Row) -> dict[str, Any]:
    today = door.journal.today
    kind = row["procedure"]
    return {
        "supplier_id": supplier_id(door, row["office"], row["supplier"]),
        "title": translated(row, "title"),
        "category": row["category"],
        "discount_percent": f"{row['discount']}.00" if row["discount"] else None,
        "price": _price(row["article"]) if row["article"] else None,
        "procedure": {
            "kind": kind,
            "steps": [said(f"step-{kind}-1"), said(f"step-{kind}-2")],
            "code": f"PARTAGE-{row['code'].upper()}" if kind == "code" else None,
            "link": f"https://{row['supplier']}.example/partage" if kind == "link" else None,
        },
        "valid_from": today.isoformat(),
        "valid_until": (today + timedelta(days=365)).isoformat(),
        "lead_time_days": 7,
        "territories": listed(row["territories"]),
        "filieres": [door.journal[f"filiere/{code}"] for code in listed(row["filieres"])],
    }


def _price(code: str) -> dict[str, Any]:
    """The negotiated prices of an article by quantity."""
    article = next(row for row in table("articles") if row["code"] == code)
    return {
        "unit": article["unit"],
        "basis": "net",
        "vat_rate": f"{article['vat_rate']}.00",
        "tiers": tiers(article),
    }


def tiers(article: Row) -> list[dict[str, Any]]:
    """The price of a unit from each quantity on."""
    steps = (step.split(":") for step in listed(article["tiers"]))
    return [
        {"from_quantity": bound, "unit_price": {"amount": price, "currency": article["currency"]}}
        for bound, price in steps
    ]
