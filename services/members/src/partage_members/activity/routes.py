"""The HTTP door of activity: intake for offices and payroll systems, evidence and proposals for the member alone."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from partage_kit.auth import Allow, Caller, Member, Role
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import NotPossibleNow
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag
from partage_members.activity import commands, queries
from partage_members.activity.errors import (
    ActivityDiffers,
    ActivityMemberUnknown,
    AmountNotInEuros,
    ProposalNotFound,
    ProposalOutdated,
)
from partage_members.activity.schemas import (
    ActivityFilter,
    ActivityReceipt,
    ActivityView,
    DriftProposalView,
    RecordActivity,
    ShownEvidence,
)
from partage_members.activity.views import evidence
from partage_members.classifications.errors import UnknownCode
from partage_members.horizon import DayTooFarAhead
from partage_members.profiles.errors import ProfileNotFound
from partage_members.profiles.queries import one_profile

records = Router(prefix="/activity-records", tags=["activity"])
proposals = Router(prefix="/drift-proposals", tags=["activity"])

Recorder = Annotated[Caller, Depends(Allow(Role.STAFF, Role.OFFICE_ADMIN, Role.INTEGRATOR))]
"""The staff of an office, and the systems that tell of activity, such as payroll."""

ANSWERING = (ProposalNotFound, NotPossibleNow)


@records.post(
    "", responses=problems(UnknownCode, ActivityMemberUnknown, AmountNotInEuros, ActivityDiffers, DayTooFarAhead)
)
async def record_activity(told: RecordActivity, caller: Recorder, session: WriteSession) -> ActivityReceipt:
    """Write down a registration, an assignment or an invoice (recommendation 1: data gathered where work happens).

    Sent again it changes nothing. The amount is read to find its band, and forgotten: no table, log or event has it.
    """
    return await commands.record_activity(session, caller.office, told)


@records.get("/mine")
async def list_my_activity(
    caller: Member, wanted: Annotated[ActivityFilter, Query()], paging: Paging, session: ReadSession
) -> Page[ActivityView]:
    """All that is kept of your activity, latest first; nobody else is shown it."""
    rows, following = await queries.activity_of(session, caller.office, caller.member, wanted, paging)
    return Page(items=[ActivityView.model_validate(row) for row in rows], next=following)


@records.get("/mine/evidence", responses=problems(ProfileNotFound))
async def read_my_evidence(caller: Member, session: ReadSession) -> ShownEvidence:
    """What your contracts of the last 24 months show, against what your profile declares; nobody else is shown it."""
    profile = await one_profile(session, caller.office, caller.member)
    return evidence(profile, *await queries.shown_by_activity(session, caller.office, caller.member))


@proposals.get("/mine")
async def list_my_proposals(caller: Member, paging: Paging, session: ReadSession) -> Page[DriftProposalView]:
    """Changes of your profile that your activity suggests, newest first; nothing changes unless you accept."""
    rows, following = await queries.proposals_to(session, caller.office, caller.member, paging)
    return Page(items=[DriftProposalView.model_validate(row) for row in rows], next=following)


@proposals.post("/{proposal_id}/accept", responses=problems(*ANSWERING, ProfileNotFound, ProposalOutdated, UnknownCode))
async def accept_proposal(proposal_id: UUID, caller: Member, session: WriteSession, tag: ETag) -> DriftProposalView:
    """Change your profile as proposed: a code is added, taken out, or the order follows what you do most."""
    proposal = await commands.accept_proposal(session, caller.office, caller.member, proposal_id)
    return tag(DriftProposalView.model_validate(proposal))


@proposals.post("/{proposal_id}/decline", responses=problems(*ANSWERING))
async def decline_proposal(proposal_id: UUID, caller: Member, session: WriteSession, tag: ETag) -> DriftProposalView:
    """Leave your profile as it is; the same is not proposed for 12 months, unless the evidence becomes another."""
    proposal = await commands.decline_proposal(session, caller.office, caller.member, proposal_id)
    return tag(DriftProposalView.model_validate(proposal))
