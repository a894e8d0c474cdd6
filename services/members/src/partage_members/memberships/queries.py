"""Named reads of memberships: rows, not objects, in one statement each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, case, exists, literal, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.auth import Caller
from partage_kit.clock import clock
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_members.audiences.viewers import viewer_of
from partage_members.filieres.callers import animates, is_staff, require_animator
from partage_members.filieres.queries import filieres, one_filiere
from partage_members.memberships.errors import MembershipNotFound
from partage_members.memberships.models import OPEN_STATES, REQUEST_LIVES, Membership
from partage_members.memberships.schemas import MyFilter, PeopleFilter, State
from partage_members.profiles.fields import ProfileField
from partage_members.profiles.queries import profiles, shows

memberships = table_of(Membership)
m = memberships.c

_NEWEST_FIRST = Order("-created_at", (m.created_at, False), (m.id, True))
ORDERS = {"name": Order("name", (profiles.c.sort_name, True), (m.id, True)), "-created_at": _NEWEST_FIRST}


async def visible_membership(session: Readable, caller: Caller, membership_id: UUID) -> Row[Any]:
    """A membership of the caller, or in a filière that the caller tends.

    Raises:
        MembershipNotFound
    """
    statement = select(*_columns(await clock(session))).where(m.id == membership_id, m.office == caller.office)
    row = (await session.execute(statement)).first()
    if row is None or not (row.member_id == caller.member_id or animates(caller, row.filiere_id)):
        raise MembershipNotFound()
    return row


async def parties_of(session: Readable, office: str, membership_id: UUID) -> tuple[UUID, UUID]:
    """Whose membership it is, and in which filière; neither ever changes.

    Raises:
        MembershipNotFound
    """
    statement = select(m.member_id, m.filiere_id).where(m.id == membership_id, m.office == office)
    row = (await session.execute(statement)).first()
    if row is None:
        raise MembershipNotFound()
    return row.member_id, row.filiere_id


async def membership_for_update(session: AsyncSession, office: str, membership_id: UUID) -> Membership:
    """The membership, locked until the transaction ends.

    Raises:
        MembershipNotFound
    """
    statement = select(Membership).where(col(Membership.id) == membership_id, col(Membership.office) == office)
    membership = (await session.execute(statement.with_for_update())).scalar_one_or_none()
    if membership is None:
        raise MembershipNotFound()
    return membership


def open_in(filiere_id: UUID) -> tuple[ColumnElement[bool], ...]:
    """What tells the memberships, requests and invitations of a filière that are open."""
    return m.filiere_id == filiere_id, m.state.in_(OPEN_STATES)


async def open_memberships_for_update(session: AsyncSession, filiere_id: UUID) -> Sequence[Row[Any]]:
    """Everybody in a filière or on the way in, locked until the transaction ends."""
    statement = select(memberships).where(*open_in(filiere_id)).order_by(m.id)
    return (await session.execute(statement.with_for_update())).all()


async def open_membership(session: AsyncSession, member_id: UUID, filiere_id: UUID) -> Membership | None:
    """What is written down as open between a member and a filière, be it a lapsed request; locked."""
    statement = select(Membership).where(
        col(Membership.member_id) == member_id,
        col(Membership.filiere_id) == filiere_id,
        col(Membership.state).in_(OPEN_STATES),
    )
    return (await session.execute(statement.with_for_update())).scalar_one_or_none()


async def known_to(session: Readable, caller: Caller, filiere_id: UUID | None) -> ColumnElement[bool]:
    """Whether a member is there for who tends a filière: staff keeps the register, facilitators know who shows
    herself to them, and who is in their filière or on the way in."""
    if is_staff(caller):
        return true()
    inside = exists().where(m.member_id == profiles.c.id, m.filiere_id == filiere_id, m.state.in_(OPEN_STATES))
    return or_(shows(await viewer_of(session, caller, caller.office)), inside)


async def hold_member(
    session: AsyncSession, office: str, member_id: UUID, known: ColumnElement[bool] | None = None
) -> bool:
    """Let no other transaction give this member a slot until this one ends; False when no such profile is known."""
    statement = select(profiles.c.id).where(profiles.c.id == member_id, profiles.c.office == office)
    if known is not None:
        statement = statement.where(known)
    # the weaker lock: it does not stop rows that only point to the profile
    return (await session.execute(statement.with_for_update(key_share=True))).first() is not None


async def taken_slots(session: Readable, member_id: UUID) -> frozenset[int]:
    """The slots of a member that active memberships hold."""
    statement = select(m.slot).where(m.member_id == member_id, m.state == State.ACTIVE, m.slot.is_not(None))
    return frozenset((await session.execute(statement)).scalars())


async def memberships_of(
    session: Readable, office: str, member_id: UUID, wanted: MyFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of a member's memberships, requests and invitations, newest first."""
    at = await clock(session)
    of_filiere = (filieres.c.names.label("filiere_names"), filieres.c.stage.label("filiere_stage"))
    statement = (
        select(*_columns(at), *of_filiere)
        .join(filieres, filieres.c.id == m.filiere_id)
        .where(m.member_id == member_id, m.office == office)
    )
    if wanted.state is not None:
        statement = statement.where(_state_at(at) == wanted.state)
    return await page_of(session, statement, _NEWEST_FIRST, paging)


async def people_of(
    session: Readable, caller: Caller, filiere_id: UUID, wanted: PeopleFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the people of a filière in one state, with their names.

    Who tends it sees all of them; others see those who show them that they belong to it.

    Raises:
        FiliereNotFound, NotTheirFacilitator
    """
    await one_filiere(session, caller.office, filiere_id)
    order = ORDERS[wanted.sort]
    first = [column for column, _ in order.columns]
    others = (m.created_at, m.member_id, m.joined_at, profiles.c.given_name, profiles.c.family_name)
    statement = (
        select(*first, *(column for column in others if column not in first))
        .join(profiles, profiles.c.id == m.member_id)
        .where(m.filiere_id == filiere_id, m.state == wanted.state)
    )
    if wanted.state is not State.ACTIVE:
        require_animator(caller, filiere_id)
    if not animates(caller, filiere_id):
        viewer = await viewer_of(session, caller, caller.office)
        statement = statement.where(shows(viewer, ProfileField.FILIERES))
    if wanted.state is State.REQUESTED:
        statement = statement.where(m.created_at > await clock(session) - REQUEST_LIVES)
    return await page_of(session, statement, order, paging)


def _columns(at: datetime) -> list[Any]:
    """A request that lapsed by its dates has another version too, so that its ETag tells."""
    plain = [m.created_at, m.id, m.filiere_id, m.member_id, m.kind, m.way, m.reason, m.joined_at, m.ended_at]
    version = case((_lapsed(at), m.version + 1), else_=m.version)
    return [*plain, _state_at(at).label("state"), version.label("version")]


def _state_at(at: datetime) -> ColumnElement[State]:
    """The state as `Membership.state_at` reads it."""
    return case((_lapsed(at), literal(State.LAPSED, m.state.type)), else_=m.state)


def _lapsed(at: datetime) -> ColumnElement[bool]:
    return and_(m.state == State.REQUESTED, m.created_at <= at - REQUEST_LIVES)
