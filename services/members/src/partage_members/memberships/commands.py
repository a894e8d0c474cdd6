"""Join filières, be let in, and leave.

Locks are taken in one order: the filière (shared: it stays as it is), the member's profile (so that her slots are given
one after the other), the membership.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.members import FiliereKind
from partage_kit.auth import Caller
from partage_kit.clock import clock
from partage_kit.types import day_of
from partage_kit.unit_of_work import emit, note_change
from partage_members.audiences.circles import CircleKind, dissolve_circle, enter_circle, leave_circle
from partage_members.filieres.callers import require_animator
from partage_members.filieres.models import Filiere
from partage_members.filieres.queries import filiere_as_it_stays
from partage_members.filieres.schemas import Openness
from partage_members.filieres.stages import JOINABLE
from partage_members.memberships import events, queries
from partage_members.memberships.errors import (
    AlreadyInFiliere,
    FiliereLimitReached,
    FiliereNotJoinable,
    InvitationNeeded,
    MembershipNotFound,
    OwnMembership,
    ProfileNeeded,
)
from partage_members.memberships.models import Membership
from partage_members.memberships.schemas import State, Way
from partage_members.memberships.slots import free_slot
from partage_members.offices.queries import membership_limit
from partage_members.profiles.publishing import refresh


async def join_filiere(session: AsyncSession, caller: Caller, filiere_id: UUID) -> Membership:
    """Join an open filière, or ask to join one that is open on request, and announce it.

    Raises:
        FiliereNotFound, FiliereNotJoinable, ProfileNeeded, AlreadyInFiliere, InvitationNeeded, FiliereLimitReached
    """
    filiere, now = await _entrance(session, caller.office, filiere_id, caller.member)
    if filiere.openness is Openness.BY_INVITATION:
        raise InvitationNeeded()
    asks = filiere.openness is Openness.ON_REQUEST
    membership = _new(filiere, caller.member, Way.REQUEST if asks else Way.OPEN, State.REQUESTED, now)
    membership.requested_by = caller.subject
    if not asks:
        membership.join(await _slot(session, membership), now)
    session.add(membership)
    await session.flush()
    if not asks:
        await _enter(session, membership)
    emit(session, (events.requested if asks else events.joined)(membership, now))
    return membership


async def invite(session: AsyncSession, caller: Caller, filiere_id: UUID, member_id: UUID) -> Membership:
    """Invite a member into a filière; only she can accept. Who hides from the facilitator is as if she were not there.

    Raises:
        FiliereNotFound, FiliereNotJoinable, ProfileNeeded, AlreadyInFiliere, OwnMembership
    """
    if caller.person.is_among([], [member_id]):
        raise OwnMembership("you invite others; join, or ask to, for yourself")
    known = await queries.known_to(session, caller, filiere_id)
    filiere, now = await _entrance(session, caller.office, filiere_id, member_id, known)
    membership = _new(filiere, member_id, Way.INVITATION, State.INVITED, now)
    membership.decided_by = caller.subject
    session.add(membership)
    await session.flush()
    return membership


async def approve_request(session: AsyncSession, caller: Caller, membership_id: UUID) -> Membership:
    """Let in a member who asked, and announce it; at her limit the request stays as it is.

    Raises:
        MembershipNotFound, NotTheirFacilitator, OwnMembership, FiliereNotJoinable, NotFromThisState,
        FiliereLimitReached
    """
    _, filiere_id = await queries.parties_of(session, caller.office, membership_id)
    require_animator(caller, filiere_id)
    return await _let_in(session, caller, membership_id, State.REQUESTED)


async def accept_invitation(session: AsyncSession, caller: Caller, membership_id: UUID) -> Membership:
    """Come in on an invitation of somebody else, and announce it; at the limit the invitation stays as it is.

    Raises:
        MembershipNotFound, OwnMembership, FiliereNotJoinable, NotFromThisState, FiliereLimitReached
    """
    invited, _ = await queries.parties_of(session, caller.office, membership_id)
    _require_own(invited, caller.member)
    return await _let_in(session, caller, membership_id, State.INVITED)


async def decline_request(session: AsyncSession, caller: Caller, membership_id: UUID, reason: str) -> Membership:
    """Do not let in a member who asked, and tell her why.

    Raises:
        MembershipNotFound, NotTheirFacilitator, OwnMembership, NotFromThisState
    """
    membership = await queries.membership_for_update(session, caller.office, membership_id)
    require_animator(caller, membership.filiere_id)
    _require_other(caller, membership)
    membership.reason, membership.decided_by = reason, caller.subject
    await _finish(session, membership, State.REQUESTED, State.DECLINED)
    return membership


async def withdraw_request(session: AsyncSession, office: str, membership_id: UUID, member_id: UUID) -> Membership:
    """Ask no more.

    Raises:
        MembershipNotFound, NotFromThisState
    """
    membership = await _own(session, office, membership_id, member_id)
    await _finish(session, membership, State.REQUESTED, State.WITHDRAWN)
    return membership


async def refuse_invitation(session: AsyncSession, office: str, membership_id: UUID, member_id: UUID) -> Membership:
    """Stay out.

    Raises:
        MembershipNotFound, NotFromThisState
    """
    membership = await _own(session, office, membership_id, member_id)
    await _finish(session, membership, State.INVITED, State.REFUSED)
    return membership


async def leave_filiere(session: AsyncSession, office: str, membership_id: UUID, member_id: UUID) -> Membership:
    """Leave, and announce it; the slot is free at once.

    Raises:
        MembershipNotFound, NotFromThisState
    """
    owner, filiere_id = await queries.parties_of(session, office, membership_id)
    _require_own(owner, member_id)
    await filiere_as_it_stays(session, office, filiere_id)
    await _hold(session, office, member_id)
    membership = await _own(session, office, membership_id, member_id)
    at = await _finish(session, membership, State.ACTIVE, State.LEFT)
    await leave_circle(session, member_id, membership.filiere_id)
    await refresh(session, [member_id])
    emit(session, events.left(membership, at))
    return membership


async def end_memberships(session: AsyncSession, filiere_id: UUID, at: datetime) -> None:
    """End all that is open in a filière that closes, and announce who belonged to it and does no longer."""
    before = await queries.open_memberships_for_update(session, filiere_id)
    ending = (
        update(queries.memberships)
        .where(*queries.open_in(filiere_id))
        .values(state=State.ENDED, slot=None, ended_at=at, version=queries.memberships.c.version + 1)
    )
    ended = {row.id: row for row in await session.execute(ending.returning(*queries.memberships.c))}
    for row in before:
        after = ended[row.id]
        note_change(session, queries.memberships, str(row.id), before=row._asdict(), after=after._asdict())
        if row.state is State.ACTIVE:
            emit(session, events.left(after, at))
    await dissolve_circle(session, filiere_id)
    await refresh(session, [row.member_id for row in before if row.state is State.ACTIVE])


async def _entrance(
    session: AsyncSession,
    office: str,
    filiere_id: UUID,
    member_id: UUID,
    known: ColumnElement[bool] | None = None,
) -> tuple[Filiere, datetime]:
    """A filière that takes members, and the instant, with nothing open between it and this member."""
    filiere = await _joinable(session, office, filiere_id)
    await _hold(session, office, member_id, known)
    now = await clock(session)
    earlier = await queries.open_membership(session, member_id, filiere_id)
    if earlier is not None:
        if earlier.state_at(now) is not State.LAPSED:
            raise AlreadyInFiliere(f"the membership is {earlier.state}, and began on {day_of(earlier.created_at)}")
        earlier.lapse()  # it lapsed by its dates; written down now, it makes room for a new one
        await session.flush()
    return filiere, now


async def _let_in(session: AsyncSession, caller: Caller, membership_id: UUID, needed: State) -> Membership:
    member_id, filiere_id = await queries.parties_of(session, caller.office, membership_id)
    await _joinable(session, caller.office, filiere_id)
    await _hold(session, caller.office, member_id)
    membership = await queries.membership_for_update(session, caller.office, membership_id)
    if needed is State.REQUESTED:
        _require_other(caller, membership)
    elif caller.person.is_among([membership.decided_by], []):
        raise OwnMembership("you wrote this invitation; another facilitator or the staff must invite you")
    now = await clock(session)
    membership.require(needed, now)
    membership.join(await _slot(session, membership), now)
    if needed is State.REQUESTED:
        membership.decided_by = caller.subject
    await session.flush()
    await _enter(session, membership)
    emit(session, events.joined(membership, now))
    return membership


async def _enter(session: AsyncSession, membership: Membership) -> None:
    """Members of a filière see what its other members show to them."""
    circle = membership.filiere_id
    await enter_circle(session, membership.office, membership.member_id, circle, CircleKind.FILIERE)
    await refresh(session, [membership.member_id])


async def _finish(session: AsyncSession, membership: Membership, needed: State, state: State) -> datetime:
    now = await clock(session)
    membership.require(needed, now)
    membership.finish(state, now)
    await session.flush()
    return now


async def _joinable(session: AsyncSession, office: str, filiere_id: UUID) -> Filiere:
    filiere = await filiere_as_it_stays(session, office, filiere_id)
    if filiere.stage not in JOINABLE:
        raise FiliereNotJoinable(f"it is {filiere.stage}")
    return filiere


async def _hold(session: AsyncSession, office: str, member_id: UUID, known: ColumnElement[bool] | None = None) -> None:
    if not await queries.hold_member(session, office, member_id, known):
        raise ProfileNeeded("the member has no profile in this office")


async def _slot(session: AsyncSession, membership: Membership) -> int | None:
    """A slot for a membership about to be active; a circle needs none."""
    if membership.kind is FiliereKind.CIRCLE:
        return None
    limit = await membership_limit(session, membership.office)
    slot = free_slot(await queries.taken_slots(session, membership.member_id), limit)
    if slot is None:
        raise FiliereLimitReached(f"your office allows {limit} at once; circles do not count")
    return slot


async def _own(session: AsyncSession, office: str, membership_id: UUID, member_id: UUID) -> Membership:
    membership = await queries.membership_for_update(session, office, membership_id)
    _require_own(membership.member_id, member_id)
    return membership


def _new(filiere: Filiere, member_id: UUID, way: Way, state: State, at: datetime) -> Membership:
    return Membership(
        office=filiere.office,
        member_id=member_id,
        filiere_id=filiere.id,
        kind=filiere.kind,
        way=way,
        state=state,
        created_at=at,
    )


def _require_own(of: UUID, member_id: UUID) -> None:
    """Another member's membership is not there for the caller."""
    if of != member_id:
        raise MembershipNotFound()


def _require_other(caller: Caller, membership: Membership) -> None:
    """Nobody approves their own submission."""
    if membership.concerns(caller.person):
        raise OwnMembership("this membership is your own; another facilitator or the staff must act")
