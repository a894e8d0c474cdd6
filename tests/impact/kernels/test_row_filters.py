"""Row filters: what the language takes and refuses, and that memory, SQL and CEL itself decide alike."""

import asyncio
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from cel_expr_python import cel
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import JSON, Column, Integer, Table, insert, select
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from partage_impact.facts.conditions import where
from partage_impact.indicators.catalogue import SourceSchema
from partage_impact.indicators.expressions import MAX_LENGTH, ExpressionFault
from partage_impact.indicators.filters import parse_predicate
from partage_impact.indicators.predicates import (
    Comparison,
    Field,
    FieldKind,
    Membership,
    Not,
    Operator,
    Presence,
)
from partage_kit.tables import service_registry
from support.databases import Databases
from support.deciding_by_hand import Value, holds

SCHEMA = SourceSchema(
    {"trade": FieldKind.TEXT, "place": FieldKind.TEXT, "level": FieldKind.NUMBER, "paid": FieldKind.BOOLEAN},
    frozenset({"minutes"}),
)
TRADE, LEVEL = Field("trade", FieldKind.TEXT), Field("level", FieldKind.NUMBER)
TEXTS = ["baker", "Baker", "b", "", "été", "100%", "a_c", "it's", "😀", "62.01"]
NUMBERS = [0, 1, 2, 2.5, 0.1, -3]

tables = service_registry()
facts = Table(
    "facts",
    tables.metadata,
    Column("id", Integer, primary_key=True),
    Column("dimensions", JSON(none_as_null=True), nullable=False),
    Column("measures", JSON(none_as_null=True), nullable=False),
)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


texts, numbers = st.sampled_from(TEXTS).map(quoted), st.sampled_from(NUMBERS).map(repr)
text_fields, number_fields = st.sampled_from(["trade", "place"]), st.sampled_from(["level", "minutes"])
equality, order = st.sampled_from(["==", "!="]), st.sampled_from(["==", "!=", "<", "<=", ">", ">="])


def words(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(" ".join)


def among(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(values, min_size=1, max_size=3).map(lambda items: f"in [{', '.join(items)}]")


decided = (
    words(text_fields, equality, texts | text_fields)
    | words(texts, equality, text_fields)
    | words(number_fields, order, numbers | number_fields)
    | words(numbers, order, number_fields)
    | words(text_fields, among(texts))
    | words(number_fields, among(numbers))
    | st.tuples(text_fields, texts).map(lambda pair: f"{pair[0]}.startsWith({pair[1]})")
    | st.just("paid")
    | words(st.just("paid"), equality, st.sampled_from(["true", "false"]))
)
asked = words(text_fields | number_fields | st.just("paid"), equality, st.just("null"))


def joined(leaves: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.recursive(
        leaves,
        lambda inner: (
            words(st.just("!("), inner, st.just(")"))
            | words(st.just("("), inner, st.sampled_from([") && (", ") || ("]), inner, st.just(")"))
        ),
        max_leaves=5,
    )


field_values: dict[str, st.SearchStrategy[Value]] = {
    "trade": st.sampled_from(TEXTS),
    "place": st.sampled_from(TEXTS),
    "level": st.sampled_from(NUMBERS),
    "minutes": st.sampled_from([0, 1, 2, 90]),
    "paid": st.booleans(),
}
whole_row = st.fixed_dictionaries(field_values)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Value]:
    """A row of which some fields are null and some are not there."""
    row = draw(whole_row)
    for name in draw(st.sets(st.sampled_from(sorted(row)))):
        row[name] = None
    for name in draw(st.sets(st.sampled_from(sorted(row)))):
        del row[name]
    return row


def stored(row: dict[str, Value]) -> dict[str, Any]:
    measures = {name: value for name, value in row.items() if name in SCHEMA.measures}
    return {"dimensions": {name: row[name] for name in row.keys() - measures.keys()}, "measures": measures}


@pytest.fixture(scope="module")
def facts_url(fresh_databases: Databases) -> Iterator[str]:
    yield fresh_databases.fresh_url(tables)


async def taken_by_sql(url: str, text: str, stored_rows: list[dict[str, Any]]) -> list[int]:
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.execute(insert(facts), [{"id": i, **row} for i, row in enumerate(stored_rows)])
            condition = where(parse_predicate(text, SCHEMA.fields), facts, SCHEMA)
            found = await connection.execute(select(facts.c.id).where(condition).order_by(facts.c.id))
            return list(found.scalars())  # the rows go with the connection, as nothing commits them
    finally:
        await engine.dispose()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=joined(decided | asked), some=st.lists(rows(), min_size=1, max_size=12))
def test_sql_takes_the_rows_that_memory_takes(facts_url: str, text: str, some: list[dict[str, Value]]) -> None:
    predicate = parse_predicate(text, SCHEMA.fields)
    expected = [place for place, row in enumerate(some) if holds(predicate, row)]
    assert asyncio.run(taken_by_sql(facts_url, text, [stored(row) for row in some])) == expected


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ('trade.startsWith("b")', [0, 3]),
        ('trade.startsWith("%")', [2]),
        ('trade.startsWith("é")', [4]),
        ('trade.startsWith("")', [0, 1, 2, 3, 4]),
        ('trade == "baker"', [0]),
        ('!(trade == "baker")', [1, 2, 3, 4]),
        ('trade == null || trade == "Baker"', [1, 5]),
    ],
)
async def test_sql_tells_letters_and_marks_apart_as_memory_does(facts_url: str, text: str, taken: list[int]) -> None:
    some: list[dict[str, Value]] = [{"trade": trade} for trade in ("baker", "Baker", "%b", "b", "été", None)]
    assert [place for place, row in enumerate(some) if holds(parse_predicate(text, SCHEMA.fields), row)] == taken
    assert await taken_by_sql(facts_url, text, [stored(row) for row in some]) == taken


