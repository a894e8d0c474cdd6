"""Draft an order, and change the draft."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.changes import write_changes
from partage_kit.clock import clock
from partage_kit.errors import Invalid
from partage_kit.http.tags import require_version
from partage_procurement.categories.rules import require_known_categories
from partage_procurement.known.queries import ended_filieres
from partage_procurement.offers.queries import one_offer
from partage_procurement.pooled_orders.errors import FiliereEnded, OfferOfAnotherSupplier
from partage_procurement.pooled_orders.models.articles import OrderArticle
from partage_procurement.pooled_orders.models.offices import order_facets, order_offices
from partage_procurement.pooled_orders.models.orders import PooledOrder
from partage_procurement.pooled_orders.queries import orders as queries
from partage_procurement.suppliers.queries import supplier_for_update

Fields = Mapping[str, Any]


async def draft_order(
    session: AsyncSession, office: str, by: str, fields: Fields, articles: Sequence[Fields]
) -> queries.WholeOrder:
    """Write the draft of an order that an office hosts.

    Raises:
        SupplierNotFound, OfferNotFound, OfferOfAnotherSupplier, UnknownCategory, FiliereEnded, Invalid
    """
    await _require_references(session, office, fields)
    now = await clock(session)
    order = PooledOrder(office=office, created_at=now, updated_at=now, **fields)
    session.add(order)
    await session.flush()
    await _write_parts(session, order, articles, by)
    return await queries.whole_order(session, office, order.id, works=True)


async def change_draft(
    session: AsyncSession,
    office: str,
    order_id: UUID,
    expected: int,
    by: str,
    fields: Fields,
    articles: Sequence[Fields],
) -> queries.WholeOrder:
    """Write a draft anew, as a whole; its articles get new ids, unless nothing changes.

    Raises:
        PooledOrderNotFound, HostOfficeOnly, Stale, NotPossibleNow, SupplierNotFound, OfferNotFound,
        OfferOfAnotherSupplier, UnknownCategory, FiliereEnded, Invalid
    """
    order = await queries.hosted_for_update(session, office, order_id)
    require_version(order, expected)
    order.require_draft()
    await _require_references(session, office, fields)
    if not write_changes(order, fields) and _are(await queries.articles_for_update(session, order_id), articles):
        return await queries.whole_order(session, office, order_id, works=True)
    order.updated_at = await clock(session)
    await session.flush()
    await session.execute(delete(OrderArticle).where(col(OrderArticle.order_id) == order_id))
    for table in (order_offices, order_facets):
        await session.execute(delete(table).where(table.c.order_id == order_id))
    await _write_parts(session, order, articles, by)
    return await queries.whole_order(session, office, order_id, works=True)


def _are(stored: Sequence[OrderArticle], articles: Sequence[Fields]) -> bool:
    """Whether the articles of an order are what a draft says."""
    return len(stored) == len(articles) and all(
        getattr(article, name) == value
        for article, fields in zip(stored, articles, strict=True)
        for name, value in fields.items()
    )


async def _require_references(session: AsyncSession, office: str, fields: Fields) -> None:
    """Refuse a draft that names what does not exist, or not any more."""
    require_known_categories(fields["categories"])
    if office in fields["partner_offices"]:
        places = [{"pointer": "/body/partner_offices", "detail": "the host office is no partner of its own order"}]
        raise Invalid("the host office is no partner of its own order", errors=places)
    await supplier_for_update(session, office, fields["supplier_id"], shared=True)
    if fields["offer_id"] is not None:
        offer = await one_offer(session, office, fields["offer_id"], drafts=False)
        if offer.supplier_id != fields["supplier_id"]:
            raise OfferOfAnotherSupplier()
    if ended := await ended_filieres(session, [UUID(filiere) for filiere in fields["filieres"]]):
        raise FiliereEnded(f"rejected or closed: {', '.join(map(str, ended))}")


async def _write_parts(session: AsyncSession, order: PooledOrder, articles: Sequence[Fields], by: str) -> None:
    session.add_all(OrderArticle(office=order.office, order_id=order.id, **article) for article in articles)
    await session.flush()
    partners = [{"office": office, "consented_at": None, "consented_by": None} for office in order.partner_offices]
    offices: list[dict[str, Any]] = [
        {"office": order.office, "consented_at": order.updated_at, "consented_by": by},
        *partners,
    ]
    await session.execute(insert(order_offices), [{"order_id": order.id, **one} for one in offices])
    kinds = (("category", order.categories), ("nuts", order.nuts), ("filiere", order.filieres))
    facets = [{"order_id": order.id, "kind": kind, "code": code} for kind, codes in kinds for code in codes]
    await session.execute(insert(order_facets), facets)
