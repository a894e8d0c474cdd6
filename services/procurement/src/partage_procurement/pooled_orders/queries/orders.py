"""Orders as an office sees them, and orders locked to be changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.clock import clock
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import Utc, table_of
from partage_kit.types import day_of
from partage_procurement.categories.catalogue import subtree
from partage_procurement.known.queries import Belonging
from partage_procurement.pooled_orders.errors import HostOfficeOnly, PooledOrderNotFound
from partage_procurement.pooled_orders.models.articles import OrderArticle
from partage_procurement.pooled_orders.models.commitments import Commitment, Party
from partage_procurement.pooled_orders.models.offices import order_facets, order_offices
from partage_procurement.pooled_orders.models.orders import PooledOrder
from partage_procurement.pooled_orders.queries.states import in_state, joinable, orders
from partage_procurement.pooled_orders.schemas.orders import OrderFilter
from partage_procurement.pooled_orders.schemas.states import State
from partage_procurement.suppliers.queries import assessed_on, overlaps, standing_on, suppliers, until_on
from partage_procurement.values import enclosing

articles = table_of(OrderArticle)
commitments = table_of(Commitment)

ORDERS = {
    "locks_at": Order("locks_at", (orders.c.locks_at, True), (orders.c.id, True)),
    "-created_at": Order("-created_at", (orders.c.created_at, False), (orders.c.id, True)),
}
MOST_DUE = 100
"""Orders decided at one look; the others wait for the next."""


@dataclass(frozen=True, slots=True)
class WholeOrder:
    """An order as it was read, with its articles and its offices."""

    row: Row[Any]
    articles: Sequence[Row[Any]]
    offices: Sequence[Row[Any]]


async def whole_order(session: Readable, office: str, order_id: UUID, *, works: bool) -> WholeOrder:
    """An order that an office sees, with its terms; `works` for those who work for the office.

    Raises:
        PooledOrderNotFound
    """
    row = await one_order(session, office, order_id, works=works)
    offices = select(order_offices).where(order_offices.c.order_id == order_id).order_by(order_offices.c.office)
    return WholeOrder(row, await articles_of(session, order_id), (await session.execute(offices)).all())


async def one_order(session: Readable, office: str, order_id: UUID, *, works: bool) -> Row[Any]:
    """An order that an office sees; its column `now` is the instant it was read at.

    Raises:
        PooledOrderNotFound
    """
    now = await clock(session)
    statement = _summary(now, ORDERS["locks_at"]).where(orders.c.id == order_id, _visible(office, now, works=works))
    row: Row[Any] | None = (await session.execute(statement)).first()
    if row is None:
        raise PooledOrderNotFound()
    return row


async def hosted_order(session: Readable, office: str, order_id: UUID) -> Row[Any]:
    """An order that an office hosts.

    Raises:
        PooledOrderNotFound, HostOfficeOnly
    """
    row = await one_order(session, office, order_id, works=True)
    _require_host(row, office)
    return row


async def articles_of(session: Readable, order_id: UUID) -> Sequence[Row[Any]]:
    """The articles of an order, in its own order."""
    statement = select(articles).where(articles.c.order_id == order_id).order_by(articles.c.position)
    return (await session.execute(statement)).all()


async def list_orders(
    session: Readable,
    office: str,
    wanted: OrderFilter,
    paging: PageOf,
    *,
    works: bool,
    party: Party,
    belonging: Belonging | None,
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the orders that an office sees; `eligible` asks for those that can be joined now.

    Those are the ones the office takes part in and, where `belonging` is given, those for somebody who belongs so.
    """
    now = await clock(session)
    order = ORDERS[wanted.sort]
    statement = _summary(now, order).where(_visible(office, now, works=works))
    if wanted.state:
        statement = statement.where(in_state(wanted.state, now))
    if wanted.kind:
        statement = statement.where(orders.c.kind == wanted.kind)
    if wanted.supplier_id:
        statement = statement.where(orders.c.supplier_id == wanted.supplier_id)
    if wanted.category:
        statement = statement.where(_has("category", order_facets.c.code.in_(subtree(wanted.category))))
    if wanted.filiere:
        statement = statement.where(_is_for("filiere", order_facets.c.code == str(wanted.filiere)))
    if wanted.nuts:
        statement = statement.where(_is_for("nuts", overlaps(order_facets.c.code, wanted.nuts)))
    if wanted.mine:
        own = select(commitments.c.order_id).where(commitments.c.party == party.key, commitments.c.lines > 0)
        statement = statement.where(orders.c.id.in_(own))
    if wanted.eligible:
        statement = statement.where(joinable(now), _concerns(office, consented=True))
    if wanted.eligible and belonging is not None:
        statement = statement.where(*_may_join(belonging))
    return await page_of(session, statement, order, paging)


