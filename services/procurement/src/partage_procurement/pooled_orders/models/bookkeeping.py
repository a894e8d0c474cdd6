"""From what was confirmed, delivered and invoiced to what everybody pays; no I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from partage_contracts.procurement import PartyKind
from partage_procurement.pooled_orders.errors import InvoiceDoesNotAddUp
from partage_procurement.pooled_orders.kernels.allocation import Allocation, allocate
from partage_procurement.pooled_orders.kernels.increments import CommittedLine
from partage_procurement.pooled_orders.kernels.invoice_lines import OFFICE, ChargeKind, SettledLine
from partage_procurement.pooled_orders.kernels.logistics import LogisticsShare, receipt_shares
from partage_procurement.pooled_orders.kernels.money import half_up
from partage_procurement.pooled_orders.kernels.saving import realised_saving
from partage_procurement.pooled_orders.kernels.settlement import (
    LOGISTICS_INVOICE,
    SUPPLIER_INVOICE,
    Delivery,
    Settlement,
    settle,
)
from partage_procurement.pooled_orders.kernels.shares import PricedAllocation, stakes
from partage_procurement.pooled_orders.kernels.terms import OrderTerms
from partage_procurement.pooled_orders.models.decisions import Bought
from partage_procurement.pooled_orders.schemas.settlements import RealLogistics, SupplierInvoice


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the lock confirmed: the articles, the lines that stayed by article id, and each party's share."""

    terms: OrderTerms
    bought: Sequence[Bought]
    lines: Mapping[str, Sequence[CommittedLine]]
    shares: Sequence[LogisticsShare]


@dataclass(frozen=True, slots=True)
class Costs:
    """The supplier's invoice, the real logistics, and what an hour of our own work costs (minor units)."""

    invoice: SupplierInvoice
    logistics: RealLogistics
    hourly_cost: int

    @property
    def real_logistics(self) -> int:
        """What logistics cost in minor units, net or gross as the order says."""
        hours = Fraction(Decimal(self.logistics.handling_hours) + Decimal(self.logistics.administration_hours))
        return self.logistics.amount.minor + half_up(hours * self.hourly_cost)


@dataclass(frozen=True, slots=True)
class Booked:
    """Everybody's part: settled lines, what each line received, and the figures that are announced (minor units).

    Counts are of those who received something; totals include VAT.
    """

    allocations: Mapping[str, Allocation]
    settlement: Settlement
    delivered: Mapping[str, int]
    saving: int

    @property
    def lines(self) -> tuple[SettledLine, ...]:
        """The settled lines."""
        return self.settlement.lines

    @property
    def total(self) -> int:
        """All that is paid."""
        return self.settlement.total()

    @property
    def logistics(self) -> int:
        """What of it is for logistics."""
        return sum(line.gross for line in self.lines if line.kind is ChargeKind.LOGISTICS)

    @property
    def office(self) -> int:
        """What of it the office bears."""
        return self.settlement.due(OFFICE)

    @property
    def lines_count(self) -> int:
        """The lines (party x article) that received something."""
        return sum(1 for allocation in self.allocations.values() for units in allocation.units if units)

    @property
    def members_count(self) -> int:
        """The members who received something."""
        parties = {
            line.party
            for allocation in self.allocations.values()
            for line, units in zip(allocation.lines, allocation.units, strict=True)
            if units
        }
        return sum(1 for party in parties if party.startswith(PartyKind.MEMBER))


def share_out(confirmed: Confirmed, delivered: Mapping[str, int]) -> dict[str, Allocation]:
    """Allot what was delivered (quanta by article id) among the lines that stayed."""
    mode = confirmed.terms.allocation
    return {article: allocate(lines, delivered.get(article, 0), mode) for article, lines in confirmed.lines.items()}


def book(confirmed: Confirmed, delivered: Mapping[str, int], costs: Costs) -> Booked:
    """Settle an order: every party's and the office's lines, which together are the invoices to the cent.

    Raises:
        InvoiceDoesNotAddUp
    """
    allocations = share_out(confirmed, delivered)
    deliveries = [
        _delivery(confirmed, one, allocations[str(one.article.id)], costs.invoice) for one in confirmed.bought
    ]
    shares = receipt_shares(
        costs.real_logistics, confirmed.shares, stakes(confirmed.terms, [delivery.goods for delivery in deliveries])
    )
    invoice = SUPPLIER_INVOICE if costs.logistics.invoiced_by_supplier else LOGISTICS_INVOICE
    settlement = settle(confirmed.terms, deliveries, shares, invoice)
    _require_total(settlement, costs.invoice)
    saving = realised_saving(confirmed.terms, deliveries, settlement)
    return Booked(allocations, settlement, delivered, saving)


def _delivery(confirmed: Confirmed, one: Bought, allocation: Allocation, invoice: SupplierInvoice) -> Delivery:
    article = next(article for article in confirmed.terms.articles if article.id == str(one.article.id))
    invoiced = next((line for line in invoice.lines if line.article_id == one.article.id), None)
    return Delivery(
        PricedAllocation(article, one.price, allocation),
        amount=invoiced.goods.minor if invoiced else None,
        deposits=invoiced.deposits.minor if invoiced and invoiced.deposits else None,
    )


def _require_total(settlement: Settlement, invoice: SupplierInvoice) -> None:
    """Compare the supplier's total with what the settled lines of its invoice come to.

    Raises:
        InvoiceDoesNotAddUp
    """
    expected = type(invoice.total).of_minor(settlement.total(SUPPLIER_INVOICE), invoice.total.currency)
    if expected.minor != invoice.total.minor:
        raise InvoiceDoesNotAddUp(
            f"its articles come to {expected.amount}, not {invoice.total.amount}", expected=expected.model_dump()
        )
