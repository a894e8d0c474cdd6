"""From an order to the facts it announces."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from partage_contracts.procurement import (
    ArticleDemand,
    BoughtArticle,
    MessageRequested,
    MessageTemplate,
    PooledArticle,
    PooledOrderCancelled,
    PooledOrderCommitted,
    PooledOrderConfirmed,
    PooledOrderExtended,
    PooledOrderFailed,
    PooledOrderFailure,
    PooledOrderOpened,
    PooledOrderOrdered,
    PooledOrderPartnerConsented,
    PooledOrderReceived,
    PooledOrderSettled,
    PriceTier,
    ReceivedArticle,
)
from partage_kit.types import new_id
from partage_procurement.pooled_orders.kernels.logistics import Guard, opening_estimate
from partage_procurement.pooled_orders.models.articles import OrderArticle, quantity_text
from partage_procurement.pooled_orders.models.bookkeeping import Booked
from partage_procurement.pooled_orders.models.commitments import Party, Wanted
from partage_procurement.pooled_orders.models.decisions import Bought, OrderDecision
from partage_procurement.pooled_orders.models.lifecycle import extendable_until
from partage_procurement.pooled_orders.models.orders import PooledOrder

Offices = Sequence[str]
"""The partner offices that have consented."""


def opened(order: PooledOrder, articles: Sequence[OrderArticle], opens_at: datetime) -> PooledOrderOpened:
    """Members may join from `opens_at` on; no partner office has consented before that."""
    estimate = opening_estimate(order.terms(articles))
    return PooledOrderOpened(
        **_state(order, []),
        opens_at=opens_at,
        top_up_at=order.top_up_at,
        locks_at=order.locks_at,
        articles=tuple(_article(article) for article in articles),
        estimated_logistics_minor=estimate.logistics,
        estimated_gains_minor=estimate.gains,
    )


def partner_consented(order: PooledOrder, office: str, at: datetime, partners: Offices) -> PooledOrderPartnerConsented:
    """Members of a partner office may join."""
    return PooledOrderPartnerConsented(**_state(order, partners), partner_office=office, consented_at=at)


def committed(
    order: PooledOrder,
    articles: Sequence[OrderArticle],
    party: Party,
    wanted: Mapping[UUID, Wanted],
    partners: Offices,
) -> PooledOrderCommitted:
    """A party joined, changed or took back its commitment."""
    own = [(article, wanted[article.id]) for article in articles if article.id in wanted]
    return PooledOrderCommitted(
        **_counted(order, partners),
        party_kind=party.kind,
        party_office=party.office,
        member_id=party.member_id,
        lines=tuple(_demand(article, line.firm, line.tolerance) for article, line in own),
        totals=tuple(_demand(article, article.firm, article.tolerance) for article in articles),
    )


def decided(
    order: PooledOrder, decision: OrderDecision, bought: Sequence[Bought], guard: Guard, partners: Offices
) -> PooledOrderConfirmed | PooledOrderFailed:
    """The lock confirmed the order, or it did not."""
    if decision.failure is None:
        return PooledOrderConfirmed(
            **_counted(order, partners),
            decided_at=decision.decided_at,
            articles=tuple(_bought(one, one.volume) for one in bought),
            logistics_minor=guard.logistics,
            gains_minor=guard.gains,
        )
    return PooledOrderFailed(
        **_counted(order, partners),
        decided_at=decision.decided_at,
        reason=PooledOrderFailure(decision.failure),
        reached_minor=decision.reached or 0,
        required_minor=decision.required or 0,
        extendable_until=extendable_until(order),
    )


def minimum_missed(order: PooledOrder, office: str, member_id: UUID, not_after: datetime) -> MessageRequested:
    """A member who takes part in an order is to be told that it missed its minimum."""
    return MessageRequested(
        office=office,
        subject=new_id(),
        sequence=1,
        template=MessageTemplate.POOLED_ORDER_MINIMUM_MISSED,
        member_id=member_id,
        order_id=order.id,
        not_after=not_after,
    )


def extended(order: PooledOrder, at: datetime, partners: Offices) -> PooledOrderExtended:
    """An order that missed its minimum is open once more."""
    return PooledOrderExtended(
        **_counted(order, partners), extended_at=at, top_up_at=order.top_up_at, locks_at=order.locks_at
    )


def cancelled(order: PooledOrder, at: datetime, partners: Offices) -> PooledOrderCancelled:
    """The buyer called the order off."""
    return PooledOrderCancelled(**_counted(order, partners), cancelled_at=at)


def ordered(order: PooledOrder, at: datetime, bought: Sequence[Bought], partners: Offices) -> PooledOrderOrdered:
    """The order was placed with the supplier."""
    return PooledOrderOrdered(
        **_counted(order, partners),
        ordered_at=at,
        expected_on=order.expected_on,
        articles=tuple(_bought(one, one.volume) for one in bought),
    )


def received(
    order: PooledOrder,
    at: datetime,
    bought: Sequence[Bought],
    delivered: Mapping[str, int],
    partners: Offices,
    *,
    complete: bool,
) -> PooledOrderReceived:
    """Goods were delivered; `delivered` is all so far, in quanta by article id."""
    articles = tuple(
        ReceivedArticle(
            article_id=one.article.id,
            ordered=quantity_text(one.article, one.volume),
            delivered=quantity_text(one.article, delivered.get(str(one.article.id), 0)),
        )
        for one in bought
    )
    return PooledOrderReceived(**_state(order, partners), received_at=at, complete=complete, articles=articles)


def settled(
    order: PooledOrder, at: datetime, bought: Sequence[Bought], booked: Booked, partners: Offices
) -> PooledOrderSettled:
    """Everybody's part of the invoices is known."""
    return PooledOrderSettled(
        **_state(order, partners),
        members_count=booked.members_count,
        lines_count=booked.lines_count,
        settled_at=at,
        revision_number=order.revision_number,
        articles=tuple(_bought(one, booked.delivered.get(str(one.article.id), 0)) for one in bought),
        tier=max(one.tier for one in bought),
        total_minor=booked.totals.all,
        logistics_minor=booked.totals.logistics,
        office_minor=booked.totals.office,
        saving_minor=booked.saving,
    )


