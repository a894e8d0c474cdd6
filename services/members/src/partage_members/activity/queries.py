"""Named reads of activity: rows, not objects."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_contracts.members import ActivityKind
from partage_kit.clock import clock
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_kit.types import day_of
from partage_members.activity.errors import ProposalNotFound
from partage_members.activity.evidence import WINDOW_MONTHS, weights
from partage_members.activity.models import ActivityEntry, DriftProposal, EvidenceReview
from partage_members.activity.schemas import ActivityFilter, Dimension, month_number
from partage_members.periods import months_later

entries, proposals, reviews = table_of(ActivityEntry), table_of(DriftProposal), table_of(EvidenceReview)
a, p = entries.c, proposals.c

_BY_MONTH = Order("-first_month", (a.first_month, False), (a.id, True))
_NEWEST_FIRST = Order("-proposed_at", (p.proposed_at, False), (p.id, True))


async def entry_for_update(session: AsyncSession, office: str, source: str, reference: str) -> Row[Any] | None:
    """What is kept under a reference, locked until the transaction ends."""
    statement = select(entries).where(a.office == office, a.source == source, a.reference == reference)
    return (await session.execute(statement.with_for_update())).first()


async def activity_of(
    session: Readable, office: str, member_id: UUID, wanted: ActivityFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of what is kept of a member's activity, latest first."""
    others = [column for column in a if column.key not in ("first_month", "id")]
    statement = select(a.first_month, a.id, *others).where(a.office == office, a.member_id == member_id)
    if wanted.kind is not None:
        statement = statement.where(a.kind == wanted.kind)
    return await page_of(session, statement, _BY_MONTH, paging)


async def shown_by_activity(session: Readable, office: str, member_id: UUID) -> tuple[date, dict[Dimension, Any]]:
    """The first month of the window, and the weights of a member's trades and sectors in it."""
    today = day_of(await clock(session))
    statement = practised(office, today).where(a.member_id == member_id)
    rows = (await session.execute(statement)).all()
    return window_start(today), weights_of(rows, today)


def practised(office: str, today: date) -> Select[Any]:
    """What members of an office were paid for in the last 24 months: member, trade, sector and months."""
    return (
        select(a.member_id, a.trade, a.sector, a.first_month, a.last_month)
        .where(a.office == office, a.last_month >= window_start(today), a.first_month <= today)
        .where(a.kind != ActivityKind.REGISTRATION, ~a.cancelled)
        .distinct()
    )


def weights_of(rows: Sequence[Any], today: date) -> dict[Dimension, dict[str, int]]:
    """The weights of one member's trades and sectors."""
    until = month_number(today)
    return {
        dimension: weights(
            (
                (code, month_number(row.first_month), month_number(row.last_month))
                for row in rows
                if (code := getattr(row, dimension)) is not None
            ),
            until,
        )
        for dimension in Dimension
    }


def window_start(today: date) -> date:
    """The first day of the 24 months that end with this one."""
    return months_later(today.replace(day=1), 1 - WINDOW_MONTHS)


async def proposals_to(
    session: Readable, office: str, member_id: UUID, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of what was proposed to a member, newest first."""
    others = [column for column in p if column.key not in ("proposed_at", "id")]
    statement = select(p.proposed_at, p.id, *others).where(p.office == office, p.member_id == member_id)
    return await page_of(session, statement, _NEWEST_FIRST, paging)


async def proposal_for_update(session: AsyncSession, office: str, member_id: UUID, proposal_id: UUID) -> DriftProposal:
    """A proposal to this member, locked until the transaction ends.

    Raises:
        ProposalNotFound
    """
    statement = select(DriftProposal).where(
        col(DriftProposal.id) == proposal_id,
        col(DriftProposal.office) == office,
        col(DriftProposal.member_id) == member_id,
    )
    proposal = (await session.execute(statement.with_for_update())).scalar_one_or_none()
    if proposal is None:
        raise ProposalNotFound()
    return proposal


async def reviews_due(session: Readable) -> Sequence[UUID]:
    """The offices whose activity is to be compared with profiles again, by the id of their review."""
    now = await clock(session)
    statement = select(reviews.c.id).where(reviews.c.due_at <= now).order_by(reviews.c.due_at).limit(500)
    return (await session.execute(statement)).scalars().all()
