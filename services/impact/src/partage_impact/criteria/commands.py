"""State and change criteria."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_impact.criteria import queries
from partage_impact.criteria.models import Criterion
from partage_impact.evaluations.queries import evaluation_for_update
from partage_kit.changes import write_changes
from partage_kit.clock import clock
from partage_kit.http.tags import require_version


async def state_criterion(session: AsyncSession, office: str, fields: Mapping[str, Any]) -> Criterion:
    """Add a criterion to an evaluation.

    Raises:
        EvaluationNotFound, NotPossibleNow: the evaluation is closed.
    """
    evaluation = await evaluation_for_update(session, office, fields["evaluation_id"])
    evaluation.require_active()
    criterion = Criterion(office=office, stated_at=await clock(session), **fields)
    session.add(criterion)
    await session.flush()
    return criterion


async def change_criterion(
    session: AsyncSession, office: str, criterion_id: UUID, expected: int, changes: Mapping[str, Any]
) -> Criterion:
    """Change what was given of a criterion.

    Raises:
        CriterionNotFound, Stale
    """
    criterion = await queries.criterion_for_update(session, office, criterion_id)
    require_version(criterion, expected)
    write_changes(criterion, changes)
    await session.flush()
    return criterion
