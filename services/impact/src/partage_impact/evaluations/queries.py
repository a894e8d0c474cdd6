"""Named reads of evaluations."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_impact.evaluations.errors import EvaluationNotFound
from partage_impact.evaluations.models import Evaluation, EvaluationDecision
from partage_impact.evaluations.schemas import EvaluationFilter, PublishedFilter
from partage_impact.lists import rows_of
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of

evaluations, decisions = table_of(Evaluation), table_of(EvaluationDecision)

_BY_OPENING = Order("-opened_at", (evaluations.c.opened_at, False), (evaluations.c.id, True))
_BY_PUBLICATION = Order("-published_at", (evaluations.c.published_at, False), (evaluations.c.id, True))
_LOG = Order("-recorded_at", (decisions.c.recorded_at, False), (decisions.c.id, False))


async def one_evaluation(session: Readable, office: str, evaluation_id: UUID) -> Row[Any]:
    """An evaluation of this office.

    Raises:
        EvaluationNotFound
    """
    statement = select(evaluations).where(evaluations.c.id == evaluation_id, evaluations.c.office == office)
    row = (await session.execute(statement)).first()
    if row is None:
        raise EvaluationNotFound()
    return row


async def evaluation_for_update(session: AsyncSession, office: str, evaluation_id: UUID) -> Evaluation:
    """The evaluation, locked until the transaction ends.

    Raises:
        EvaluationNotFound
    """
    statement = select(Evaluation).where(col(Evaluation.id) == evaluation_id, col(Evaluation.office) == office)
    evaluation = (await session.execute(statement.with_for_update())).scalar_one_or_none()
    if evaluation is None:
        raise EvaluationNotFound()
    return evaluation


async def list_evaluations(
    session: Readable, office: str, wanted: EvaluationFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the evaluations of an office, newest first."""
    statement = rows_of(evaluations, _BY_OPENING).where(evaluations.c.office == office)
    if wanted.phase:
        statement = statement.where(evaluations.c.phase == wanted.phase)
    return await page_of(session, statement, _BY_OPENING, paging)


async def list_published(
    session: Readable, wanted: PublishedFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the published evaluations of all offices, newest first."""
    statement = rows_of(evaluations, _BY_PUBLICATION).where(evaluations.c.published_at.is_not(None))
    if wanted.office:
        statement = statement.where(evaluations.c.office == wanted.office)
    return await page_of(session, statement, _BY_PUBLICATION, paging)


async def list_decisions(
    session: Readable, office: str, evaluation_id: UUID, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the decisions about an evaluation, newest first.

    Raises:
        EvaluationNotFound
    """
    await one_evaluation(session, office, evaluation_id)
    statement = rows_of(decisions, _LOG).where(decisions.c.evaluation_id == evaluation_id)
    return await page_of(session, statement, _LOG, paging)
