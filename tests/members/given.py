"""What the tests of filières start from: people with profiles, and filières brought to a stage through the door."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import select

from partage_kit.auth import Role
from support.house import BRUSSELS, House

GROUNDS: dict[str, Any] = {
    "reason": {"fr": "Les chiffres le montrent.", "nl": "De cijfers tonen het aan."},
    "evidence": [{"title": "Tableau de bord 2025", "link": "https://example.org/tableau"}],
}
AUTHOR = 900
"""The number of the member who proposes the filières."""


def a_filiere(**changes: object) -> dict[str, object]:
    """A filière as a form would send it."""
    return {
        "kind": "trade",
        "names": {"fr": "Graphistes indépendant·es", "nl": "Zelfstandige grafici"},
        "purpose": {"fr": "Échanger sur le métier et répondre ensemble.", "en": "Share the craft, answer together."},
        "occupations": ["graphic-designer"],
        "sectors": ["74"],
        "nuts": ["BE1"],
        "languages": ["fr", "nl"],
    } | changes


async def profile(
    house: House, number: int, office: str = BRUSSELS, name: str = "Vandermolenvert", **more: object
) -> None:
    """Let the n-th member have a profile."""
    body = {"given_name": "Élodie", "family_name": name} | more
    made = await house.as_member(number, office=office).post("/members/v1/profiles/mine", json=body)
    assert made.status_code == 201, made.text


async def proposed(house: House, **changes: object) -> UUID:
    """A filière that a member has proposed."""
    made = await house.as_member(AUTHOR).post("/members/v1/filieres", json=a_filiere(**changes))
    assert made.status_code == 201, made.text
    return UUID(made.json()["id"])


def path_of(filiere: UUID, below: str = "") -> str:
    """The address of a filière."""
    return f"/members/v1/filieres/{filiere}{below}"


async def consultation(house: House, filiere: UUID, about: str, lasting: timedelta = timedelta(days=14)) -> UUID:
    """A consultation that is open from now on."""
    closes_at = datetime.now(UTC) + house.service.database.clock.offset + lasting
    new = {"about": about, "question": {"en": "What do you think?"}, "closes_at": closes_at.isoformat()}
    made = await house.as_role(Role.STAFF).post(path_of(filiere, "/consultations"), json=new)
    assert made.status_code == 201, made.text
    return UUID(made.json()["id"])


async def closed_consultation(house: House, filiere: UUID, about: str) -> UUID:
    """A consultation that has closed."""
    made = await consultation(house, filiere, about, lasting=timedelta(hours=1))
    house.service.database.clock.advance(timedelta(hours=1))
    return made


async def decide(house: House, filiere: UUID, verb: str, **grounds: object) -> httpx.Response:
    """Let the staff decide."""
    return await house.as_role(Role.STAFF).post(path_of(filiere, f"/{verb}"), json=GROUNDS | grounds)


WAYS: dict[str, tuple[str, ...]] = {
    "proposed": (),
    "under_study": ("study",),
    "rejected": ("reject",),
    "launching": ("study", "launch"),
    "active": ("study", "launch", "activate"),
    "results": ("study", "launch", "activate", "report-results"),
    "declining": ("study", "launch", "activate", "record-decline"),
    "dormant": ("study", "launch", "activate", "make-dormant"),
    "closed": ("study", "launch", "close"),
}
"""How a filière comes to each stage."""

ASKED_FIRST = {"launch": "launching", "close": "closing"}


async def filiere_at(house: House, stage: str, **changes: object) -> UUID:
    """A filière brought to a stage by decisions."""
    filiere = await proposed(house, **changes)
    for verb in WAYS[stage]:
        more: dict[str, object] = {}
        if about := ASKED_FIRST.get(verb):
            more["consultation_id"] = str(await closed_consultation(house, filiere, about))
        decided = await decide(house, filiere, verb, **more)
        assert decided.status_code == 201, decided.text
    return filiere


async def announced(house: House, verb: str) -> list[dict[str, Any]]:
    """The facts of one kind (`membership.joined`) in the outbox, oldest first."""
    outbox = house.service.database.tables.metadata.tables["outbox"]
    async with house.service.database.reading() as session:
        rows = await session.execute(select(outbox.c.envelope).where(outbox.c.envelope != "").order_by(outbox.c.id))
        envelopes = [json.loads(envelope) for envelope in rows.scalars()]
    return [e for e in envelopes if e["type"] == f"partage.members.{verb}.v1"]
