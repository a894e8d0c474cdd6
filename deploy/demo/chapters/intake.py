"""The office's files come in: its own numbers of members, and what payroll knows of their work (R1)."""

from datetime import date
from typing import Any

from deploy.demo.cast import member, payroll, staff
from deploy.demo.door import Door, until
from deploy.demo.people import OFFICES, Person, members

OFFICE = OFFICES[0]
PROPOSALS = "/members/v1/drift-proposals"
EVIDENCE = "/members/v1/activity-records/mine/evidence"
MONTHS, OTHER_MONTHS, EVERY = 12, 8, 6
"""Months with an invoice in one's own trade, and for every sixth member as many in another one, too."""


def paid() -> tuple[Person, ...]:
    """Whose work payroll tells of; the member of `make token ROLE=member` is the first."""
    return members(OFFICE)[:30]


def drifting() -> tuple[Person, ...]:
    """Those who have begun to do something else than what they declare."""
    return tuple(person for person in paid()[::EVERY] if _other_trade(person) is not None)


def invoices() -> int:
    """How many rows the file of payroll has."""
    return MONTHS * len(paid()) + OTHER_MONTHS * len(drifting())


def deciding() -> Person:
    """Who follows what her contracts show; the first one's proposal stays open for whoever tries the house."""
    return drifting()[1]


async def bring_in_files(door: Door) -> None:
    """Staff gives each member the office's own number, and payroll tells by it what members were paid for."""
    numbers = "".join(f"{person.id};{_number(person)}\n" for person in paid())
    await door.bring_in("references", staff(OFFICE), "/members/v1/profiles/imports", f"member_id;reference\n{numbers}")
    head = "member_reference;kind;source;reference;starts_on;trade;client_kind;amount\n"
    rows = "".join(_row(door.journal.today, *told) for told in _told())
    await door.bring_in("invoices", payroll(OFFICE), "/members/v1/activity-records/imports", head + rows)


async def decide_on_drift(door: Door) -> None:
    """A member is proposed what her contracts show, and takes it into her profile."""
    actor = member(deciding())

    async def proposed() -> list[Any]:
        return [one for one in await door.every(actor, f"{PROPOSALS}/mine") if one["kind"] == "missing"]

    found = await until(proposed, bool)
    await door.post("drift/accept", actor, f"{PROPOSALS}/{found[0]['id']}/accept")


def _told() -> list[tuple[Person, str, int]]:
    """Whom, which trade, and how many months ago."""
    own = [(person, person.trades[0], ago) for person in paid() for ago in range(1, MONTHS + 1)]
    others = [(person, _other_trade(person) or "", ago) for person in drifting() for ago in range(1, OTHER_MONTHS + 1)]
    return own + others


def _row(today: date, person: Person, trade: str, ago: int) -> str:
    months = today.year * 12 + today.month - 1 - ago
    month = f"{months // 12}-{months % 12 + 1:02}"
    amount = f"{250 + 375 * (ago % 5)},50"
    return f"{_number(person)};invoice;payroll;{_number(person)}-{month}-{trade};{month}-15;{trade};company;{amount}\n"


def _number(person: Person) -> str:
    return f"P-{members(OFFICE).index(person) + 1:04}"


def _other_trade(person: Person) -> str | None:
    """The main trade of the first member who has another one, if there is room for it in her profile."""
    return next((other.trades[0] for other in paid() if other.trades[0] not in person.trades), None)
