"""Top-up: missing quanta, and which changes are accepted by which rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partage_procurement.pooled_orders.kernels.boxes import BoxRule
from partage_procurement.pooled_orders.kernels.top_up import Quantities, TopUpRule, TopUpVerdict, judge, missing
from procurement.kernels.orders import box_rules, ceiling_division

some = st.builds(Quantities, st.integers(0, 15), st.integers(0, 15))
FIRM, TOTAL, BOXES, MISSING = TopUpRule


def missing_by_hand(box: BoxRule, article: Quantities) -> int:
    served = box.boxes(article.firm, article.tolerance) * box.size
    if article.firm <= served:
        return 0
    needed = ceiling_division(max(article.firm, box.minimum), box.size) * box.size
    return needed - article.firm - article.tolerance


@pytest.mark.parametrize(
    ("size", "minimum", "firm", "tolerance", "expected"),
    [(4, 0, 5, 0, 3), (4, 0, 5, 2, 1), (4, 0, 5, 3, 0), (4, 0, 4, 0, 0), (4, 0, 0, 5, 0), (4, 10, 5, 1, 6)],
)
def test_missing_examples(size: int, minimum: int, firm: int, tolerance: int, expected: int) -> None:
    assert missing(BoxRule(size, minimum), Quantities(firm, tolerance)) == expected


@given(box_rules, some)
def test_missing_is_what_serves_every_firm_quantum(box: BoxRule, article: Quantities) -> None:
    lacking = missing(box, article)
    assert lacking == missing_by_hand(box, article) >= 0
    for firm, tolerance in ((lacking, 0), (0, lacking)):
        assert box.unserved(article.firm + firm, article.tolerance + tolerance) == 0
    if lacking:
        assert box.unserved(article.firm, article.tolerance + lacking - 1) > 0


@given(box_rules, some, some, some, st.integers(0, 15))
def test_a_change_is_accepted_iff_no_rule_is_broken(
    box: BoxRule, others: Quantities, before: Quantities, after: Quantities, unserved: int
) -> None:
    article = Quantities(others.firm + before.firm, others.tolerance + before.tolerance)
    changed = Quantities(others.firm + after.firm, others.tolerance + after.tolerance)
    verdict = judge(box, article, before, after, unserved)
    fall = before.firm - after.firm
    assert (FIRM in verdict.broken) == (fall > unserved)
    assert (TOTAL in verdict.broken) == (fall + before.tolerance - after.tolerance > unserved)
    boxes = (box.boxes(article.firm, article.tolerance), box.boxes(changed.firm, changed.tolerance))
    assert (BOXES in verdict.broken) == (boxes[1] < boxes[0])
    assert (MISSING in verdict.broken) == (missing_by_hand(box, changed) > missing_by_hand(box, article))
    assert verdict.accepted == (not verdict.broken)


@pytest.mark.parametrize(
    ("before", "after", "unserved", "verdict"),
    [
        ((2, 0), (5, 0), 1, TopUpVerdict((), 3, 0)),
        ((2, 0), (2, 2), 1, TopUpVerdict((), 3, 1)),
        ((2, 0), (1, 0), 1, TopUpVerdict((), 3, 0)),
        ((2, 0), (1, 0), 0, TopUpVerdict((FIRM, TOTAL), 3, 0)),
        ((2, 0), (1, 1), 0, TopUpVerdict((FIRM,), 3, 0)),
        ((2, 1), (2, 0), 0, TopUpVerdict((TOTAL, MISSING), 2, 3)),
        ((2, 0), (6, 0), 0, TopUpVerdict((), 3, 3)),
        ((2, 0), (0, 0), 1, TopUpVerdict((FIRM, TOTAL, BOXES), 3, 1)),
    ],
)
def test_changes_beside_three_firm_quanta_in_boxes_of_four(
    before: tuple[int, int], after: tuple[int, int], unserved: int, verdict: TopUpVerdict
) -> None:
    article = Quantities(3 + before[0], before[1])
    assert judge(BoxRule(4), article, Quantities(*before), Quantities(*after), unserved) == verdict


def test_a_new_box_may_not_be_started() -> None:
    verdict = judge(BoxRule(4), Quantities(4, 0), Quantities(0, 0), Quantities(1, 0), 0)
    assert verdict == TopUpVerdict((MISSING,), 0, 3)
    assert judge(BoxRule(4), Quantities(4, 0), Quantities(0, 0), Quantities(4, 0), 0).accepted