@settings(max_examples=150, deadline=None)
@given(text=joined(decided), row=whole_row)
def test_a_whole_row_is_decided_as_cel_itself_decides_it(text: str, row: dict[str, Any]) -> None:
    kinds = {FieldKind.TEXT: cel.Type.STRING, FieldKind.NUMBER: cel.Type.DYN, FieldKind.BOOLEAN: cel.Type.BOOL}
    standard = cel.NewEnv(variables={name: kinds[kind] for name, kind in SCHEMA.fields.items()})
    assert holds(parse_predicate(text, SCHEMA.fields), row) is standard.compile(text).eval(data=row).value()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ('trade == "baker"', None),
        ('trade != "baker"', None),
        ('!(trade == "baker")', None),
        ('trade in ["baker"]', None),
        ('trade.startsWith("b")', None),
        ("level < 3 || paid", True),
        ("level > 3 || paid", None),
        ("level > 3 && paid", False),
        ("level < 3 && paid", None),
        ("trade == null && level != null", True),
        ("trade != null", False),
    ],
)
def test_a_missing_field_is_unknown_and_unknown_spreads(text: str, answer: bool | None) -> None:
    assert holds(parse_predicate(text, SCHEMA.fields), {"level": 1, "paid": None}) is answer


def test_spacing_and_sides_do_not_matter() -> None:
    expected = Comparison(LEVEL, Operator.LESS, Fraction(5, 2))
    assert [parse_predicate(text, SCHEMA.fields) for text in ("level<2.5", "( level  <\n2.5 )", "2.5 > level")] == [
        expected
    ] * 3
    assert parse_predicate("level == null", SCHEMA.fields) == Presence(LEVEL, there=False)
    assert parse_predicate('!(trade in ["a", "b"])', SCHEMA.fields) == Not(Membership(TRADE, ("a", "b")))


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("", 1, 1),
        ("trade ==", 1, 9),
        ('trad == "baker"', 1, 1),
        ('paid &&\n  trad == "baker"', 2, 3),
        ('"é" == trade && trad', 1, 17),
        ("trade == 1", 1, 7),
        ('trade < "b"', 1, 7),
        ("level + 1 > 2", 1, 7),
        ("level", 1, 1),
        ("true", 1, 1),
        ("trade in []", 1, 7),
        ('trade in ["a", 1]', 1, 16),
        ("level in [1, true]", 1, 14),
        ('"a" == "b"', 1, 8),
        ('paid == (trade == "a")', 1, 16),
        ("trade.startsWith(place)", 1, 18),
        ('trade.contains("a")', 1, 15),
        ("[1].exists(x, x == level)", 1, 11),
        ('trade == "\\u0000"', 1, 10),
        ("level > 1e400", 1, 9),
        ('trade == "\ud800"', 1, 11),
        (f'trade == "{"a" * MAX_LENGTH}"', 1, 1),
        ("!" * 99 + "(" * 99 + "paid" + ")" * 99, 1, 1),
    ],
)
def test_what_the_language_does_not_say_is_refused_with_its_place(text: str, line: int, column: int) -> None:
    with pytest.raises(ExpressionFault) as refused:
        parse_predicate(text, SCHEMA.fields)
    first = refused.value.problems[0]
    assert (first.line, first.column) == (line, column)
    assert first.message


def test_every_problem_is_named_at_once() -> None:
    with pytest.raises(ExpressionFault) as refused:
        parse_predicate('trad == "a" &&\nplce == "b"', SCHEMA.fields)
    assert [(problem.line, problem.column) for problem in refused.value.problems] == [(1, 1), (2, 1)]


@pytest.mark.parametrize("name", ["in", "Trade", "my trade", "été", "trade.code", "trade\n", ""])
def test_fields_that_no_filter_could_name_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no names of fields"):
        SourceSchema({name: FieldKind.TEXT})


def test_a_field_is_a_dimension_or_a_measure() -> None:
    with pytest.raises(ValueError, match="minutes"):
        SourceSchema({"minutes": FieldKind.NUMBER}, frozenset({"minutes"}))
