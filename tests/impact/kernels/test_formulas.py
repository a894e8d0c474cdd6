"""Formulas: what is refused and where, what a plan reads once, and in which order indicators are made."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from partage_impact.indicators.arithmetic import Nature
from partage_impact.indicators.catalogue import Catalogue, SourceSchema
from partage_impact.indicators.checking import CheckedFormula, FormulaFault, IndicatorCycle, check, evaluation_order
from partage_impact.indicators.formula import Formula, Window
from partage_impact.indicators.plan import plan
from partage_impact.indicators.predicates import FieldKind

CATALOGUE = Catalogue(
    facts={
        "activity": SourceSchema(
            {"filiere": FieldKind.TEXT, "inside": FieldKind.BOOLEAN}, frozenset({"amount", "minutes"})
        )
    },
    surveys={"autonomy": SourceSchema({"role": FieldKind.TEXT}, frozenset({"score"}))},
    indicators={"members": Nature.AMOUNT, "satisfaction": Nature.LEVEL},
)
ACTIVITY = {"kind": "facts", "fact_type": "activity"}
SURVEY = {"kind": "survey", "questionnaire": "autonomy"}
MEMBERS = {"kind": "indicator", "indicator": "members"}
SATISFACTION = {"kind": "indicator", "indicator": "satisfaction"}
TO_DATE = {"year_to_date": True}


def count(name: str, **other: Any) -> dict[str, Any]:
    return {"name": name, "source": ACTIVITY, "function": "count", **other}


def formula(*aggregates: dict[str, Any], numerator: str = "a", **other: Any) -> Formula:
    return Formula.model_validate({"aggregates": aggregates, "numerator": numerator, **other})


def checked(*aggregates: dict[str, Any], numerator: str = "a", **other: Any) -> CheckedFormula:
    return check(formula(*aggregates, numerator=numerator, **other), CATALOGUE)


def test_a_share_of_contracts_inside_the_filiere_is_a_level() -> None:
    ratio = checked(count("a", filter="inside"), count("b"), denominator="b")
    assert ratio.nature is Nature.LEVEL
    assert checked(count("a")).nature is Nature.AMOUNT


@pytest.mark.parametrize(
    ("aggregate", "pointer"),
    [
        (count("a", source={"kind": "facts", "fact_type": "none"}), "/aggregates/0/source"),
        (count("a", source={"kind": "survey", "questionnaire": "none"}), "/aggregates/0/source"),
        (count("a", source={"kind": "indicator", "indicator": "none"}, function="value"), "/aggregates/0/source"),
        (count("a", measure="amount"), "/aggregates/0/measure"),
        (count("a", function="sum"), "/aggregates/0/measure"),
        (count("a", function="sum", measure="filiere"), "/aggregates/0/measure"),
        (count("a", function="median", measure="score"), "/aggregates/0/measure"),
        (count("a", function="distinct", measure="amount"), "/aggregates/0/measure"),
        (count("a", function="share"), "/aggregates/0/matching"),
        (count("a", function="share", matching="inside", measure="amount"), "/aggregates/0/measure"),
        (count("a", matching="inside"), "/aggregates/0/matching"),
        (count("a", function="value"), "/aggregates/0/function"),
        (count("in"), "/aggregates/0/name"),
        (count("a", filter="outside"), "/aggregates/0/filter"),
        (count("a", function="share", matching="outside"), "/aggregates/0/matching"),
        (count("a", source=MEMBERS, function="value", filter="inside"), "/aggregates/0/filter"),
        (count("a", source=MEMBERS, function="count", window=TO_DATE), "/aggregates/0/function"),
        (count("a", source=MEMBERS, function="value", window=TO_DATE), "/aggregates/0/window"),
        (count("a", source=MEMBERS, function="sum"), "/aggregates/0/window"),
        (count("a", source=SATISFACTION, function="average", window=TO_DATE), "/aggregates/0/function"),
        (count("a", source=SATISFACTION, function="sum", window=TO_DATE), "/aggregates/0/function"),
    ],
)
def test_an_aggregate_that_does_not_fit_its_source_is_refused(aggregate: dict[str, Any], pointer: str) -> None:
    with pytest.raises(FormulaFault) as refused:
        checked(aggregate, numerator=aggregate["name"] if aggregate["name"] != "in" else "1")
    assert [problem.pointer for problem in refused.value.problems] == [pointer]


@pytest.mark.parametrize(
    "aggregate",
    [
        count("a", function="sum", measure="amount", filter='filiere != "film" && minutes > 30'),
        count("a", function="distinct"),
        count("a", function="distinct", measure="filiere"),
        count("a", function="share", matching="inside", window={"offset": -1}),
        count("a", source=SURVEY, function="average", measure="score", filter='role in ["member"]'),
        count("a", source=SATISFACTION, function="value", window={"offset": -4}),
        count("a", source=SATISFACTION, function="median", window=TO_DATE),
        count("a", source=MEMBERS, function="average", window=TO_DATE),
    ],
)
def test_an_aggregate_that_fits_its_source_is_read(aggregate: dict[str, Any]) -> None:
    assert checked(aggregate).aggregates["a"].aggregate.function == aggregate["function"]


def test_averaging_averages_is_refused_however_it_is_written() -> None:
    averages = [count(name, source=SURVEY, function="average", measure="score") for name in "ab"]
    with pytest.raises(FormulaFault) as refused:
        checked(*averages, numerator="(a + b) / 2")
    assert [(one.pointer, one.problem.column) for one in refused.value.problems] == [("/numerator", 4)]


def test_all_problems_come_at_once_each_with_its_place() -> None:
    with pytest.raises(FormulaFault) as refused:
        checked(count("a", filter="outside ||\n inside == 1"), count("a"), numerator="a + z", denominator="a +")
    found = [(one.pointer, one.problem.line, one.problem.column) for one in refused.value.problems]
    assert found == [
        ("/aggregates/0/filter", 1, 1),
        ("/aggregates/0/filter", 2, 9),
        ("/aggregates/1/name", 1, 1),
        ("/numerator", 1, 5),
        ("/denominator", 1, 4),
    ]


def test_an_aggregate_that_nothing_uses_is_refused() -> None:
    with pytest.raises(FormulaFault) as refused:
        checked(count("a"), count("b"))
    assert [one.pointer for one in refused.value.problems] == ["/aggregates/1"]


@pytest.mark.parametrize(
    "broken",
    [
        {"aggregates": []},
        {"numerator": ""},
        {"missing_policy": "zero"},
        {"eval": "1"},
        {"aggregates": [count("A")]},
        {"aggregates": [count("a", window={"offset": 1})]},
        {"aggregates": [count("a", source={"kind": "table", "fact_type": "activity"})]},
    ],
)
def test_what_has_not_the_shape_of_a_formula_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Formula.model_validate({"aggregates": [count("a")], "numerator": "a", **broken})


def test_a_formula_keeps_its_bytes_through_json() -> None:
    written = formula(count("a", filter="inside", window={"offset": -1}), count("b"), denominator="b")
    assert Formula.model_validate_json(written.model_dump_json()) == written


def test_a_scan_serves_all_aggregates_of_one_source_filter_and_window() -> None:
    several = checked(
        count("a", filter="inside && minutes > 30"),
        count("b", function="sum", measure="amount", filter="(inside)&&(30 < minutes)"),
        count("c"),
        count("d", window={"offset": -1}),
        count("e", source=SURVEY),
        count("f", function="share", matching="inside"),
        numerator="a + b + c + d + e + f",
    )
    scans = plan(several.aggregates.values())
    assert [[one.aggregate.name for one in scan.aggregates] for scan in scans] == [["a", "b"], ["c", "f"], ["d"], ["e"]]
    assert [scan.window for scan in scans] == [Window(), Window(), Window(offset=-1), Window()]
    assert [scan.filter is None for scan in scans] == [False, True, True, True]


@given(st.dictionaries(st.sampled_from("abcdef"), st.sets(st.sampled_from("abcdef"), max_size=3), max_size=6))
def test_indicators_come_after_what_they_are_made_of_or_form_a_cycle(made_of: dict[str, set[str]]) -> None:
    reach = {key: set(parts) for key, parts in made_of.items()}
    for _ in range(6):
        reach = {key: parts.union(*(reach.get(part, set()) for part in parts)) for key, parts in reach.items()}
    if any(key in parts for key, parts in reach.items()):
        with pytest.raises(IndicatorCycle) as refused:
            evaluation_order(made_of)
        cycle = refused.value.cycle
        assert cycle[0] == cycle[-1]
        assert all(made in made_of[key] for key, made in pairwise(cycle))
    else:
        order = evaluation_order(made_of)
        assert all(order.index(part) < order.index(key) for key, parts in made_of.items() for part in parts)
        assert order == evaluation_order(dict(reversed(made_of.items())))
