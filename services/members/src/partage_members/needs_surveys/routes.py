"""The HTTP door of surveys of needs."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from partage_kit.auth import Allow, Caller, Role
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import Invalid, NotPossibleNow
from partage_kit.http.languages import ReaderLanguages
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag
from partage_members.callers import OfficeStaff
from partage_members.classifications.errors import UnknownCode
from partage_members.filieres.errors import FiliereNotFound
from partage_members.horizon import DayTooFarAhead
from partage_members.needs_surveys import commands, queries
from partage_members.needs_surveys.errors import NeedsSurveyNotFound, UnknownNeed
from partage_members.needs_surveys.schemas import NeedsSurveyFilter, NeedsSurveyView, RequestNeedsSurvey
from partage_members.needs_surveys.views import view
from partage_members.places.errors import UnknownPlace

router = Router(prefix="/needs-surveys", tags=["needs"])

Surveyor = Annotated[Caller, Depends(Allow(Role.STAFF, Role.OFFICE_ADMIN, Role.EVALUATOR))]
"""Who asks for surveys, and who runs them."""


@router.get("")
async def list_needs_surveys(
    caller: Surveyor,
    wanted: Annotated[NeedsSurveyFilter, Query()],
    paging: Paging,
    languages: ReaderLanguages,
    session: ReadSession,
) -> Page[NeedsSurveyView]:
    """The surveys of needs that your office has asked for, newest first, with what came of them (recommendation 1)."""
    rows, following = await queries.list_needs_surveys(session, caller.office, wanted, paging)
    return Page(items=[view(row, languages) for row in rows], next=following)


@router.post(
    "",
    status_code=201,
    responses=problems(UnknownCode, UnknownPlace, UnknownNeed, FiliereNotFound, DayTooFarAhead, Invalid),
)
async def request_needs_survey(
    new: RequestNeedsSurvey, caller: OfficeStaff, languages: ReaderLanguages, session: WriteSession, tag: ETag
) -> NeedsSurveyView:
    """Ask for a survey of what members need. Whoever runs surveys hears of it; ranked needs come back by themselves.

    Without an impact service nobody runs it: write needs down with `POST /needs`, or bring in a file of them.
    """
    survey = await commands.request_needs_survey(session, caller, new)
    return tag(view(await queries.one_needs_survey(session, caller.office, survey.id), languages))


@router.get("/{survey_id}", responses=problems(NeedsSurveyNotFound))
async def read_needs_survey(
    survey_id: UUID, caller: Surveyor, languages: ReaderLanguages, session: ReadSession, tag: ETag
) -> NeedsSurveyView:
    """A survey of needs of your office."""
    return tag(view(await queries.one_needs_survey(session, caller.office, survey_id), languages))


@router.post("/{survey_id}/withdraw", responses=problems(NeedsSurveyNotFound, NotPossibleNow))
async def withdraw_needs_survey(
    survey_id: UUID, caller: OfficeStaff, languages: ReaderLanguages, session: WriteSession, tag: ETag
) -> NeedsSurveyView:
    """Ask for a survey no longer; needs that a wave still brings back are not taken up."""
    await commands.withdraw_needs_survey(session, caller.office, survey_id)
    return tag(view(await queries.one_needs_survey(session, caller.office, survey_id), languages))
