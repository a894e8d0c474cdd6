"""The realised net saving of a settled order, against the dated reference prices (R9)."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from partage_procurement.pooled_orders.kernels.invoice_lines import ChargeKind
from partage_procurement.pooled_orders.kernels.settlement import Delivery, Settlement
from partage_procurement.pooled_orders.kernels.terms import OrderTerms


def realised_saving(terms: OrderTerms, deliveries: Sequence[Delivery], settlement: Settlement) -> int:
    """What the parties received at reference prices, less all that goods and logistics cost.

    In whole minor units of the order's basis, rounded down; below zero when buying together cost more. What the office
    bears counts as cost, what nobody took counts for nothing; deposits come back and do not count.
    """
    worth = sum((_worth(terms, delivery) for delivery in deliveries), Fraction(0))
    cost = sum(line.amount(terms.basis) for line in settlement.lines if line.kind is not ChargeKind.DEPOSIT)
    return floor(worth) - cost


def _worth(terms: OrderTerms, delivery: Delivery) -> Fraction:
    goods = delivery.goods
    return goods.article.value(
        sum(goods.allocation.units), goods.article.price_in(terms.basis, goods.article.reference)
    )
