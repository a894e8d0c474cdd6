"""What the tests of consents start from: notices that are published, and consents to them."""

from typing import Any

from members.given import profile
from partage_kit.auth import Role
from support.house import BRUSSELS, House

NOTICES, CONSENTS, PURPOSES = "/members/v1/consent-notices", "/members/v1/consents", "/members/v1/consent-purposes"
NEWSLETTER = "newsletter_email"

A_NOTICE: dict[str, Any] = {
    "purpose": NEWSLETTER,
    "title": {"fr": "Lettre d'information", "nl": "Nieuwsbrief", "en": "Newsletter"},
    "text": {
        "fr": "Nous vous écrivons une fois par mois.",
        "nl": "Wij schrijven u één keer per maand.",
        "en": "We write to you once a month.",
    },
    "controller": {"name": "Coopérative fictive", "email": "privacy@coop.example", "jurisdiction": "BE"},
}


async def drafted(house: House, office: str = BRUSSELS, **changes: Any) -> dict[str, Any]:
    """A draft of an administrator."""
    made = await house.as_role(Role.OFFICE_ADMIN, office=office).post(NOTICES, json=A_NOTICE | changes)
    assert made.status_code == 201, made.text
    notice: dict[str, Any] = made.json()
    return notice


async def published(house: House, office: str = BRUSSELS, **changes: Any) -> dict[str, Any]:
    """A notice that a colleague has published."""
    draft = await drafted(house, office, **changes)
    done = await house.as_role(Role.STAFF, office=office).post(f"{NOTICES}/{draft['id']}/publish")
    assert done.status_code == 200, done.text
    notice: dict[str, Any] = done.json()
    return notice


async def given(house: House, number: int, notice: dict[str, Any], language: str = "nl") -> dict[str, Any]:
    """The consent of the n-th member to a notice."""
    answer = await house.as_member(number).post(
        f"{CONSENTS}/mine", json={"notice_id": notice["id"], "language": language}
    )
    assert answer.status_code == 201, answer.text
    consent: dict[str, Any] = answer.json()
    return consent


async def agreed(house: House, number: int = 1, **changes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A notice, and the consent of a member with a profile to it."""
    await profile(house, number)
    notice = await published(house, **changes)
    return notice, await given(house, number, notice)


async def state(house: House, number: int = 1, purpose: str = NEWSLETTER) -> str:
    """How the n-th member stands to a purpose, as she reads it."""
    items = (await house.as_member(number).get(f"{CONSENTS}/mine")).json()["items"]
    return next(str(item["state"]) for item in items if item["purpose"] == purpose)
