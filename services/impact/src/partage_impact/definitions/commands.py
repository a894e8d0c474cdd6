"""Define indicators; draft, vote on, adopt and retire their versions."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.impact import IndicatorLevel
from partage_impact.criteria.queries import one_criterion
from partage_impact.definitions import queries
from partage_impact.definitions.appraisal import Check, Verdict, light, obstacles
from partage_impact.definitions.drafting import drafted
from partage_impact.definitions.errors import ImpactStandsAlone, NotAppraised, VersionIsFinal
from partage_impact.definitions.models import Indicator, IndicatorVersion, appraisal_votes
from partage_impact.definitions.schemas import DefineIndicator, DraftVersion, VersionState, WriteVersion
from partage_kit.changes import write_changes
from partage_kit.clock import clock
from partage_kit.errors import NotPossibleNow
from partage_kit.http.tags import require_version
from partage_kit.types import Person
from partage_kit.unit_of_work import note_change


async def define_indicator(session: AsyncSession, office: str, by: Person, new: DefineIndicator) -> Indicator:
    """Define an indicator of a criterion, with the draft of its first version.

    Raises:
        CriterionNotFound, IndicatorNotFound, IndicatorCodeTaken, Invalid, NothingMonetised, IndicatorsInACircle
    """
    await one_criterion(session, office, new.criterion_id)
    links = [link for link in (new.output_id, new.outcome_id) if link is not None]
    for link in links:
        await queries.one_indicator(session, office, link)
    indicator = Indicator(office=office, **new.model_dump(exclude={"draft"}))
    fields = await drafted(session, indicator, new.draft, "/body/draft")
    session.add(indicator)
    await session.flush()
    now = await clock(session)
    session.add(
        IndicatorVersion(
            office=office,
            indicator_id=indicator.id,
            number=1,
            drafted_by=by.subject,
            drafted_by_member=by.member_id,
            drafted_at=now,
            **fields,
        )
    )
    await session.flush()
    return indicator


async def link_indicator(
    session: AsyncSession, office: str, indicator_id: UUID, expected: int, output_id: UUID, outcome_id: UUID
) -> None:
    """Say on which output and outcome an impact indicator rests.

    Raises:
        IndicatorNotFound, Stale, NotPossibleNow: it is no impact indicator.
    """
    indicator = await queries.indicator_for_update(session, office, indicator_id)
    require_version(indicator, expected)
    if indicator.level is not IndicatorLevel.IMPACT:
        raise NotPossibleNow("only an impact rests on an output and an outcome")
    for link in (output_id, outcome_id):
        await queries.one_indicator(session, office, link)
    indicator.output_id, indicator.outcome_id = output_id, outcome_id
    await session.flush()


async def draft_version(
    session: AsyncSession, office: str, indicator_id: UUID, by: Person, new: DraftVersion
) -> IndicatorVersion:
    """Prepare the next version of an indicator; it says how it compares with the one before.

    Raises:
        IndicatorNotFound, DraftExists, Invalid, NothingMonetised, IndicatorsInACircle
    """
    indicator = await queries.indicator_for_update(session, office, indicator_id)
    number = await queries.last_number(session, indicator_id) + 1
    fields = await drafted(session, indicator, new, "/body", number)
    version = IndicatorVersion(
        office=office,
        indicator_id=indicator_id,
        number=number,
        drafted_by=by.subject,
        drafted_by_member=by.member_id,
        drafted_at=await clock(session),
        **fields,
    )
    session.add(version)
    await session.flush()
    return version


async def rewrite_version(
    session: AsyncSession, office: str, version_id: UUID, by: Person, expected: int, new: WriteVersion
) -> IndicatorVersion:
    """Write a draft anew; votes on what it said before are gone, if it says anything else now.

    Raises:
        IndicatorNotFound, Stale, VersionIsFinal, Invalid, NothingMonetised, IndicatorsInACircle
    """
    version = await queries.version_for_update(session, office, version_id)
    require_version(version, expected)
    version.require_draft()
    indicator = await queries.indicator_for_update(session, office, version.indicator_id)
    if write_changes(version, await drafted(session, indicator, new, "/body", version.number)):
        version.drafted_by, version.drafted_by_member = by.subject, by.member_id
        await _forget_votes(session, version)
        await session.flush()
    return version


async def _forget_votes(session: AsyncSession, version: IndicatorVersion) -> None:
    votes = await queries.votes_on(session, version.id)
    if votes:
        await session.execute(delete(appraisal_votes).where(appraisal_votes.c.version_id == version.id))
        gone = {"office": version.office, "votes": votes}
        note_change(session, appraisal_votes, str(version.id), before=gone, after=None)


async def vote(
    session: AsyncSession, office: str, version_id: UUID, voter: str, verdicts: Mapping[Check, Verdict]
) -> None:
    """Take a voter's verdicts on checks of a draft; a later one replaces an earlier one.

    Raises:
        IndicatorNotFound, VersionIsFinal
    """
    version = await queries.version_for_update(session, office, version_id)
    version.require_draft()
    before = await queries.votes_of(session, version_id, voter)
    if before == {**before, **verdicts}:
        return
    votes = appraisal_votes.c
    mine = (votes.version_id == version_id, votes.voter == voter, votes.check.in_(verdicts))
    await session.execute(delete(appraisal_votes).where(*mine))
    rows: list[dict[str, Any]] = [
        {"version_id": version_id, "check": check, "voter": voter, "verdict": verdict}
        for check, verdict in verdicts.items()
    ]
    await session.execute(insert(appraisal_votes), rows)
    _note_vote(session, office, version_id, voter, before, {**before, **verdicts})


def _note_vote(
    session: AsyncSession,
    office: str,
    version_id: UUID,
    voter: str,
    before: Mapping[Check, Verdict],
    after: Mapping[Check, Verdict],
) -> None:
    def noted(verdicts: Mapping[Check, Verdict]) -> dict[str, Any]:
        return {"office": office, "voter": voter, "verdicts": verdicts}

    past = noted(before) if before else None
    note_change(session, appraisal_votes, str(version_id), before=past, after=noted(after))


async def adopt_version(session: AsyncSession, office: str, version_id: UUID, by: Person) -> IndicatorVersion:
    """Put an appraised draft in force; the version before is superseded.

    Raises:
        IndicatorNotFound, VersionIsFinal, OwnSubmission, NotAppraised, ImpactStandsAlone
        Invalid, NothingMonetised, IndicatorsInACircle: what it is made of has changed since it was drafted.
    """
    version = await queries.version_for_update(session, office, version_id)
    indicator = await queries.indicator_for_update(session, office, version.indicator_id)
    version.require_draft()
    await _require_appraised(session, version_id)
    await _require_support(session, indicator)
    await drafted(session, indicator, WriteVersion.model_validate(_written(version)), "/body", version.number)
    now = await clock(session)
    before = await queries.version_in_force(session, indicator.id)
    if before is not None:
        before.end(VersionState.SUPERSEDED, now)
        await session.flush()
    version.adopt(by, now)
    await session.flush()
    return version


async def retire_indicator(session: AsyncSession, office: str, indicator_id: UUID) -> None:
    """Take an indicator out of force; its figures stay.

    Raises:
        IndicatorNotFound, VersionIsFinal: no version is in force.
    """
    await queries.indicator_for_update(session, office, indicator_id)
    version = await queries.version_in_force(session, indicator_id)
    if version is None:
        raise VersionIsFinal("no version is in force")
    version.end(VersionState.RETIRED, await clock(session))
    await session.flush()


async def _require_appraised(session: AsyncSession, version_id: UUID) -> None:
    votes = await queries.votes_on(session, version_id)
    in_the_way = obstacles({check: light(given) for check, given in votes.items()})
    if in_the_way:
        raise NotAppraised(f"open or red: {', '.join(in_the_way)}")


async def _require_support(session: AsyncSession, indicator: Indicator) -> None:
    if indicator.level is not IndicatorLevel.IMPACT:
        return
    links = [link for link in (indicator.output_id, indicator.outcome_id) if link is not None]
    levels = await queries.levels_in_force(session, indicator.office, links)
    if [levels.get(link) for link in links] != [IndicatorLevel.OUTPUT, IndicatorLevel.OUTCOME]:
        raise ImpactStandsAlone()


def _written(version: IndicatorVersion) -> dict[str, Any]:
    return {name: getattr(version, name) for name in WriteVersion.model_fields}
