"""Join filières, be let in, and leave; locks are taken in the order that `entering` tells."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.auth import Caller
from partage_kit.clock import clock
from partage_kit.unit_of_work import emit, note_change
from partage_members.audiences.circles import dissolve_circle, leave_circle
from partage_members.filieres.callers import require_animator
from partage_members.filieres.queries import filiere_as_it_stays
from partage_members.filieres.schemas import Openness
from partage_members.memberships import events, queries
from partage_members.memberships.entering import enter, entrance, hold, let_in, new_membership, require_other, slot_for
from partage_members.memberships.errors import (
    InvitationNeeded,
    MembershipNotFound,
    OwnMembership,
)
from partage_members.memberships.models import Membership
from partage_members.memberships.schemas import State, Way
from partage_members.profiles.publishing import refresh


async def join_filiere(session: AsyncSession, caller: Caller, filiere_id: UUID) -> Membership:
    """Join an open filière, or ask to join one that is open on request, and announce it.

    Raises:
        FiliereNotFound, FiliereNotJoinable, ProfileNeeded, AlreadyInFiliere, InvitationNeeded, FiliereLimitReached
    """
    filiere, now = await entrance(session, caller.office, filiere_id, caller.member)
    if filiere.openness is Openness.BY_INVITATION:
        raise InvitationNeeded()
    asks = filiere.openness is Openness.ON_REQUEST
    membership = new_membership(filiere, caller.member, Way.REQUEST if asks else Way.OPEN, State.REQUESTED, now)
    membership.requested_by = caller.subject
    if not asks:
        membership.join(await slot_for(session, membership), now)
    session.add(membership)
    await session.flush()
    if not asks:
        await enter(session, membership)
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
    filiere, now = await entrance(session, caller.office, filiere_id, member_id, known)
    membership = new_membership(filiere, member_id, Way.INVITATION, State.INVITED, now)
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
    return await let_in(session, caller, membership_id, State.REQUESTED)


async def accept_invitation(session: AsyncSession, caller: Caller, membership_id: UUID) -> Membership:
    """Come in on an invitation of somebody else, and announce it; at the limit the invitation stays as it is.

    Raises:
        MembershipNotFound, OwnMembership, FiliereNotJoinable, NotFromThisState, FiliereLimitReached
    """
    invited, _ = await queries.parties_of(session, caller.office, membership_id)
    _require_own(invited, caller.member)
    return await let_in(session, caller, membership_id, State.INVITED)


async def decline_request(session: AsyncSession, caller: Caller, membership_id: UUID, reason: str) -> Membership:
    """Do not let in a member who asked, and tell her why.

    Raises:
        MembershipNotFound, NotTheirFacilitator, OwnMembership, NotFromThisState
    """
    membership = await queries.membership_for_update(session, caller.office, membership_id)
    require_animator(caller, membership.filiere_id)
    require_other(caller, membership)
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
    await hold(session, office, member_id)
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


async def _finish(session: AsyncSession, membership: Membership, needed: State, state: State) -> datetime:
    now = await clock(session)
    membership.require(needed, now)
    membership.finish(state, now)
    await session.flush()
    return now


async def _own(session: AsyncSession, office: str, membership_id: UUID, member_id: UUID) -> Membership:
    membership = await queries.membership_for_update(session, office, membership_id)
    _require_own(membership.member_id, member_id)
    return membership


def _require_own(of: UUID, member_id: UUID) -> None:
    """Another member's membership is not there for the caller."""
    if of != member_id:
        raise MembershipNotFound()
