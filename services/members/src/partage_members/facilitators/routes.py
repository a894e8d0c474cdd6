"""The HTTP door of facilitators."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import NotPossibleNow
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag
from partage_members.callers import Insider, MemberOrStaff, OfficeStaff
from partage_members.facilitators import commands, queries
from partage_members.facilitators.errors import AlreadyFacilitator, FacilitatorNeedsProfile, FacilitatorNotFound
from partage_members.facilitators.schemas import (
    AppointFacilitator,
    FacilitatorFilter,
    FacilitatorLine,
    FacilitatorView,
)
from partage_members.filieres.errors import FiliereIsClosed, FiliereNotFound

router = Router(tags=["facilitators"])


@router.get("/filieres/{filiere_id}/facilitators", responses=problems(FiliereNotFound))
async def list_facilitators(
    filiere_id: UUID,
    caller: Insider,
    wanted: Annotated[FacilitatorFilter, Query()],
    paging: Paging,
    session: ReadSession,
) -> Page[FacilitatorLine]:
    """Who facilitates a filière today, or did once; newest first."""
    rows, following = await queries.facilitators_of(session, caller, filiere_id, paging, ended=wanted.ended)
    return Page(items=[FacilitatorLine.model_validate(row) for row in rows], next=following)


@router.post(
    "/filieres/{filiere_id}/facilitators",
    status_code=201,
    responses=problems(FiliereNotFound, FiliereIsClosed, FacilitatorNeedsProfile, AlreadyFacilitator),
)
async def appoint_facilitator(
    filiere_id: UUID, whom: AppointFacilitator, caller: OfficeStaff, session: WriteSession, tag: ETag
) -> FacilitatorView:
    """Appoint a member of your office to facilitate a filière (recommendation 6)."""
    facilitator = await commands.appoint_facilitator(session, caller, filiere_id, whom.member_id)
    return tag(FacilitatorView.model_validate(facilitator))


@router.post("/facilitators/{facilitator_id}/end", responses=problems(FacilitatorNotFound, NotPossibleNow))
async def end_facilitation(
    facilitator_id: UUID, caller: MemberOrStaff, session: WriteSession, tag: ETag
) -> FacilitatorView:
    """Stop facilitating a filière, at any time; the staff of its office may end it too."""
    return tag(FacilitatorView.model_validate(await commands.end_facilitation(session, caller, facilitator_id)))
