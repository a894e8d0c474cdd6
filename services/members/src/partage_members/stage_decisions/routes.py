"""The HTTP door of stage decisions: one verb for each stage a filière may be moved to."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.members import FiliereStage
from partage_kit.auth import Caller
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import OwnSubmission
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_members.callers import Insider, OfficeStaff
from partage_members.filieres.errors import FiliereIsClosed, FiliereNotFound, StageNotReachable
from partage_members.stage_decisions import commands, queries
from partage_members.stage_decisions.errors import ConsultationNotCitable
from partage_members.stage_decisions.schemas import ConsultedGrounds, Grounds, StageDecisionView

router = Router(prefix="/filieres/{filiere_id}", tags=["stage decisions"])

MOVING = problems(FiliereNotFound, FiliereIsClosed, StageNotReachable)


@router.get("/stage-decisions", responses=problems(FiliereNotFound))
async def list_stage_decisions(
    filiere_id: UUID, caller: Insider, paging: Paging, session: ReadSession
) -> Page[StageDecisionView]:
    """How a filière came to where it is: by whom, when, on what evidence, for what reason; newest first."""
    rows, following = await queries.decisions_of(session, caller.office, filiere_id, paging)
    return Page(items=[StageDecisionView.model_validate(row) for row in rows], next=following)


@router.post("/study", status_code=201, responses=MOVING | problems(OwnSubmission))
async def study(filiere_id: UUID, grounds: Grounds, caller: OfficeStaff, session: WriteSession) -> StageDecisionView:
    """Take a proposed filière under study."""
    return await _decide(session, caller, filiere_id, FiliereStage.UNDER_STUDY, grounds)


@router.post("/reject", status_code=201, responses=MOVING)
async def reject(filiere_id: UUID, grounds: Grounds, caller: OfficeStaff, session: WriteSession) -> StageDecisionView:
    """Reject a proposed or studied filière, for ever."""
    return await _decide(session, caller, filiere_id, FiliereStage.REJECTED, grounds)


@router.post(
    "/launch",
    status_code=201,
    responses=problems(FiliereNotFound, FiliereIsClosed, StageNotReachable, ConsultationNotCitable, OwnSubmission),
)
async def launch(
    filiere_id: UUID, grounds: ConsultedGrounds, caller: OfficeStaff, session: WriteSession
) -> StageDecisionView:
    """Launch a studied filière after a consultation of the members; from now on they may join."""
    return await _decide(session, caller, filiere_id, FiliereStage.LAUNCHING, grounds)


@router.post("/activate", status_code=201, responses=MOVING)
async def activate(filiere_id: UUID, grounds: Grounds, caller: OfficeStaff, session: WriteSession) -> StageDecisionView:
    """State that a filière is active: for the first time, or again."""
    return await _decide(session, caller, filiere_id, FiliereStage.ACTIVE, grounds)


@router.post("/report-results", status_code=201, responses=MOVING)
async def report_results(
    filiere_id: UUID, grounds: Grounds, caller: OfficeStaff, session: WriteSession
) -> StageDecisionView:
    """State that an active filière has first results to show."""
    return await _decide(session, caller, filiere_id, FiliereStage.RESULTS, grounds)


@router.post("/record-decline", status_code=201, responses=MOVING)
async def record_decline(
    filiere_id: UUID, grounds: Grounds, caller: OfficeStaff, session: WriteSession
) -> StageDecisionView:
    """State that a filière is declining."""
    return await _decide(session, caller, filiere_id, FiliereStage.DECLINING, grounds)


@router.post("/make-dormant", status_code=201, responses=MOVING)
async def make_dormant(
    filiere_id: UUID, grounds: Grounds, caller: OfficeStaff, session: WriteSession
) -> StageDecisionView:
    """Let a filière rest."""
    return await _decide(session, caller, filiere_id, FiliereStage.DORMANT, grounds)


@router.post(
    "/close",
    status_code=201,
    responses=problems(FiliereNotFound, FiliereIsClosed, StageNotReachable, ConsultationNotCitable),
)
async def close(
    filiere_id: UUID, grounds: ConsultedGrounds, caller: OfficeStaff, session: WriteSession
) -> StageDecisionView:
    """Close a filière after a consultation of the members, for ever; its memberships end."""
    return await _decide(session, caller, filiere_id, FiliereStage.CLOSED, grounds)


async def _decide(
    session: AsyncSession, caller: Caller, filiere_id: UUID, to: FiliereStage, grounds: Grounds
) -> StageDecisionView:
    decision = await commands.decide(session, caller.office, filiere_id, to, caller.person, grounds)
    return StageDecisionView.model_validate(decision)
