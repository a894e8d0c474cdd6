"""Roll-ups against the recomputation from the rows that the parts are made of; progress."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partage_impact.indicators.aggregation import settle
from partage_impact.indicators.arithmetic import MissingPolicy, Nature
from partage_impact.indicators.catalogue import Catalogue, SourceSchema
from partage_impact.indicators.checking import CheckedFormula, check
from partage_impact.indicators.evaluation import Result, evaluate
from partage_impact.indicators.formula import Formula
from partage_impact.indicators.predicates import FieldKind
from partage_impact.indicators.progress import Continuity, NoProgress, Progress, progress
from partage_impact.indicators.rollup import Axis, NotRollable, Part, RollUp, Whole, roll_up, roll_up_of
from support.counting_by_hand import Row, aggregate_rows

CATALOGUE = Catalogue(
    facts={"activity": SourceSchema({"inside": FieldKind.BOOLEAN}, frozenset({"amount"}))},
    surveys={},
    indicators={"members": Nature.AMOUNT},
)
ANY, ALL = MissingPolicy.SKIP_IF_ANY, MissingPolicy.SKIP_IF_ALL
COUNT = {"name": "a", "function": "count"}
SUM = {"name": "b", "function": "sum", "measure": "amount"}
INSIDE = {"name": "c", "function": "count", "filter": "inside"}


def formula(*aggregates: dict[str, Any], numerator: str = "a", denominator: str | None = None) -> CheckedFormula:
    source = {"kind": "facts", "fact_type": "activity"}
    written = [{"source": source, **one} for one in aggregates]
    shape = {"aggregates": written, "numerator": numerator, "denominator": denominator}
    return check(Formula.model_validate(shape), CATALOGUE)


def of(function: str, **other: Any) -> dict[str, Any]:
    return {"name": "a", "function": function, **other}


AVERAGE, SHARE = of("average", measure="amount"), of("share", matching="inside")
FORMULAS = [
    (formula(COUNT), RollUp.FLOW),
    (formula(COUNT, SUM, numerator="2 * a - b / 4"), RollUp.FLOW),
    (formula(AVERAGE), RollUp.MEAN),
    (formula(SHARE), RollUp.MEAN),
    (formula(INSIDE, COUNT, numerator="100 * c", denominator="a"), RollUp.RATIO),
    (formula(SUM, INSIDE, COUNT, numerator="b - c", denominator="a + c"), RollUp.RATIO),
]
NOT_ROLLABLE = [
    formula(of("distinct")),
    formula(of("median", measure="amount")),
    formula(of("min", measure="amount")),
    formula(of("max", measure="amount")),
    formula(of("distinct"), INSIDE, numerator="c", denominator="a"),
    formula(COUNT, numerator="a + 1"),
    formula(COUNT, INSIDE, numerator="a * c"),
    formula(COUNT, INSIDE, numerator="c / a"),
    formula(AVERAGE, numerator="2 * a"),
    formula(of("value", source={"kind": "indicator", "indicator": "members"})),
]

# Every person belongs to one group only, as n adds up over groups.
groups = st.lists(
    st.lists(st.tuples(st.integers(0, 3), st.none() | st.booleans(), st.none() | st.integers(-4, 9)), max_size=5),
    min_size=1,
    max_size=4,
).map(
    lambda parts: [
        [Row(f"{place}-{person}", {"inside": inside, "amount": amount}) for person, inside, amount in part]
        for place, part in enumerate(parts)
    ]
)


def observe(checked: CheckedFormula, rows: Sequence[Row]) -> Result:
    inputs = {
        name: settle(one.aggregate.function, aggregate_rows(one, rows), covered=True)
        for name, one in checked.aggregates.items()
    }
    return evaluate(checked, inputs)


def part_of(found: Result) -> Part:
    return Part(found.value, found.num, found.den, found.n, found.weight)


@settings(max_examples=100, deadline=None)
@given(which=st.sampled_from(FORMULAS), parts=groups)
def test_the_whole_rolled_up_is_the_whole_recomputed(
    which: tuple[CheckedFormula, RollUp], parts: list[list[Row]]
) -> None:
    checked, method = which
    assert roll_up_of(checked, Axis.GROUPS) is method
    observed = [observe(checked, part) for part in parts]
    whole = observe(checked, [row for part in parts for row in part])
    rolled = roll_up(method, Axis.GROUPS, [part_of(found) for found in observed], ALL)
    if all(not found.missing for found in observed):
        assert rolled.value == whole.value
    if method is RollUp.MEAN:
        assert rolled.value == whole.value
        assert rolled.n == whole.n


@pytest.mark.parametrize("checked", NOT_ROLLABLE)
def test_what_parts_do_not_tell_is_to_be_recomputed(checked: CheckedFormula) -> None:
    method = roll_up_of(checked, Axis.GROUPS)
    assert method is RollUp.RECOMPUTE
    with pytest.raises(NotRollable, match="recompute"):
        roll_up(method, Axis.GROUPS, [part_of(observe(checked, []))], ALL)


def amount(value: int | None, n: int = 0) -> Part:
    exact = None if value is None else Fraction(value)
    return Part(exact, exact, None, n)


@pytest.mark.parametrize(
    ("method", "axis", "policy", "values", "value", "n", "used"),
    [
        (RollUp.FLOW, Axis.TIME, ANY, [3, 4, 5], 12, 5, 3),
        (RollUp.FLOW, Axis.GROUPS, ANY, [3, 4, 5], 12, 12, 3),
        (RollUp.FLOW, Axis.TIME, ANY, [3, None, 5], None, 0, 0),
        (RollUp.FLOW, Axis.TIME, ALL, [3, None, 5], 8, 5, 2),
        (RollUp.FLOW, Axis.TIME, ALL, [None, None], None, 0, 0),
        (RollUp.FLOW, Axis.TIME, ALL, [], None, 0, 0),
        (RollUp.STOCK, Axis.TIME, ANY, [3, None, 5], 5, 5, 1),
        (RollUp.STOCK, Axis.TIME, ANY, [3, 5, None], None, 0, 0),
        (RollUp.STOCK, Axis.TIME, ALL, [3, 5, None], 5, 5, 1),
        (RollUp.STOCK, Axis.GROUPS, ANY, [3, 5], 8, 8, 2),
        (RollUp.STOCK, Axis.TIME, ALL, [], None, 0, 0),
    ],
)
def test_flows_add_and_stocks_take_their_last_value_over_time(
    method: RollUp,
    axis: Axis,
    policy: MissingPolicy,
    values: list[int | None],
    value: int | None,
    n: int,
    used: int,
) -> None:
    found = roll_up(method, axis, [amount(one, one or 0) for one in values], policy)
    assert (found.value, found.n, found.used, found.parts) == (value, n, used, len(values))


@pytest.mark.parametrize("window", [{"year_to_date": True}, {"offset": -1}])
def test_what_takes_days_of_other_periods_is_not_added_up_over_time(window: dict[str, Any]) -> None:
    """A year to date of 1, 2 and 3 is 3 for the whole, and not 6."""
    checked = formula(COUNT | {"window": window})
    assert roll_up_of(checked, Axis.TIME) is RollUp.RECOMPUTE
    assert roll_up_of(checked, Axis.GROUPS) is RollUp.FLOW


def test_a_stock_is_declared_and_not_guessed() -> None:
    assert [roll_up_of(formula(COUNT), Axis.TIME, stock) for stock in (False, True)] == [RollUp.FLOW, RollUp.STOCK]
    assert roll_up_of(formula(AVERAGE), Axis.TIME, stock=True) is RollUp.MEAN


def test_a_ratio_adds_numerators_and_denominators_and_not_ratios() -> None:
    parts = [Part(Fraction(1), Fraction(1), Fraction(1), 1), Part(Fraction(1, 9), Fraction(1), Fraction(9), 9)]
    assert roll_up(RollUp.RATIO, Axis.GROUPS, parts, ANY) == Whole(Fraction(1, 5), Fraction(2), Fraction(10), 10, 2, 2)
    empty = Part(None, Fraction(0), Fraction(0), 0)
    assert roll_up(RollUp.RATIO, Axis.GROUPS, [*parts, empty], ANY).value == Fraction(1, 5)
    assert roll_up(RollUp.RATIO, Axis.GROUPS, [empty], ANY).value is None


def test_a_mean_weighs_its_parts_and_an_empty_part_weighs_nothing() -> None:
    parts = [Part(Fraction(10), Fraction(10), None, 1, 1), Part(Fraction(1), Fraction(1), None, 9, 9)]
    empty, unweighted = Part(None, None, None, 0, 0), Part(Fraction(5), Fraction(5), None, 3)
    assert roll_up(RollUp.MEAN, Axis.GROUPS, [*parts, empty], ANY).value == Fraction(19, 10)
    assert roll_up(RollUp.MEAN, Axis.GROUPS, [*parts, unweighted], ANY).value is None
    assert roll_up(RollUp.MEAN, Axis.GROUPS, [empty], ANY).value is None


@pytest.mark.parametrize(
    ("base", "target", "now", "between", "expected"),
    [
        (40, 20, 30, [], Progress(Fraction(1, 2))),
        (40, 20, 45, [], Progress(Fraction(-1, 4))),
        (40, 20, 10, [Continuity.EQUAL, Continuity.BRIDGED], Progress(Fraction(3, 2))),
        (0, 3, 1, [], Progress(Fraction(1, 3))),
        (20, 20, 20, [], Progress(None, NoProgress.BASE_EQUALS_TARGET)),
        (40, 20, 30, [Continuity.EQUAL, Continuity.BREAK], Progress(None, NoProgress.ACROSS_A_BREAK)),
        (None, 20, 30, [], Progress(None, NoProgress.MISSING_VALUE)),
        (40, None, 30, [], Progress(None, NoProgress.MISSING_VALUE)),
        (40, 20, None, [], Progress(None, NoProgress.MISSING_VALUE)),
    ],
)
def test_progress_is_unclamped_and_says_why_there_is_none(
    base: int | None, target: int | None, now: int | None, between: list[Continuity], expected: Progress
) -> None:
    from_, to, today = (None if figure is None else Fraction(figure) for figure in (base, target, now))
    assert progress(from_, to, today, between) == expected
