"""Named reads of observations and of what they are made of."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_contracts.impact import IndicatorLevel
from partage_impact.definitions.queries import indicators, versions
from partage_impact.definitions.schemas import VersionState
from partage_impact.facts.models import facts
from partage_impact.indicators.periods import DateSpan
from partage_impact.lists import rows_of
from partage_impact.observations.areas import ALL
from partage_impact.observations.errors import ContributionNotClaimed, ObservationNotFound
from partage_impact.observations.models import ObservationRun, observations
from partage_impact.observations.models import released_cells as released
from partage_impact.observations.release import awaits_claim
from partage_impact.observations.schemas import ObservationFilter
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of

runs = table_of(ObservationRun)

_NEWEST = Order("-period", (observations.c.period_first, False), (observations.c.id, True))


def _shown() -> Select[Any]:
    """Observations of runs that were not held back, with what it takes to show them."""
    of_version = (
        versions.c.number,
        versions.c.unit,
        versions.c.measure,
        versions.c.decimals,
        versions.c.baseline,
        versions.c.target,
    )
    statement: Select[Any] = (
        rows_of(observations, _NEWEST)
        .add_columns(indicators.c.code, indicators.c.level, runs.c.as_of, *of_version)
        .join(runs, runs.c.id == observations.c.run_id)
        .join(versions, versions.c.id == observations.c.version_id)
        .join(indicators, indicators.c.id == observations.c.indicator_id)
        .where(runs.c.held.is_(False))
    )
    return statement


async def list_observations(
    session: Readable, office: str, wanted: ObservationFilter, of_the_team: bool, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the observations of an office, newest period first: the released ones, and for the evaluation team
    those that await a claim of contribution."""
    statement = _shown().where(observations.c.office == office)
    if not of_the_team:
        statement = statement.where(indicators.c.level != IndicatorLevel.IMPACT)
    for name in ("indicator_id", "period", "area"):
        if value := getattr(wanted, name):
            statement = statement.where(observations.c[name] == value)
    if not wanted.history:
        statement = statement.where(runs.c.is_current.is_(True))
    return await page_of(session, statement, _NEWEST, paging)


async def one_observation(session: Readable, office: str, observation_id: UUID, of_the_team: bool) -> Row[Any]:
    """An observation of this office that was not held back.

    Raises:
        ObservationNotFound
        ContributionNotClaimed: it is of the impact level, and the reader not of the evaluation team.
    """
    statement = _shown().where(observations.c.id == observation_id, observations.c.office == office)
    row: Row[Any] | None = (await session.execute(statement)).first()
    if row is None:
        raise ObservationNotFound()
    if awaits_claim(row.level) and not of_the_team:
        raise ContributionNotClaimed(f"{row.code} tells of an impact, and no contribution to it is claimed yet")
    return row


async def current_figures(session: Readable, version_id: UUID, period: str) -> Sequence[Row[Any]]:
    """The released observations of a version for a period, the whole office first."""
    wanted = (runs.c.version_id == version_id, runs.c.period == period, runs.c.is_current.is_(True))
    statement = _shown().where(*wanted).order_by(observations.c.area != ALL, observations.c.area)
    rows: Sequence[Row[Any]] = (await session.execute(statement)).all()
    return rows


async def parts_of(session: Readable, version_id: UUID, periods: Sequence[str], area: str) -> Mapping[str, Row[Any]]:
    """The current figures of a version in one area, by period."""
    wanted = (runs.c.version_id == version_id, runs.c.period.in_(periods), runs.c.is_current.is_(True))
    statement = _shown().where(*wanted, observations.c.area == area)
    return {row.period: row for row in await session.execute(statement)}


async def newest_run(session: Readable, version_id: UUID, period: str) -> Row[Any] | None:
    """The last computing of a version for a period, released or held."""
    statement = select(runs).where(runs.c.version_id == version_id, runs.c.period == period)
    return (await session.execute(statement.order_by(runs.c.as_of.desc(), runs.c.id.desc()).limit(1))).first()


