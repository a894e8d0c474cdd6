"""What the tests of audiences share: members who show their fields to different people, and people who look."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import httpx

from members.given import filiere_at, path_of
from partage_kit.auth import Role
from support.house import BRUSSELS, GHENT, House, member_number

OWNER, COMPANION, MEMBER = 1, 2, 3
"""Numbers of the member who is looked at, of one in her filière, and of one in none."""

WRITTEN: Mapping[str, Any] = {
    "given_name": "Élodie",
    "family_name": "Vandermolenvert",
    "email": "elodie@example.org",
    "phone": "+32 470 00 00 00",
    "territory": {"country": "BE", "nuts": "BE100", "municipality": "Ixelles", "postal_code": "1050"},
    "languages": ["fr", "nl"],
    "headline": {"fr": "Graphiste", "nl": "Grafisch ontwerpster"},
    "presentation": {"fr": "Affiches et livres"},
    "trades": ["graphic-designer"],
    "sectors": ["74"],
    "skills": ["risographie"],
    "stage": "established",
    "availability": {"state": "partly", "since": "2026-01-01", "note": {"fr": "Le mardi"}},
    "workplaces": [{"label": "Atelier", "country": "BE", "postal_code": "1060"}],
    "links": [{"kind": "website", "url": "https://elodie.example/"}],
    "photo_url": "https://elodie.example/me.jpg",
}
SECRETS: Mapping[str, Mapping[str, Any]] = {
    "name": {"family_name": "Zonnebloem"},
    "email": {"email": "zonnebloem@example.org"},
    "phone": {"phone": "+32 471 11 11 11"},
    "territory": {"territory": {"country": "BE", "nuts": "BE234", "municipality": "Gent", "postal_code": "9000"}},
    "languages": {"languages": ["en"]},
    "headline": {"headline": {"en": "Zonnebloem"}},
    "presentation": {"presentation": {"nl": "Zonnebloem"}},
    "trades": {"trades": ["baker"]},
    "sectors": {"sectors": ["10"]},
    "skills": {"skills": ["zonnebloem"]},
    "stage": {"stage": "starting"},
    "availability": {"availability": {"state": "available"}},
    "workplaces": {"workplaces": [{"label": "Zonnebloem", "country": "FR"}]},
    "links": {"links": [{"kind": "other", "url": "https://zonnebloem.example/"}]},
    "photo_url": {"photo_url": "https://zonnebloem.example/me.jpg"},
    "joined_on": {"joined_on": "2019-05-01"},
}
"""Another value of each field."""

FIELDS = (
    *("email", "phone", "territory", "languages", "headline", "presentation", "trades", "sectors", "skills", "stage"),
    *("availability", "workplaces", "links", "photo_url", "filieres", "joined_on"),
)
"""All that has an audience, but the name."""


async def owner(house: House, audiences: Mapping[str, str], **changes: object) -> UUID:
    """The member who is looked at, registered with these audiences; who she is."""
    body: dict[str, Any] = {**WRITTEN, **changes, "audiences": audiences, "member_id": str(member_number(OWNER))}
    made = await house.as_role(Role.STAFF).post("/members/v1/profiles", json=body)
    assert made.status_code == 201, made.text
    return member_number(OWNER)


async def companions(house: House) -> UUID:
    """Let the owner and her companion belong to one filière; its id."""
    filiere = await filiere_at(house, "active")
    plain = {"given_name": "Jo", "family_name": "Ek"}
    await house.as_member(COMPANION).post("/members/v1/profiles/mine", json=plain)
    for number in (OWNER, COMPANION):
        joined = await house.as_member(number).post(path_of(filiere, "/join"))
        assert joined.status_code == 201, joined.text
    return filiere


def onlookers(house: House) -> dict[str, httpx.AsyncClient]:
    """Somebody of each kind who may look."""
    return {
        "companion": house.as_member(COMPANION),
        "member": house.as_member(MEMBER),
        "staff": house.as_role(Role.STAFF),
        "partner": house.as_role(Role.PARTNER),
        "client": house.as_role(Role.CLIENT),
        "abroad": house.as_member(MEMBER, office=GHENT),
        "staff abroad": house.as_role(Role.STAFF, office=GHENT),
        "facilitator by claim": house.as_role(Role.FACILITATOR, office=BRUSSELS, filieres=(member_number(77),)),
        "stranger": house.client(),
    }


SEES: Mapping[str, tuple[str, ...]] = {
    "companion": ("filiere", "members", "partners", "public"),
    "member": ("members", "partners", "public"),
    "staff": ("members", "partners", "public"),
    "facilitator by claim": ("members", "partners", "public"),
    "partner": ("partners", "public"),
    "client": ("public",),
    "abroad": ("public",),
    "staff abroad": ("public",),
    "stranger": ("public",),
}
"""Which audiences each of them belongs to."""


async def looked_at(who: httpx.AsyncClient, member_id: UUID) -> httpx.Response:
    """What somebody sees of a member."""
    return await who.get(f"/members/v1/directory/members/{member_id}", headers={"X-Request-Id": "the-same"})
