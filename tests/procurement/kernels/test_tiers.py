"""Tiers and the live figures, tried out one firm quantum at a time."""

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partage_procurement.pooled_orders.kernels.boxes import BoxRule
from partage_procurement.pooled_orders.kernels.live import StepAhead, TierCliff, live_figures, saving
from partage_procurement.pooled_orders.kernels.terms import Article
from partage_procurement.pooled_orders.kernels.tiers import InvalidTiers, Tier, TierTable
from procurement.kernels.orders import article, articles, ceiling_division, tier_table, tier_tables

quanta = st.integers(0, 30)


def price_at(one: Article, volume: int) -> Fraction:
    met = [tier.price for tier in one.tiers.tiers if tier.bound <= volume]
    return Fraction(met[-1] if met else one.reference)


def step_to(one: Article, firm: int, tolerance: int, reached: int) -> StepAhead:
    """Add firm quanta until the volume bought is enough."""
    more = next(more for more in range(1_000) if one.box.volume(firm + more, tolerance) >= reached)
    volume = one.box.volume(firm + more, tolerance)
    now = price_at(one, one.box.volume(firm, tolerance))
    return StepAhead(more, volume, price_at(one, volume), now - price_at(one, volume))


@pytest.mark.parametrize(("volume", "price"), [(0, None), (4, None), (5, 100), (19, 100), (20, 80), (10**9, 80)])
def test_bounds_are_inclusive(volume: int, price: int | None) -> None:
    tier = tier_table((5, 100), (20, 80)).at(volume)
    assert (tier and tier.price) == price


@given(tier_tables(), quanta)
def test_a_volume_is_at_the_highest_bound_it_meets(table: TierTable, volume: int) -> None:
    met = [tier for tier in table.tiers if tier.bound <= volume]
    assert table.at(volume) == (met[-1] if met else None)
    assert table.above(volume) == tuple(tier for tier in table.tiers if tier.bound > volume)


@pytest.mark.parametrize(
    "tiers",
    [
        [],
        [(0, 100)],
        [(5, 100), (5, 90)],
        [(5, 100), (4, 90)],
        [(5, 100), (10, 100)],
        [(5, 100), (10, 101)],
        [(5, 1), (10, -1)],
    ],
)
def test_tiers_without_an_order_are_refused(tiers: list[tuple[int, int]]) -> None:
    with pytest.raises(InvalidTiers):
        tier_table(*tiers)


@given(articles(), quanta, quanta)
def test_live_figures_are_found_by_adding_quanta(one: Article, firm: int, tolerance: int) -> None:
    figures = live_figures(one, firm, tolerance)
    volume = one.box.volume(firm, tolerance)
    met = [tier for tier in one.tiers.tiers if tier.bound <= volume]
    higher = [tier for tier in one.tiers.tiers if tier.bound > volume]

    assert (figures.boxes * one.box.size, figures.volume, figures.tier) == (volume, volume, met[-1] if met else None)
    assert figures.next_box == step_to(one, firm, tolerance, volume + 1)
    assert figures.next_tier == (step_to(one, firm, tolerance, higher[0].bound) if higher else None)


@given(articles(), quanta, quanta)
def test_a_cliff_is_any_larger_volume_that_costs_less(one: Article, firm: int, tolerance: int) -> None:
    volume = one.box.volume(firm, tolerance)
    size = one.quantum.fraction
    whole_boxes = range(volume, volume + 60 * one.box.size, one.box.size)
    costs = {more: more * size * price_at(one, more) for more in whole_boxes}
    cliff = live_figures(one, firm, tolerance).cliff
    if volume == 0 or one.tiers.at(volume) is None or min(costs.values()) == costs[volume]:
        assert cliff is None
    else:
        cheapest = min(costs, key=lambda more: (costs[more], more))
        assert cliff == TierCliff(cheapest, costs[cheapest], costs[volume])


def test_101_units_cost_less_than_60() -> None:
    one = article(tiers=tier_table((1, 100), (101, 50)))
    assert live_figures(one, 60, 0).cliff == TierCliff(101, Fraction(5_050), Fraction(6_000))
    assert live_figures(one, 50, 0).cliff is None


def test_live_figures_of_an_order_between_two_tiers() -> None:
    one = article(box=BoxRule(4), tiers=tier_table((8, 100), (20, 80)))
    figures = live_figures(one, 9, 2)
    assert (figures.volume, figures.tier) == (8, Tier(8, 100))
    assert figures.next_box == StepAhead(1, 12, Fraction(100), Fraction(0))
    assert figures.next_tier == StepAhead(9, 20, Fraction(80), Fraction(20))
    assert saving(one, figures.next_tier, 3) == 60


@given(articles(), quanta, quanta)
def test_a_saving_is_rounded_down_to_minor_units(one: Article, firm: int, mine: int) -> None:
    step = live_figures(one, firm, 0).next_box
    assert saving(one, step, mine) == floor(mine * one.quantum.fraction * step.saving)
    assert ceiling_division(step.volume, one.box.size) * one.box.size == step.volume
