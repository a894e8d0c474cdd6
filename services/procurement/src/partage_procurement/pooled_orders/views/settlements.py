"""From deliveries and bookings to the shapes that go out."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from partage_kit.types import Money
from partage_procurement.pooled_orders.models.articles import quantity_text
from partage_procurement.pooled_orders.reasons import reason
from partage_procurement.pooled_orders.schemas.articles import percentage
from partage_procurement.pooled_orders.schemas.settlements import (
    Delivered,
    RealLogistics,
    ReceiptView,
    SettledLineView,
    SettlementEntryView,
    SupplierInvoice,
)
from partage_procurement.pooled_orders.views.commitments import party


def receipt(row: Any, articles: Sequence[Any]) -> ReceiptView:
    """A delivery, or a correction of all of them."""
    by_id = {str(article.id): article for article in articles}
    return ReceiptView(
        number=row.number,
        kind=row.kind,
        delivered=[
            Delivered(article_id=UUID(article), quantity=quantity_text(by_id[article], quanta))
            for article, quanta in row.delivered.items()
        ],
        invoice=row.invoice and SupplierInvoice.model_validate(row.invoice),
        logistics=row.logistics and RealLogistics.model_validate(row.logistics),
        recorded_at=row.recorded_at,
    )


def entry(row: Any, currency: str) -> SettlementEntryView:
    """One booking with its totals."""
    totals = ("supplier_total", "logistics_total", "office_total", "total")
    return SettlementEntryView(
        number=row.number,
        kind=row.kind,
        reason=row.reason,
        made_at=row.made_at,
        **{name: Money.of_minor(int(getattr(row, name)), currency) for name in totals},
    )


def settled_line(row: Any, currency: str, languages: tuple[str, ...]) -> SettledLineView:
    """What a party, or the office, pays for something."""
    return SettledLineView(
        line=row.line,
        entry=row.entry,
        entry_kind=row.entry_kind,
        party=party(row) if row.party_kind else None,
        article_id=row.article_id,
        kind=row.kind,
        reason=reason(row.reason, languages),
        quantity=quantity_text(row, row.quanta) if row.quanta else None,
        vat_rate=percentage(row.vat_rate),
        net=Money.of_minor(row.net, currency),
        vat=Money.of_minor(row.vat, currency),
        gross=Money.of_minor(row.net + row.vat, currency),
    )
