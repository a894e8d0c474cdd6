"""Named reads of surveys of needs: rows with their `state` of the day."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.clock import clock
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_kit.types import day_of
from partage_members.needs_surveys.errors import NeedsSurveyNotFound
from partage_members.needs_surveys.models import ANALYSIS_TAKES, WAITING, NeedsSurvey
from partage_members.needs_surveys.schemas import NeedsSurveyFilter, SurveyState

needs_surveys = table_of(NeedsSurvey)
s = needs_surveys.c

_NEWEST = Order("-id", (s.id, False))


async def list_needs_surveys(
    session: Readable, office: str, wanted: NeedsSurveyFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the surveys of needs of an office, newest first."""
    today = day_of(await clock(session))
    statement = _rows(today).where(s.office == office)
    if wanted.state is not None:
        statement = statement.where(_is(wanted.state, today))
    return await page_of(session, statement, _NEWEST, paging)


async def one_needs_survey(session: Readable, office: str, survey_id: UUID) -> Row[Any]:
    """A survey of needs of this office.

    Raises:
        NeedsSurveyNotFound
    """
    statement = _rows(day_of(await clock(session))).where(s.id == survey_id, s.office == office)
    row: Row[Any] | None = (await session.execute(statement)).first()
    if row is None:
        raise NeedsSurveyNotFound()
    return row


async def needs_survey_for_update(session: AsyncSession, office: str, survey_id: UUID) -> NeedsSurvey:
    """The survey, locked until the transaction ends.

    Raises:
        NeedsSurveyNotFound
    """
    statement = select(NeedsSurvey).where(col(NeedsSurvey.id) == survey_id, col(NeedsSurvey.office) == office)
    survey = (await session.execute(statement.with_for_update())).scalar_one_or_none()
    if survey is None:
        raise NeedsSurveyNotFound()
    return survey


def _rows(today: date) -> Select[Any]:
    state = case((_is(SurveyState.OVERDUE, today), SurveyState.OVERDUE.value), else_=s.state)
    return select(s.id, *(column for column in s if column.key not in ("id", "state")), state.label("state"))


def _is(state: SurveyState, today: date) -> ColumnElement[bool]:
    last = today - ANALYSIS_TAKES
    if state is SurveyState.OVERDUE:
        return and_(s.state.in_(WAITING), s.closes_on < last)
    if state in WAITING:
        return and_(s.state == state, s.closes_on >= last)
    return s.state == state
