"""Write needs down, correct, publish and withdraw them, and take up those that a survey brings back."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.impact import WaveAnalysed
from partage_kit.auth import Caller
from partage_kit.clock import clock
from partage_kit.http.tags import require_version
from partage_kit.statements import into
from partage_kit.types import day_of
from partage_members.classifications.known import require_known
from partage_members.filieres.queries import require_filieres
from partage_members.horizon import END, require_near
from partage_members.needs import queries
from partage_members.needs.callers import require_author
from partage_members.needs.models import Need, need_facets
from partage_members.needs.schemas import NeedSource, RecordNeed
from partage_members.needs_surveys.catalogue import needs as known_needs
from partage_members.needs_surveys.catalogue import require_need
from partage_members.needs_surveys.errors import NeedsSurveyNotFound
from partage_members.needs_surveys.models import NeedsSurvey
from partage_members.needs_surveys.queries import needs_survey_for_update
from partage_members.places.checking import require_regions


async def record_need(session: AsyncSession, caller: Caller, new: RecordNeed) -> Need:
    """Write a need down, which a colleague then publishes.

    Raises:
        NotTheirFacilitator, UnknownCode, UnknownPlace, UnknownNeed, FiliereNotFound, DayTooFarAhead
    """
    require_author(caller, new.filieres)
    now = await clock(session)
    _require_near_days(new.starts_on, new.ends_on, now)
    await _require_known(session, caller.office, new.model_dump())
    written = new.model_dump(mode="json") | {"starts_on": new.starts_on, "ends_on": new.ends_on}
    need = Need(
        office=caller.office,
        source=NeedSource.TYPED,
        recorded_by=caller.subject,
        recorded_by_member=caller.member_id,
        recorded_at=now,
        **written,
    )
    session.add(need)
    await session.flush()
    await _write_facets(session, [need])
    return need


async def correct_need(
    session: AsyncSession, caller: Caller, need_id: UUID, expected: int, changes: dict[str, Any]
) -> Need:
    """Correct a need that was typed in or brought in by file; published, it waits for its publication again.

    A facilitator corrects what concerned only her filières before, and does so afterwards.

    Raises:
        NeedNotFound, NotTheirFacilitator, Stale, UnknownCode, UnknownPlace, UnknownNeed, FiliereNotFound,
        NotPossibleNow, NeedOfSurvey, Invalid, DayTooFarAhead
    """
    (need,) = await queries.needs_for_update(session, caller, [need_id])
    now = await clock(session)
    _require_near_days(changes.get("starts_on"), changes.get("ends_on"), now)
    require_author(caller, [UUID(one) for one in need.filieres])
    if "filieres" in changes:
        require_author(caller, changes["filieres"])
    await _require_known(session, caller.office, changes, need.nuts)
    require_version(need, expected)
    if "filieres" in changes:
        changes["filieres"] = [str(one) for one in changes["filieres"]]
    if changes.get("title") is not None:
        changes["title"] = {str(language): text for language, text in changes["title"].items()}
    if need.correct(caller.person, changes, now):
        await session.flush()
        await session.execute(delete(need_facets).where(need_facets.c.need_id == need.id))
        await _write_facets(session, [need])
    return need


async def publish_needs(session: AsyncSession, caller: Caller, versions: Mapping[UUID, int]) -> int:
    """Show needs to the members of the office as they were read, all of them or none; how many they are.

    Raises:
        NeedNotFound, Stale: a file or a colleague has changed one since; NotPossibleNow, OwnSubmission
    """
    found = await queries.needs_for_update(session, caller, versions)
    at = await clock(session)
    for need in found:
        require_version(need, versions[need.id])
        need.publish(caller.person, at)
    await session.flush()
    return len(found)


async def withdraw_need(session: AsyncSession, caller: Caller, need_id: UUID, reason: str) -> Need:
    """Show a need no longer.

    Raises:
        NeedNotFound, NotPossibleNow
    """
    (need,) = await queries.needs_for_update(session, caller, [need_id])
    need.withdraw(reason, await clock(session))
    await session.flush()
    return need


async def take_up(session: AsyncSession, survey_id: UUID, event: WaveAnalysed, told_at: datetime) -> None:
    """Take up the needs that a wave ranked for a survey: once, whichever wave comes first.

    Those of a survey that this office does not know, or that is answered or withdrawn, are passed over. Codes that are
    no needs of the classification are counted, as nobody could say what they are called.
    """
    try:
        survey = await needs_survey_for_update(session, event.office, survey_id)
    except NeedsSurveyNotFound:
        return
    if not survey.is_waiting:
        return
    ranked = {need.code: need for need in event.ranked_needs or ()}
    found = [
        _brought_back(survey, event, told_at, code=code, rank=need.rank, share=need.share)
        for code, need in ranked.items()
        if code in known_needs()
    ]
    survey.answer(event.subject, taken=len(found), passed_over=len(ranked) - len(found), at=told_at)
    session.add_all(found)
    await session.flush()
    await _write_facets(session, found)


def _brought_back(survey: NeedsSurvey, event: WaveAnalysed, told_at: datetime, **ranked: Any) -> Need:
    """A need of those who were asked, for the days on which they were."""
    told_on = day_of(told_at)
    ended_on = min(event.closes_on or told_on, told_on)
    return Need(
        office=survey.office,
        source=NeedSource.SURVEY,
        survey_id=survey.id,
        trades=survey.trades,
        sectors=survey.sectors,
        nuts=survey.nuts,
        filieres=survey.filieres,
        starts_on=event.opened_on,
        ends_on=max(ended_on, event.opened_on),
        recorded_at=told_at,
        **ranked,
    )


async def _require_known(
    session: AsyncSession, office: str, fields: Mapping[str, Any], regions_before: Collection[str] = ()
) -> None:
    trades, sectors = fields.get("trades") or (), fields.get("sectors") or ()
    await require_known(session, office, occupations=trades, sectors=sectors)
    await require_regions(session, fields.get("nuts"), regions_before)
    if fields.get("code") is not None:
        require_need(fields["code"])
    await require_filieres(session, office, fields.get("filieres") or ())


def _require_near_days(starts_on: date | None, ends_on: date | None, at: datetime) -> None:
    require_near({"starts_on": starts_on}, day_of(at))
    require_near({"ends_on": ends_on}, day_of(at), END)


async def _write_facets(session: AsyncSession, written: Sequence[Need]) -> None:
    rows = [
        {"need_id": need.id, "kind": kind, "code": code} for need in written for kind, code in sorted(need.facets())
    ]
    if rows:
        await session.execute(into(need_facets), rows)
