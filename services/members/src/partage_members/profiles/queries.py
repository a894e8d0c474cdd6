"""Named reads of profiles: rows, not objects, in one statement each."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, bindparam, exists, false, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.db import Readable
from partage_kit.folding import fold
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_members.audiences.conditions import is_seen
from partage_members.audiences.policy import Viewer
from partage_members.filters import require_codes
from partage_members.profiles.errors import ProfileNotFound
from partage_members.profiles.fields import ProfileField
from partage_members.profiles.imports.models import profile_references
from partage_members.profiles.models import Profile, profile_facets, words_of_name
from partage_members.profiles.schemas import ProfileFilter

profiles = table_of(Profile)

PLACE = ("country", "nuts", "municipality", "postal_code")
LINE = ("id", "given_name", "family_name", "region", "languages", "headline", "trades", "sectors", "stage", "joined_on")
"""What a line of a list tells, place first: the last columns of its rows."""

ORDERS = {
    "name": Order("name", (profiles.c.sort_name, True), (profiles.c.id, True)),
    "-joined_on": Order("-joined_on", (profiles.c.joined_on, False), (profiles.c.id, True)),
    "-updated_at": Order("-updated_at", (profiles.c.updated_at, False), (profiles.c.id, True)),
}

MOST_WORDS = 6
"""Words of a query that count; nobody has more that tell her from others."""

_LAST = chr(0x10FFFF)
"""Behind every character that a name has."""

_LISTS = {
    name: select(*[column for column, _ in order.columns], *[profiles.c[shown] for shown in (*PLACE, *LINE)])
    for name, order in ORDERS.items()
}
_ANY = select(profiles).where(profiles.c.id == bindparam("id"))
_ONE = select(profiles).where(profiles.c.id == bindparam("id"), profiles.c.office == bindparam("office"))


async def one_profile(session: Readable, office: str, profile_id: UUID) -> Row[Any]:
    """A profile of this office.

    Raises:
        ProfileNotFound
    """
    row = (await session.execute(_ONE, {"id": profile_id, "office": office})).first()
    if row is None:
        raise ProfileNotFound()
    return row


async def find_profile(session: Readable, profile_id: UUID) -> Row[Any] | None:
    """A profile of any office, for those who may see only some of it."""
    return (await session.execute(_ANY, {"id": profile_id})).first()


async def some_profiles(session: Readable, ids: Collection[UUID]) -> Sequence[Row[Any]]:
    """Some profiles, in no order."""
    return (await session.execute(select(profiles).where(profiles.c.id.in_(ids)))).all()


async def held_profiles(session: AsyncSession, ids: Collection[UUID]) -> Sequence[Row[Any]]:
    """Some profiles, which nobody else changes until the transaction ends."""
    statement = select(profiles).where(profiles.c.id.in_(ids)).order_by(profiles.c.id)
    return (await session.execute(statement.with_for_update(key_share=True))).all()


async def hold_to_erase(session: AsyncSession, member_id: UUID) -> None:
    """Wait for whoever is writing the profile, and let nobody write it before the transaction ends."""
    await session.execute(select(profiles.c.id).where(profiles.c.id == member_id).with_for_update())


async def has_profile(
    session: Readable, office: str, member_id: UUID, known: ColumnElement[bool] | None = None
) -> bool:
    """Whether this member has a profile in the office, of which `known` holds."""
    statement = select(profiles.c.id).where(profiles.c.id == member_id, profiles.c.office == office)
    if known is not None:
        statement = statement.where(known)
    return (await session.execute(statement)).first() is not None


async def require_profile(session: Readable, office: str, member_id: UUID) -> None:
    """Refuse a member who has no profile in the office, such as one who was erased.

    Raises:
        ProfileNotFound
    """
    if not await has_profile(session, office, member_id):
        raise ProfileNotFound()


async def profile_for_update(session: AsyncSession, office: str, profile_id: UUID) -> Profile:
    """The profile, locked until the transaction ends.

    Raises:
        ProfileNotFound
    """
    statement = select(Profile).where(col(Profile.id) == profile_id, col(Profile.office) == office).with_for_update()
    profile = (await session.execute(statement)).scalar_one_or_none()
    if profile is None:
        raise ProfileNotFound()
    return profile


async def list_profiles(
    session: Readable, office: str, wanted: ProfileFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the profiles of an office.

    Raises:
        UnknownCode
    """
    await require_codes(session, office, wanted)
    order = ORDERS[wanted.sort]
    statement = _LISTS[wanted.sort].where(profiles.c.office == office)
    for kind in ("trade", "sector", "language", "available"):
        if code := getattr(wanted, kind):
            statement = statement.where(_has(kind, code))
    if wanted.query:
        statement = statement.where(_is_meant(wanted.query))
    if wanted.reference:
        links = profile_references.c
        referred = select(links.profile_id).where(links.office == office, links.reference == wanted.reference)
        statement = statement.where(profiles.c.id.in_(referred))
    if wanted.nuts:
        # a region and all below it: a range instead of LIKE, so that the index serves on both databases
        statement = statement.where(profiles.c.region >= wanted.nuts, profiles.c.region < wanted.nuts + "a")
    for name in ("country", "postal_code", "stage"):
        if value := getattr(wanted, name):
            statement = statement.where(profiles.c[name] == value)
    return await page_of(session, statement, order, paging)


def shows(viewer: Viewer, *fields: ProfileField) -> ColumnElement[bool]:
    """Whether a member shows all of these fields to a viewer, and her name."""
    needed = dict.fromkeys((ProfileField.NAME, *fields))
    return and_(*(is_seen(viewer, profiles.c.audiences[field.value].as_string(), profiles.c.id) for field in needed))


def _is_meant(query: str) -> ColumnElement[bool]:
    """Whether a query is the address of a member, or each of its words begins a word of her names."""
    if "@" in query:
        return profiles.c.email.in_({query.strip(), query.strip().lower()})
    facets = profile_facets.c
    words = sorted(words_of_name(fold(query)))[:MOST_WORDS]
    begun = (
        select(facets.profile_id).where(facets.kind == "name", facets.code >= word, facets.code < word + _LAST)
        for word in words
    )
    return and_(*(profiles.c.id.in_(one) for one in begun)) if words else false()


def _has(kind: str, code: str) -> Any:
    facets = profile_facets.c
    return exists().where(facets.profile_id == profiles.c.id, facets.kind == kind, facets.code == code)
