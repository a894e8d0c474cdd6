"""Named reads of initiatives: rows with their `state` of the day and how many members support them."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.clock import clock
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_kit.types import day_of
from partage_members.filters import require_codes
from partage_members.initiatives.errors import InitiativeNotFound
from partage_members.initiatives.models import (
    EVERYWHERE,
    GOING_ON,
    REVIEW_TAKES,
    SHOWN,
    Initiative,
    initiative_facets,
    initiative_supports,
)
from partage_members.initiatives.schemas import InitiativeFilter, InitiativeState, SubmissionFilter

initiatives = table_of(Initiative)
i = initiatives.c

_PUBLISHED = Order("-published_at", (i.published_at, False), (i.id, True))
_SUBMITTED = Order("-submitted_at", (i.submitted_at, False), (i.id, True))


async def published_initiatives(
    session: Readable, office: str, wanted: InitiativeFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the initiatives that an office shows to everybody, newest first.

    Raises:
        UnknownCode
    """
    await require_codes(session, office, wanted)
    today = day_of(await clock(session))
    statement = _matching(_rows(_PUBLISHED, today), wanted).where(i.office == office, i.state.in_(SHOWN))
    if wanted.state is not None:
        statement = statement.where(_is(InitiativeState(wanted.state), today))
    return await page_of(session, statement, _PUBLISHED, paging)


async def submissions(
    session: Readable, office: str, wanted: SubmissionFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of all initiatives of an office, last submitted first, for those who moderate them.

    Raises:
        UnknownCode
    """
    await require_codes(session, office, wanted)
    today = day_of(await clock(session))
    statement = _matching(_rows(_SUBMITTED, today), wanted).where(i.office == office)
    if wanted.state is not None:
        statement = statement.where(_is(wanted.state, today))
    if wanted.overdue:
        statement = statement.where(_is_overdue(today))
    return await page_of(session, statement, _SUBMITTED, paging)


async def initiatives_by(
    session: Readable, office: str, member_id: UUID, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of what a member has submitted, newest first."""
    statement = _rows(_SUBMITTED, day_of(await clock(session)))
    statement = statement.where(i.office == office, i.submitted_by_member == member_id)
    return await page_of(session, statement, _SUBMITTED, paging)


async def one_initiative(session: Readable, initiative_id: UUID) -> Row[Any]:
    """An initiative of any office; who may see it is decided by who asks.

    Raises:
        InitiativeNotFound
    """
    statement = _rows(_SUBMITTED, day_of(await clock(session))).where(i.id == initiative_id)
    row: Row[Any] | None = (await session.execute(statement)).first()
    if row is None:
        raise InitiativeNotFound()
    return row


async def initiative_for_update(session: AsyncSession, office: str, initiative_id: UUID) -> Initiative:
    """The initiative, locked until the transaction ends.

    Raises:
        InitiativeNotFound
    """
    statement = select(Initiative).where(col(Initiative.id) == initiative_id, col(Initiative.office) == office)
    initiative = (await session.execute(statement.with_for_update())).scalar_one_or_none()
    if initiative is None:
        raise InitiativeNotFound()
    return initiative


async def number_of_supports(session: Readable, initiative_id: UUID) -> int:
    """How many members support an initiative."""
    counted = select(func.count()).where(initiative_supports.c.initiative_id == initiative_id)
    return (await session.execute(counted)).scalar_one()  # type: ignore[no-any-return]


def _rows(order: Order, today: date) -> Select[Any]:
    supports = (
        select(func.count()).where(initiative_supports.c.initiative_id == i.id).correlate(initiatives).scalar_subquery()
    )
    state = case((_is(InitiativeState.UNDER_REVIEW, today), InitiativeState.UNDER_REVIEW.value), else_=i.state)
    first = [column for column, _ in order.columns]
    shown = {column.key for column, _ in order.columns} | {"state"}
    others = [column for column in i if column.key not in shown]
    derived = (
        state.label("state"),
        i.state.label("stored_state"),
        supports.label("supports"),
        _is_overdue(today).label("review_overdue"),
    )
    return select(*first, *others, *derived)


def _is(state: InitiativeState, today: date) -> ColumnElement[bool]:
    if state is InitiativeState.UNDER_REVIEW:
        return and_(i.state.in_(GOING_ON), i.review_on <= today)
    if state in GOING_ON:
        return and_(i.state == state, i.review_on > today)
    return i.state == state


def _is_overdue(today: date) -> ColumnElement[bool]:
    return and_(i.state.in_(GOING_ON), func.coalesce(i.review_on <= today - REVIEW_TAKES, False))


def _matching(statement: Select[Any], wanted: InitiativeFilter | SubmissionFilter) -> Select[Any]:
    if wanted.kind is not None:
        statement = statement.where(i.kind == wanted.kind)
    for kind in ("trade", "sector"):
        if code := getattr(wanted, kind):
            statement = statement.where(_has(kind, initiative_facets.c.code == code))
    if wanted.nuts:
        statement = statement.where(_has("nuts", _concerns(wanted.nuts)))
    return statement


def _has(kind: str, code: ColumnElement[bool]) -> Any:
    facets = initiative_facets.c
    return exists().where(facets.initiative_id == i.id, facets.kind == kind, code)


def _concerns(region: str) -> ColumnElement[bool]:
    """The region itself, those around it (a NUTS code begins with the code above it) and those below it."""
    code = initiative_facets.c.code
    around = [EVERYWHERE, *(region[:length] for length in range(2, len(region) + 1))]
    return or_(code.in_(around), and_(code >= region, code < region + "a"))
