"""Whom the rows of a file are about, and what is known of their references."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.imports import Fault, GivenRow
from partage_members.activity.imports.rows import ActivityRow
from partage_members.activity.queries import a, entries
from partage_members.profiles.imports.models import profile_references
from partage_members.profiles.queries import profiles


@dataclass(frozen=True)
class Known:
    """The members of an office and the pieces of activity that some rows may name."""

    members: frozenset[UUID]
    by_reference: dict[str, UUID]
    entries: dict[tuple[str, str], Row[Any]]

    def member_of(self, row: ActivityRow) -> UUID | Fault:
        """Whom a row is about."""
        if row.member_id is None and row.member_reference is None:
            return Fault(None, "a row needs a member_id or a member_reference")
        named = self.by_reference.get(row.member_reference) if row.member_reference else None
        if row.member_reference is not None and named is None:
            return Fault("member_reference", "no member of the office has this reference")
        if row.member_id is None:
            assert named is not None  # noqa: S101 - one of the two is given
            return named
        if row.member_id not in self.members:
            return Fault("member_id", "this member has no profile in the office")
        if named is not None and named != row.member_id:
            return Fault("member_reference", "it is the reference of another member")
        return row.member_id


async def known_to(session: AsyncSession, office: str, rows: Sequence[GivenRow[ActivityRow]]) -> Known:
    """What some rows may name, by two statements."""
    told = [given.row for given in rows]
    return Known(*await _members(session, office, told), await _entries(session, office, told))


async def _members(
    session: AsyncSession, office: str, told: Sequence[ActivityRow]
) -> tuple[frozenset[UUID], dict[str, UUID]]:
    ids = {row.member_id for row in told if row.member_id}
    references = {row.member_reference for row in told if row.member_reference}
    links = profile_references.c
    referred = select(links.profile_id).where(links.office == office, links.reference.in_(references))
    wanted = (
        select(profiles.c.id, links.reference)
        .outerjoin_from(profiles, profile_references, links.profile_id == profiles.c.id)
        .where(profiles.c.office == office, or_(profiles.c.id.in_(ids), profiles.c.id.in_(referred)))
    )
    found = (await session.execute(wanted)).all()
    return frozenset(row.id for row in found), {row.reference: row.id for row in found if row.reference is not None}


async def _entries(session: AsyncSession, office: str, told: Sequence[ActivityRow]) -> dict[tuple[str, str], Row[Any]]:
    sources, references = {row.source for row in told}, {row.reference for row in told}
    wanted = select(entries).where(a.office == office, a.source.in_(sources), a.reference.in_(references))
    return {(row.source, row.reference): row for row in await session.execute(wanted)}
