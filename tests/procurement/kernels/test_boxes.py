"""Boxes: the page's formula, tried out box by box."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partage_procurement.pooled_orders.kernels.boxes import BoxRule, InvalidBox
from procurement.kernels.orders import box_rules

quanta = st.integers(0, 30)


def boxes_by_hand(rule: BoxRule, firm: int, tolerance: int) -> int:
    """A box is bought when its first quantum is firm and all its quanta are wanted; below the minimum see the page."""
    boxes = 0
    while boxes * rule.size < firm and (boxes + 1) * rule.size <= firm + tolerance:
        boxes += 1
    if boxes * rule.size >= rule.minimum:
        return boxes
    least = 0
    while least * rule.size < rule.minimum:
        least += 1
    return least if firm > 0 and firm + tolerance >= least * rule.size else 0


@pytest.mark.parametrize(
    ("size", "minimum", "firm", "tolerance", "boxes"),
    [
        (4, 0, 5, 3, 2),
        (4, 0, 0, 5, 0),
        (4, 0, 5, 2, 1),
        (4, 0, 3, 0, 0),
        (1, 0, 7, 9, 7),
        (4, 10, 5, 7, 3),
        (4, 10, 5, 6, 0),
        (4, 10, 0, 12, 0),
        (6, 10, 1, 11, 2),
    ],
)
def test_examples(size: int, minimum: int, firm: int, tolerance: int, boxes: int) -> None:
    assert BoxRule(size, minimum).boxes(firm, tolerance) == boxes


@given(box_rules, quanta, quanta)
def test_boxes_are_those_filled_one_by_one(rule: BoxRule, firm: int, tolerance: int) -> None:
    assert rule.boxes(firm, tolerance) == boxes_by_hand(rule, firm, tolerance)
    assert rule.volume(firm, tolerance) <= firm + tolerance


@given(box_rules, quanta, quanta)
def test_unserved_is_firm_beyond_the_boxes(rule: BoxRule, firm: int, tolerance: int) -> None:
    assert rule.unserved(firm, tolerance) == max(0, firm - rule.size * boxes_by_hand(rule, firm, tolerance))


@given(box_rules, st.integers(1, 8), quanta)
def test_firm_needed_is_the_fewest_that_buy_so_many_boxes(rule: BoxRule, boxes: int, tolerance: int) -> None:
    fewest = next(firm for firm in range(1_000) if boxes_by_hand(rule, firm, tolerance) >= boxes)
    assert rule.firm_needed(boxes, tolerance) == fewest


@pytest.mark.parametrize(("size", "minimum"), [(0, 0), (-1, 0), (1, -1)])
def test_impossible_boxes_are_refused(size: int, minimum: int) -> None:
    with pytest.raises(InvalidBox):
        BoxRule(size, minimum)
