"""How a member comes into a filière, whichever way she came: what is locked, asked, and given to her.

Locks are taken in one order: the filière (shared: it stays as it is), the member's profile (so that her slots are given
one after the other), the membership.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.members import FiliereKind
from partage_kit.auth import Caller
from partage_kit.clock import clock
from partage_kit.types import day_of
from partage_kit.unit_of_work import emit
from partage_members.audiences.circles import CircleKind, enter_circle
from partage_members.filieres.models import Filiere
from partage_members.filieres.queries import filiere_as_it_stays
from partage_members.filieres.stages import JOINABLE
from partage_members.memberships import events, queries
from partage_members.memberships.errors import (
    AlreadyInFiliere,
    FiliereLimitReached,
    FiliereNotJoinable,
    OwnMembership,
    ProfileNeeded,
)
from partage_members.memberships.models import Membership
from partage_members.memberships.schemas import State, Way
from partage_members.memberships.slots import free_slot
from partage_members.offices.queries import membership_limit
from partage_members.profiles.publishing import refresh


async def entrance(
    session: AsyncSession,
    office: str,
    filiere_id: UUID,
    member_id: UUID,
    known: ColumnElement[bool] | None = None,
) -> tuple[Filiere, datetime]:
    """A filière that takes members, and the instant, with nothing open between it and this member.

    Raises:
        FiliereNotFound, FiliereNotJoinable, ProfileNeeded, AlreadyInFiliere
    """
    filiere = await _joinable(session, office, filiere_id)
    await hold(session, office, member_id, known)
    now = await clock(session)
    earlier = await queries.open_membership(session, member_id, filiere_id)
    if earlier is not None:
        if earlier.state_at(now) is not State.LAPSED:
            raise AlreadyInFiliere(f"the membership is {earlier.state}, and began on {day_of(earlier.created_at)}")
        earlier.lapse()  # it lapsed by its dates; written down now, it makes room for a new one
        await session.flush()
    return filiere, now


async def let_in(session: AsyncSession, caller: Caller, membership_id: UUID, needed: State) -> Membership:
    """Make a member of who asked or was invited, unless it is the one who decides; announce it.

    Raises:
        MembershipNotFound, OwnMembership, FiliereNotJoinable, NotFromThisState, FiliereLimitReached
    """
    member_id, filiere_id = await queries.parties_of(session, caller.office, membership_id)
    await _joinable(session, caller.office, filiere_id)
    await hold(session, caller.office, member_id)
    membership = await queries.membership_for_update(session, caller.office, membership_id)
    if needed is State.REQUESTED:
        require_other(caller, membership)
    elif caller.person.is_among([membership.decided_by], []):
        raise OwnMembership("you wrote this invitation; another facilitator or the staff must invite you")
    now = await clock(session)
    membership.require(needed, now)
    membership.join(await slot_for(session, membership), now)
    if needed is State.REQUESTED:
        membership.decided_by = caller.subject
    await session.flush()
    await enter(session, membership)
    emit(session, events.joined(membership, now))
    return membership


async def enter(session: AsyncSession, membership: Membership) -> None:
    """Members of a filière see what its other members show to them."""
    circle = membership.filiere_id
    await enter_circle(session, membership.office, membership.member_id, circle, CircleKind.FILIERE)
    await refresh(session, [membership.member_id])


async def _joinable(session: AsyncSession, office: str, filiere_id: UUID) -> Filiere:
    filiere = await filiere_as_it_stays(session, office, filiere_id)
    if filiere.stage not in JOINABLE:
        raise FiliereNotJoinable(f"it is {filiere.stage}")
    return filiere


async def hold(session: AsyncSession, office: str, member_id: UUID, known: ColumnElement[bool] | None = None) -> None:
    """Lock a member's profile, so that her slots are given one after the other.

    Raises:
        ProfileNeeded
    """
    if not await queries.hold_member(session, office, member_id, known):
        raise ProfileNeeded("the member has no profile in this office")


async def slot_for(session: AsyncSession, membership: Membership) -> int | None:
    """A slot for a membership about to be active; a circle needs none.

    Raises:
        FiliereLimitReached
    """
    if membership.kind is FiliereKind.CIRCLE:
        return None
    limit = await membership_limit(session, membership.office)
    slot = free_slot(await queries.taken_slots(session, membership.member_id), limit)
    if slot is None:
        raise FiliereLimitReached(f"your office allows {limit} at once; circles do not count")
    return slot


def new_membership(filiere: Filiere, member_id: UUID, way: Way, state: State, at: datetime) -> Membership:
    """A membership that begins now."""
    return Membership(
        office=filiere.office,
        member_id=member_id,
        filiere_id=filiere.id,
        kind=filiere.kind,
        way=way,
        state=state,
        created_at=at,
    )


def require_other(caller: Caller, membership: Membership) -> None:
    """Nobody approves their own submission.

    Raises:
        OwnMembership
    """
    if membership.concerns(caller.person):
        raise OwnMembership("this membership is your own; another facilitator or the staff must act")
