"""Appoint facilitators, and let them leave.

The filière is locked first, so that what it tells of being attended is always true of its facilitators.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.auth import Caller
from partage_kit.clock import clock
from partage_kit.unit_of_work import emit
from partage_members.facilitators import events, queries
from partage_members.facilitators.errors import AlreadyFacilitator, FacilitatorNeedsProfile, FacilitatorNotFound
from partage_members.facilitators.models import Facilitator
from partage_members.filieres.callers import is_staff
from partage_members.filieres.queries import filiere_for_update
from partage_members.profiles.queries import has_profile


async def appoint_facilitator(session: AsyncSession, caller: Caller, filiere_id: UUID, member_id: UUID) -> Facilitator:
    """Let a member facilitate a filière from now on, and announce it.

    Raises:
        FiliereNotFound, FiliereIsClosed, FacilitatorNeedsProfile, AlreadyFacilitator
    """
    filiere = await filiere_for_update(session, caller.office, filiere_id)
    filiere.require_open()
    if not await has_profile(session, caller.office, member_id):
        raise FacilitatorNeedsProfile("the member has no profile in this office")
    for other in await queries.in_office_for_update(session, filiere_id):
        if other.member_id == member_id:
            raise AlreadyFacilitator(f"she was appointed on {other.appointed_at:%Y-%m-%d}")
    now = await clock(session)
    facilitator = Facilitator(
        office=caller.office,
        filiere_id=filiere_id,
        member_id=member_id,
        appointed_by=caller.subject,
        appointed_at=now,
    )
    session.add(facilitator)
    filiere.unattended_since = None
    await session.flush()
    emit(session, events.appointed(facilitator))
    return facilitator


async def end_facilitation(session: AsyncSession, caller: Caller, facilitator_id: UUID) -> Facilitator:
    """Let a facilitator leave at any time, by herself or by the staff, and announce it.

    Raises:
        FacilitatorNotFound, NotPossibleNow
    """
    filiere = await filiere_for_update(
        session, caller.office, await queries.filiere_of(session, caller.office, facilitator_id)
    )
    facilitator = await queries.facilitator_for_update(session, facilitator_id)
    if not (is_staff(caller) or facilitator.member_id == caller.member_id):
        raise FacilitatorNotFound()
    now = await clock(session)
    facilitator.end(caller.subject, now)
    await session.flush()
    if not await queries.in_office_for_update(session, filiere.id):
        filiere.unattended_since = now
        await session.flush()
    emit(session, events.ended(facilitator, now))
    return facilitator


async def end_all(session: AsyncSession, filiere_id: UUID, by: str, at: datetime) -> None:
    """Let all facilitators of a filière go that is closed for ever, and announce each."""
    leaving = await queries.in_office_for_update(session, filiere_id)
    for facilitator in leaving:
        facilitator.end(by, at)
    await session.flush()
    for facilitator in leaving:
        emit(session, events.ended(facilitator, at))


async def end_facilitations_of(session: AsyncSession, member_id: UUID, by: str) -> None:
    """Let a member who is forgotten facilitate nothing any more, and announce it; she is missed at once."""
    for office, filiere_id in await queries.facilitated_by(session, member_id):
        filiere = await filiere_for_update(session, office, filiere_id)
        facilitators = await queries.in_office_for_update(session, filiere_id)
        now = await clock(session)
        for facilitator in facilitators:
            if facilitator.member_id == member_id:
                facilitator.end(by, now)
                emit(session, events.ended(facilitator, now))
        if all(facilitator.ended_at is not None for facilitator in facilitators):
            filiere.unattended_since = now
        await session.flush()
