"""Bring an evaluation forward through a gate, or back."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_impact.evaluations.commands import record
from partage_impact.evaluations.models import Evaluation
from partage_impact.evaluations.queries import evaluation_for_update
from partage_impact.evaluations.schemas import DecisionKind, Phase
from partage_impact.phases.errors import GateClosed, NoWayBack
from partage_impact.phases.gates import BACK, FORWARD, conditions
from partage_impact.phases.queries import situation_of
from partage_kit.clock import clock


async def advance(session: AsyncSession, office: str, evaluation_id: UUID, by: str) -> Evaluation:
    """Enter the next phase; out of the last one the evaluation is closed.

    Raises:
        EvaluationNotFound, NotPossibleNow, GateClosed
    """
    evaluation = await evaluation_for_update(session, office, evaluation_id)
    evaluation.require_active()
    unmet = [one for one in conditions(await situation_of(session, evaluation)) if not one.is_met]
    if unmet:
        raise GateClosed(", ".join(one.requirement for one in unmet))
    left, evaluation.phase = evaluation.phase, FORWARD[evaluation.phase]
    record(session, evaluation, DecisionKind.ADVANCED, left, by, await clock(session))
    await session.flush()
    return evaluation


async def go_back(session: AsyncSession, office: str, evaluation_id: UUID, by: str, reason: str) -> Evaluation:
    """Return to an earlier phase; from learning to framing a new cycle begins.

    Raises:
        EvaluationNotFound, NotPossibleNow, NoWayBack
    """
    evaluation = await evaluation_for_update(session, office, evaluation_id)
    evaluation.require_active()
    if evaluation.phase not in BACK:
        raise NoWayBack()
    left, evaluation.phase = evaluation.phase, BACK[evaluation.phase]
    if evaluation.phase is Phase.FRAME:
        evaluation.cycle += 1
    record(session, evaluation, DecisionKind.RETURNED, left, by, await clock(session), reason=reason)
    await session.flush()
    return evaluation