async def order_for_update(
    session: AsyncSession, office: str, order_id: UUID, *, works: bool, consented: bool = False
) -> PooledOrder:
    """An order that an office sees, locked until the transaction ends; `consented` if it must take part in it.

    Raises:
        PooledOrderNotFound
    """
    listed = _concerns(office, consented=consented or not works)
    told = or_(orders.c.office == office, orders.c.opened_at.is_not(None)) if works else orders.c.opened_at.is_not(None)
    statement = select(PooledOrder).where(col(PooledOrder.id) == order_id, listed, told).with_for_update()
    order = (await session.execute(statement)).scalar_one_or_none()
    if order is None:
        raise PooledOrderNotFound()
    return order


async def hosted_for_update(session: AsyncSession, office: str, order_id: UUID) -> PooledOrder:
    """An order that an office hosts, locked until the transaction ends.

    Raises:
        PooledOrderNotFound, HostOfficeOnly
    """
    order = await order_for_update(session, office, order_id, works=True)
    _require_host(order, office)
    return order


async def any_order_for_update(session: AsyncSession, order_id: UUID) -> PooledOrder:
    """An order of whatever office, locked until the transaction ends; for the work that dates make due."""
    return (
        await session.execute(select(PooledOrder).where(col(PooledOrder.id) == order_id).with_for_update())
    ).scalar_one()


async def articles_for_update(session: AsyncSession, order_id: UUID) -> Sequence[OrderArticle]:
    """The articles of an order that is locked, to change their totals; in its own order."""
    statement = select(OrderArticle).where(col(OrderArticle.order_id) == order_id).order_by(col(OrderArticle.position))
    return (await session.execute(statement)).scalars().all()


async def due_orders(session: Readable) -> Sequence[UUID]:
    """The orders whose lock has passed undecided, the oldest first."""
    due = select(orders.c.id).where(in_state(State.LOCKED, await clock(session)))
    return (await session.execute(due.order_by(orders.c.locks_at).limit(MOST_DUE))).scalars().all()


async def consenting_offices(session: Readable, order: PooledOrder) -> list[str]:
    """The partner offices that have consented."""
    consented = select(order_offices.c.office).where(
        order_offices.c.order_id == order.id,
        order_offices.c.office != order.office,
        order_offices.c.consented_at.is_not(None),
    )
    return list((await session.execute(consented.order_by(order_offices.c.office))).scalars())


def _require_host(order: Any, office: str) -> None:
    if order.office != office:
        raise HostOfficeOnly(f"this order is run by {order.office}")


def _summary(now: Any, order: Order) -> Select[Any]:
    first = [column for column, _ in order.columns]
    names = {column.key for column in first}
    day = day_of(now)
    return select(
        *first,
        *(column for column in orders.c if column.key not in names),
        bindparam("now", now, type_=Utc()).label("now"),
        suppliers.c.name.label("supplier_name"),
        suppliers.c.label.label("supplier_label"),
        suppliers.c.reason.label("supplier_reason"),
        standing_on(day).label("supplier_standing"),
        until_on(day).label("supplier_until"),
        assessed_on(day).label("supplier_assessed"),
    ).join(suppliers, suppliers.c.id == orders.c.supplier_id)


def _visible(office: str, now: Any, *, works: bool) -> ColumnElement[bool]:
    """Drafts only for those who work for the host office; what is opened also for those who work for its partners."""
    if works:
        told = or_(orders.c.office == office, orders.c.opened_at.is_not(None))
        return and_(_concerns(office, consented=False), told)
    begun = and_(orders.c.opened_at.is_not(None), ~in_state(State.DRAFT, now))
    return and_(_concerns(office, consented=True), begun)


def _concerns(office: str, *, consented: bool) -> ColumnElement[bool]:
    concerned = exists().where(order_offices.c.order_id == orders.c.id, order_offices.c.office == office)
    return concerned.where(order_offices.c.consented_at.is_not(None)) if consented else concerned


def _may_join(belonging: Belonging) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    code = order_facets.c.code
    return (
        _is_for("filiere", code.in_([str(filiere) for filiere in belonging.filieres])),
        _is_for("nuts", code.in_(enclosing(belonging.nuts or ""))),
    )


def _has(kind: str, matches: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(order_facets.c.order_id == orders.c.id, order_facets.c.kind == kind, matches)


def _is_for(kind: str, matches: ColumnElement[bool]) -> ColumnElement[bool]:
    """An order that names nobody of this kind is for all."""
    of_order = and_(order_facets.c.order_id == orders.c.id, order_facets.c.kind == kind)
    return or_(exists().where(of_order, matches), ~exists().where(of_order))
