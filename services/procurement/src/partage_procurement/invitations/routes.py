"""The HTTP doors of invitations: for the office that gives them, and for the supplier that holds one."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Query

from partage_kit.auth import Buyer
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import NotPossibleNow
from partage_kit.http.pages import Page
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.types import Day
from partage_procurement.assessments.errors import AssessmentNotFound
from partage_procurement.assessments.queries import contests_by_supplier, one_assessment, what_to_score
from partage_procurement.assessments.schemas import AssessmentView, ContestAssessment, ContestView
from partage_procurement.assessments.score_schemas import ScoreView
from partage_procurement.assessments.score_views import score_of
from partage_procurement.assessments.views import as_published
from partage_procurement.callers import OfficeWorker
from partage_procurement.invitations import commands, queries
from partage_procurement.invitations.errors import InvitationNotFound, ValidInvitationNeeded
from partage_procurement.invitations.models import hash_of
from partage_procurement.invitations.schemas import InvitationView, Invite, InvitedView, NewInvitation
from partage_procurement.suppliers.errors import SupplierNotFound

giving = Router(prefix="/suppliers", tags=["invitations"])
holding = Router(prefix="/invitations/mine", tags=["invitations"])

HOLDING = (ValidInvitationNeeded, AssessmentNotFound)

HELD = ("read_my_invitation", "read_my_assessment", "read_my_score", "contest_my_assessment", "list_my_contests")
"""The routes that an invitation opens, without a token."""


# dependencies are async, as FastAPI sends others through a thread pool
async def _secret_hash(
    invitation: Annotated[str | None, Header(description="the secret of your invitation")] = None,
) -> str:
    if not invitation:
        raise ValidInvitationNeeded()
    return hash_of(invitation)


SecretHash = Annotated[str, Depends(_secret_hash)]


@giving.put("/{supplier_id}/invitation", responses=problems(SupplierNotFound))
async def invite_supplier(supplier_id: UUID, given: Invite, caller: Buyer, session: WriteSession) -> NewInvitation:
    """Invite a supplier to read what was published of it and to contest it; an invitation it had ends.

    The secret is in this answer and nowhere else: hand it over on a way that only the supplier reads.
    """
    invitation, secret = await commands.invite(session, caller.office, supplier_id, caller.subject, given.expires_on)
    return NewInvitation(**InvitationView.model_validate(invitation).model_dump(), secret=secret)


@giving.get("/{supplier_id}/invitation", responses=problems(SupplierNotFound, InvitationNotFound))
async def read_invitation(supplier_id: UUID, caller: OfficeWorker, session: ReadSession) -> InvitationView:
    """Since when and until when a supplier is invited."""
    return InvitationView.model_validate(await queries.one_invitation(session, caller.office, supplier_id))


@giving.delete("/{supplier_id}/invitation", status_code=204, responses=problems(SupplierNotFound, InvitationNotFound))
async def withdraw_invitation(supplier_id: UUID, caller: Buyer, session: WriteSession) -> None:
    """Take an invitation back."""
    await commands.withdraw_invitation(session, caller.office, supplier_id)


@holding.get("", responses=problems(ValidInvitationNeeded))
async def read_my_invitation(secret_hash: SecretHash, session: ReadSession) -> InvitedView:
    """Whom your invitation is for, how the office stands to you, and until when you may use it."""
    return InvitedView.model_validate(await queries.invited(session, secret_hash))


@holding.get("/assessment", responses=problems(*HOLDING))
async def read_my_assessment(secret_hash: SecretHash, session: ReadSession) -> AssessmentView:
    """Your published assessment with its answers."""
    row = await queries.invited_to_assessment(session, secret_hash)
    return as_published(await one_assessment(session, row.office, row.assessment_id, unpublished=False))


@holding.get("/score", responses=problems(*HOLDING))
async def read_my_score(
    secret_hash: SecretHash,
    session: ReadSession,
    as_of: Annotated[Day | None, Query(description="only evidence valid on this day counts; today by default")] = None,
) -> ScoreView:
    """Your published score with its explanation: what each criterion gave, and what would raise it most."""
    row = await queries.invited_to_assessment(session, secret_hash)
    found, evidence, day = await what_to_score(session, row.office, row.assessment_id, as_of, unpublished=False)
    return score_of(found, evidence, day, working=False)


@holding.post("/contest", status_code=201, responses=problems(NotPossibleNow, *HOLDING))
async def contest_my_assessment(
    contest: ContestAssessment, secret_hash: SecretHash, session: WriteSession
) -> ContestView:
    """Say why you hold what was published of you to be wrong; the office answers with a new revision."""
    return ContestView.model_validate(await commands.contest_as_supplier(session, secret_hash, contest.reason))


@holding.get("/contests", responses=problems(*HOLDING))
async def list_my_contests(secret_hash: SecretHash, session: ReadSession) -> Page[ContestView]:
    """Your contests of your assessment with their answers, the newest first, at most 100."""
    row = await queries.invited_to_assessment(session, secret_hash)
    rows = await contests_by_supplier(session, row.assessment_id)
    return Page(items=[ContestView.model_validate(one) for one in rows], next=None)
