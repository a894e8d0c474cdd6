"""Named reads of offers with their suppliers: rows, not objects, in one statement each; states as they count today."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, case, exists, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.clock import clock
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_kit.types import day_of
from partage_procurement.categories.catalogue import subtree
from partage_procurement.offers.errors import OfferNotFound
from partage_procurement.offers.models import Offer, offer_facets
from partage_procurement.offers.schemas import OfferFilter, OfferState
from partage_procurement.suppliers.queries import assessed_on, overlaps, standing_on, suppliers

offers = table_of(Offer)

ORDERS = {
    "-created_at": Order("-created_at", (offers.c.created_at, False), (offers.c.id, True)),
    "-uses": Order("-uses", (offers.c.uses, False), (offers.c.id, True)),
}


def state_on(day: Any) -> ColumnElement[OfferState]:
    """The state that counts on a day, as SQL."""
    over = and_(offers.c.state == OfferState.PUBLISHED, offers.c.valid_until < day)
    return case((over, literal(OfferState.EXPIRED, offers.c.state.type)), else_=offers.c.state)


def _whole(day: Any, order: Order = ORDERS["-created_at"]) -> Select[Any]:
    first = [column for column, _ in order.columns]
    elsewhere = {"state", *(column.key for column in first)}
    return select(
        *first,
        *(column for column in offers.c if column.key not in elsewhere),
        state_on(day).label("state"),
        suppliers.c.name.label("supplier_name"),
        suppliers.c.label.label("supplier_label"),
        standing_on(day).label("supplier_standing"),
        assessed_on(day).label("supplier_assessed"),
    ).join(suppliers, suppliers.c.id == offers.c.supplier_id)


_ONE = _whole(bindparam("day", type_=offers.c.valid_until.type)).where(
    offers.c.id == bindparam("id"), offers.c.office == bindparam("office")
)


async def one_offer(session: Readable, office: str, offer_id: UUID, *, drafts: bool) -> Row[Any]:
    """An offer of this office, as it stands today; drafts only for those who may see them.

    Raises:
        OfferNotFound
    """
    day = day_of(await clock(session))
    row: Row[Any] | None = (await session.execute(_ONE, {"id": offer_id, "office": office, "day": day})).first()
    if row is None or (row.state is OfferState.DRAFT and not drafts):
        raise OfferNotFound()
    return row


async def offer_for_update(session: AsyncSession, office: str, offer_id: UUID) -> Offer:
    """The offer, locked until the transaction ends.

    Raises:
        OfferNotFound
    """
    statement = select(Offer).where(col(Offer.id) == offer_id, col(Offer.office) == office).with_for_update()
    offer = (await session.execute(statement)).scalar_one_or_none()
    if offer is None:
        raise OfferNotFound()
    return offer


async def list_offers(
    session: Readable, office: str, wanted: OfferFilter, paging: PageOf, *, drafts: bool
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the offers of an office."""
    day = day_of(await clock(session))
    order = ORDERS[wanted.sort]
    statement = _whole(day, order).where(offers.c.office == office)
    if not drafts:
        statement = statement.where(offers.c.state != OfferState.DRAFT)
    if wanted.state:
        statement = statement.where(state_on(day) == wanted.state)
    if wanted.supplier_id:
        statement = statement.where(offers.c.supplier_id == wanted.supplier_id)
    if wanted.category:
        statement = statement.where(offers.c.category.in_(subtree(wanted.category)))
    if wanted.nuts:
        statement = statement.where(_is_for("nuts", overlaps(offer_facets.c.code, wanted.nuts)))
    if wanted.filiere:
        statement = statement.where(_is_for("filiere", offer_facets.c.code == str(wanted.filiere)))
    if wanted.active_on:
        statement = statement.where(
            offers.c.state == OfferState.PUBLISHED,
            offers.c.valid_from <= wanted.active_on,
            offers.c.valid_until >= wanted.active_on,
        )
    return await page_of(session, statement, order, paging)


def _is_for(kind: str, matches: ColumnElement[bool]) -> ColumnElement[bool]:
    """An offer that names nobody of this kind is for all."""
    facets = offer_facets.c
    of_offer = and_(facets.offer_id == offers.c.id, facets.kind == kind)
    return or_(exists().where(of_offer, matches), ~exists().where(of_offer))
