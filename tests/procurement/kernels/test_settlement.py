"""Settlement to the minor unit: whatever is delivered and invoiced, the lines are the invoices."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partage_procurement.pooled_orders.kernels.allocation import allocate
from partage_procurement.pooled_orders.kernels.decision import Outcome, decide
from partage_procurement.pooled_orders.kernels.increments import CommittedLine
from partage_procurement.pooled_orders.kernels.invoice_lines import (
    OFFICE,
    Charge,
    ChargeKind,
    LineReason,
    Portion,
    SettledLine,
    invoice_lines,
    negated,
)
from partage_procurement.pooled_orders.kernels.logistics import LogisticsShare, ReceiptShares, receipt_shares
from partage_procurement.pooled_orders.kernels.money import Basis, Exact, InvalidWeights
from partage_procurement.pooled_orders.kernels.settlement import (
    LOGISTICS_INVOICE,
    SUPPLIER_INVOICE,
    Delivery,
    settle,
)
from partage_procurement.pooled_orders.kernels.shares import PricedAllocation, stakes
from partage_procurement.pooled_orders.kernels.terms import AllocationMode, LogisticsSchedule, OrderTerms, SharingMode
from procurement.kernels.orders import article, bases, factor, line, orders, terms, vat_rates

Received = tuple[OrderTerms, list[Delivery], list[LogisticsShare], ReceiptShares]


def rounded(exact: Exact) -> int:
    """Half-up, away from zero for a credit."""
    size = (abs(Fraction(exact)) + Fraction(1, 2)).__floor__()
    return size if exact >= 0 else -size


def gross_by_rate(amounts: dict[tuple[int, Basis], int]) -> dict[int, int]:
    """Add VAT once per rate to net amounts, credits and charges together; gross amounts hold theirs."""
    gross: defaultdict[int, int] = defaultdict(int)
    for (rate, basis), amount in amounts.items():
        gross[rate] += amount + (rounded(amount * (factor(rate) - 1)) if basis is Basis.NET else 0)
    return {rate: amount for rate, amount in gross.items() if amount}


def paid_by_rate(lines: Iterable[SettledLine]) -> dict[int, int]:
    """Add up by VAT rate what lines come to."""
    paid: defaultdict[int, int] = defaultdict(int)
    for one in lines:
        paid[one.vat_rate] += one.gross
    return {rate: amount for rate, amount in paid.items() if amount}


@st.composite
def received_orders(draw: st.DrawFn) -> Received:
    """Orders that are confirmed, then delivered in other quantities, amounts (credits too) and logistics."""
    made, lines = draw(orders())
    made = replace(made, minimum=None, logistics=draw(small_schedules))
    decision = decide(made, lines)
    if decision.outcome is not Outcome.CONFIRMED:
        made = replace(made, logistics=LogisticsSchedule.constant(0, Basis.NET, 0))
        decision = decide(made, lines)
    deliveries = []
    for locked in decision.allocations:
        delivered = draw(st.integers(0, locked.allocation.supplied + 8))
        again = allocate(locked.allocation.lines, delivered, made.allocation)
        invoiced = draw(st.none() | st.integers(-2_000, 2_000))
        deposits = draw(st.none() | st.integers(-50, 50))
        deliveries.append(Delivery(replace(locked, allocation=again), invoiced, deposits))
    received = stakes(made, [delivery.goods for delivery in deliveries])
    real = draw(st.integers(0, 2 * decision.clearing.logistics + 10))
    return made, deliveries, list(decision.shares), receipt_shares(real, decision.shares, received)


small_schedules = st.builds(LogisticsSchedule.constant, st.integers(0, 30), bases, vat_rates)


@settings(max_examples=300)
@given(received_orders())
def test_members_and_office_together_pay_the_invoices(order: Received) -> None:
    made, deliveries, _, logistics = order
    settled = settle(made, deliveries, logistics)

    supplied: defaultdict[tuple[int, Basis], int] = defaultdict(int)
    for delivery in deliveries:
        one, goods = delivery.goods.article, delivery.goods
        units = goods.allocation.supplied * one.quantum.fraction
        amount, deposits = delivery.amount, delivery.deposits
        supplied[one.vat_rate, one.basis] += rounded(units * goods.price) if amount is None else amount
        supplied[one.deposit_vat_rate, one.basis] += rounded(units * one.deposit) if deposits is None else deposits
    real = sum(share.share for share in logistics.shares) + logistics.office
    carried = {(made.logistics.vat_rate, made.basis): real}

    for invoice, amounts in ((SUPPLIER_INVOICE, supplied), (LOGISTICS_INVOICE, carried)):
        assert paid_by_rate(one for one in settled.lines if one.invoice == invoice) == gross_by_rate(amounts)
        assert settled.total(invoice) == sum(gross_by_rate(amounts).values())
    assert settled.total() == sum(settled.due(party) for party in {line.party for line in settled.lines})


@settings(max_examples=200)
@given(received_orders())
def test_nobody_pays_above_a_ceiling_or_for_the_logistics_excess(order: Received) -> None:
    made, deliveries, locked, logistics = order
    settled = settle(made, deliveries, logistics)
    shares = {share.party: share.share for share in locked}
    carried: defaultdict[str, int] = defaultdict(int)
    for one in settled.lines:
        if one.kind is ChargeKind.LOGISTICS and one.party != OFFICE:
            carried[one.party] += one.amount(made.basis)
    assert all(amount <= shares[party] for party, amount in carried.items())
    for delivery in deliveries:
        for allotment in delivery.goods.allocation.allotments:
            mine = [
                one
                for one in settled.lines
                if (one.party, one.article) == (allotment.line.party, delivery.goods.article.id)
            ]
            paid = sum(one.amount(made.basis) for one in mine if one.kind is not ChargeKind.DEPOSIT)
            ceiling = allotment.line.ceiling
            assert ceiling is None or paid <= allotment.units * delivery.goods.article.quantum.fraction * ceiling
            assert sum(one.quanta for one in mine) == allotment.units


@given(received_orders())
def test_what_the_office_bears_has_a_reason(order: Received) -> None:
    made, deliveries, _, logistics = order
    settled = settle(made, deliveries, logistics)
    of_office = {LineReason.NOT_TAKEN, LineReason.LOGISTICS_EXCESS, LineReason.OVER_CEILING}
    for one in settled.lines:
        assert (one.party == OFFICE) == (one.reason in of_office)
    untaken = [one.quanta for one in settled.lines if one.reason is LineReason.NOT_TAKEN]
    assert sum(untaken) == sum(delivery.goods.allocation.office for delivery in deliveries)
    excess = [one.amount(made.basis) for one in settled.lines if one.reason is LineReason.LOGISTICS_EXCESS]
    assert sum(excess) == logistics.office


@given(received_orders())
def test_a_correction_negates_each_line(order: Received) -> None:
    made, deliveries, _, logistics = order
    lines = settle(made, deliveries, logistics).lines
    for before, after in zip(lines, negated(lines), strict=True):
        assert (before.net + after.net, before.vat + after.vat, before.quanta + after.quanta) == (0, 0, 0)
        assert replace(after, net=before.net, vat=before.vat, quanta=before.quanta) == before


@given(received_orders())
def test_the_order_of_deliveries_does_not_matter(order: Received) -> None:
    made, deliveries, _, logistics = order
    assert repr(settle(made, deliveries[::-1], logistics)) == repr(settle(made, deliveries, logistics))


def delivered(lines: list[CommittedLine], supplied: int, price: int, basis: Basis = Basis.NET) -> Delivery:
    allocation = allocate(lines, supplied, AllocationMode.FAIR)
    return Delivery(PricedAllocation(article(basis=basis), price, allocation))


def shares(office: int = 0, **by_party: int) -> ReceiptShares:
    return ReceiptShares(
        tuple(
            LogisticsShare(party.replace("_", "-"), seq, share, share)
            for seq, (party, share) in enumerate(by_party.items(), 1)
        ),
        office,
    )


def short(line: SettledLine) -> tuple[str, str, str, int, int]:
    return line.party, line.kind, line.reason, line.net, line.vat


def test_vat_is_rounded_once_and_split_with_ties_by_seq() -> None:
    """3 x 0.50 net: 21 % of 1.50 is 0.315, so 0.32; logistics 1.00 over three is 0.34, 0.33, 0.33."""
    lines = [line(seq, 1) for seq in (1, 2, 3)]
    settled = settle(terms(), [delivered(lines, 3, 50)], shares(party_1=34, party_2=33, party_3=33))
    assert [short(one) for one in settled.lines] == [
        ("party-1", "logistics", "share", 34, 7),
        ("party-2", "logistics", "share", 33, 7),
        ("party-3", "logistics", "share", 33, 7),
        ("party-1", "goods", "received", 50, 11),
        ("party-2", "goods", "received", 50, 11),
        ("party-3", "goods", "received", 50, 10),
    ]


def test_gross_invoices_keep_their_vat_inside() -> None:
    lines = [line(seq, 1) for seq in (1, 2)]
    settled = settle(terms(basis=Basis.GROSS), [delivered(lines, 2, 121, Basis.GROSS)], shares())
    assert [short(one) for one in settled.lines] == [
        ("party-1", "goods", "received", 100, 21),
        ("party-2", "goods", "received", 100, 21),
    ]


def test_what_a_short_delivery_lifts_over_a_ceiling_is_the_office_s() -> None:
    """Party 1 gets one of two units: 1.00 + a share of 0.40 is over its ceiling of 1.10 by 0.30."""
    lines = [line(1, 2, ceiling=110), line(2, 1)]
    settled = settle(terms(), [delivered(lines, 2, 100)], shares(party_1=40, party_2=20))
    assert [short(one) for one in settled.lines] == [
        (OFFICE, "logistics", "over_ceiling", 30, 7),
        ("party-1", "logistics", "share", 10, 2),
        ("party-2", "logistics", "share", 20, 4),
        ("party-1", "goods", "received", 100, 21),
        ("party-2", "goods", "received", 100, 21),
    ]


def test_untaken_units_and_excess_logistics_are_office_lines() -> None:
    settled = settle(terms(), [delivered([line(1, 2)], 3, 100)], shares(office=15, party_1=40))
    assert [short(one) for one in settled.lines] == [
        (OFFICE, "logistics", "logistics_excess", 15, 3),
        ("party-1", "logistics", "share", 40, 9),
        ("party-1", "goods", "received", 200, 42),
        (OFFICE, "goods", "not_taken", 100, 21),
    ]


def test_a_party_s_share_is_spread_over_its_own_lines_by_the_declared_mode() -> None:
    first = [line(1, 3, party="p"), line(2, 1, party="q")]
    second = [line(3, 1, party="p", of="b")]
    deliveries = [
        Delivery(PricedAllocation(one, 100, allocate(lines, sum(each.firm for each in lines), AllocationMode.FAIR)))
        for one, lines in ((article("a"), first), (article("b"), second))
    ]
    for sharing, expected in (
        (SharingMode.QUANTITY, {"a": 75, "b": 25}),
        (SharingMode.EQUAL, {"a": 50, "b": 50}),
    ):
        made = terms(article("a"), article("b"), sharing=sharing)
        settled = settle(made, deliveries, shares(p=100, q=20))
        mine = [one for one in settled.lines if one.party == "p" and one.kind is ChargeKind.LOGISTICS]
        assert {one.article: one.net for one in mine} == expected


def test_logistics_on_the_supplier_s_invoice_have_their_vat_rounded_with_the_goods() -> None:
    """21 % of 0.51 is 0.1071, so 0.11 on each of two invoices; on one, 21 % of 1.02 is 0.2142, so 0.21."""
    delivery = [delivered([line(1, 1)], 1, 51)]
    assert settle(terms(), delivery, shares(party_1=51)).total() == 124
    assert settle(terms(), delivery, shares(party_1=51), SUPPLIER_INVOICE).total() == 123


def test_a_credit_is_taxed_with_the_charges_of_its_rate() -> None:
    """21 % of 100.03 - 50.01 is 10.5042, so 10.50 on the invoice."""
    deliveries = [
        Delivery(PricedAllocation(article(of), 100, allocate([line(seq, 1, of=of)], 1, AllocationMode.FAIR)), amount)
        for seq, (of, amount) in enumerate((("a", 10_003), ("b", -5_001)), 1)
    ]
    settled = settle(terms(article("a"), article("b")), deliveries, shares())
    assert [(one.net, one.vat) for one in settled.lines] == [(10_003, 2_100), (-5_001, -1_050)]


def test_a_credit_for_a_line_with_a_ceiling_leaves_its_share_as_it_is() -> None:
    """Party 1 is credited 0.50 and bears 0.40: far below its ceiling, so nothing is lifted to the office."""
    allocation = allocate([line(1, 1, ceiling=110)], 1, AllocationMode.FAIR)
    credit = Delivery(PricedAllocation(article(), 100, allocation), amount=-50)
    settled = settle(terms(), [credit], shares(party_1=40))
    assert [short(one) for one in settled.lines] == [
        ("party-1", "logistics", "share", 40, 8),
        ("party-1", "goods", "received", -50, -11),
    ]


def test_a_credit_is_split_by_floors() -> None:
    portions = tuple(Portion(f"p{seq}", "a", seq, 1, LineReason.RECEIVED) for seq in (1, 2, 3))
    credit = Charge("credit", ChargeKind.GOODS, Basis.NET, 2_100, -100, portions)
    lines = invoice_lines([credit])
    assert [(one.net, one.vat) for one in lines] == [(-33, -7), (-33, -7), (-34, -7)]


def test_a_charge_that_nobody_weighs_in_is_an_error() -> None:
    with pytest.raises(InvalidWeights):
        invoice_lines([Charge("supplier", ChargeKind.GOODS, Basis.NET, 0, 100, ())])
