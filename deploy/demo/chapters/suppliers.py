"""Members suggest suppliers; the buyer decides and keeps in touch with them (R11, R13)."""

from datetime import timedelta

from deploy.demo.cast import buyer, language_of, member
from deploy.demo.door import Door, each
from deploy.demo.material import Row, listed, said, table, translated
from deploy.demo.people import OFFICES, members

CONDITIONAL = "verzonnen-bakfiets"
"""It is referenced under conditions."""

WAITING = "werkplek-verzinsel"
"""The buyer has not decided about it yet."""

COUNTRIES = {"brussels": ("BE", "NL"), "lille": ("FR",)}
"""Where the members of an office buy."""

SUPPLIERS = "/procurement/v1/suppliers"


def suppliers_of(office: str) -> list[Row]:
    """The suppliers that serve the members of an office."""
    return [
        row for row in table("suppliers") if any(code[:2] in COUNTRIES[office] for code in listed(row["territories"]))
    ]


def known_suppliers() -> list[tuple[str, int, Row]]:
    """All suppliers of all offices: the office, the place in its list, the supplier."""
    return [(office, place, row) for office in OFFICES for place, row in enumerate(suppliers_of(office))]


def supplier_id(door: Door, office: str, code: str) -> str:
    """The id that a supplier got when it was suggested."""
    return door.journal[f"supplier/{office}/{code}"]


async def suggest_suppliers(door: Door) -> None:
    """Members suggest the suppliers they know."""

    async def suggest(known: tuple[str, int, Row]) -> None:
        office, place, row = known
        suggestion = {
            "name": row["name"],
            "kind": row["kind"],
            "country": row["country"],
            "vat_number": row["vat"],
            "website": row["website"],
            "summary": translated(row, "summary"),
            "territories": listed(row["territories"]),
            "categories": listed(row["categories"]),
        }
        somebody = members(office)[place * 4]
        await door.post(f"supplier/{office}/{row['code']}", member(somebody), SUPPLIERS, suggestion)

    await each(known_suppliers(), suggest)


async def decide_on_suppliers(door: Door) -> None:
    """The buyer calls each supplier, then references it, some under conditions."""

    async def decide(known: tuple[str, int, Row]) -> None:
        office, place, row = known
        code, language, path = row["code"], language_of(office), f"{SUPPLIERS}/{supplier_id(door, office, row['code'])}"
        kind = "visit" if place % 3 == 0 else "call"
        entry = {"kind": kind, "text": said(f"supplier-{kind}")[language]}
        await door.post(f"supplier-{kind}/{office}/{code}", buyer(office), f"{path}/log-entries", entry)
        if code == CONDITIONAL:
            conditions = {
                "reason": said("supplier-conditional")[language],
                "commitments": [said("supplier-commitment")[language]],
                "until": (door.journal.today + timedelta(days=240)).isoformat(),
            }
            await door.post(f"condition/{office}/{code}", buyer(office), f"{path}/make-conditional", conditions)
        elif code != WAITING:
            reason = {"reason": said("supplier-referenced")[language]}
            await door.post(f"reference/{office}/{code}", buyer(office), f"{path}/reference", reason)

    await each(known_suppliers(), decide)
