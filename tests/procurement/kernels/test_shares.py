"""Shares of logistics and the guard: the page's rounds of capping, played with exact rationals."""

import random
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partage_procurement.pooled_orders.kernels.allocation import allocate
from partage_procurement.pooled_orders.kernels.boxes import BoxRule
from partage_procurement.pooled_orders.kernels.increments import CommittedLine
from partage_procurement.pooled_orders.kernels.logistics import (
    Guard,
    LogisticsShare,
    guard,
    lock_shares,
    minimum_volume,
    opening_estimate,
    receipt_shares,
)
from partage_procurement.pooled_orders.kernels.money import Basis, convert, split
from partage_procurement.pooled_orders.kernels.shares import (
    Claim,
    PricedAllocation,
    SharesOverGains,
    Stake,
    capped_shares,
    stakes,
)
from partage_procurement.pooled_orders.kernels.terms import AllocationMode, Article, OrderTerms, SharingMode
from procurement.kernels.orders import article, articles, line, orders, terms, tier_table


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    count = draw(st.integers(0, 6))
    seqs = draw(st.permutations(range(count)))
    small = st.integers(0, 12)
    return [Claim(f"p{number}", seqs[number], draw(small), draw(small)) for number in range(count)]


def shares_by_hand(amount: int, parties: list[Claim]) -> list[int]:
    """Those over get their cap, the rest is shared again among the others, until nobody is over."""
    shares = dict.fromkeys((party.party for party in parties), 0)
    weights = {party.party: party.weight for party in parties}
    open_ = list(parties)
    while amount:
        if not any(weights[party.party] for party in open_):
            open_ = [party for party in open_ if party.cap > 0]
            weights = {party.party: 1 for party in open_}
        total = sum(weights[party.party] for party in open_)
        over = [party for party in open_ if Fraction(amount * weights[party.party], total) > party.cap]
        if not over:
            parts = split(amount, [weights[party.party] for party in open_], [party.seq for party in open_])
            shares.update(zip((party.party for party in open_), parts, strict=True))
            break
        for party in over:
            shares[party.party] = party.cap
            amount -= party.cap
        open_ = [party for party in open_ if party not in over]
    return [shares[party.party] for party in parties]


@settings(max_examples=300)
@given(claims(), st.data())
def test_capped_shares_are_the_rounds_of_the_page(parties: list[Claim], data: st.DataObject) -> None:
    amount = data.draw(st.integers(0, sum(party.cap for party in parties)))
    shares = capped_shares(amount, parties)
    assert shares == shares_by_hand(amount, parties)
    assert sum(shares) == amount
    assert all(0 <= share <= party.cap for share, party in zip(shares, parties, strict=True))


@given(claims(), st.integers(1, 9))
def test_costs_above_all_gains_cannot_be_shared(parties: list[Claim], more: int) -> None:
    with pytest.raises(SharesOverGains):
        capped_shares(sum(party.cap for party in parties) + more, parties)


@pytest.mark.parametrize(
    ("amount", "parties", "shares"),
    [
        (100, [(1, 1, 50), (2, 1, 50), (3, 1, 50)], [34, 33, 33]),
        (100, [(1, 1, 10), (2, 1, 80), (3, 1, 80)], [10, 45, 45]),
        (101, [(2, 1, 10), (3, 1, 80), (1, 1, 80)], [10, 45, 46]),
        (10, [(1, 1, 4), (2, 0, 9), (3, 0, 9), (4, 0, 0)], [4, 3, 3, 0]),
        (10, [(1, 1, 4), (2, 0, 1), (3, 0, 9)], [4, 1, 5]),
    ],
)
def test_examples(amount: int, parties: list[tuple[int, int, int]], shares: list[int]) -> None:
    assert capped_shares(amount, [Claim(f"p{seq}", seq, weight, cap) for seq, weight, cap in parties]) == shares


def priced(one: Article, lines: list[CommittedLine], supplied: int, price: int = 100) -> PricedAllocation:
    return PricedAllocation(one, price, allocate(lines, supplied, AllocationMode.FAIR))


@given(orders(), st.data())
def test_stakes_add_up_units_weights_and_gains(
    order: tuple[OrderTerms, list[CommittedLine]], data: st.DataObject
) -> None:
    made, lines = order
    allocations = []
    for one in made.articles:
        mine = [line for line in lines if line.article == one.id]
        supplied = data.draw(st.integers(0, sum(line.firm + line.tolerance for line in mine)))
        allocations.append(priced(one, mine, supplied, data.draw(st.integers(0, 40))))

    weights: dict[str, Fraction] = {}
    for stake in stakes(made, allocations):
        gain, weight, units, seqs = Fraction(0), Fraction(0), 0, []
        for of in allocations:
            one = of.article
            for allotment in of.allocation.allotments:
                if allotment.line.party != stake.party:
                    continue
                seqs.append(allotment.line.seq)
                units += allotment.units
                size = one.quantum.fraction
                gain += size * allotment.units * convert(one.reference - of.price, one.basis, made.basis, one.vat_rate)
                value = convert(one.reference, one.basis, made.basis, one.vat_rate)
                per_unit = {SharingMode.VALUE: value, SharingMode.WEIGHT: Fraction(one.weight)}
                weight += size * allotment.firm_served * per_unit.get(made.sharing, Fraction(1))
        assert (stake.seq, stake.units, stake.gain) == (min(seqs), units, max(0, floor(gain)))
        weights[stake.party] = weight
        assert (stake.weight > 0) == (weight > 0)
    for stake in stakes(made, allocations):
        for other in stakes(made, allocations):
            if made.sharing is SharingMode.EQUAL:
                assert stake.weight in (0, 1)
            else:
                assert stake.weight * weights[other.party] == other.weight * weights[stake.party]


