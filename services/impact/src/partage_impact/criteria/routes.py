"""The HTTP door of criteria."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from partage_impact.callers import EvaluationTeam, Insider
from partage_impact.criteria import commands, queries
from partage_impact.criteria.errors import CriterionNotFound
from partage_impact.criteria.schemas import ChangeCriterion, CriterionFilter, CriterionView, StateCriterion
from partage_impact.evaluations.errors import EvaluationNotFound
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import NotPossibleNow, PreconditionRequired, Stale
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag, IfMatch

router = Router(prefix="/criteria", tags=["evaluations"])


@router.get("")
async def list_criteria(
    caller: Insider, wanted: Annotated[CriterionFilter, Query()], paging: Paging, session: ReadSession
) -> Page[CriterionView]:
    """The criteria of your office, of one evaluation or dimension if you ask for it."""
    rows, following = await queries.list_criteria(session, caller.office, wanted, paging)
    return Page(items=[CriterionView.model_validate(row) for row in rows], next=following)


@router.post("", status_code=201, responses=problems(EvaluationNotFound, NotPossibleNow))
async def state_criterion(
    new: StateCriterion, caller: EvaluationTeam, session: WriteSession, tag: ETag
) -> CriterionView:
    """Add a criterion to an evaluation, in one of the six dimensions (recommendation 22)."""
    criterion = await commands.state_criterion(session, caller.office, new.model_dump())
    return tag(CriterionView.model_validate(criterion))


@router.get("/{criterion_id}", responses=problems(CriterionNotFound))
async def read_criterion(criterion_id: UUID, caller: Insider, session: ReadSession, tag: ETag) -> CriterionView:
    """A criterion of your office."""
    return tag(CriterionView.model_validate(await queries.one_criterion(session, caller.office, criterion_id)))


@router.patch("/{criterion_id}", responses=problems(CriterionNotFound, Stale, PreconditionRequired))
async def change_criterion(
    criterion_id: UUID,
    changes: ChangeCriterion,
    caller: EvaluationTeam,
    expected: IfMatch,
    session: WriteSession,
    tag: ETag,
) -> CriterionView:
    """Change a criterion's wording."""
    fields = changes.given()
    criterion = await commands.change_criterion(session, caller.office, criterion_id, expected, fields)
    return tag(CriterionView.model_validate(criterion))
