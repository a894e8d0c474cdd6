"""Named reads for who moderates opportunities: what waits for them, but nothing about their own."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.auth import Caller
from partage_kit.clock import clock
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_kit.types import day_of
from partage_members.audiences.viewers import viewer_of
from partage_members.moderation.callers import coordinates
from partage_members.moderation.schemas import ContestFilter, ReportFilter
from partage_members.opportunities.errors import OpportunityNotFound
from partage_members.opportunities.models import Opportunity
from partage_members.opportunities.queries import is_for, moderated_by, o, opportunities, opportunity_rows
from partage_members.opportunity_moderation.models import OpportunityReport

reports = table_of(OpportunityReport)
r = reports.c

_WAITING_LONGEST = Order("reported_at", (r.reported_at, True), (r.id, True))
_CONTESTED = Order("contested_at", (o.contested_at, True), (o.id, True))
_AWAITING_ANSWER = (o.contested_at.is_not(None), o.contest_answered_at.is_(None))


async def waiting_reports(
    session: Readable, caller: Caller, wanted: ReportFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the reports on which the caller may decide, the one that waits longest first."""
    others = (r.opportunity_id, r.kind, r.note, o.titles, o.description, o.filieres)
    statement = (
        select(r.reported_at, r.id, *others)
        .join(opportunities, o.id == r.opportunity_id)
        .where(r.office == caller.office, r.closed_at.is_(None), moderated_by(caller), _not_own(caller))
    )
    if wanted.kind is not None:
        statement = statement.where(r.kind == wanted.kind)
    return await page_of(session, _of_filiere(statement, wanted), _WAITING_LONGEST, paging)


async def contested_opportunities(
    session: Readable, caller: Caller, wanted: ContestFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the hidden opportunities whose posters wait for an answer, the one that waits longest first."""
    viewer, today = await viewer_of(session, caller, caller.office), day_of(await clock(session))
    statement = opportunity_rows(viewer, today, _CONTESTED).where(o.office == caller.office, *_AWAITING_ANSWER)
    if not coordinates(caller):
        statement = statement.where(moderated_by(caller))
    return await page_of(session, _of_filiere(statement.where(_not_own(caller)), wanted), _CONTESTED, paging)


async def decided_opportunity(session: Readable, caller: Caller, opportunity_id: UUID) -> Row[Any]:
    """An opportunity on which the caller has just decided."""
    viewer, today = await viewer_of(session, caller, caller.office), day_of(await clock(session))
    return (await session.execute(opportunity_rows(viewer, today).where(o.id == opportunity_id))).one()


async def contested_opportunity_for_update(session: AsyncSession, office: str, opportunity_id: UUID) -> Opportunity:
    """A hidden opportunity of an office whose poster waits for an answer, locked until the transaction ends.

    Raises:
        OpportunityNotFound
    """
    statement = select(Opportunity).where(o.id == opportunity_id, o.office == office, *_AWAITING_ANSWER)
    opportunity = (await session.execute(statement.with_for_update())).scalar_one_or_none()
    if opportunity is None:
        raise OpportunityNotFound()
    return opportunity


async def open_reports_for_update(session: AsyncSession, opportunity_id: UUID) -> Sequence[OpportunityReport]:
    """The reports of an opportunity that wait, locked until the transaction ends."""
    waiting = (col(OpportunityReport.opportunity_id) == opportunity_id, col(OpportunityReport.closed_at).is_(None))
    statement = select(OpportunityReport).where(*waiting).order_by(col(OpportunityReport.id))
    return (await session.execute(statement.with_for_update())).scalars().all()


def _of_filiere(statement: Select[Any], wanted: ContestFilter) -> Select[Any]:
    return statement if wanted.filiere is None else statement.where(is_for([wanted.filiere]))


def _not_own(caller: Caller) -> ColumnElement[bool]:
    other = o.posted_by != caller.subject
    if caller.member_id is None:
        return other
    return and_(other, o.posted_by_member.is_distinct_from(caller.member_id))
