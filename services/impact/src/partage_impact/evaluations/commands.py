"""Open, change, adopt, publish and stop evaluations."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_impact.evaluations import queries
from partage_impact.evaluations.models import Evaluation, EvaluationDecision
from partage_impact.evaluations.schemas import Body, DecisionKind, Phase
from partage_kit.clock import clock
from partage_kit.http.tags import require_version
from partage_kit.types import Person


async def open_evaluation(session: AsyncSession, office: str, by: Person, fields: Mapping[str, Any]) -> Evaluation:
    """Begin an evaluation with its mandate.

    Raises:
        EvaluationUnderWay
    """
    evaluation = Evaluation(
        office=office,
        question_by=by.subject,
        question_by_member=by.member_id,
        opened_at=await clock(session),
        **fields,
    )
    session.add(evaluation)
    await session.flush()
    return evaluation


async def change_evaluation(
    session: AsyncSession, office: str, evaluation_id: UUID, by: Person, expected: int, changes: dict[str, Any]
) -> Evaluation:
    """Change what was given of an evaluation.

    Raises:
        EvaluationNotFound, Stale, NotPossibleNow, QuestionStands
    """
    evaluation = await queries.evaluation_for_update(session, office, evaluation_id)
    require_version(evaluation, expected)
    evaluation.change(changes, by)
    await session.flush()
    return evaluation


async def adopt_question(
    session: AsyncSession, office: str, evaluation_id: UUID, by: Person, body: Body, decided_on: date, reason: str
) -> Evaluation:
    """Record that the board or the general assembly adopted the question.

    Raises:
        EvaluationNotFound, QuestionNotAdopted, QuestionStands, OwnSubmission, NotPossibleNow
    """
    evaluation = await queries.evaluation_for_update(session, office, evaluation_id)
    now = await clock(session)
    evaluation.adopt_question(by, now)
    kind, phase = DecisionKind.QUESTION_ADOPTED, evaluation.phase
    record(session, evaluation, kind, phase, by.subject, now, body=body, decided_on=decided_on, reason=reason)
    await session.flush()
    return evaluation


async def publish(session: AsyncSession, office: str, evaluation_id: UUID, by: str) -> Evaluation:
    """Make aims, question and perimeter known to everybody.

    Raises:
        EvaluationNotFound, QuestionNotAdopted, NotPossibleNow
    """
    evaluation = await queries.evaluation_for_update(session, office, evaluation_id)
    now = await clock(session)
    evaluation.publish(now)
    record(session, evaluation, DecisionKind.PUBLISHED, evaluation.phase, by, now)
    await session.flush()
    return evaluation


async def stop(
    session: AsyncSession, office: str, evaluation_id: UUID, by: str, body: Body, decided_on: date, reason: str
) -> Evaluation:
    """End an evaluation before its time, by a reasoned decision.

    Raises:
        EvaluationNotFound, NotPossibleNow
    """
    evaluation = await queries.evaluation_for_update(session, office, evaluation_id)
    evaluation.require_active()
    left, evaluation.phase = evaluation.phase, Phase.CLOSED
    now = await clock(session)
    record(session, evaluation, DecisionKind.STOPPED, left, by, now, body=body, decided_on=decided_on, reason=reason)
    await session.flush()
    return evaluation


def record(
    session: AsyncSession,
    evaluation: Evaluation,
    kind: DecisionKind,
    left: Phase,
    by: str,
    at: datetime,
    *,
    body: Body | None = None,
    decided_on: date | None = None,
    reason: str | None = None,
) -> None:
    """Write down a decision that brought an evaluation from a phase to where it is now."""
    decision = EvaluationDecision(
        office=evaluation.office,
        evaluation_id=evaluation.id,
        kind=kind,
        from_phase=left,
        to_phase=evaluation.phase,
        body=body,
        decided_on=decided_on,
        reason=reason,
        recorded_by=by,
        recorded_at=at,
    )
    session.add(decision)
