"""Named reads of indicators, their versions and votes."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_impact.definitions.appraisal import Check, Verdict
from partage_impact.definitions.errors import IndicatorNotFound
from partage_impact.definitions.models import Indicator, IndicatorVersion, appraisal_votes
from partage_impact.definitions.rules import Known
from partage_impact.definitions.schemas import IndicatorFilter, VersionState
from partage_impact.indicators.formula import Formula, IndicatorSource
from partage_impact.indicators.progress import Continuity
from partage_impact.lists import rows_of
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of

indicators, versions = table_of(Indicator), table_of(IndicatorVersion)

_BY_CODE = Order("code", (indicators.c.code, True))
_NEWEST = Order("-number", (versions.c.number, False))
_IN_FORCE = and_(versions.c.indicator_id == indicators.c.id, versions.c.state == VersionState.ADOPTED)


def _with_version_in_force() -> Any:
    in_force = (versions.c.number.label("adopted"), versions.c.name)
    return rows_of(indicators, _BY_CODE).add_columns(*in_force).outerjoin(versions, _IN_FORCE)


async def one_indicator(session: Readable, office: str, indicator_id: UUID) -> Row[Any]:
    """An indicator of this office, with the number and name of its version in force.

    Raises:
        IndicatorNotFound
    """
    statement = _with_version_in_force().where(indicators.c.id == indicator_id, indicators.c.office == office)
    return _found((await session.execute(statement)).first())


async def indicator_for_update(session: AsyncSession, office: str, indicator_id: UUID) -> Indicator:
    """The indicator, locked until the transaction ends.

    Raises:
        IndicatorNotFound
    """
    statement = select(Indicator).where(col(Indicator.id) == indicator_id, col(Indicator.office) == office)
    indicator = (await session.execute(statement.with_for_update())).scalar_one_or_none()
    if indicator is None:
        raise IndicatorNotFound()
    return indicator


async def list_indicators(
    session: Readable, office: str, wanted: IndicatorFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the indicators of an office by code."""
    statement = _with_version_in_force().where(indicators.c.office == office)
    for name in ("criterion_id", "level"):
        if value := getattr(wanted, name):
            statement = statement.where(indicators.c[name] == value)
    return await page_of(session, statement, _BY_CODE, paging)


async def one_version(session: Readable, office: str, version_id: UUID) -> Row[Any]:
    """A version of an indicator of this office.

    Raises:
        IndicatorNotFound
    """
    statement = select(versions).where(versions.c.id == version_id, versions.c.office == office)
    return _found((await session.execute(statement)).first())


async def version_for_update(session: AsyncSession, office: str, version_id: UUID) -> IndicatorVersion:
    """The version, after its indicator locked until the transaction ends.

    Raises:
        IndicatorNotFound
    """
    row = await one_version(session, office, version_id)
    await indicator_for_update(session, office, row.indicator_id)
    statement = select(IndicatorVersion).where(col(IndicatorVersion.id) == version_id).with_for_update()
    return (await session.execute(statement)).scalar_one()


async def version_in_force(session: AsyncSession, indicator_id: UUID) -> IndicatorVersion | None:
    """The adopted version of an indicator."""
    in_force = col(IndicatorVersion.state) == VersionState.ADOPTED
    statement = select(IndicatorVersion).where(col(IndicatorVersion.indicator_id) == indicator_id, in_force)
    return (await session.execute(statement)).scalar_one_or_none()


async def row_in_force(session: Readable, office: str, indicator_id: UUID) -> Row[Any] | None:
    """The adopted version of an indicator, as a row with its level and code.

    Raises:
        IndicatorNotFound
    """
    await one_indicator(session, office, indicator_id)
    statement = select(versions, indicators.c.level, indicators.c.code).join(indicators, _IN_FORCE)
    return (await session.execute(statement.where(indicators.c.id == indicator_id))).first()


async def last_number(session: Readable, indicator_id: UUID) -> int:
    """The number of the newest version of an indicator."""
    statement = select(func.max(versions.c.number)).where(versions.c.indicator_id == indicator_id)
    number: int = (await session.execute(statement)).scalar_one()
    return number


async def list_versions(
    session: Readable, office: str, indicator_id: UUID, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the versions of an indicator, newest first.

    Raises:
        IndicatorNotFound
    """
    await one_indicator(session, office, indicator_id)
    statement = rows_of(versions, _NEWEST).where(versions.c.indicator_id == indicator_id)
    return await page_of(session, statement, _NEWEST, paging)


async def continuities(session: Readable, ids: Collection[UUID]) -> Mapping[UUID, Mapping[int, Continuity | None]]:
    """How each version of these indicators, by number, compares with the one before it."""
    statement = select(versions.c.indicator_id, versions.c.number, versions.c.continuity)
    found: dict[UUID, dict[int, Continuity | None]] = {}
    for row in await session.execute(statement.where(versions.c.indicator_id.in_(ids))):
        found.setdefault(row.indicator_id, {})[row.number] = row.continuity
    return found


async def adopted_codes(session: Readable, office: str) -> Mapping[str, Known]:
    """The indicators of an office that are computed and in force, by code."""
    statement = (
        select(
            indicators.c.code,
            versions.c.nature,
            versions.c.period,
            versions.c.territory_level,
            versions.c.monetary,
        )
        .join(versions, _IN_FORCE)
        .where(indicators.c.office == office, versions.c.nature.is_not(None))
    )
    return {
        row.code: Known(row.nature, row.period, row.territory_level, row.monetary)
        for row in await session.execute(statement)
    }


async def made_of(session: Readable, office: str) -> dict[str, frozenset[str]]:
    """For each indicator of an office in force, the others that its formula names."""
    statement = (
        select(indicators.c.code, versions.c.formula)
        .join(versions, _IN_FORCE)
        .where(indicators.c.office == office, versions.c.formula.is_not(None))
    )
    return {row.code: named_by(Formula.model_validate(row.formula)) for row in await session.execute(statement)}


def named_by(formula: Formula) -> frozenset[str]:
    """The other indicators that a formula names."""
    sources = (aggregate.source for aggregate in formula.aggregates)
    return frozenset(source.indicator for source in sources if isinstance(source, IndicatorSource))


async def votes_on(session: Readable, version_id: UUID) -> Mapping[Check, Mapping[Verdict, int]]:
    """How often each verdict was given on each check of a version."""
    votes = appraisal_votes.c
    statement = (
        select(votes.check, votes.verdict, func.count().label("times"))
        .where(votes.version_id == version_id)
        .group_by(votes.check, votes.verdict)
    )
    found: dict[Check, dict[Verdict, int]] = {}
    for row in await session.execute(statement):
        found.setdefault(row.check, {})[row.verdict] = row.times
    return found


async def votes_of(session: Readable, version_id: UUID, voter: str) -> Mapping[Check, Verdict]:
    """What one voter thinks of a version."""
    votes = appraisal_votes.c
    statement = select(votes.check, votes.verdict).where(votes.version_id == version_id, votes.voter == voter)
    return {row.check: row.verdict for row in await session.execute(statement)}


async def levels_in_force(session: Readable, office: str, ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """The levels of those of these indicators that have a version in force."""
    statement = (
        select(indicators.c.id, indicators.c.level)
        .join(versions, _IN_FORCE)
        .where(indicators.c.office == office, indicators.c.id.in_(ids))
    )
    return {row.id: row.level for row in await session.execute(statement)}


def _found(row: Row[Any] | None) -> Row[Any]:
    if row is None:
        raise IndicatorNotFound()
    return row
