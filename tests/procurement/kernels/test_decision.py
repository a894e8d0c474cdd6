"""The decision at lock: what follows from its parts, whatever order the lines come in."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partage_procurement.pooled_orders.kernels.boxes import BoxRule
from partage_procurement.pooled_orders.kernels.decision import Outcome, decide
from partage_procurement.pooled_orders.kernels.increments import CommittedLine
from partage_procurement.pooled_orders.kernels.money import Basis
from partage_procurement.pooled_orders.kernels.terms import OrderMinimum, OrderTerms, SharingMode
from procurement.kernels.orders import article, line, orders, terms


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
