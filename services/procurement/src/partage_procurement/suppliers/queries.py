"""Named reads of suppliers: rows, not objects, in one statement each; the standing as it counts today."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_contracts.procurement import SupplierStanding
from partage_kit.clock import clock
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_kit.types import Person, day_of
from partage_procurement.categories.catalogue import subtree
from partage_procurement.suppliers.errors import ConflictOfInterest, SupplierNotFound
from partage_procurement.suppliers.models import Interest, LogEntry, Supplier, supplier_facets
from partage_procurement.suppliers.schemas import SupplierFilter
from partage_procurement.values import enclosing

suppliers = table_of(Supplier)
log_entries = table_of(LogEntry)
interests = table_of(Interest)

ORDERS = {
    "name": Order("name", (suppliers.c.sort_name, True), (suppliers.c.id, True)),
    "-updated_at": Order("-updated_at", (suppliers.c.updated_at, False), (suppliers.c.id, True)),
}
_NEWEST_FIRST = Order("-id", (log_entries.c.id, False))
_OLDEST_FIRST = Order("id", (interests.c.id, True))


def standing_on(day: Any) -> ColumnElement[SupplierStanding]:
    """The standing that counts on a day, as SQL."""
    lapsed = and_(suppliers.c.standing == SupplierStanding.REFERENCED, suppliers.c.proven_until < day)
    return case(
        (suppliers.c.suspended_until >= day, _standing(SupplierStanding.SUSPENDED)),
        (lapsed, _standing(SupplierStanding.CONDITIONAL)),
        else_=suppliers.c.standing,
    )


def _standing(standing: SupplierStanding) -> ColumnElement[SupplierStanding]:
    return literal(standing, suppliers.c.standing.type)


def until_on(day: Any) -> ColumnElement[date]:
    """The last day of the standing that counts on a day, as SQL."""
    return case((suppliers.c.suspended_until >= day, suppliers.c.suspended_until), else_=suppliers.c.conditional_until)


def overdue_on(day: Any) -> ColumnElement[bool]:
    """Whether the supplier's conditions ran out before a day without a decision, as SQL."""
    conditional = suppliers.c.standing == SupplierStanding.CONDITIONAL
    return func.coalesce(and_(conditional, suppliers.c.conditional_until < day), literal(False))


def assessed_on(day: Any) -> ColumnElement[bool]:
    """Whether a published assessment holds on a day, as SQL."""
    return func.coalesce(suppliers.c.assessment_expires_on >= day, literal(False))


def _whole(day: Any, order: Order = ORDERS["name"]) -> Select[Any]:
    first = [column for column, _ in order.columns]
    elsewhere = {"standing", *(column.key for column in first)}
    return select(
        *first,
        *(column for column in suppliers.c if column.key not in elsewhere),
        standing_on(day).label("standing"),
        until_on(day).label("until"),
        overdue_on(day).label("overdue"),
        assessed_on(day).label("assessed"),
    )


_ONE = _whole(bindparam("day", type_=suppliers.c.suspended_until.type)).where(
    suppliers.c.id == bindparam("id"), suppliers.c.office == bindparam("office")
)


async def one_supplier(session: Readable, office: str, supplier_id: UUID) -> Row[Any]:
    """A supplier of this office, as it stands today.

    Raises:
        SupplierNotFound
    """
    day = day_of(await clock(session))
    row: Row[Any] | None = (await session.execute(_ONE, {"id": supplier_id, "office": office, "day": day})).first()
    if row is None:
        raise SupplierNotFound()
    return row


async def supplier_for_update(
    session: AsyncSession, office: str, supplier_id: UUID, *, shared: bool = False
) -> Supplier:
    """The supplier, locked until the transaction ends; `shared` only keeps others from changing it.

    Raises:
        SupplierNotFound
    """
    statement = select(Supplier).where(col(Supplier.id) == supplier_id, col(Supplier.office) == office)
    supplier = (await session.execute(statement.with_for_update(read=shared))).scalar_one_or_none()
    if supplier is None:
        raise SupplierNotFound()
    return supplier


async def list_suppliers(
    session: Readable, office: str, wanted: SupplierFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the suppliers of an office."""
    day = day_of(await clock(session))
    order = ORDERS[wanted.sort]
    statement = _whole(day, order).where(suppliers.c.office == office)
    if wanted.standing:
        statement = statement.where(standing_on(day) == wanted.standing)
    if wanted.kind:
        statement = statement.where(suppliers.c.kind == wanted.kind)
    if wanted.label:
        statement = statement.where(suppliers.c.label == wanted.label, assessed_on(day))
    if wanted.category:
        statement = statement.where(_has("category", supplier_facets.c.code.in_(subtree(wanted.category))))
    if wanted.nuts:
        statement = statement.where(_has("nuts", overlaps(supplier_facets.c.code, wanted.nuts)))
    return await page_of(session, statement, order, paging)


async def labels_beyond(session: AsyncSession, office: str, last_day: date) -> Sequence[Row[Any]]:
    """The suppliers whose label, or what stands by it, holds for longer than a day, locked; by id."""
    columns = suppliers.c
    names = ("id", "office", "assessment_expires_on", "proven_until", "follows_assessment")
    stands_by_it = and_(
        columns.follows_assessment, or_(columns.proven_until.is_(None), columns.proven_until > last_day)
    )
    statement = (
        select(*(columns[name] for name in names))
        .where(columns.office == office, columns.assessment_expires_on.is_not(None))
        .where(or_(columns.assessment_expires_on > last_day, stands_by_it))
        .order_by(columns.id)
        .with_for_update()
    )
    return (await session.execute(statement)).all()


def overlaps(code: ColumnElement[str], nuts: str) -> ColumnElement[bool]:
    """Whether a NUTS code is a region, lies in it, or encloses it, as SQL that an index serves on both databases."""
    return or_(code.in_(enclosing(nuts)), and_(code > nuts, code < nuts + "a"))


def _has(kind: str, matches: ColumnElement[bool]) -> ColumnElement[bool]:
    facets = supplier_facets.c
    return exists().where(facets.supplier_id == suppliers.c.id, facets.kind == kind, matches)


async def list_log(
    session: Readable, office: str, supplier_id: UUID, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the relation log of a supplier, newest first.

    Raises:
        SupplierNotFound
    """
    await one_supplier(session, office, supplier_id)
    statement = select(*_id_first(log_entries)).where(log_entries.c.supplier_id == supplier_id)
    return await page_of(session, statement, _NEWEST_FIRST, paging)


async def list_interests(
    session: Readable, office: str, supplier_id: UUID, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the declared interests in a supplier, the oldest first.

    Raises:
        SupplierNotFound
    """
    await one_supplier(session, office, supplier_id)
    statement = select(*_id_first(interests)).where(interests.c.supplier_id == supplier_id)
    return await page_of(session, statement, _OLDEST_FIRST, paging)


async def require_no_interest(session: Readable, supplier_id: UUID, person: Person) -> None:
    """Keep somebody with a declared interest from judging a supplier.

    Raises:
        ConflictOfInterest
    """
    columns = (interests.c.holder, interests.c.holder_member)
    found = await session.execute(select(*columns).where(interests.c.supplier_id == supplier_id))
    if any(person.is_among([holder], [member_id]) for holder, member_id in found):
        raise ConflictOfInterest("your interest in this supplier is on record")


def _id_first(table: Any) -> list[Any]:
    return [table.c.id, *(column for column in table.c if column.key != "id")]
