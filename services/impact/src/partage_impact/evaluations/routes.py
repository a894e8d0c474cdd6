"""The HTTP door of evaluations."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from partage_impact.callers import EvaluationTeam, Insider
from partage_impact.evaluations import commands, queries
from partage_impact.evaluations.errors import (
    EvaluationNotFound,
    EvaluationUnderWay,
    QuestionNotAdopted,
    QuestionStands,
)
from partage_impact.evaluations.schemas import (
    ChangeEvaluation,
    Decide,
    DecisionView,
    EvaluationFilter,
    EvaluationView,
    OpenEvaluation,
    PublishedEvaluation,
    PublishedFilter,
)
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import NotPossibleNow, OwnSubmission, PreconditionRequired, Stale
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag, IfMatch

router = Router(tags=["evaluations"])


@router.get("/published-evaluations")
async def list_published_evaluations(
    wanted: Annotated[PublishedFilter, Query()], paging: Paging, session: ReadSession
) -> Page[PublishedEvaluation]:
    """The published evaluations of all offices, newest first; open to everybody (recommendation 18)."""
    rows, following = await queries.list_published(session, wanted, paging)
    return Page(items=[PublishedEvaluation.model_validate(row) for row in rows], next=following)


@router.get("/evaluations")
async def list_evaluations(
    caller: Insider, wanted: Annotated[EvaluationFilter, Query()], paging: Paging, session: ReadSession
) -> Page[EvaluationView]:
    """The evaluations of your office, newest first."""
    rows, following = await queries.list_evaluations(session, caller.office, wanted, paging)
    return Page(items=[EvaluationView.model_validate(row) for row in rows], next=following)


@router.post("/evaluations", status_code=201, responses=problems(EvaluationUnderWay))
async def open_evaluation(
    new: OpenEvaluation, caller: EvaluationTeam, session: WriteSession, tag: ETag
) -> EvaluationView:
    """Begin the evaluation of your office with its mandate; an office has one active evaluation."""
    fields = new.model_dump(mode="python") | {"mandate": new.mandate.model_dump(mode="json")}
    evaluation = await commands.open_evaluation(session, caller.office, caller.person, fields)
    return tag(EvaluationView.model_validate(evaluation))


@router.get("/evaluations/{evaluation_id}", responses=problems(EvaluationNotFound))
async def read_evaluation(evaluation_id: UUID, caller: Insider, session: ReadSession, tag: ETag) -> EvaluationView:
    """An evaluation of your office."""
    row = await queries.one_evaluation(session, caller.office, evaluation_id)
    return tag(EvaluationView.model_validate(row))


@router.patch(
    "/evaluations/{evaluation_id}",
    responses=problems(EvaluationNotFound, Stale, PreconditionRequired, NotPossibleNow, QuestionStands),
)
async def change_evaluation(
    evaluation_id: UUID,
    changes: ChangeEvaluation,
    caller: EvaluationTeam,
    expected: IfMatch,
    session: WriteSession,
    tag: ETag,
) -> EvaluationView:
    """Change an evaluation; once its question is adopted, question, mandate, perimeter and stakeholder stay."""
    fields = changes.given()
    if changes.mandate:
        fields["mandate"] = changes.mandate.model_dump(mode="json")
    evaluation = await commands.change_evaluation(
        session, caller.office, evaluation_id, caller.person, expected, fields
    )
    return tag(EvaluationView.model_validate(evaluation))


@router.post(
    "/evaluations/{evaluation_id}/adopt-question",
    responses=problems(EvaluationNotFound, QuestionNotAdopted, QuestionStands, OwnSubmission, NotPossibleNow),
)
async def adopt_question(
    evaluation_id: UUID, decision: Decide, caller: EvaluationTeam, session: WriteSession, tag: ETag
) -> EvaluationView:
    """Record the adoption of the question by the board or the general assembly; somebody else wrote the question."""
    evaluation = await commands.adopt_question(
        session,
        caller.office,
        evaluation_id,
        caller.person,
        decision.body,
        decision.decided_on,
        decision.reason,
    )
    return tag(EvaluationView.model_validate(evaluation))


@router.post(
    "/evaluations/{evaluation_id}/publish",
    responses=problems(EvaluationNotFound, QuestionNotAdopted, NotPossibleNow),
)
async def publish_evaluation(
    evaluation_id: UUID, caller: EvaluationTeam, session: WriteSession, tag: ETag
) -> EvaluationView:
    """Make aims, question and perimeter public; it comes before the structure phase (recommendation 18)."""
    evaluation = await commands.publish(session, caller.office, evaluation_id, caller.subject)
    return tag(EvaluationView.model_validate(evaluation))


@router.post("/evaluations/{evaluation_id}/stop", responses=problems(EvaluationNotFound, NotPossibleNow))
async def stop_evaluation(
    evaluation_id: UUID, decision: Decide, caller: EvaluationTeam, session: WriteSession, tag: ETag
) -> EvaluationView:
    """End an evaluation before its time by a reasoned decision; its data and figures stay."""
    evaluation = await commands.stop(
        session,
        caller.office,
        evaluation_id,
        caller.subject,
        decision.body,
        decision.decided_on,
        decision.reason,
    )
    return tag(EvaluationView.model_validate(evaluation))


@router.get("/evaluations/{evaluation_id}/decisions", responses=problems(EvaluationNotFound))
async def list_decisions(
    evaluation_id: UUID, caller: Insider, paging: Paging, session: ReadSession
) -> Page[DecisionView]:
    """What was decided about an evaluation and why, newest first (recommendation 25)."""
    rows, following = await queries.list_decisions(session, caller.office, evaluation_id, paging)
    return Page(items=[DecisionView.model_validate(row) for row in rows], next=following)
