"""The decision at lock: what follows from its parts, whatever order the lines come in."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partage_procurement.pooled_orders.kernels.boxes import BoxRule
from partage_procurement.pooled_orders.kernels.decision import Outcome, decide
from partage_procurement.pooled_orders.kernels.increments import CommittedLine
from partage_procurement.pooled_orders.kernels.money import Basis, scaled
from partage_procurement.pooled_orders.kernels.shares import Claim
from partage_procurement.pooled_orders.kernels.terms import AllocationMode, OrderMinimum, OrderTerms, SharingMode
from procurement.kernels.orders import article, line, orders, terms
from procurement.kernels.rounds import play
from procurement.kernels.test_allocation import quantum_by_quantum, served_in_turn
from procurement.kernels.test_shares import shares_by_hand


@settings(max_examples=200)
@given(orders())
def test_a_decision_follows_from_its_figures(order: tuple[OrderTerms, list[CommittedLine]]) -> None:
    made, lines = order
    decision = decide(made, lines)
    gains = sum(stake.gain for stake in decision.stakes)
    assert (decision.guard.logistics, decision.guard.gains) == (decision.clearing.logistics, gains)
    if decision.clearing.failure is not None:
        assert decision.outcome is Outcome.FAILED_MINIMUM
    elif decision.clearing.logistics > gains:
        assert decision.outcome is Outcome.FAILED_LOGISTICS
    else:
        assert decision.outcome is Outcome.CONFIRMED
        assert sum(share.share for share in decision.shares) == decision.clearing.logistics
        assert all(0 <= share.share <= share.gain for share in decision.shares)
    if decision.outcome is not Outcome.CONFIRMED:
        assert decision.shares == ()


@settings(max_examples=300)
@given(orders(max_lines=8))
def test_a_decision_is_what_the_page_comes_to_by_hand(order: tuple[OrderTerms, list[CommittedLine]]) -> None:
    made, lines = order
    decision, last = decide(made, lines), play(made, lines)[0][-1]
    shared_out = quantum_by_quantum if made.allocation is AllocationMode.FAIR else served_in_turn
    units: dict[tuple[str, str], int] = {}
    gains: defaultdict[str, Fraction] = defaultdict(Fraction)
    weights: defaultdict[str, Fraction] = defaultdict(Fraction)
    for one in last.articles:
        mine = [each for each in last.lines if each.article == one.id]
        price = last.price(one) or Fraction(0)
        for party, quanta in shared_out(mine, last.volume(one)).items():
            units[one.id, party] = quanta
            gains[party] += last.reference_value(one, quanta) - quanta * one.quantum.fraction * price
        for each in mine:
            weights[each.party] += last.weight(replace(each, firm=min(each.firm, units[one.id, each.party])))
    assert units == {
        (one.article.id, each.line.party): each.units
        for one in decision.allocations
        for each in one.allocation.allotments
    }
    assert {stake.party: stake.gain for stake in decision.stakes} == {p: max(0, floor(g)) for p, g in gains.items()}
    if decision.outcome is Outcome.CONFIRMED:
        equal = made.sharing is SharingMode.EQUAL
        whole = scaled([weights[one.party] for one in decision.stakes])
        claims = [
            Claim(one.party, one.seq, min(weight, 1) if equal else weight, one.gain)
            for one, weight in zip(decision.stakes, whole, strict=True)
        ]
        assert [one.share for one in decision.shares] == shares_by_hand(last.logistics(), claims)


@given(orders())
def test_at_lock_all_that_is_bought_is_taken(order: tuple[OrderTerms, list[CommittedLine]]) -> None:
    decision = decide(*order)
    for cleared, priced in zip(decision.clearing.articles, decision.allocations, strict=True):
        assert (priced.article, priced.price) == (cleared.article, cleared.tier.price)
        assert sum(priced.allocation.units) == cleared.volume
        assert priced.allocation.office == 0


@given(orders(), st.randoms(use_true_random=False))
def test_the_same_input_in_any_order_gives_the_same_bytes(
    order: tuple[OrderTerms, list[CommittedLine]], chance: random.Random
) -> None:
    made, lines = order
    expected = repr(decide(made, lines)).encode()
    assert repr(decide(made, list(lines))).encode() == expected
    assert repr(decide(made, chance.sample(lines, len(lines)))).encode() == expected


@pytest.mark.parametrize(
    ("logistics", "minimum", "lines", "outcome"),
    [
        (490, 1_001, [line(1, 7), line(2, 6)], Outcome.FAILED_MINIMUM),
        (500, 1_000, [line(1, 7), line(2, 6)], Outcome.CONFIRMED),
        (501, 1_000, [line(1, 7), line(2, 3)], Outcome.FAILED_LOGISTICS),
        (0, 0, [], Outcome.FAILED_MINIMUM),
        (0, 0, [line(1, 0, 5)], Outcome.FAILED_MINIMUM),
    ],
)
def test_outcomes(logistics: int, minimum: int, lines: Sequence[CommittedLine], outcome: Outcome) -> None:
    """Thirteen firm units fill only two boxes of five: 10.00 of goods, which gain 5.00."""
    made = terms(article(box=BoxRule(5)), logistics=logistics, minimum=OrderMinimum(minimum, Basis.NET))
    assert decide(made, lines).outcome is outcome


def test_an_order_from_commitments_to_shares() -> None:
    """22 firm and 3 tolerated units fill four boxes of six, at the second tier; each unit gains 0.70."""
    one = article(box=BoxRule(6))
    lines = [line(3, 4, 1), line(1, 10, ceiling=100), line(2, 8, 2)]
    decision = decide(terms(one, logistics=330, sharing=SharingMode.QUANTITY), lines)
    assert decision.outcome is Outcome.CONFIRMED
    assert [(one.line.seq, one.units) for one in decision.allocations[0].allocation.allotments] == [
        (1, 10),
        (2, 10),
        (3, 4),
    ]
    assert [(share.share, share.gain) for share in decision.shares] == [(150, 700), (120, 700), (60, 280)]