async def current_run(session: AsyncSession, version_id: UUID, period: str) -> ObservationRun | None:
    """The released run that stands for a version and a period."""
    statement = select(ObservationRun).where(
        col(ObservationRun.version_id) == version_id,
        col(ObservationRun.period) == period,
        col(ObservationRun.is_current).is_(True),
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def shown_in(session: Readable, run_id: UUID) -> Sequence[Row[Any]]:
    """The areas of a run, and to whom they were shown."""
    columns = (observations.c.area, observations.c.for_members, observations.c.for_public)
    statement = select(*columns).where(observations.c.run_id == run_id).order_by(observations.c.area)
    rows: Sequence[Any] = (await session.execute(statement)).all()
    return rows


async def released_cells(session: Readable, office: str, fact_type: str, days: DateSpan) -> Sequence[Row[Any]]:
    """What was released of a type of facts in these days, and in all days that were released together with them.

    Months are subtracted from a year: so the other months of a year count, too.
    """
    of = released.c
    of_type = (of.office == office, of.fact_type == fact_type)
    together = select(func.min(of.first_day), func.max(of.last_day)).where(
        *of_type, of.last_day >= days.first, of.first_day <= days.last
    )
    first, last = (await session.execute(together)).one()
    if first is None:
        return []
    in_days = (of.last_day >= min(first, days.first), of.first_day <= max(last, days.last))
    rows: Sequence[Any] = (await session.execute(select(released).where(*of_type, *in_days))).all()
    return rows


async def footprint(session: Readable, office: str, width: int, persons: int) -> list[str]:
    """The areas where an office has ever counted so many persons; others are not told apart.

    So neither a first nor a single person of an area shows by the area being there.
    """
    placed = (facts.c.office == office, facts.c.nuts.is_not(None), facts.c.person.is_not(None))
    # each person once a place first: an index answers that, and what is left to count is short
    seen = select(facts.c.nuts, facts.c.person).where(*placed).distinct().subquery()
    area = func.substr(seen.c.nuts, 1, width).label("area")
    statement = (
        select(area)
        .where(func.length(seen.c.nuts) >= width)
        .group_by(area)
        .having(func.count(seen.c.person.distinct()) >= persons)
        .order_by(area)
    )
    return list((await session.execute(statement)).scalars())


async def places_of_things(session: Readable, office: str, width: int, fact_types: Sequence[str]) -> list[str]:
    """The areas of facts that tell of nobody."""
    area = func.substr(facts.c.nuts, 1, width).label("area")
    about: tuple[ColumnElement[bool], ...] = (facts.c.office == office, facts.c.fact_type.in_(fact_types))
    statement = select(area).where(*about, func.length(facts.c.nuts) >= width).distinct().order_by(area)
    return list((await session.execute(statement)).scalars())


async def tallied(session: Readable, statement: CompoundSelect[Any]) -> Sequence[Row[Any]]:
    """What the grouped query of a formula gives."""
    rows: Sequence[Row[Any]] = (await session.execute(statement)).all()
    return rows


async def figures_of(
    session: Readable, office: str, codes: Sequence[str], periods: Sequence[str]
) -> Mapping[tuple[str, str], list[Row[Any]]]:
    """The current observations of other indicators in force, by code and period."""
    statement = (
        select(indicators.c.code, indicators.c.level, observations)
        .join(runs, runs.c.id == observations.c.run_id)
        .join(versions, versions.c.id == observations.c.version_id)
        .join(indicators, indicators.c.id == observations.c.indicator_id)
        .where(
            observations.c.office == office,
            indicators.c.code.in_(codes),
            observations.c.period.in_(periods),
            versions.c.state == VersionState.ADOPTED,
            runs.c.is_current.is_(True),
        )
    )
    found: dict[tuple[str, str], list[Row[Any]]] = {}
    for row in await session.execute(statement):
        found.setdefault((row.code, row.period), []).append(row)
    return found


async def observed_indicators(session: Readable, ids: Sequence[UUID]) -> frozenset[UUID]:
    """Those of these indicators that have released observations."""
    statement = select(runs.c.indicator_id).where(runs.c.indicator_id.in_(ids), runs.c.is_current.is_(True)).distinct()
    return frozenset((await session.execute(statement)).scalars())
