"""Shapes of deliveries, invoices and settlements."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator, model_validator

from partage_kit.types import Day, Line, Money, Shape, Text, UtcDateTime
from partage_procurement.pooled_orders.kernels.invoice_lines import ChargeKind
from partage_procurement.pooled_orders.schemas.commitments import PartyView
from partage_procurement.pooled_orders.schemas.results import Reason
from partage_procurement.pooled_orders.schemas.values import Amount, Hours, SignedAmount
from partage_procurement.values import Percentage, Quantity


class EntryKind(StrEnum):
    """A settlement, or the reversal of the one before."""

    SETTLEMENT = "settlement"
    REVERSAL = "reversal"


class Delivered(Shape):
    """What was delivered of an article, in units."""

    article_id: UUID
    quantity: Quantity


class InvoicedArticle(Shape):
    """What the supplier invoices for an article, net or gross as the order says."""

    article_id: UUID
    goods: SignedAmount
    deposits: SignedAmount | None = Field(None, description="units x deposit, when left out")


class SupplierInvoice(Shape):
    """The supplier's invoice. An article without a line is invoiced at units x price."""

    number: Line
    dated_on: Day
    total: Money = Field(description="all of it, VAT included; VAT is rounded half up once a rate")
    lines: Annotated[list[InvoicedArticle], Field(max_length=50)] = []


class RealLogistics(Shape):
    """What logistics really cost, net or gross as the order says; hours cost what the order declared."""

    amount: Amount
    handling_hours: Hours = "0"
    administration_hours: Hours = "0"
    invoiced_by_supplier: bool = Field(False, description="part of the supplier's invoice and of its total")

    @model_validator(mode="after")
    def _hours_are_our_own(self) -> Self:
        if self.invoiced_by_supplier and Decimal(self.handling_hours) + Decimal(self.administration_hours) > 0:
            raise ValueError("our own hours are on no invoice of the supplier")
        return self


class _Deliveries(Shape):
    delivered: Annotated[list[Delivered], Field(max_length=50)]

    @field_validator("delivered")
    @classmethod
    def _each_article_once(cls, delivered: list[Delivered]) -> list[Delivered]:
        if len({one.article_id for one in delivered}) != len(delivered):
            raise ValueError("each article once")
        return delivered


class ReceiveOrder(_Deliveries):
    """A delivery. With the last one, `complete`, come the supplier's invoice and the real logistics."""

    complete: bool
    invoice: SupplierInvoice | None = Field(None, validate_default=True)
    logistics: RealLogistics | None = Field(None, validate_default=True)

    @field_validator("invoice", "logistics")
    @classmethod
    def _costs_come_with_the_last_delivery(cls, given: object, info: ValidationInfo) -> object:
        complete = info.data.get("complete")
        if complete is True and given is None:
            raise ValueError("missing: a complete delivery comes with the supplier's invoice and the real logistics")
        if complete is False and given is not None:
            raise ValueError("belongs to the complete delivery, and to no other")
        return given


class CorrectSettlement(_Deliveries):
    """What was wrong, and everything as it really is: all that was delivered, the invoice and the logistics."""

    reason: Text
    invoice: SupplierInvoice
    logistics: RealLogistics


class ReceiptView(Shape):
    """A delivery, or a correction of all of them."""

    number: int
    kind: str
    delivered: list[Delivered]
    invoice: SupplierInvoice | None
    logistics: RealLogistics | None
    recorded_at: UtcDateTime


class SettlementEntryView(Shape):
    """One booking of an order; amounts include VAT. A reversal negates the settlement before it."""

    number: int
    kind: EntryKind
    reason: str | None
    made_at: UtcDateTime
    supplier_total: Money
    logistics_total: Money
    office_total: Money
    total: Money


class SettledLineView(Shape):
    """What a party pays for something; `party` is null for what the office bears."""

    line: int
    entry: int
    entry_kind: EntryKind
    party: PartyView | None
    article_id: UUID | None
    kind: ChargeKind
    reason: Reason
    quantity: str | None = Field(description="units; below zero in a reversal")
    vat_rate: Percentage
    net: Money
    vat: Money
    gross: Money
