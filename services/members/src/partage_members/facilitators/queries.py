"""Named reads of facilitators."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.auth import Caller
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_members.audiences.viewers import viewer_of
from partage_members.facilitators.errors import FacilitatorNotFound
from partage_members.facilitators.models import Facilitator
from partage_members.filieres.callers import animates
from partage_members.filieres.queries import one_filiere
from partage_members.profiles.queries import profiles, shows

facilitators = table_of(Facilitator)
f = facilitators.c

_NEWEST_FIRST = Order("-appointed_at", (f.appointed_at, False), (f.id, True))


async def facilitators_of(
    session: Readable, caller: Caller, filiere_id: UUID, paging: PageOf, *, ended: bool
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of those who facilitate a filière today, or did once, with their names; newest first.

    Who holds the office is named to all; who held it once, to those who tend the filière and to whom she shows herself.

    Raises:
        FiliereNotFound
    """
    await one_filiere(session, caller.office, filiere_id)
    others = (f.filiere_id, f.member_id, f.ended_at, f.version, profiles.c.given_name, profiles.c.family_name)
    statement = select(f.appointed_at, f.id, *others).join(profiles, profiles.c.id == f.member_id)
    when = f.ended_at.is_not(None) if ended else f.ended_at.is_(None)
    if ended and not animates(caller, filiere_id):
        statement = statement.where(shows(await viewer_of(session, caller, caller.office)))
    return await page_of(session, statement.where(f.filiere_id == filiere_id, when), _NEWEST_FIRST, paging)


async def filiere_of(session: Readable, office: str, facilitator_id: UUID) -> UUID:
    """Which filière an appointment is for; it never changes.

    Raises:
        FacilitatorNotFound
    """
    statement = select(f.filiere_id).where(f.id == facilitator_id, f.office == office)
    filiere_id: UUID | None = (await session.execute(statement)).scalar_one_or_none()
    if filiere_id is None:
        raise FacilitatorNotFound()
    return filiere_id


async def facilitator_for_update(session: AsyncSession, facilitator_id: UUID) -> Facilitator:
    """The appointment, locked until the transaction ends."""
    statement = select(Facilitator).where(col(Facilitator.id) == facilitator_id)
    return (await session.execute(statement.with_for_update())).scalar_one()


async def in_office_for_update(session: AsyncSession, filiere_id: UUID) -> Sequence[Facilitator]:
    """Who facilitates a filière today, locked until the transaction ends."""
    statement = select(Facilitator).where(
        col(Facilitator.filiere_id) == filiere_id, col(Facilitator.ended_at).is_(None)
    )
    return (await session.execute(statement.order_by(col(Facilitator.id)).with_for_update())).scalars().all()


async def facilitated_by(session: Readable, member_id: UUID) -> Sequence[tuple[str, UUID]]:
    """Office and filière of those that a member facilitates today, in the order in which they are locked."""
    statement = select(f.office, f.filiere_id).where(f.member_id == member_id, f.ended_at.is_(None))
    rows = await session.execute(statement.order_by(f.filiere_id))
    return [(row.office, row.filiere_id) for row in rows]
