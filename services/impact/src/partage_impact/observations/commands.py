"""Compute an indicator for a period, and release what may be told of it."""

from asyncio import to_thread
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from partage_impact.definitions import queries as definitions
from partage_impact.definitions.models import IndicatorVersion
from partage_impact.facts.commands import place_facts
from partage_impact.indicators.periods import Period, parse_period
from partage_impact.observations import events, queries
from partage_impact.observations.computing import Figure, computed, digest_of
from partage_impact.observations.errors import IndicatorIsNotComputed
from partage_impact.observations.figures import kept
from partage_impact.observations.gathering import formula_of, gather
from partage_impact.observations.ledger import lock_releases, note_released
from partage_impact.observations.models import ObservationRun, observations
from partage_impact.observations.release import awaits_claim
from partage_kit.clock import clock
from partage_kit.errors import Invalid
from partage_kit.types import day_of, new_id
from partage_kit.unit_of_work import emit


async def compute(session: AsyncSession, office: str, indicator_id: UUID, label: str, by: str) -> ObservationRun:
    """Compute the version in force for a period. What was computed from the same before is not written again.

    Figures of the impact level are announced to nobody, as long as no contribution is claimed.

    Raises:
        IndicatorNotFound, IndicatorIsNotComputed
        Invalid: no period of the indicator's kind, or one that has not begun.
    """
    indicator = await definitions.indicator_for_update(session, office, indicator_id)
    version = await definitions.version_in_force(session, indicator_id)
    if version is None or version.formula is None:
        raise IndicatorIsNotComputed()
    key = await lock_releases(session, office)
    now = await clock(session)
    period = _period(label, version)
    if period.first > day_of(now):
        raise _wrong_period("has not begun yet")
    checked = await formula_of(session, office, version.formula)
    await place_facts(session, office)
    before = await queries.current_run(session, version.id, period.label)
    gathered = await gather(session, version, checked, period, before, key)
    made = await to_thread(computed, checked, str(version.id), gathered)  # long where much was released
    newest = await queries.newest_run(session, version.id, period.label)
    digest = digest_of(made.figures)
    if newest is not None and newest.digest == digest:
        return ObservationRun.model_validate(dict(newest._mapping))
    run = ObservationRun(
        office=office,
        indicator_id=indicator_id,
        version_id=version.id,
        period=period.label,
        period_kind=period.kind,
        as_of=now,
        digest=digest,
        held=made.waits,
        is_current=not made.waits,
        computed_by=by,
    )
    await _keep(session, run, before, period, made.figures)
    if not run.held:
        await note_released(session, office, made.cells)
    if not run.held and not awaits_claim(indicator.level):
        emit(session, events.released(run, indicator, version, made.figures))
    return run


async def _keep(
    session: AsyncSession, run: ObservationRun, before: ObservationRun | None, period: Period, made: Sequence[Figure]
) -> None:
    if before is not None and run.is_current:
        before.is_current = False
        await session.flush()
    session.add(run)
    await session.flush()
    rows = [
        {
            "id": new_id(),
            "office": run.office,
            "run_id": run.id,
            "indicator_id": run.indicator_id,
            "version_id": run.version_id,
            "period": run.period,
            "period_first": period.first,
            "area": figure.area,
            "value": kept(figure.result.value),
            "num": kept(figure.result.num),
            "den": kept(figure.result.den),
            "n": figure.result.n,
            "weight": figure.result.weight,
            "status": figure.status,
            "reason": figure.result.reason,
            "for_members": figure.for_members,
            "for_public": figure.for_public,
            "inputs": figure.inputs,
            "input_hash": figure.input_hash,
        }
        for figure in made
    ]
    await session.execute(insert(observations), rows)


def _period(label: str, version: IndicatorVersion) -> Period:
    try:
        period = parse_period(label)
    except ValueError as error:
        raise _wrong_period(str(error)) from error
    if period.kind is not version.period:
        raise _wrong_period(f"is no {version.period}, for which this indicator is told")
    return period


def _wrong_period(detail: str) -> Invalid:
    return Invalid(f"the period {detail}", errors=[{"pointer": "/body/period", "detail": detail}])
