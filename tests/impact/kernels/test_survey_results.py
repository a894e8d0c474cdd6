"""What survey results tell, against every table of answers that a reader could think of."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator
from decimal import Decimal
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
import pytest

from partage_impact.questionnaires.questions import DecimalRange, IntegerRange
from partage_impact.waves.results import one_way

LABEL = {"en": "How many?"}


def whole(minimum: int, maximum: int) -> IntegerRange:
    """A question for a whole number that everybody answers."""
    return IntegerRange(key="number", label=LABEL, required=True, minimum=minimum, maximum=maximum)


def told(question: IntegerRange | DecimalRange, answers: tuple[Any, ...], k: int) -> Hashable:
    """All that is published of a table of answers."""
    one = one_way(question, Counter(map(str, answers)), len(answers), k)
    return one.n, tuple(sorted(one.counts.items())), one.mean


def readings(question: IntegerRange, n: int, k: int) -> dict[Hashable, list[tuple[int, ...]]]:
    """Every table of n answers, by what is published of it: a reader cannot tell those of one list apart."""
    values = range(question.minimum, question.maximum + 1)
    alike = defaultdict(list)
    for answers in combinations_with_replacement(values, n):
        alike[told(question, answers, k)].append(answers)
    return alike


def groups(question: IntegerRange) -> Iterator[frozenset[int]]:
    """Each number by itself, and all from a number up or down."""
    values = list(range(question.minimum, question.maximum + 1))
    for place, value in enumerate(values):
        yield frozenset([value])
        yield frozenset(values[: place + 1])
        yield frozenset(values[place:])


@pytest.mark.parametrize(("n", "k"), [(7, 2), (8, 3)])
def test_no_reader_of_a_mean_learns_of_a_small_group_not_even_by_the_own_answer(n: int, k: int) -> None:
    question = whole(0, 11)
    found = readings(question, n, k)
    assert len(found) > 3, "some means are told"
    for tables in map(np.array, found.values()):
        for group in groups(question):
            of_group = np.isin(tables, list(group)).sum(axis=1)
            assert is_safe(of_group, k)
            for own in range(12):
                assert is_safe(of_group[(tables == own).any(axis=1)] - (own in group), k)


def is_safe(counts: Any, k: int) -> bool:
    """Whether, of all that may be, none or at least k may be in a group."""
    return bool(counts.size == 0 or counts.min() == 0 or counts.max() >= k)


@pytest.mark.parametrize(("highest", "n", "k"), [(1, 12, 3), (2, 9, 3), (3, 8, 2)])
def test_few_numbers_are_groups_and_their_mean_tells_no_hidden_one(highest: int, n: int, k: int) -> None:
    question = whole(0, highest)
    means = 0
    for answers in combinations_with_replacement(range(highest + 1), n):
        one = one_way(question, Counter(map(str, answers)), n, k)
        small = any(0 < answers.count(number) < k for number in range(highest + 1))
        hidden = None in [one.counts[str(number)] for number in range(highest + 1)]
        assert hidden or not small
        assert one.mean is None or not hidden
        means += one.mean is not None
    assert means


def test_one_among_forty_is_not_told_by_the_mean() -> None:
    assert one_way(whole(0, 1), {"1": 39, "0": 1}, 40, 10).mean is None
    assert one_way(whole(0, 100), {"100": 39, "99": 1}, 40, 10).mean is None
    assert one_way(whole(0, 100), {"0": 31, "100": 9}, 40, 10).mean is None
    assert one_way(whole(0, 100), {"20": 30, "30": 10}, 40, 10).mean is not None
    part = DecimalRange(key="part", label=LABEL, required=True, minimum=Decimal(0), maximum=Decimal("1.5"))
    assert one_way(part, {"1.5": 31, "0.5": 9}, 40, 10).mean is None
    assert one_way(part, {"1.5": 20, "1.0": 15, "0.5": 5}, 40, 10).mean is not None
    fine = part.model_copy(update={"maximum": Decimal("0.0001")})
    assert one_way(fine, {"0": 20, "0.0001": 20}, 40, 10).mean is None