def test_tolerance_gains_but_weighs_nothing() -> None:
    lines = [line(1, 3), line(2, 0, 5), line(3, 0, 2)]
    one = article(box=BoxRule(4))
    assert stakes(terms(one), [priced(one, lines, 4)]) == [
        Stake("party-1", 1, 3, 3, 150),
        Stake("party-2", 2, 1, 0, 50),
        Stake("party-3", 3, 0, 0, 0),
    ]


@pytest.mark.parametrize(("logistics", "refused"), [(199, False), (200, False), (201, True)])
def test_the_guard_refuses_only_above_the_sum_of_gains(logistics: int, refused: bool) -> None:
    made = terms(logistics=logistics)
    held = guard(logistics, stakes(made, [priced(article(), [line(1, 3), line(2, 1)], 4)]))
    assert (held.gains, held.refused) == (200, refused)


def test_lock_shares_are_capped_at_gains() -> None:
    held = [Stake("p", 1, 1, 1, 20), Stake("q", 2, 5, 5, 100)]
    assert lock_shares(110, held) == (LogisticsShare("p", 1, 18, 20), LogisticsShare("q", 2, 92, 100))
    assert lock_shares(120, held) == (LogisticsShare("p", 1, 20, 20), LogisticsShare("q", 2, 100, 100))
    with pytest.raises(SharesOverGains):
        lock_shares(121, held)


def test_the_opening_estimate_is_at_the_minimum_volume_and_its_tier() -> None:
    one = article(box=BoxRule(6, 10), tiers=tier_table((5, 100), (12, 90)), reference=120)
    assert minimum_volume(one) == 12
    assert opening_estimate(terms(one, logistics=360)) == Guard(360, 360)
    assert opening_estimate(terms(one, logistics=361)).refused


@given(articles(), st.integers(0, 60))
def test_the_minimum_volume_is_the_smallest_that_can_be_bought(one: Article, logistics: int) -> None:
    bought = (one.box.volume(firm, 0) for firm in range(1, 100))
    smallest = next(volume for volume in bought if volume and one.tiers.at(volume))
    assert minimum_volume(one) == smallest
    tier = one.tiers.at(smallest)
    assert tier is not None
    gain = max(0, floor(one.quantum.fraction * smallest * (one.reference - tier.price)))
    assert opening_estimate(terms(one, logistics=logistics, basis=one.basis)) == Guard(logistics, gain)


@st.composite
def receipts(draw: st.DrawFn) -> tuple[int, list[LogisticsShare], list[Stake]]:
    parties = draw(claims())
    admitted = draw(st.integers(0, sum(party.cap for party in parties)))
    shares = capped_shares(admitted, parties)
    locked = [LogisticsShare(p.party, p.seq, share, p.cap) for p, share in zip(parties, shares, strict=True)]
    received = [Stake(p.party, p.seq, draw(st.integers(0, 9)), draw(st.integers(0, 9)), 0) for p in parties]
    return draw(st.integers(0, 100)), locked, received


@given(receipts())
def test_at_receipt_no_share_rises_and_the_office_bears_the_rest(
    receipt: tuple[int, list[LogisticsShare], list[Stake]],
) -> None:
    real, locked, received = receipt
    outcome = receipt_shares(real, locked, received)
    shares = {share.party: share for share in outcome.shares}
    units = {stake.party: stake.units for stake in received}
    for lock in locked:
        assert 0 <= shares[lock.party].share <= lock.share
        assert units[lock.party] or shares[lock.party].share == 0
    members = sum(share.share for share in outcome.shares)
    assert members + outcome.office == real
    assert members == min(real, sum(lock.share for lock in locked if units[lock.party]))
    weights = {stake.party: stake.weight for stake in received}
    bearing = [Claim(lock.party, lock.seq, weights[lock.party], lock.share) for lock in locked if units[lock.party]]
    assert [shares[one.party].share for one in bearing] == shares_by_hand(members, bearing)


def test_at_receipt_only_the_admitted_logistics_are_the_members() -> None:
    locked = lock_shares(100, [Stake("p", 1, 1, 1, 90), Stake("q", 2, 1, 1, 90)])
    received = [Stake("p", 1, 1, 1, 0), Stake("q", 2, 3, 3, 0)]
    assert [share.share for share in receipt_shares(120, locked, received).shares] == [50, 50]
    assert receipt_shares(120, locked, received).office == 20
    assert [share.share for share in receipt_shares(40, locked, received).shares] == [10, 30]
    nothing_for_p = [Stake("p", 1, 0, 0, 0), Stake("q", 2, 3, 3, 0)]
    assert receipt_shares(120, locked, nothing_for_p) == receipt_shares(120, locked, nothing_for_p[1:])
    assert receipt_shares(120, locked, nothing_for_p).office == 70


@given(claims(), st.randoms(use_true_random=False), st.data())
def test_the_order_of_the_parties_does_not_matter(
    parties: list[Claim], chance: random.Random, data: st.DataObject
) -> None:
    amount = data.draw(st.integers(0, sum(party.cap for party in parties)))
    shuffled = chance.sample(parties, len(parties))
    by_party = dict(zip((party.party for party in shuffled), capped_shares(amount, shuffled), strict=True))
    assert [by_party[party.party] for party in parties] == capped_shares(amount, parties)


def test_gross_gains_include_vat() -> None:
    one = article(basis=Basis.NET)
    gross = terms(one, basis=Basis.GROSS)
    assert [stake.gain for stake in stakes(gross, [priced(one, [line(1, 3)], 3)])] == [floor(Fraction(150 * 121, 100))]
