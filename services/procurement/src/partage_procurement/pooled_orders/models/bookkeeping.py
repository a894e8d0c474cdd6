"""From what was confirmed, delivered and invoiced to what everybody pays; no I/O."""

from collections.abc import Iterable, Mapping, Sequence
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
class Totals:
    """What the lines of a booking come to, in minor units with VAT: all of it, and what is for or on whom."""

    supplier: int = 0
    logistics: int = 0
    office: int = 0
    all: int = 0


@dataclass(frozen=True, slots=True)
class Booked:
    """Everybody's part: settled lines, what each line received, and the figures that are announced (minor units).

    Counts are of those who received something.
    """

    allocations: Mapping[str, Allocation]
    lines: tuple[SettledLine, ...]
    delivered: Mapping[str, int]
    saving: int
    totals: Totals
    members_count: int
    lines_count: int


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
    totals = _totals(settlement.lines)
    _require_total(totals, costs.invoice)
    saving = realised_saving(confirmed.terms, deliveries, settlement)
    receiving = [line.party for allocation in allocations.values() for line in _receiving(allocation)]
    members = sum(1 for party in set(receiving) if party.startswith(PartyKind.MEMBER))
    return Booked(allocations, settlement.lines, delivered, saving, totals, members, len(receiving))


def _receiving(allocation: Allocation) -> Iterable[CommittedLine]:
    return (line for line, units in zip(allocation.lines, allocation.units, strict=True) if units)


def _totals(lines: Iterable[SettledLine]) -> Totals:
    supplier = logistics = office = total = 0
    for line in lines:
        gross = line.gross
        total += gross
        if line.invoice == SUPPLIER_INVOICE:
            supplier += gross
        if line.kind is ChargeKind.LOGISTICS:
            logistics += gross
        if line.party == OFFICE:
            office += gross
    return Totals(supplier, logistics, office, total)


def _delivery(confirmed: Confirmed, one: Bought, allocation: Allocation, invoice: SupplierInvoice) -> Delivery:
    article = next(article for article in confirmed.terms.articles if article.id == str(one.article.id))
    invoiced = next((line for line in invoice.lines if line.article_id == one.article.id), None)
    return Delivery(
        PricedAllocation(article, one.price, allocation),
        amount=invoiced.goods.minor if invoiced else None,
        deposits=invoiced.deposits.minor if invoiced and invoiced.deposits else None,
    )


def _require_total(totals: Totals, invoice: SupplierInvoice) -> None:
    """Compare the supplier's total with what the settled lines of its invoice come to.

    Raises:
        InvoiceDoesNotAddUp
    """
    expected = type(invoice.total).of_minor(totals.supplier, invoice.total.currency)
    if expected.minor != invoice.total.minor:
        raise InvoiceDoesNotAddUp(
            f"its articles come to {expected.amount}, not {invoice.total.amount}", expected=expected.model_dump()
        )
