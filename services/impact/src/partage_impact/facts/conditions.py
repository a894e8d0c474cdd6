"""Row filters as conditions on the table of facts, NULL being what is unknown.

A field is a key of `measures` where the type of facts says so, else of `dimensions`; one that is absent or null is
missing. Measures are whole numbers in the smallest unit (cents, minutes), which double precision holds exactly.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, false, func, literal, not_, or_, true

from partage_impact.indicators.catalogue import SourceSchema
from partage_impact.indicators.predicates import (
    Both,
    Comparison,
    Either,
    Field,
    FieldKind,
    Membership,
    Not,
    Operator,
    Predicate,
    Prefix,
    Presence,
    Scalar,
)

_COMPARE: Mapping[Operator, Callable[[Any, Any], ColumnElement[bool]]] = {
    Operator.EQUAL: eq,
    Operator.NOT_EQUAL: ne,
    Operator.LESS: lt,
    Operator.AT_MOST: le,
    Operator.GREATER: gt,
    Operator.AT_LEAST: ge,
}


def where(predicate: Predicate, facts: FromClause, schema: SourceSchema) -> ColumnElement[bool]:
    """Compile a row filter to a condition on a facts table; numbers compare in double precision."""
    match predicate:
        case Comparison(left, operator, right):
            return _COMPARE[operator](_operand(left, facts, schema), _operand(right, facts, schema))
        case Membership(field, among):
            return column_of(field, facts, schema).in_([_constant(value) for value in among])
        case Prefix(field, start):
            # Not LIKE: SQLite's ignores case.
            return func.substr(column_of(field, facts, schema), 1, len(start)) == start
        case Presence(field, there):
            column = column_of(field, facts, schema)
            return column.is_not(None) if there else column.is_(None)
        case Not(inner):
            return not_(where(inner, facts, schema))
        case Both(left, right):
            return and_(where(left, facts, schema), where(right, facts, schema))
        case Either(left, right):
            return or_(where(left, facts, schema), where(right, facts, schema))


def column_of(field: Field, facts: FromClause, schema: SourceSchema) -> ColumnElement[Any]:
    """Give the typed value of a field of a fact, NULL where it is missing."""
    held = facts.c.measures if field.name in schema.measures else facts.c.dimensions
    value = held[field.name]
    typed: ColumnElement[Any]
    match field.kind:
        case FieldKind.TEXT:
            typed = value.as_string()
        case FieldKind.NUMBER:
            typed = value.as_float()
        case FieldKind.BOOLEAN:
            typed = value.as_boolean()
    return typed


def _operand(operand: Field | Scalar, facts: FromClause, schema: SourceSchema) -> ColumnElement[Any]:
    return column_of(operand, facts, schema) if isinstance(operand, Field) else _constant(operand)


def _constant(value: Scalar) -> ColumnElement[Any]:
    if isinstance(value, bool):
        return true() if value else false()
    return literal(float(value) if isinstance(value, Fraction) else value)
