"""Named reads of opportunities: rows, not objects, in one statement each."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, false, literal, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_contracts.members import PosterKind
from partage_kit.auth import Caller, Role
from partage_kit.clock import clock
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_kit.types import day_of
from partage_members.audiences.policy import ANYBODY, Audience, Viewer
from partage_members.audiences.viewers import viewer_of
from partage_members.directory.people import name_columns
from partage_members.directory.queries import office_of
from partage_members.filieres.callers import is_staff
from partage_members.filters import require_codes
from partage_members.opportunities.errors import OpportunityNotFound
from partage_members.opportunities.models import Opportunity, opportunity_circles, opportunity_facets
from partage_members.opportunities.schemas import OpportunityFilter, OpportunityState
from partage_members.places.naming import country_of
from partage_members.profiles.queries import profiles

opportunities = table_of(Opportunity)
o = opportunities.c

ORDERS = {
    "-posted_at": Order("-posted_at", (o.posted_at, False), (o.id, True)),
    "answer_by": Order("answer_by", (o.answer_by, True), (o.id, True)),
}
_KEPT = [column for column in o if column.key not in ("state", "version", "region", "located_at")]


async def visible_opportunity(session: Readable, caller: Caller | None, opportunity_id: UUID) -> Row[Any]:
    """An opportunity of any office that the caller sees.

    Raises:
        OpportunityNotFound
    """
    today = day_of(await clock(session))
    if caller is not None:
        viewer = await viewer_of(session, caller, caller.office)
        inside = (o.office == caller.office, _seen_by(caller, caller.office, viewer))
        statement = opportunity_rows(viewer, today).where(o.id == opportunity_id, *inside)
        if (row := (await session.execute(statement)).first()) is not None:
            return row
    # one that is for others, of another office or not there is missed with the same statements
    anywhere = opportunity_rows(ANYBODY, today).where(o.id == opportunity_id, _seen_by(None, "", ANYBODY))
    row = (await session.execute(anywhere)).first()
    if row is None:
        raise OpportunityNotFound()
    return row


async def list_opportunities(
    session: Readable, caller: Caller | None, wanted: OpportunityFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the opportunities of an office that the caller sees.

    Raises:
        Invalid: no office is named and the caller has none.
        UnknownCode
    """
    office = office_of(caller, wanted.office)
    await require_codes(session, office, wanted)
    viewer, today = await viewer_of(session, caller, office), day_of(await clock(session))
    order = ORDERS[wanted.sort]
    statement = opportunity_rows(viewer, today, order)
    statement = statement.where(o.office == office, _seen_by(caller, office, viewer), *_asked_for(wanted, today))
    if wanted.mine:
        statement = statement.where(_is_of(caller))
    return await page_of(session, statement, order, paging)


async def opportunity_for_update(session: AsyncSession, caller: Caller, opportunity_id: UUID) -> Opportunity:
    """An opportunity that the caller sees, locked until the transaction ends.

    Raises:
        OpportunityNotFound
    """
    return await _held(session, caller, opportunity_id, shared=False)


async def opportunity_as_it_stays(session: AsyncSession, caller: Caller, opportunity_id: UUID) -> Opportunity:
    """An opportunity that the caller sees and nobody changes until the transaction ends; many may hold it so.

    Raises:
        OpportunityNotFound
    """
    return await _held(session, caller, opportunity_id, shared=True)


async def held_opportunity(session: AsyncSession, opportunity_id: UUID) -> Opportunity:
    """The opportunity of an answer, which nobody changes until the transaction ends."""
    statement = select(Opportunity).where(col(Opportunity.id) == opportunity_id)
    return (await session.execute(statement.with_for_update(read=True))).scalar_one()


def tends(caller: Caller, opportunity: Any) -> bool:
    """Whether the caller posted an opportunity, or is of the structure that did."""
    if caller.office != opportunity.office:
        return False
    of_structure = opportunity.poster is PosterKind.STRUCTURE and is_staff(caller)
    return of_structure or caller.person.is_among([opportunity.posted_by], [opportunity.posted_by_member])


