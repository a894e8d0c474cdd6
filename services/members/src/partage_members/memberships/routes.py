"""The HTTP door of memberships."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from partage_kit.auth import Member
from partage_kit.db import ReadSession, WriteSession
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag
from partage_members.callers import Insider
from partage_members.filieres.callers import Animator, Facilitating
from partage_members.filieres.errors import FiliereNotFound, NotTheirFacilitator
from partage_members.memberships import commands, queries
from partage_members.memberships.errors import (
    AlreadyInFiliere,
    FiliereLimitReached,
    FiliereNotJoinable,
    InvitationNeeded,
    MembershipNotFound,
    NotFromThisState,
    OwnMembership,
    ProfileNeeded,
)
from partage_members.memberships.schemas import (
    DeclineRequest,
    Invite,
    MembershipView,
    MyFilter,
    MyMembership,
    PeopleFilter,
    PersonInFiliere,
)
from partage_members.memberships.views import mine, view

router = Router(tags=["memberships"])

ENTERING = (FiliereNotFound, FiliereNotJoinable, ProfileNeeded, AlreadyInFiliere)
LETTING_IN = (MembershipNotFound, FiliereNotJoinable, NotFromThisState, FiliereLimitReached)
TENDING = (NotTheirFacilitator, OwnMembership)


@router.post(
    "/filieres/{filiere_id}/join",
    status_code=201,
    responses=problems(*ENTERING, InvitationNeeded, FiliereLimitReached),
)
async def join(filiere_id: UUID, caller: Member, session: WriteSession, tag: ETag) -> MembershipView:
    """Join an open filière at once, or ask to join one that is open on request."""
    membership = await commands.join_filiere(session, caller, filiere_id)
    return tag(view(membership))


@router.post("/filieres/{filiere_id}/invite", status_code=201, responses=problems(*ENTERING, *TENDING))
async def invite(filiere_id: UUID, whom: Invite, caller: Animator, session: WriteSession, tag: ETag) -> MembershipView:
    """Invite a member into a filière that you tend."""
    return tag(view(await commands.invite(session, caller, filiere_id, whom.member_id)))


@router.get("/filieres/{filiere_id}/memberships", responses=problems(FiliereNotFound, NotTheirFacilitator))
async def list_people(
    filiere_id: UUID,
    caller: Insider,
    wanted: Annotated[PeopleFilter, Query()],
    paging: Paging,
    session: ReadSession,
) -> Page[PersonInFiliere]:
    """Who belongs to a filière and shows it to you; staff and its facilitators see all, and who asked or is invited."""
    rows, following = await queries.people_of(session, caller, filiere_id, wanted, paging)
    return Page(items=[PersonInFiliere.model_validate(row) for row in rows], next=following)


@router.get("/memberships/mine")
async def list_my_memberships(
    caller: Member, wanted: Annotated[MyFilter, Query()], paging: Paging, session: ReadSession
) -> Page[MyMembership]:
    """Your memberships, requests and invitations, past ones included; newest first."""
    rows, following = await queries.memberships_of(session, caller.office, caller.member, wanted, paging)
    return Page(items=[mine(row) for row in rows], next=following)


@router.get("/memberships/{membership_id}", responses=problems(MembershipNotFound))
async def read_membership(membership_id: UUID, caller: Insider, session: ReadSession, tag: ETag) -> MembershipView:
    """A membership of yours, or in a filière that you tend."""
    return tag(view(await queries.visible_membership(session, caller, membership_id)))


@router.post("/memberships/{membership_id}/approve", responses=problems(*LETTING_IN, *TENDING))
async def approve(membership_id: UUID, caller: Facilitating, session: WriteSession, tag: ETag) -> MembershipView:
    """Let in a member who asked to join a filière that you tend."""
    return tag(view(await commands.approve_request(session, caller, membership_id)))


@router.post("/memberships/{membership_id}/decline", responses=problems(MembershipNotFound, NotFromThisState, *TENDING))
async def decline(
    membership_id: UUID, why: DeclineRequest, caller: Facilitating, session: WriteSession, tag: ETag
) -> MembershipView:
    """Do not let in a member who asked to join a filière that you tend, and say why."""
    membership = await commands.decline_request(session, caller, membership_id, why.reason)
    return tag(view(membership))


@router.post("/memberships/{membership_id}/withdraw", responses=problems(MembershipNotFound, NotFromThisState))
async def withdraw(membership_id: UUID, caller: Member, session: WriteSession, tag: ETag) -> MembershipView:
    """Withdraw your request."""
    membership = await commands.withdraw_request(session, caller.office, membership_id, caller.member)
    return tag(view(membership))


@router.post("/memberships/{membership_id}/accept", responses=problems(*LETTING_IN, OwnMembership))
async def accept(membership_id: UUID, caller: Member, session: WriteSession, tag: ETag) -> MembershipView:
    """Accept the invitation into a filière."""
    membership = await commands.accept_invitation(session, caller, membership_id)
    return tag(view(membership))


@router.post("/memberships/{membership_id}/refuse", responses=problems(MembershipNotFound, NotFromThisState))
async def refuse(membership_id: UUID, caller: Member, session: WriteSession, tag: ETag) -> MembershipView:
    """Refuse the invitation into a filière."""
    membership = await commands.refuse_invitation(session, caller.office, membership_id, caller.member)
    return tag(view(membership))


@router.post("/memberships/{membership_id}/leave", responses=problems(MembershipNotFound, NotFromThisState))
async def leave(membership_id: UUID, caller: Member, session: WriteSession, tag: ETag) -> MembershipView:
    """Leave a filière; you may join again later."""
    membership = await commands.leave_filiere(session, caller.office, membership_id, caller.member)
    return tag(view(membership))
