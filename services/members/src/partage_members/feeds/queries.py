"""Named reads of what members show to everybody, as cards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.types import LANGUAGES
from partage_members.audiences.circles import circles_of_many
from partage_members.audiences.policy import ANYBODY
from partage_members.classifications.known import Concepts, known_concepts
from partage_members.classifications.lookup import Concept
from partage_members.directory.errors import MemberNotFound
from partage_members.directory.offices import is_public, require_office
from partage_members.feeds.card import Card, Place, Trade
from partage_members.offices.naming import NamedOffice
from partage_members.offices.queries import named_offices
from partage_members.profiles.naming import with_place_names
from partage_members.profiles.place_shapes import SeenTerritory
from partage_members.profiles.publishing import public_profiles
from partage_members.profiles.queries import profiles
from partage_members.profiles.schemas import VisibleProfile
from partage_members.profiles.views import seen

_NEWEST = Order("-changed_at", (public_profiles.c.changed_at, False), (public_profiles.c.profile_id, True))
_ALL = select(public_profiles.c.changed_at, public_profiles.c.profile_id, profiles).join(
    profiles, profiles.c.id == public_profiles.c.profile_id
)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where members are found: `base` is the address of the service, without a slash at its end."""

    base: str

    def member(self, member_id: UUID) -> str:
        """The address of a member in the directory."""
        return f"{self.base}/members/v1/directory/members/{member_id}"

    def directory(self, office: str) -> str:
        """The address of the public directory of an office, as a page."""
        return f"{self.base}/members/v1/directory/page?office={office}"

    def feed(self, office: str) -> str:
        """The address of the feed of an office."""
        return f"{self.base}/members/v1/feeds/{office}/members"


async def newest_cards(
    session: Readable, office: str, addresses: Addresses, paging: PageOf
) -> tuple[list[Card], str | None]:
    """One page of those who show themselves to everybody, last changed first.

    Raises:
        OfficeNotFound
    """
    rows, following = await page_of(session, _ALL.where(public_profiles.c.office == office), _NEWEST, paging)
    if not rows:
        await require_office(session, None, office)
    return await _cards(session, rows, addresses), following


async def one_card(session: Readable, member_id: UUID, addresses: Addresses) -> Card:
    """The card of a member who shows herself to everybody.

    Raises:
        MemberNotFound
    """
    found = await some_cards(session, [member_id], addresses)
    if not found:
        raise MemberNotFound()
    return found[0]


async def card_of_page(session: Readable, member_id: UUID, addresses: Addresses, office: str | None) -> Card:
    """The card of a member who shows herself to everybody, sought in an office from whose directory somebody comes.

    Raises:
        MemberNotFound: by the same statements whether she hides or never was; it leads back to an office that is known.
    """
    found = await some_cards(session, [member_id], addresses)
    if not found:
        missing = MemberNotFound()
        if office is not None and await is_public(session, office):
            missing.sought_in = office
        raise missing
    return found[0]


async def some_cards(session: Readable, ids: Sequence[UUID], addresses: Addresses) -> list[Card]:
    """The cards of those of some members who show themselves to everybody, in the order given."""
    rows = {row.profile_id: row for row in await session.execute(_ALL.where(public_profiles.c.profile_id.in_(ids)))}
    return await _cards(session, [rows[found] for found in ids if found in rows], addresses)


async def _cards(session: Readable, rows: Sequence[Any], addresses: Addresses) -> list[Card]:
    circles = await circles_of_many(session, [row.profile_id for row in rows])
    views = [(seen(row, circles[row.profile_id], ANYBODY), row.changed_at) for row in rows]
    shown = [(view, changed_at) for view, changed_at in views if view is not None]
    offices, codes = {view.office for view, _ in shown}, [code for view, _ in shown for code in view.trades]
    concepts = await known_concepts(session, offices, codes)
    called = await named_offices(session, offices)
    named = await with_place_names(session, [view for view, _ in shown])
    return [
        _card(view, called[view.office], changed_at, addresses, concepts)
        for view, (_, changed_at) in zip(named, shown, strict=True)
    ]


def _card(
    member: VisibleProfile, office: NamedOffice, changed_at: datetime, addresses: Addresses, concepts: Concepts
) -> Card:
    return Card(
        id=member.id,
        url=addresses.member(member.id),
        office=office,
        given_name=member.given_name,
        family_name=member.family_name,
        changed_at=changed_at,
        headline=member.headline,
        presentation=member.presentation,
        trades=[_trade(code, concepts.get(member.office, code)) for code in member.trades],
        skills=member.skills,
        languages=member.languages,
        place=_place(member.territory),
        email=member.email,
        phone=member.phone,
        photo_url=member.photo_url,
        links=[link.url for link in member.links],
    )


def _trade(code: str, concept: Concept | None) -> Trade:
    return Trade(code, concept.labels, concept.uri) if concept else Trade(code, {})


def _place(territory: SeenTerritory | None) -> Place | None:
    if territory is None:
        return None
    written = dict.fromkeys(LANGUAGES, territory.municipality) if territory.municipality else {}
    names = territory.municipality_names or written
    return Place(territory.country, territory.region, territory.postal_code, names)
