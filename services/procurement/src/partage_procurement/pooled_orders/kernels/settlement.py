"""Settlement: what every party and the office pay, so that it adds up to the invoices to the minor unit (R11, R14)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from partage_procurement.pooled_orders.kernels.invoice_lines import (
    OFFICE,
    Charge,
    ChargeKind,
    LineReason,
    Portion,
    SettledLine,
    cut,
    invoice_lines,
)
from partage_procurement.pooled_orders.kernels.logistics import ReceiptShares
from partage_procurement.pooled_orders.kernels.money import Exact, half_up, split
from partage_procurement.pooled_orders.kernels.shares import PricedAllocation, line_weights
from partage_procurement.pooled_orders.kernels.terms import OrderTerms

SUPPLIER_INVOICE = "supplier"
LOGISTICS_INVOICE = "logistics"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was delivered of an article, shared out, and what the supplier invoices for it.

    Amounts are minor units in the article's basis; None means quanta x price (or deposit), half-up.
    """

    goods: PricedAllocation
    amount: int | None = None
    deposits: int | None = None

    @property
    def goods_amount(self) -> int:
        """The goods on the supplier's invoice, without deposits."""
        return self._value(self.goods.price) if self.amount is None else self.amount

    @property
    def deposits_amount(self) -> int:
        """The deposits on the supplier's invoice."""
        return self._value(self.goods.article.deposit) if self.deposits is None else self.deposits

    def _value(self, price: Exact) -> int:
        return half_up(self.goods.article.value(self.goods.allocation.supplied, price))


@dataclass(frozen=True, slots=True)
class Settlement:
    """All settled lines, by invoice, kind, article and seq; together they are the invoices."""

    lines: tuple[SettledLine, ...]

    def total(self, invoice: str | None = None) -> int:
        """Add up gross minor units of one invoice, or of all."""
        return sum(line.gross for line in self.lines if invoice in (None, line.invoice))

    def due(self, party: str) -> int:
        """Add up what a party pays, gross, in minor units."""
        return sum(line.gross for line in self.lines if line.party == party)


def settle(
    terms: OrderTerms,
    deliveries: Sequence[Delivery],
    logistics: ReceiptShares,
    logistics_invoice: str = LOGISTICS_INVOICE,
) -> Settlement:
    """Split the supplier's invoice and the real logistics (minor units, order's basis) among parties and the office.

    No line pays above quanta x ceiling: what price and share come to over it, taken from the share first, is a line
    of the office. Where the supplier invoices logistics too, name its invoice, so that VAT is rounded once.
    """
    ordered = sorted(deliveries, key=lambda delivery: delivery.goods.article.id)
    # The office comes after every party in a tie.
    office_seq = 1 + max((line.seq for d in ordered for line in d.goods.allocation.lines), default=0)
    charges = [charge for delivery in ordered for charge in _goods_charges(delivery, office_seq)]
    charges += _logistics_charges(terms, ordered, logistics, logistics_invoice, office_seq)
    lines = _under_ceilings(terms, _limits(ordered), invoice_lines(charges))
    return Settlement(tuple(sorted(lines, key=_place)))


def _place(line: SettledLine) -> tuple[str, str, str, int, str]:
    return line.invoice, line.kind, line.article or "", line.seq, line.reason


def _goods_charges(delivery: Delivery, office_seq: int) -> list[Charge]:
    article, portions = delivery.goods.article, _goods_portions(delivery, office_seq)
    goods, deposits = delivery.goods_amount, delivery.deposits_amount
    charges = []
    if goods or delivery.goods.allocation.supplied:
        rate = article.vat_rate
        charges.append(Charge(SUPPLIER_INVOICE, ChargeKind.GOODS, article.basis, rate, goods, portions))
    if deposits:
        kept, rate = tuple([replace(portion, quanta=0) for portion in portions]), article.deposit_vat_rate
        charges.append(Charge(SUPPLIER_INVOICE, ChargeKind.DEPOSIT, article.basis, rate, deposits, kept))
    return charges


def _goods_portions(delivery: Delivery, office_seq: int) -> tuple[Portion, ...]:
    """Weigh by quanta; the office takes what nobody takes, and what is invoiced though nothing was delivered."""
    allocation, article = delivery.goods.allocation, delivery.goods.article.id
    portions = [
        Portion(line.party, article, line.seq, units, LineReason.RECEIVED, units)
        for line, units in zip(allocation.lines, allocation.units, strict=True)
        if units
    ]
    if allocation.office or not portions:
        left = allocation.office
        portions.append(Portion(OFFICE, article, office_seq, max(left, 1), LineReason.NOT_TAKEN, left))
    return tuple(portions)


def _logistics_charges(
    terms: OrderTerms, deliveries: Sequence[Delivery], logistics: ReceiptShares, invoice: str, office_seq: int
) -> list[Charge]:
    """Spread each party's share over its own lines; the portions are amounts, so the charge splits into just these."""
    lines = line_weights(terms, [delivery.goods for delivery in deliveries])
    portions = [
        Portion(share.party, article, seq, part, LineReason.SHARE)
        for share in logistics.shares
        if share.share
        for article, seq, part in _spread(share.share, lines[share.party])
    ]
    if logistics.office:
        portions.append(Portion(OFFICE, None, office_seq, logistics.office, LineReason.LOGISTICS_EXCESS))
    amount = sum(portion.weight for portion in portions)
    rate = terms.logistics.vat_rate
    charge = Charge(invoice, ChargeKind.LOGISTICS, terms.basis, rate, amount, tuple(portions))
    return [charge] if amount else []


def _spread(share: int, lines: Sequence[tuple[str, int, int]]) -> Iterable[tuple[str, int, int]]:
    parts = split(share, [weight for _, _, weight in lines], [seq for _, seq, _ in lines])
    return ((article, seq, part) for (article, seq, _), part in zip(lines, parts, strict=True) if part)


def _limits(deliveries: Sequence[Delivery]) -> dict[tuple[str, str], int]:
    """Say the most a line with a ceiling may pay, in whole minor units of the order's basis, rounded down."""
    limits = {}
    for delivery in deliveries:
        article, size = delivery.goods.article.id, delivery.goods.article.quantum.fraction
        for line, units in zip(delivery.goods.allocation.lines, delivery.goods.allocation.units, strict=True):
            if line.ceiling is not None:
                limits[line.party, article] = units * line.ceiling * size.numerator // size.denominator
    return limits


def _under_ceilings(
    terms: OrderTerms, limits: Mapping[tuple[str, str], int], lines: Sequence[SettledLine]
) -> list[SettledLine]:
    """Lift what is over a ceiling to the office; deposits come back and do not count."""
    paid: defaultdict[tuple[str, str | None], int] = defaultdict(int)
    for line in lines:
        if line.kind is not ChargeKind.DEPOSIT:
            paid[line.party, line.article] += line.amount(terms.basis)
    excess = {place: paid[place] - limit for place, limit in limits.items() if paid[place] > limit}
    settled: list[SettledLine] = []
    for line in sorted(lines, key=lambda line: line.kind is not ChargeKind.LOGISTICS):
        place, amount = (line.party, line.article or ""), line.amount(terms.basis)
        # a credit lifts nothing: it has already lowered what its party pays
        over = 0 if line.kind is ChargeKind.DEPOSIT else max(0, min(excess.get(place, 0), amount))
        if over == 0:
            settled.append(line)
            continue
        excess[place] -= over
        kept, lifted = cut(line, over, terms.basis)
        settled += [kept] if kept.gross or kept.quanta else []
        settled.append(replace(lifted, party=OFFICE, reason=LineReason.OVER_CEILING))
    return settled
