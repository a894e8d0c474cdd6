"""Named reads of classifications: those that ship with the service, and those that were imported."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select

from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_members.classifications.catalogue import LISTS, Scheme, shipped
from partage_members.classifications.errors import ConceptNotFound, SchemeDraftNotFound, SchemeNotFound
from partage_members.classifications.known import concept_of
from partage_members.classifications.lookup import Concept, Lookup
from partage_members.classifications.models import EVERY_OFFICE, Kind, Publication, scheme_concepts, schemes

_ALL_CURRENT = (
    select(schemes)
    .where(schemes.c.state == Publication.CURRENT, schemes.c.office.in_((EVERY_OFFICE, bindparam("office"))))
    .order_by(schemes.c.code)
    .limit(100)
)
_CURRENT = _ALL_CURRENT.where(schemes.c.code == bindparam("code"))

_LOADED: dict[UUID, Lookup] = {}
"""The versions that were asked for last: they never change, and putting one together takes a second."""

_MOST_LOADED = 40_000
"""Concepts of all of them together: ESCO whole, and many small schemes."""


async def awaiting_index(session: Readable) -> Sequence[UUID]:
    """The versions that became current, of which the directory does not know the words yet."""
    return (await session.execute(select(schemes.c.id).where(schemes.c.awaits_index))).scalars().all()


async def imported_schemes(session: Readable, office: str | None) -> Sequence[Row[Any]]:
    """The current versions of the schemes that were imported for all, and of those of an office."""
    return (await session.execute(_ALL_CURRENT, {"office": office})).all()


_MINE = schemes.c.office.in_((EVERY_OFFICE, bindparam("office")))
_NEWEST = Order("-imported_at", (schemes.c.imported_at, False), (schemes.c.id, True))
_VERSIONS = select(*[column for column, _ in _NEWEST.columns], schemes).where(
    schemes.c.code == bindparam("code"), _MINE
)
_DRAFT = schemes.c.code == bindparam("code"), schemes.c.office == bindparam("office"), schemes.c.state == "staged"
_DRAFTED = (
    select(scheme_concepts.c.code, scheme_concepts)
    .join_from(schemes, scheme_concepts, scheme_concepts.c.scheme_id == schemes.c.id)
    .where(*_DRAFT)
)


async def versions_of(
    session: Readable, office: str, code: str, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the versions of a scheme, also one that is drafted, the newest first."""
    return await page_of(session, _VERSIONS.params(code=code, office=office), _NEWEST, paging)


async def newest_version(session: Readable, office: str, code: str) -> Row[Any]:
    """The version that an office drafts or published last."""
    asked = {"code": code, "office": office}
    return (await session.execute(_VERSIONS.order_by(*_NEWEST.by()).limit(1), asked)).one()


async def drafted_concepts(
    session: Readable, office: str, code: str, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the concepts of a draft, by code.

    Raises:
        SchemeDraftNotFound
    """
    asked = {"code": code, "office": office}
    if (await session.execute(select(schemes.c.id).where(*_DRAFT), asked)).first() is None:
        raise SchemeDraftNotFound()
    order = Order("code", (scheme_concepts.c.code, True))
    return await page_of(session, _DRAFTED.params(asked), order, paging)


async def lookup_of(session: Readable, office: str | None, code: str) -> Lookup:
    """The concepts of a scheme in its current version.

    Raises:
        SchemeNotFound
    """
    if code in set(Scheme):
        return shipped(code)
    scheme = (await session.execute(_CURRENT, {"code": code, "office": office})).first()
    if scheme is None:
        raise SchemeNotFound()
    return await lookup_of_version(session, scheme.id)


async def lookup_of_version(session: Readable, scheme_id: UUID) -> Lookup:
    """The concepts of a version that was published."""
    if (known := _LOADED.get(scheme_id)) is not None:
        return known
    loaded = await _load(session, scheme_id)
    while _LOADED and sum(len(one.concepts) for one in (loaded, *_LOADED.values())) > _MOST_LOADED:
        del _LOADED[next(iter(_LOADED))]
    _LOADED[scheme_id] = loaded
    return loaded


async def lookups(session: Readable, office: str | None) -> Sequence[tuple[Kind, str | None, Lookup]]:
    """All that an office may look up: the shipped lists, whose codes stand bare, and its imported schemes by name."""
    known = [(kind, None, shipped(scheme)) for kind, scheme in LISTS.items()]
    imported = await imported_schemes(session, office)
    return [*known, *[(Kind(one.kind), one.code, await lookup_of_version(session, one.id)) for one in imported]]


async def one_concept(session: Readable, office: str | None, scheme: str, code: str) -> Concept:
    """A concept of a scheme in its current version.

    Raises:
        SchemeNotFound, ConceptNotFound
    """
    concept = (await lookup_of(session, office, scheme)).concepts.get(code)
    if concept is None:
        raise ConceptNotFound()
    return concept


async def _load(session: Readable, scheme_id: UUID) -> Lookup:
    c = scheme_concepts.c
    rows = await session.execute(select(scheme_concepts).where(c.scheme_id == scheme_id).order_by(c.code))
    # a large scheme takes seconds, in which others must not wait
    return await asyncio.to_thread(Lookup, [concept_of(row) for row in rows])
