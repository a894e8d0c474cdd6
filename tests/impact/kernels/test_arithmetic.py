"""Arithmetic over aggregates: exact, null-safe, and never adding averages up."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partage_impact.indicators.arithmetic import MissingPolicy, Nature, compute, names_in, parse_arithmetic
from partage_impact.indicators.expressions import ExpressionFault

AMOUNTS = dict.fromkeys("abc", Nature.AMOUNT)
MIXED = {"sum_a": Nature.AMOUNT, "sum_b": Nature.AMOUNT, "avg_a": Nature.LEVEL, "avg_b": Nature.LEVEL}
ANY, ALL = MissingPolicy.SKIP_IF_ANY, MissingPolicy.SKIP_IF_ALL

Values = dict[str, Fraction | None]
# An expression as text beside what the page says it comes to, built together and not by the kernel.
Case = tuple[str, Fraction | None]


def operation(sign: str, left: Case, right: Case) -> Case:
    (one, first), (other, second) = left, right
    if sign in "+-" and "/" in one and "/" in other:
        sign = "*"  # ratios do not add up: what refuses them is tested below
    text = f"({one} {sign} {other})"
    if first is None or second is None or (sign == "/" and second == 0):
        return text, None
    return text, {
        "+": lambda: first + second,
        "-": lambda: first - second,
        "*": lambda: first * second,
        "/": lambda: first / second,
    }[sign]()


@st.composite
def cases(draw: st.DrawFn) -> tuple[Values, Case]:
    values: Values = {name: draw(st.none() | st.fractions(-5, 5, max_denominator=7)) for name in "abc"}
    literals = [("0", Fraction(0)), ("2", Fraction(2)), ("0.1", Fraction(1, 10)), ("-1.5", Fraction(-3, 2))]
    leaves: st.SearchStrategy[Case] = st.sampled_from([*values.items(), *literals])
    case = draw(
        st.recursive(
            leaves,
            lambda inner: (
                st.builds(operation, st.sampled_from("+-*/"), inner, inner)
                | inner.map(lambda case: (f"-({case[0]})", None if case[1] is None else -case[1]))
            ),
            max_leaves=8,
        )
    )
    return values, case


@settings(max_examples=80, deadline=None)
@given(case=cases())
def test_the_value_is_exact_and_missing_as_soon_as_anything_is(case: tuple[Values, Case]) -> None:
    values, (text, expected) = case
    expression, _ = parse_arithmetic(text, AMOUNTS)
    assert compute(expression, values) == expected


@pytest.mark.parametrize(
    ("text", "any_missing", "all_missing"),
    [
        ("a + b", None, 3),
        ("b + b", None, None),
        ("a + b + c", None, 8),
        ("a - b", None, None),
        ("a * b", None, None),
        ("a / b", None, None),
        ("a + b * c", None, 3),
        ("-(a + b)", None, -3),
        ("a + c", 8, 8),
        ("a / (c - 5)", None, None),
        ("a + c / 0", None, 3),
    ],
)
def test_where_only_all_missing_skips_a_sum_takes_the_terms_that_are_there(
    text: str, any_missing: int | None, all_missing: int | None
) -> None:
    expression, _ = parse_arithmetic(text, AMOUNTS)
    values = {"a": Fraction(3), "b": None, "c": Fraction(5)}
    assert (compute(expression, values, ANY), compute(expression, values, ALL)) == (any_missing, all_missing)


def test_whole_numbers_do_not_truncate_and_decimals_are_what_they_say() -> None:
    assert compute(parse_arithmetic("1 / 2", {})[0], {}) == Fraction(1, 2)
    assert compute(parse_arithmetic("0.1 + 0.2", {})[0], {}) == Fraction(3, 10)
    assert compute(parse_arithmetic("100 * a", AMOUNTS)[0], {"a": Fraction(1, 3)}) == Fraction(100, 3)


def test_the_usual_precedence_holds() -> None:
    values: Values = {"a": Fraction(2), "b": Fraction(3), "c": Fraction(4)}
    assert compute(parse_arithmetic("a + b * c", AMOUNTS)[0], values) == 14
    assert compute(parse_arithmetic("a - b - c", AMOUNTS)[0], values) == -5
    assert compute(parse_arithmetic("a / b / c", AMOUNTS)[0], values) == Fraction(1, 6)


def test_the_names_of_an_expression() -> None:
    assert names_in(parse_arithmetic("-a + 2 * (c - a)", AMOUNTS)[0]) == {"a", "c"}


@pytest.mark.parametrize(
    ("text", "nature"),
    [
        ("1 + 2", Nature.CONSTANT),
        ("sum_a + sum_b", Nature.AMOUNT),
        ("-sum_a * 100", Nature.AMOUNT),
        ("sum_a / 2", Nature.AMOUNT),
        ("sum_a / sum_b", Nature.LEVEL),
        ("1 / sum_a", Nature.LEVEL),
        ("avg_a * sum_a", Nature.AMOUNT),
        ("avg_a * sum_a + avg_b * sum_b", Nature.AMOUNT),
        ("sum_a / avg_a", Nature.AMOUNT),
        ("avg_a - avg_b", Nature.LEVEL),
        ("-avg_a - (-avg_b)", Nature.LEVEL),
        ("100 * (avg_a - avg_b) / avg_b - 1", Nature.LEVEL),
        ("avg_a + 1", Nature.LEVEL),
        ("avg_a / avg_b", Nature.LEVEL),
    ],
)
def test_amounts_and_levels_are_told_apart(text: str, nature: Nature) -> None:
    assert parse_arithmetic(text, MIXED)[1] is nature


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("avg_a + avg_b", 1, 7),
        ("(avg_a + avg_b) / 2", 1, 8),
        ("avg_a - (-avg_b)", 1, 7),
        ("(avg_a - (0 - avg_b)) / 2", 1, 8),
        ("avg_a - (avg_b - avg_a)", 1, 7),
        ("avg_a - (0 - 1) * avg_b", 1, 7),
        ("avg_a - avg_b / (1 - 2)", 1, 7),
        ("-avg_a - avg_b", 1, 8),
        ("sum_a +\n (sum_a / sum_b + avg_a)", 2, 17),
        ("sum_a + sum_c", 1, 9),
        ('sum_a + "1"', 1, 7),
        ("sum_a +", 1, 8),
        ("sum_a % 2", 1, 7),
        ("sum_a > 2", 1, 7),
        ("sum_a ? 1 : 2", 1, 7),
        ("true", 1, 1),
        ("[sum_a]", 1, 1),
        ("sum_a * 1e999", 1, 9),
        ("sum_a * 1e100", 1, 9),
        ("sum_a *\n 10000000000001", 2, 2),
        ("sum_a / 1e-13", 1, 9),
        ("__import__('os')", 1, 11),
        ("sum_a.real", 1, 6),
        (" + ".join(["sum_a"] * 99), 1, 1),
    ],
)
def test_what_is_not_arithmetic_is_refused_with_its_place(text: str, line: int, column: int) -> None:
    with pytest.raises(ExpressionFault) as refused:
        parse_arithmetic(text, MIXED)
    first = refused.value.problems[0]
    assert (first.line, first.column) == (line, column)
