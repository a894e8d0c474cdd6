"""Reading what the gates look at."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from partage_impact.criteria.queries import criteria
from partage_impact.definitions.queries import indicators, versions
from partage_impact.definitions.schemas import VersionState
from partage_impact.observations.queries import observed_indicators
from partage_impact.phases.gates import Adopted, Situation
from partage_impact.waves.queries import open_waves_of
from partage_kit.db import Readable


async def situation_of(session: Readable, evaluation: Any) -> Situation:
    """Where an evaluation stands, from a row or a model."""
    found = await _indicators_in_force(session, evaluation.id)
    observed = await observed_indicators(session, [row.id for row in found])
    stated = select(criteria.c.id).where(criteria.c.evaluation_id == evaluation.id).order_by(criteria.c.id)
    return Situation(
        phase=evaluation.phase,
        is_adopted=evaluation.adopted_at is not None,
        is_published=evaluation.published_at is not None,
        criteria=(await session.execute(stated)).scalars().all(),
        indicators=[
            Adopted(row.code, row.criterion_id, row.measure, row.nature is not None, row.id in observed)
            for row in found
        ],
        unfinished_waves=await open_waves_of(session, evaluation.id),
    )


async def _indicators_in_force(session: Readable, evaluation_id: UUID) -> Sequence[Row[Any]]:
    statement = (
        select(
            indicators.c.id,
            indicators.c.code,
            indicators.c.criterion_id,
            versions.c.measure,
            versions.c.nature,
        )
        .join(criteria, criteria.c.id == indicators.c.criterion_id)
        .join(versions, versions.c.indicator_id == indicators.c.id)
        .where(criteria.c.evaluation_id == evaluation_id, versions.c.state == VersionState.ADOPTED)
        .order_by(indicators.c.code)
    )
    found: Sequence[Any] = (await session.execute(statement)).all()
    return found
