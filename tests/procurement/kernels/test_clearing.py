"""Clearing against rounds played line by line as the page tells them, and against every consistent set of lines."""

import random
from fractions import Fraction
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partage_procurement.pooled_orders.kernels.boxes import BoxRule
from partage_procurement.pooled_orders.kernels.clearing import (
    Clearing,
    Failure,
    FailureReason,
    Removal,
    RemovalReason,
    clear,
)
from partage_procurement.pooled_orders.kernels.increments import CommittedLine, InvalidCommitment
from partage_procurement.pooled_orders.kernels.money import Basis
from partage_procurement.pooled_orders.kernels.terms import (
    LogisticsSchedule,
    LogisticsStep,
    OrderMinimum,
    OrderTerms,
)
from procurement.kernels.orders import article, line, orders, terms, tier_table
from procurement.kernels.rounds import Round, in_basis, play


def removed(outcome: Clearing) -> list[tuple[CommittedLine, Removal]]:
    return [(line, removal) for removal in outcome.removals for line in removal.lines]


def kept(outcome: Clearing) -> set[int]:
    return {line.seq for one in outcome.articles for line in one.lines}


@settings(max_examples=250)
@given(orders(max_lines=12))
def test_clearing_is_the_rounds_of_the_page(order: tuple[OrderTerms, list[CommittedLine]]) -> None:
    made, lines = order
    rounds, left, dropped = play(made, lines)
    outcome, last = clear(made, lines), rounds[-1]

    assert outcome.rounds == len(left)
    for number, (leaving, dropping) in enumerate(zip(left, dropped, strict=True), start=1):
        assert {line.seq for line, why in removed(outcome) if why.round == number} == leaving
        assert {drop.article for drop in outcome.dropped if drop.round == number} == dropping
    assert kept(outcome) == {line.seq for line in last.lines}
    assert {cleared.article.id for cleared in outcome.articles} == {one.id for one in last.articles}
    for cleared in outcome.articles:
        price = in_basis(cleared.tier.price, cleared.article.basis, made.basis, cleared.article.vat_rate)
        assert (cleared.volume, price) == (last.volume(cleared.article), last.price(cleared.article))
        assert [line.seq for line in cleared.lines] == sorted(line.seq for line in cleared.lines)
    assert outcome.logistics == last.logistics()


@settings(max_examples=200)
@given(orders())
def test_each_removal_says_the_price_and_share_that_drove_it(order: tuple[OrderTerms, list[CommittedLine]]) -> None:
    made, lines = order
    rounds, _, _ = play(made, lines)
    by_id = {one.id: one for one in made.articles}
    for gone, why in removed(clear(made, lines)):
        then = rounds[why.round - 1]
        price = then.price(by_id[gone.article])
        assert why.price == price
        if price is None:
            assert why.reason.startswith("article_") and why.bearing.of(gone) == 0
        else:
            assert gone.ceiling is not None and why.bearing.of(gone) == then.share(gone)
            alone = price > gone.ceiling
            assert (why.reason is RemovalReason.PRICE_OVER_CEILING) == alone
            assert (why.reason is RemovalReason.PRICE_AND_SHARE_OVER_CEILING) == (not alone)


@settings(max_examples=100)
@given(orders(max_lines=5, constant_logistics=True))
def test_with_constant_logistics_it_is_the_largest_consistent_set(
    order: tuple[OrderTerms, list[CommittedLine]],
) -> None:
    made, lines = order

    def consistent(some: tuple[CommittedLine, ...]) -> bool:
        wanted = [one for one in made.articles if any(line.article == one.id for line in some)]
        now = Round(made, wanted, list(some))
        return not any(now.leaves(line) for line in some)

    subsets = chain.from_iterable(combinations(lines, size) for size in range(len(lines) + 1))
    largest = {line.seq for some in subsets if consistent(some) for line in some}
    assert kept(clear(made, lines)) == largest


@given(orders(), st.randoms(use_true_random=False))
def test_the_order_lines_come_in_does_not_matter(
    order: tuple[OrderTerms, list[CommittedLine]], chance: random.Random
) -> None:
    made, lines = order
    assert repr(clear(made, chance.sample(lines, len(lines)))) == repr(clear(made, lines))


@given(orders())
def test_the_minimum_of_the_order_is_compared_exactly(order: tuple[OrderTerms, list[CommittedLine]]) -> None:
    made, lines = order
    outcome = clear(made, lines)
    if not outcome.articles:
        assert outcome.failure == Failure(FailureReason.NO_ARTICLE_LEFT)
        return
    if made.minimum is None:
        assert outcome.failure is None
        return
    reached = Fraction(0)
    for cleared in outcome.articles:
        one, units = cleared.article, cleared.volume * cleared.article.quantum.fraction
        reached += in_basis(units * cleared.tier.price, one.basis, made.minimum.basis, one.vat_rate)
        if made.minimum.with_deposits:
            reached += in_basis(units * one.deposit, one.basis, made.minimum.basis, one.deposit_vat_rate)
    missed = Failure(FailureReason.ORDER_MINIMUM_MISSED, reached, made.minimum.amount)
    assert outcome.failure == (missed if reached < made.minimum.amount else None)


