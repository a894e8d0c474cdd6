"""From rows of orders to the shapes that go out."""

from typing import Any

from partage_contracts.procurement import SupplierStanding
from partage_kit.types import Money
from partage_procurement.offers.schemas import Tier
from partage_procurement.pooled_orders.kernels.logistics import Guard, opening_estimate
from partage_procurement.pooled_orders.models.articles import quantity_text
from partage_procurement.pooled_orders.models.lifecycle import extendable_until, releases_commitments, state_at
from partage_procurement.pooled_orders.models.orders import terms_of
from partage_procurement.pooled_orders.queries.orders import WholeOrder
from partage_procurement.pooled_orders.schemas.articles import ArticleView, Deposit, Reference, percentage
from partage_procurement.pooled_orders.schemas.drafts import CostStep, Logistics, Minimum
from partage_procurement.pooled_orders.schemas.orders import (
    Estimate,
    OrderSummary,
    OrderSupplier,
    OrderView,
    PartnerOffice,
)

_SUMMARY = (
    "id",
    "office",
    "title",
    "kind",
    "currency",
    "basis",
    "categories",
    "filieres",
    "nuts",
    "opens_at",
    "top_up_at",
    "locks_at",
    "members_count",
    "lines_count",
)
_WHOLE = (
    "description",
    "offer_id",
    "sharing",
    "allocation",
    "extension_days",
    "structures_count",
    "opened_at",
    "decided_at",
    "extended_at",
    "cancelled_at",
    "cancellation_reason",
    "ordered_at",
    "supplier_reference",
    "expected_on",
    "received_at",
    "settled_at",
    "closed_at",
    "created_at",
    "updated_at",
    "version",
)


def summary(row: Any) -> OrderSummary:
    """An order as a line of a list."""
    return OrderSummary(**_summary(row))


def whole(order: WholeOrder) -> OrderView:
    """An order with its terms."""
    row = order.row
    return OrderView(
        **_summary(row),
        **{name: getattr(row, name) for name in _WHOLE},
        articles=[article_view(article, row.currency) for article in order.articles],
        logistics=_logistics(order),
        minimum=row.minimum
        and Minimum(**row.minimum | {"amount": Money.of_minor(row.minimum["amount"], row.currency)}),
        partner_offices=[
            PartnerOffice(office=one.office, consented_at=one.consented_at)
            for one in order.offices
            if one.office != row.office
        ],
        at_minimum=estimate(opening_estimate(terms_of(row, order.articles)), row.currency),
        extendable_until=extendable_until(row),
        commitments_released=releases_commitments(row, row.now),
    )


def estimate(guard: Guard, currency: str) -> Estimate:
    """Logistics against gains."""
    return Estimate(
        logistics=Money.of_minor(guard.logistics, currency),
        gains=Money.of_minor(guard.gains, currency),
        admitted=not guard.refused,
    )


def article_view(row: Any, currency: str) -> ArticleView:
    """An article with its quantities in units."""
    return ArticleView(
        id=row.id,
        name=row.name,
        category=row.category,
        unit=row.unit,
        quantum=row.quantum,
        box_size=quantity_text(row, row.box_size),
        minimum=quantity_text(row, row.minimum),
        tiers=[
            Tier(from_quantity=quantity_text(row, tier["bound"]), unit_price=Money.of_minor(tier["price"], currency))
            for tier in row.tiers
        ],
        reference=Reference(
            unit_price=Money.of_minor(row.reference, currency),
            noted_on=row.reference_on,
            evidence=row.reference_evidence,
            link=row.reference_link,
        ),
        vat_rate=percentage(row.vat_rate),
        weight_grams=row.weight,
        deposit=None
        if row.deposit is None
        else Deposit(unit_price=Money.of_minor(row.deposit, currency), vat_rate=percentage(row.deposit_vat_rate)),
        cap=None if row.cap is None else quantity_text(row, row.cap),
        anchor=None if row.anchor is None else quantity_text(row, row.anchor),
    )


def _summary(row: Any) -> dict[str, Any]:
    fields = {name: getattr(row, name) for name in _SUMMARY}
    return fields | {"state": state_at(row, row.now), "supplier": _supplier(row)}


def _supplier(row: Any) -> OrderSupplier:
    return OrderSupplier(
        id=row.supplier_id,
        name=row.supplier_name,
        standing=row.supplier_standing,
        reason=row.supplier_reason,
        until=row.supplier_until,
        warning=row.supplier_standing is not SupplierStanding.REFERENCED,
        assessed=row.supplier_assessed,
        label=row.supplier_label if row.supplier_assessed else None,
    )


def _logistics(order: WholeOrder) -> Logistics:
    stored, currency, alone = order.row.logistics, order.row.currency, len(order.articles) == 1
    steps = [
        CostStep(
            from_quantity=quantity_text(order.articles[0], step["bound"]) if alone else None,
            from_value=None if alone else Money.of_minor(step["bound"], currency),
            amount=Money.of_minor(step["amount"], currency),
        )
        for step in stored["steps"]
    ]
    hourly_cost = stored["hourly_cost"]
    return Logistics(
        steps=steps,
        vat_rate=percentage(stored["vat_rate"]),
        handling_hours=stored["handling_hours"],
        administration_hours=stored["administration_hours"],
        hourly_cost=None if hourly_cost is None else Money.of_minor(hourly_cost, currency),
    )
