"""Draft orders, find them, and read how they stand."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from partage_kit.auth import Buyer, Role
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import NotPossibleNow, PreconditionRequired, Stale
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag, IfMatch
from partage_procurement.callers import Insider
from partage_procurement.categories.errors import UnknownCategory
from partage_procurement.known.queries import belonging_of
from partage_procurement.offers.errors import OfferNotFound
from partage_procurement.pooled_orders.commands import drafting
from partage_procurement.pooled_orders.errors import (
    FiliereEnded,
    HostOfficeOnly,
    OfferOfAnotherSupplier,
    PooledOrderNotFound,
)
from partage_procurement.pooled_orders.queries import commitments, orders
from partage_procurement.pooled_orders.routes.callers import claimed_by, party_of
from partage_procurement.pooled_orders.schemas.commitments import FiguresView
from partage_procurement.pooled_orders.schemas.drafts import DraftPooledOrder
from partage_procurement.pooled_orders.schemas.orders import OrderFilter, OrderSummary, OrderView
from partage_procurement.pooled_orders.views.commitments import figures
from partage_procurement.pooled_orders.views.drafts import article_columns, order_columns
from partage_procurement.pooled_orders.views.orders import summary, whole
from partage_procurement.suppliers.errors import SupplierNotFound
from partage_procurement.suppliers.views import works_for_office

router = Router(prefix="/pooled-orders", tags=["pooled orders"])

DRAFTING = (SupplierNotFound, OfferNotFound, OfferOfAnotherSupplier, UnknownCategory, FiliereEnded)


@router.get("")
async def list_pooled_orders(
    caller: Insider, wanted: Annotated[OrderFilter, Query()], paging: Paging, session: ReadSession
) -> Page[OrderSummary]:
    """The orders that your office hosts or takes part in: filtered, and the next to lock first."""
    eligible = wanted.eligible and caller.has(Role.MEMBER)
    belonging = await belonging_of(session, caller.member, claimed_by(caller)) if eligible else None
    rows, following = await orders.list_orders(
        session,
        caller.office,
        wanted,
        paging,
        works=works_for_office(caller),
        party=party_of(caller),
        belonging=belonging,
    )
    return Page(items=[summary(row) for row in rows], next=following)


@router.post("", status_code=201, responses=problems(*DRAFTING))
async def draft_pooled_order(draft: DraftPooledOrder, caller: Buyer, session: WriteSession, tag: ETag) -> OrderView:
    """Draft an order of members, or an open call for a purchase of the structure (recommendations 14 and 15)."""
    fields, articles = order_columns(draft), article_columns(draft)
    return tag(whole(await drafting.draft_order(session, caller.office, caller.subject, fields, articles)))


@router.get("/{order_id}", responses=problems(PooledOrderNotFound))
async def read_pooled_order(order_id: UUID, caller: Insider, session: ReadSession, tag: ETag) -> OrderView:
    """An order: its terms, its dates, where it stands, and who sells."""
    return tag(whole(await orders.whole_order(session, caller.office, order_id, works=works_for_office(caller))))


@router.put(
    "/{order_id}",
    responses=problems(PooledOrderNotFound, HostOfficeOnly, Stale, PreconditionRequired, NotPossibleNow, *DRAFTING),
)
async def change_pooled_order(
    order_id: UUID, draft: DraftPooledOrder, caller: Buyer, expected: IfMatch, session: WriteSession, tag: ETag
) -> OrderView:
    """Write a draft anew, as a whole; its articles get new ids, unless nothing changes."""
    fields, articles = order_columns(draft), article_columns(draft)
    order = await drafting.change_draft(session, caller.office, order_id, expected, caller.subject, fields, articles)
    return tag(whole(order))


@router.get("/{order_id}/figures", responses=problems(PooledOrderNotFound))
async def read_pooled_order_figures(order_id: UUID, caller: Insider, session: ReadSession) -> FiguresView:
    """How an order stands this instant: tiers met, what is missing to the next tier and box, and what they save."""
    row = await orders.one_order(session, caller.office, order_id, works=works_for_office(caller))
    articles = await orders.articles_of(session, order_id)
    party = party_of(caller)
    lines = (await commitments.lines_of(session, order_id, [party.key])).get(party.key, [])
    return figures(row, articles, {line.article: line for line in lines})