def test_lines_leave_together_and_the_next_round_sees_the_higher_share() -> None:
    lines = [line(1, 10, ceiling=100), line(2, 10, ceiling=103), line(3, 10, ceiling=105), line(4, 10, ceiling=120)]
    outcome = clear(terms(article(tiers=tier_table((1, 100))), logistics=120), lines)
    assert [(why.round, [gone.seq for gone in why.lines]) for why in outcome.removals] == [(1, [1]), (2, [2]), (3, [3])]
    assert [why.bearing.of(why.lines[0]) for why in outcome.removals] == [30, 40, 60]
    assert [one.seq for one in outcome.articles[0].lines] == [4]


def test_a_lost_tier_drives_out_those_who_relied_on_it() -> None:
    lines = [line(1, 12, ceiling=85), line(2, 8, ceiling=79), line(3, 5)]
    outcome = clear(terms(article()), lines)
    assert [(why.round, why.reason, why.price) for why in outcome.removals] == [
        (1, RemovalReason.PRICE_OVER_CEILING, Fraction(80)),
        (2, RemovalReason.PRICE_OVER_CEILING, Fraction(100)),
    ]
    assert (outcome.articles[0].tier.price, outcome.articles[0].volume) == (100, 5)


def test_a_tolerance_only_line_bears_no_share_and_leaves_for_the_price_alone() -> None:
    lines = [line(1, 4), line(2, 0, 4, ceiling=100), line(3, 0, 4, ceiling=99)]
    outcome = clear(terms(logistics=1_000), lines)
    assert [(gone.seq, why.reason) for gone, why in removed(outcome)] == [(3, RemovalReason.PRICE_OVER_CEILING)]


def test_an_article_above_its_reference_goes_with_its_lines() -> None:
    dear = article("dear", tiers=tier_table((1, 151)))
    outcome = clear(terms(article(), dear), [line(1, 2), line(2, 2, of="dear")])
    assert [(drop.article, drop.round, drop.reason) for drop in outcome.dropped] == [
        ("dear", 1, RemovalReason.ARTICLE_PRICED_ABOVE_ITS_REFERENCE)
    ]
    assert [gone.seq for gone, _ in removed(outcome)] == [2]
    assert outcome.failure is None


@pytest.mark.parametrize(
    ("box", "first_tier", "firm", "tolerance", "reason"),
    [
        (BoxRule(4), 1, 0, 9, RemovalReason.ARTICLE_WITHOUT_FIRM_DEMAND),
        (BoxRule(4), 1, 3, 0, RemovalReason.ARTICLE_BELOW_A_BOX),
        (BoxRule(4, 10), 1, 5, 6, RemovalReason.ARTICLE_BELOW_ITS_MINIMUM),
        (BoxRule(4), 5, 4, 0, RemovalReason.ARTICLE_BELOW_ITS_FIRST_TIER),
    ],
)
def test_an_article_that_cannot_be_bought_says_why(
    box: BoxRule, first_tier: int, firm: int, tolerance: int, reason: RemovalReason
) -> None:
    one = article(tiers=tier_table((first_tier, 100)), box=box)
    outcome = clear(terms(one), [line(1, firm, tolerance)])
    assert [drop.reason for drop in outcome.dropped] == [reason]
    assert outcome.failure == Failure(FailureReason.NO_ARTICLE_LEFT)


def test_logistics_step_with_the_volume_of_what_is_left() -> None:
    steps = LogisticsSchedule((LogisticsStep(0, 10), LogisticsStep(20, 100)), Basis.NET, 0)
    lines = [line(1, 12, ceiling=83), line(2, 8)]
    outcome = clear(terms(logistics=steps), lines)
    assert (outcome.logistics, kept(outcome)) == (10, {2})


def test_gross_ceilings_are_compared_with_gross_prices_and_shares() -> None:
    lines = [line(1, 10, ceiling=121), line(2, 10, ceiling=122)]
    one = article(tiers=tier_table((1, 100)))
    net_logistics = LogisticsSchedule.constant(10, Basis.NET, 2_100)
    outcome = clear(terms(one, logistics=net_logistics, basis=Basis.GROSS), lines)
    assert (outcome.logistics, [gone.seq for gone, _ in removed(outcome)]) == (12, [1, 2])
    assert [why.round for why in outcome.removals] == [1, 2]


def test_the_minimum_of_the_order_may_count_deposits() -> None:
    one = article(deposit=20)
    for with_deposits, failed in ((True, False), (False, True)):
        order = terms(one, minimum=OrderMinimum(1_100, Basis.NET, with_deposits))
        assert (clear(order, [line(1, 10)]).failure is not None) is failed


@pytest.mark.parametrize(
    "lines",
    [
        [line(1, 1, of="unknown")],
        [line(1, 1, party="p"), line(2, 1, party="p")],
        [line(1, 1), line(1, 1, party="q")],
    ],
)
def test_impossible_lines_are_refused(lines: list[CommittedLine]) -> None:
    with pytest.raises(InvalidCommitment):
        clear(terms(), lines)
