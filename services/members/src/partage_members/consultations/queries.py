"""Named reads of consultations: rows, not objects."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.clock import clock
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_members.consultations.errors import ConsultationNotFound, OpinionNotFound, ResultNotPublished
from partage_members.consultations.models import Consultation, Opinion
from partage_members.consultations.schemas import About, ConsultationState, Stance
from partage_members.filieres.queries import one_filiere

consultations, opinions = table_of(Consultation), table_of(Opinion)

_NEWEST_FIRST = Order("-opens_at", (consultations.c.opens_at, False), (consultations.c.id, True))
_SHUFFLED = Order("shuffled", (opinions.c.id, True))

_COUNTS = (
    select(opinions.c.stance, func.count().label("given"))
    .where(opinions.c.consultation_id == bindparam("id"))
    .group_by(opinions.c.stance)
)


async def consultation(
    session: Readable, office: str, consultation_id: UUID
) -> tuple[Row[Any], Mapping[Stance, int] | None]:
    """A consultation of this office with its `state`; once it has closed, with how many gave each opinion.

    Raises:
        ConsultationNotFound
    """
    row = await _row(session, office, consultation_id, await clock(session))
    is_closed = row.state == ConsultationState.CLOSED
    return row, await _counts(session, consultation_id) if is_closed else None


async def consultation_for_update(session: AsyncSession, office: str, consultation_id: UUID) -> Consultation:
    """The consultation, locked until the transaction ends, so that opinions come one after the other.

    Raises:
        ConsultationNotFound
    """
    statement = select(Consultation).where(col(Consultation.id) == consultation_id, col(Consultation.office) == office)
    consultation = (await session.execute(statement.with_for_update())).scalar_one_or_none()
    if consultation is None:
        raise ConsultationNotFound()
    return consultation


async def consultations_of(
    session: Readable, office: str, filiere_id: UUID, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the consultations on a filière, newest first.

    Raises:
        FiliereNotFound
    """
    await one_filiere(session, office, filiere_id)
    statement = _with_state(await clock(session)).where(consultations.c.filiere_id == filiere_id)
    return await page_of(session, statement, _NEWEST_FIRST, paging)


async def closed_consultation(
    session: Readable, filiere_id: UUID, about: About, consultation_id: UUID, at: datetime
) -> bool:
    """Whether this consultation asked members about just that of this filière, and has closed."""
    c = consultations.c
    found = await session.execute(
        select(c.id).where(c.id == consultation_id, c.filiere_id == filiere_id, c.about == about, c.closes_at <= at)
    )
    return found.first() is not None


async def opinion_of(session: AsyncSession, consultation_id: UUID, member_id: UUID) -> Opinion | None:
    """The opinion a member has given, if any."""
    statement = select(Opinion).where(
        col(Opinion.consultation_id) == consultation_id, col(Opinion.member_id) == member_id
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def my_opinion(session: Readable, office: str, consultation_id: UUID, member_id: UUID) -> Any:
    """The opinion a member has given.

    Raises:
        OpinionNotFound
    """
    c = opinions.c
    statement = select(c.stance, c.comment, c.given_at).where(
        c.consultation_id == consultation_id, c.member_id == member_id, c.office == office
    )
    row = (await session.execute(statement)).first()
    if row is None:
        raise OpinionNotFound()
    return row


async def published_comments(
    session: Readable, office: str, consultation_id: UUID, paging: PageOf
) -> tuple[Sequence[Any], str | None]:
    """One page of the comments, in an order that tells nothing.

    Raises:
        ConsultationNotFound, ResultNotPublished
    """
    row = await _row(session, office, consultation_id, await clock(session))
    if row.state != ConsultationState.CLOSED:
        raise ResultNotPublished(f"it is {row.state}")
    c = opinions.c
    statement = select(c.id, c.stance, c.comment).where(c.consultation_id == consultation_id, c.comment.is_not(None))
    return await page_of(session, statement, _SHUFFLED, paging)


async def _row(session: Readable, office: str, consultation_id: UUID, at: datetime) -> Row[Any]:
    c = consultations.c
    statement = _with_state(at).where(c.id == consultation_id, c.office == office)
    row: Row[Any] | None = (await session.execute(statement)).first()
    if row is None:
        raise ConsultationNotFound()
    return row


def _with_state(at: datetime) -> Select[Any]:
    """Consultations with their state as `state_at` reads it; their state is read from the clock, never stored."""
    c = consultations.c
    state = case(
        (c.opens_at > at, ConsultationState.PLANNED),
        (c.closes_at > at, ConsultationState.OPEN),
        else_=ConsultationState.CLOSED,
    )
    return select(c.opens_at, c.id, c.filiere_id, c.about, c.question, c.closes_at, state.label("state"))


async def _counts(session: Readable, consultation_id: UUID) -> Mapping[Stance, int]:
    rows = await session.execute(_COUNTS, {"id": consultation_id})
    return {row.stance: row.given for row in rows}
