"""From rows of offers to the shapes that go out, and from the shapes that come in to columns."""

from decimal import Decimal
from typing import Any

from partage_kit.auth import Caller
from partage_kit.types import Money, Shape
from partage_procurement.offers.schemas import (
    OfferSummary,
    OfferSupplier,
    OfferView,
    Origin,
    ProcedureView,
    Repairability,
    Tier,
    TieredPrice,
)
from partage_procurement.suppliers.views import works_for_office

_SUMMARY = ("id", "title", "category", "state", "valid_from", "valid_until", "territories", "filieres", "uses")
_WHOLE = (
    "description",
    "conditions",
    "lead_time_days",
    "labels",
    "withdrawal_reason",
    "published_at",
    "created_at",
    "updated_at",
    "version",
)


def summary(row: Any) -> OfferSummary:
    """An offer as a line of a list."""
    return OfferSummary(**_summary(row))


def whole(row: Any, caller: Caller) -> OfferView:
    """An offer; the code of its procedure only for those who work for the office."""
    procedure = row.procedure | ({} if works_for_office(caller) else {"code": None})
    return OfferView(
        **_summary(row),
        procedure=ProcedureView(**procedure),
        origin=row.origin and Origin(**row.origin),
        repairability=row.repairability and Repairability(**row.repairability),
        **{name: getattr(row, name) for name in _WHOLE},
    )


def columns(shape: Shape) -> dict[str, Any]:
    """The columns that a shape writes: percentages become basis points, money minor units."""
    fields = shape.model_dump(mode="json") | shape.model_dump(include={"supplier_id", "valid_from", "valid_until"})
    percent, price = fields.pop("discount_percent"), fields.pop("price")
    fields["discount"] = _basis_points(percent)
    fields |= {"unit": None, "currency": None, "basis": None, "vat_rate": None, "tiers": []}
    if price:
        fields |= {"unit": price["unit"], "basis": price["basis"], "vat_rate": _basis_points(price["vat_rate"])}
        fields["currency"] = price["tiers"][0]["unit_price"]["currency"]
        fields["tiers"] = [
            {"from_quantity": tier["from_quantity"], "unit_price": Money(**tier["unit_price"]).minor}
            for tier in price["tiers"]
        ]
    return fields


def _summary(row: Any) -> dict[str, Any]:
    supplier = OfferSupplier(
        id=row.supplier_id,
        name=row.supplier_name,
        standing=row.supplier_standing,
        assessed=row.supplier_assessed,
        label=row.supplier_label if row.supplier_assessed else None,
    )
    fields = {name: getattr(row, name) for name in _SUMMARY}
    return fields | {"supplier": supplier, "discount_percent": _percent(row.discount), "price": _price(row)}


def _price(row: Any) -> TieredPrice | None:
    if row.unit is None:
        return None
    tiers = [
        Tier(from_quantity=tier["from_quantity"], unit_price=Money.of_minor(tier["unit_price"], row.currency))
        for tier in row.tiers
    ]
    return TieredPrice(unit=row.unit, basis=row.basis, vat_rate=_percent(row.vat_rate), tiers=tiers)


def _basis_points(percent: str | None) -> int | None:
    return None if percent is None else int(Decimal(percent) * 100)


def _percent(basis_points: int | None) -> Decimal | None:
    return None if basis_points is None else Decimal(basis_points).scaleb(-2)
