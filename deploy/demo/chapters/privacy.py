"""Notices are published, members agree or change their minds; one asks for all her data, one is forgotten (R1)."""

from typing import Any

from deploy.demo.cast import colleague, member, staff
from deploy.demo.door import Door, each, until
from deploy.demo.material import said
from deploy.demo.people import OFFICES, Person, members

NOTICES, CONSENTS = "/members/v1/consent-notices", "/members/v1/consents"
EXPORTS, ERASURES = "/members/v1/data-exports", "/members/v1/erasures"
AGREEING = 12
"""Members of each office who agree to the newsletter; every third of them to photos too."""

_TITLES = {"newsletter_email": "notice-newsletter", "photo_use": "notice-photos"}
_TEXTS = {"newsletter_email": "notice-newsletter-text", "photo_use": "notice-photos-text"}
_COUNTRIES = {"brussels": "BE", "lille": "FR"}


def agreeing(office: str, purpose: str) -> tuple[Person, ...]:
    """Who agrees to a purpose; the member of `make token ROLE=member` is free to do so herself."""
    return members(office)[1 : AGREEING + 1 : 3 if purpose == "photo_use" else 1]


def consents() -> int:
    """How many consents are given in all."""
    return sum(len(agreeing(office, purpose)) for office in OFFICES for purpose in _TITLES)


async def publish_notices(door: Door) -> None:
    """An administrator writes each notice, and a colleague publishes it: nobody approves their own submission."""
    for office in OFFICES:
        for purpose in _TITLES:
            notice = await door.post(_deed(office, purpose), colleague(office), NOTICES, _notice(office, purpose))
            await door.post(f"{_deed(office, purpose)}/publish", staff(office), f"{NOTICES}/{notice}/publish")


async def give_consents(door: Door) -> None:
    """Members agree in the language that they read, and one of each office withdraws again in one call."""
    for office in OFFICES:
        for purpose in _TITLES:
            notice = door.journal[_deed(office, purpose)]

            async def agree(person: Person, purpose: str = purpose, notice: str = notice) -> None:
                agreed = {"notice_id": notice, "language": person.language}
                await door.post(f"consent/{purpose}/{person.id}", member(person), f"{CONSENTS}/mine", agreed)

            await each(agreeing(office, purpose), agree)
        undecided = agreeing(office, "newsletter_email")[-1]
        path = f"{CONSENTS}/mine/newsletter_email/withdraw"
        await door.post(f"consent/withdraw/{undecided.id}", member(undecided), path)


async def ask_for_data(door: Door) -> None:
    """A member asks for all that is kept about her, and waits until her archive is ready."""
    await _take_along("data-export", door, asking())


async def be_forgotten(door: Door) -> None:
    """A member takes her data along, reads what an erasure would do, and confirms just that."""
    reader = member(leaving())
    if "erasure" in door.journal:
        return
    await _take_along("data-export/leaving", door, leaving())
    shown = await door.get(reader, f"{ERASURES}/mine/preview")
    await door.post("erasure", reader, f"{ERASURES}/mine", {"confirmation": shown["confirmation"]})


async def forgotten_by(door: Door) -> object:
    """What has become of the erasure, as the staff of her office reads it; her own receipt tells the same."""
    erasure = await door.get(staff(leaving().office), f"{ERASURES}/{door.journal['erasure']}")
    told = {one["service"]: one["acknowledged_at"] is not None for one in erasure["acknowledgements"]}
    return {"members": erasure["erased_at"] is not None, **told}


async def _take_along(deed: str, door: Door, person: Person) -> None:
    reader = member(person)
    export = await door.post(deed, reader, f"{EXPORTS}/mine", {})

    async def state() -> str:
        return str((await door.get(reader, f"{EXPORTS}/{export}"))["state"])

    await until(state, lambda seen: seen == "ready")


def leaving() -> Person:
    """Who asks to be forgotten: she had agreed to the newsletter, and changed her mind."""
    return agreeing(OFFICES[1], "newsletter_email")[-1]


def asking() -> Person:
    """Who asks for her data."""
    return members(OFFICES[0])[1]


def _deed(office: str, purpose: str) -> str:
    return f"notice/{office}/{purpose}"


def _notice(office: str, purpose: str) -> dict[str, Any]:
    return {
        "purpose": purpose,
        "title": said(_TITLES[purpose]),
        "text": said(_TEXTS[purpose]),
        "controller": {
            "name": f"Coopérative fictive, {office}",
            "email": f"privacy@{office}.example",
            "jurisdiction": _COUNTRIES[office],
        },
    }