async def _held(session: AsyncSession, caller: Caller, opportunity_id: UUID, *, shared: bool) -> Opportunity:
    viewer = await viewer_of(session, caller, caller.office)
    statement = select(Opportunity).where(
        o.id == opportunity_id, o.office == caller.office, _seen_by(caller, caller.office, viewer)
    )
    opportunity = (await session.execute(statement.with_for_update(read=shared))).scalar_one_or_none()
    if opportunity is None:
        raise OpportunityNotFound()
    return opportunity


def opportunity_rows(viewer: Viewer, today: date, order: Order | None = None) -> Select[Any]:
    """Opportunities with their state today and who posted them, as a viewer sees members; the order's columns first.

    One that expired has another version too, so that its ETag tells.
    """
    first = [column for column, _ in order.columns] if order else []
    columns = [*first, *(column for column in _KEPT if column not in first)]
    expired = _expired(today)
    state = case((expired, literal(OpportunityState.EXPIRED, o.state.type)), else_=o.state).label("state")
    version = case((expired, o.version + 1), else_=o.version).label("version")
    poster = opportunities.outerjoin(profiles, profiles.c.id == o.posted_by_member)
    return select(*columns, state, version, *name_columns(viewer)).select_from(poster)


def _expired(today: date) -> ColumnElement[bool]:
    return and_(o.state == OpportunityState.OPEN, o.answer_by < today)


def _seen_by(caller: Caller | None, office: str, viewer: Viewer) -> ColumnElement[bool]:
    """Its audience, while nobody hides it; its poster and those who moderate it always."""
    addressed = and_(o.audience == Audience.FILIERE, is_for(viewer.circles))
    shown = and_(o.hidden_at.is_(None), or_(o.audience.in_(viewer.audiences), addressed))
    if caller is None or caller.office != office:
        return shown
    return true() if is_staff(caller) else or_(shown, _is_of(caller), moderated_by(caller))


def moderated_by(caller: Caller) -> ColumnElement[bool]:
    """Whether the caller moderates it: the staff all, facilitators those for a filière of theirs."""
    if is_staff(caller):
        return true()
    return is_for(caller.filieres) if caller.has(Role.FACILITATOR) and caller.filieres else false()


def is_for(circles: Collection[UUID]) -> ColumnElement[bool]:
    """Whether it is for one of these filières."""
    named = opportunity_circles.c
    return exists().where(named.opportunity_id == o.id, named.circle_id.in_(circles))


def _is_of(caller: Caller | None) -> ColumnElement[bool]:
    """Whether the caller posted it, as `Opportunity.is_of` reads it."""
    if caller is None:
        return false()
    mine = and_(o.posted_by == caller.subject, o.office == caller.office)
    if caller.member_id is None:
        return mine
    return or_(mine, and_(o.posted_by_member == caller.member_id, o.office == caller.office))


def _asked_for(wanted: OpportunityFilter, today: date) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = [
        _has(kind, code) for kind in ("trade", "sector") if (code := getattr(wanted, kind))
    ]
    if wanted.nuts:
        around = [wanted.nuts[:length] for length in range(2, len(wanted.nuts) + 1)]
        # a range instead of LIKE, so that both databases compare alike
        below = and_(o.region >= wanted.nuts, o.region < wanted.nuts + "a")
        somewhere = or_(o.country.is_(None), and_(o.region.is_(None), o.country == country_of(wanted.nuts)))
        asked.append(or_(o.region.in_(around), below, somewhere, o.remote))
    if wanted.audience:
        asked.append(o.audience == wanted.audience)
    state = wanted.state or (None if wanted.mine else OpportunityState.OPEN)
    if state is OpportunityState.EXPIRED:
        asked.append(_expired(today))
    elif state is OpportunityState.OPEN:
        asked += [o.state == OpportunityState.OPEN, o.answer_by >= today]
    elif state is not None:
        asked.append(o.state == state)
    return asked


def _has(kind: str, code: str) -> ColumnElement[bool]:
    facets = opportunity_facets.c
    return exists().where(facets.opportunity_id == o.id, facets.kind == kind, facets.code == code)
