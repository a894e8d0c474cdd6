"""The realised net saving: what was received at reference prices, less what goods and logistics cost."""

from fractions import Fraction

from hypothesis import given, settings

from partage_procurement.pooled_orders.kernels.invoice_lines import ChargeKind
from partage_procurement.pooled_orders.kernels.money import Basis
from partage_procurement.pooled_orders.kernels.saving import realised_saving
from partage_procurement.pooled_orders.kernels.settlement import settle
from procurement.kernels.orders import factor, line, terms
from procurement.kernels.test_settlement import Received, delivered, received_orders, shares


@settings(max_examples=150)
@given(received_orders())
def test_it_is_worth_less_cost_rounded_down(order: Received) -> None:
    made, deliveries, _, logistics = order
    settled = settle(made, deliveries, logistics)
    worth = Fraction(0)
    for delivery in deliveries:
        one = delivery.goods.article
        taken = sum(delivery.goods.allocation.units) * one.quantum.fraction * one.reference
        if one.basis is not made.basis:
            taken = taken * factor(one.vat_rate) if made.basis is Basis.GROSS else taken / factor(one.vat_rate)
        worth += taken
    cost = sum(
        each.net if made.basis is Basis.NET else each.net + each.vat
        for each in settled.lines
        if each.kind is not ChargeKind.DEPOSIT
    )
    assert realised_saving(made, deliveries, settled) == (worth - cost).__floor__()


def test_what_the_office_bears_is_a_cost_and_what_nobody_takes_is_worth_nothing() -> None:
    """Two of three units taken, worth 3.00; three cost 3.00, logistics 0.40 and 0.15 for the office: 0.55 lost."""
    deliveries = [delivered([line(1, 2)], 3, 100)]
    settled = settle(terms(), deliveries, shares(office=15, party_1=40))
    assert realised_saving(terms(), deliveries, settled) == -55
