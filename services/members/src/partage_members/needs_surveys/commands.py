"""Ask for a survey of needs, and take that back."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.auth import Caller
from partage_kit.clock import clock
from partage_kit.errors import Invalid
from partage_kit.types import day_of
from partage_kit.unit_of_work import emit
from partage_members.classifications.known import require_known
from partage_members.filieres.queries import require_filieres
from partage_members.horizon import require_near
from partage_members.needs_surveys import events, queries
from partage_members.needs_surveys.catalogue import require_topics
from partage_members.needs_surveys.errors import NeedsSurveyNotFound
from partage_members.needs_surveys.models import NeedsSurvey
from partage_members.needs_surveys.schemas import RequestNeedsSurvey
from partage_members.places.checking import require_regions


async def request_needs_survey(session: AsyncSession, caller: Caller, new: RequestNeedsSurvey) -> NeedsSurvey:
    """Ask for a survey, and announce that, so that somebody runs it.

    Raises:
        UnknownCode, UnknownPlace, UnknownNeed, FiliereNotFound, DayTooFarAhead
        Invalid: its last day is past.
    """
    await require_known(session, caller.office, occupations=new.trades, sectors=new.sectors)
    await require_regions(session, new.nuts)
    require_topics(new.topics)
    await require_filieres(session, caller.office, new.filieres)
    now = await clock(session)
    require_near({"opens_on": new.opens_on}, day_of(now))
    if new.closes_on < day_of(now):
        why = "the last day is today or lies ahead"
        raise Invalid(why, errors=[{"pointer": "/body/closes_on", "detail": why}])
    written = new.model_dump(mode="json") | {"opens_on": new.opens_on, "closes_on": new.closes_on}
    survey = NeedsSurvey(office=caller.office, requested_by=caller.subject, requested_at=now, **written)
    session.add(survey)
    await session.flush()
    emit(session, events.requested(survey))
    return survey


async def withdraw_needs_survey(session: AsyncSession, office: str, survey_id: UUID) -> NeedsSurvey:
    """Ask for a survey no longer, and announce it; needs that come back later are not taken up.

    Raises:
        NeedsSurveyNotFound, NotPossibleNow
    """
    survey = await queries.needs_survey_for_update(session, office, survey_id)
    at = await clock(session)
    survey.withdraw(at)
    await session.flush()
    emit(session, events.withdrawn(survey, at))
    return survey


async def note_running(session: AsyncSession, office: str, survey_id: UUID, wave_id: UUID) -> None:
    """A wave asks a survey; one that this office does not know is passed over."""
    try:
        survey = await queries.needs_survey_for_update(session, office, survey_id)
    except NeedsSurveyNotFound:
        return
    survey.run(wave_id)