def _state(order: PooledOrder, partners: Offices) -> dict[str, Any]:
    return {
        "office": order.office,
        "subject": order.id,
        "sequence": order.version,
        "kind": order.kind,
        "supplier_id": order.supplier_id,
        "currency": order.currency,
        "basis": order.basis,
        "categories": tuple(order.categories),
        "filieres": tuple(UUID(filiere) for filiere in order.filieres),
        "nuts": tuple(order.nuts),
        "partner_offices": tuple(partners),
    }


def _counted(order: PooledOrder, partners: Offices) -> dict[str, Any]:
    return {**_state(order, partners), "members_count": order.members_count, "lines_count": order.lines_count}


def _article(article: OrderArticle) -> PooledArticle:
    return PooledArticle(
        article_id=article.id,
        category=article.category,
        unit=article.unit,
        tiers=tuple(
            PriceTier(from_quantity=article.quantity(tier["bound"]), unit_price=tier["price"]) for tier in article.tiers
        ),
        reference_minor=article.reference,
        reference_on=article.reference_on,
    )


def _demand(article: OrderArticle, firm: int, tolerance: int) -> ArticleDemand:
    return ArticleDemand(article_id=article.id, firm=article.quantity(firm), tolerance=article.quantity(tolerance))


def _bought(one: Bought, quanta: int) -> BoughtArticle:
    return BoughtArticle(
        article_id=one.article.id,
        category=one.article.category,
        unit=one.article.unit,
        quantity=quantity_text(one.article, quanta),
        tier=one.tier,
        unit_price_minor=one.price,
    )
