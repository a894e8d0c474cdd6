"""Aggregates of rows and observations made of them, against definitions written out anew."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partage_impact.indicators.aggregation import (
    Aggregated,
    aggregate_observations,
    is_covered,
    settle,
)
from partage_impact.indicators.arithmetic import MissingPolicy, Nature
from partage_impact.indicators.catalogue import Catalogue, SourceSchema
from partage_impact.indicators.checking import CheckedAggregate, CheckedFormula, check
from partage_impact.indicators.evaluation import Input, NoValue, Result, evaluate
from partage_impact.indicators.formula import Formula, Function
from partage_impact.indicators.numbers import Number, exact
from partage_impact.indicators.periods import parse_period
from partage_impact.indicators.predicates import FieldKind
from support.counting_by_hand import Row, aggregate_rows

CATALOGUE = Catalogue(
    facts={"activity": SourceSchema({"place": FieldKind.TEXT, "paid": FieldKind.BOOLEAN}, frozenset({"amount"}))},
    surveys={},
    indicators={"members": Nature.AMOUNT},
)
ANY, ALL = MissingPolicy.SKIP_IF_ANY, MissingPolicy.SKIP_IF_ALL


def formula(*aggregates: dict[str, Any], **other: Any) -> CheckedFormula:
    source = {"kind": "facts", "fact_type": "activity"}
    written = {"numerator": "a", "aggregates": [{"source": source, **one} for one in aggregates], **other}
    return check(Formula.model_validate(written), CATALOGUE)


def aggregate(function: str, **other: Any) -> CheckedAggregate:
    return formula({"name": "a", "function": function, **other}).aggregates["a"]


amounts: st.SearchStrategy[Number] = (
    st.integers(-5, 5) | st.sampled_from([0.1, 0.2, 2.5]) | st.sampled_from([Decimal("0.1"), Decimal("3.3")])
)
rows = st.lists(
    st.builds(
        lambda person, place, paid, amount: Row(person, {"place": place, "paid": paid, "amount": amount}),
        st.sampled_from(["ann", "bo", "cy", None]),
        st.sampled_from(["north", "south", None]),
        st.none() | st.booleans(),
        st.none() | amounts,
    ),
    max_size=6,
)


def oracle(function: str, taken: list[Row]) -> tuple[Fraction | None, list[Row]]:
    """The definitions of the page: the value, and the rows it is made of."""
    numbered = [row for row in taken if row.fields["amount"] is not None]
    numbers = sorted(Fraction(str(row.fields["amount"])) for row in numbered)
    if function == "count":
        return Fraction(len(taken)), taken
    if function == "distinct":
        with_person = [row for row in taken if row.person is not None]
        return Fraction(len({row.person for row in with_person})) if with_person else None, with_person
    if function == "share":
        known = [row for row in taken if row.fields["paid"] is not None]
        return Fraction(sum(row.fields["paid"] is True for row in known), len(known)) if known else None, known
    if not numbers:
        return None, []
    middle = [numbers[(len(numbers) - 1) // 2], numbers[len(numbers) // 2]]
    return {
        "sum": sum(numbers, Fraction(0)),
        "average": sum(numbers, Fraction(0)) / len(numbers),
        "median": sum(middle, Fraction(0)) / 2,
        "min": numbers[0],
        "max": numbers[-1],
    }[function], numbered


@settings(max_examples=120, deadline=None)
@given(function=st.sampled_from([one.value for one in Function if one is not Function.VALUE]), some=rows)
def test_each_function_is_what_it_says_exactly(function: str, some: list[Row]) -> None:
    more = {"count": {}, "distinct": {}, "share": {"matching": "paid"}}.get(function, {"measure": "amount"})
    taken = [row for row in some if row.fields["place"] == "north"]
    found = aggregate_rows(aggregate(function, filter='place == "north"', **more), some)
    value, used = oracle(function, taken)
    persons = {row.person for row in used if row.person is not None}
    assert found == Aggregated(value, len(taken), len(used), len(persons))


def test_distinct_values_of_a_field_and_not_of_persons() -> None:
    some = [Row("ann", {"place": place}) for place in ("north", "south", "north", None)]
    assert aggregate_rows(aggregate("distinct", measure="place"), some) == Aggregated(Fraction(2), 4, 3, 1)


def test_order_and_spelling_of_numbers_change_no_digit() -> None:
    spelled: list[Number] = [0.1, Decimal("0.2"), Fraction(3, 10), 10**20, -(10**20)]
    forward = [Row(None, {"amount": number}) for number in spelled]
    backward = forward[::-1]
    total = aggregate("sum", measure="amount")
    assert aggregate_rows(total, forward) == aggregate_rows(total, backward)
    assert aggregate_rows(total, forward).value == Fraction(6, 10)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")])
def test_what_is_not_a_number_is_refused(number: Number) -> None:
    with pytest.raises(ValueError, match="finite"):
        exact(number)


@pytest.mark.parametrize("function", Function)
@pytest.mark.parametrize("covered", [True, False])
def test_nothing_is_zero_only_once_the_source_has_told_everything(function: Function, covered: bool) -> None:
    zero = covered and function in (Function.COUNT, Function.DISTINCT, Function.SUM)
    nothing = Aggregated(Fraction(0) if function is Function.COUNT else None, 0, 0, 0)
    assert settle(function, nothing, covered) == Input(Fraction(0) if zero else None, 0, 0, covered)


def test_rows_without_the_measure_are_missing_data_and_not_zero() -> None:
    found = aggregate_rows(aggregate("sum", measure="amount"), [Row("ann", {"amount": None})])
    assert settle(Function.SUM, found, covered=True) == Input(None, 0, 0, final=True)


def test_a_count_before_the_watermark_is_provisional() -> None:
    assert settle(Function.COUNT, Aggregated(Fraction(3), 3, 3, 2), covered=False) == Input(Fraction(3), 2, 3, False)


def test_the_watermark_is_the_last_complete_day() -> None:
    march = parse_period("2026-03").span
    assert is_covered(march, date(2026, 3, 31))
    assert not is_covered(march, date(2026, 3, 30))
    assert not is_covered(march, None)


def test_a_year_to_date_of_observations_keeps_the_largest_n() -> None:
    months = [Input(Fraction(4), 3), Input(None, 0), Input(Fraction(8), 5, final=False)]
    assert aggregate_observations(Function.SUM, months, ANY) == Input(None, 5, 2, False)
    assert aggregate_observations(Function.SUM, months, ALL) == Input(Fraction(12), 5, 2, False)
    assert aggregate_observations(Function.AVERAGE, months, ALL).value == 6
    assert aggregate_observations(Function.SUM, [Input(None, 0)], ALL) == Input(None, 0, 0, True)
    assert aggregate_observations(Function.SUM, [], ANY).value is None


COUNT_A, COUNT_B = {"name": "a", "function": "count"}, {"name": "b", "function": "count"}


@pytest.mark.parametrize(
    ("a", "b", "value", "missing"),
    [
        (3, 4, Fraction(3, 4), ()),
        (0, 4, Fraction(0), ()),
        (3, 0, None, ()),
        (0, 0, None, ()),
        (None, 4, None, ("a",)),
        (3, None, None, ("b",)),
        (None, None, None, ("a", "b")),
    ],
)
@pytest.mark.parametrize("policy", MissingPolicy)
def test_a_ratio_is_missing_and_never_zero_nor_an_error(
    a: int | None, b: int | None, value: Fraction | None, missing: tuple[str, ...], policy: MissingPolicy
) -> None:
    num, den = (None if n is None else Fraction(n) for n in (a, b))
    ratio = formula(COUNT_A, COUNT_B, denominator="b", missing_policy=policy)
    found = evaluate(ratio, {"a": Input(num, 2, 3), "b": Input(den, 5, 4)})
    reason = None if value is not None else NoValue.MISSING_INPUT if missing else NoValue.DIVIDED_BY_ZERO
    assert found == Result(value, num, den, 0 if den is None else 5, None, True, missing, reason)


@pytest.mark.parametrize(
    ("text", "a", "reason"),
    [
        ("a * b", Fraction(10**29), None),
        ("a * b", Fraction(10**30), NoValue.TOO_LARGE),
        ("0 - a * b", Fraction(10**30), NoValue.TOO_LARGE),
        ("a + b / 3", Fraction(1, 10**1000), NoValue.TOO_LARGE),
    ],
)
def test_a_figure_too_large_to_be_told_is_missing(text: str, a: Fraction, reason: NoValue | None) -> None:
    found = evaluate(formula(COUNT_A, COUNT_B, numerator=text), {"a": Input(a, 2), "b": Input(Fraction(1), 5)})
    assert (found.reason, found.value is None, found.num is None) == (reason, bool(reason), bool(reason))


def test_the_missing_policy_decides_about_a_sum_of_which_a_part_is_missing() -> None:
    inputs = {"a": Input(Fraction(3), 2, final=False), "b": Input(None, 0)}
    for policy, value, n in ((ANY, None, 2), (ALL, Fraction(3), 2)):
        found = evaluate(formula(COUNT_A, COUNT_B, numerator="a + b", missing_policy=policy), inputs)
        reason = NoValue.MISSING_INPUT if value is None else None
        assert found == Result(value, value, None, n, None, False, ("b",), reason)


def test_n_is_the_smallest_of_the_base() -> None:
    ratio = formula(COUNT_A, COUNT_B, {"name": "c", "function": "count"}, denominator="b + c")
    inputs = {"a": Input(Fraction(1), 1), "b": Input(Fraction(9), 8), "c": Input(Fraction(7), 6)}
    assert evaluate(ratio, inputs).n == 6


@pytest.mark.parametrize(("function", "weight"), [("average", 12), ("median", None)])
def test_only_a_bare_average_or_share_has_a_weight_to_roll_up_by(function: str, weight: int | None) -> None:
    bare = formula({"name": "a", "function": function, "measure": "amount"})
    assert evaluate(bare, {"a": Input(Fraction(5), 4, 12)}).weight == weight
    doubled = formula({"name": "a", "function": function, "measure": "amount"}, numerator="2 * a")
    assert evaluate(doubled, {"a": Input(Fraction(5), 4, 12)}).weight is None
