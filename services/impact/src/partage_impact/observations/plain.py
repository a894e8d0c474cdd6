"""A formula in words, in the reader's language; pure."""

import re
from collections.abc import Mapping
from typing import assert_never

from partage_impact.definitions.rules import fact_type_of
from partage_impact.facts.catalogue import FactType
from partage_impact.indicators.checking import CheckedAggregate, CheckedFormula
from partage_impact.indicators.formula import Function, IndicatorSource
from partage_impact.indicators.predicates import (
    Both,
    Comparison,
    Either,
    Field,
    Membership,
    Not,
    Predicate,
    Prefix,
    Presence,
    Scalar,
)
from partage_impact.observations.words import WORDS, Words
from partage_kit.types import translated


def sentence(checked: CheckedFormula, language: str) -> str:
    """The whole formula: each aggregate by its description, in the arithmetic that joins them."""
    words = WORDS[language]
    parts = {name: aggregate_sentence(one, language) for name, one in checked.aggregates.items()}
    above = _spelt(checked.formula.numerator, parts)
    if checked.formula.denominator is None:
        return above
    return words.ratio.format(above=above, below=_spelt(checked.formula.denominator, parts))


def aggregate_sentence(checked: CheckedAggregate, language: str) -> str:
    """One aggregate: what is counted or summed, of which rows, in which days."""
    words, aggregate = WORDS[language], checked.aggregate
    fact_type = fact_type_of(aggregate)
    if isinstance(aggregate.source, IndicatorSource):
        rows = words.indicator.format(code=aggregate.source.indicator)
    else:
        rows = translated(fact_type.names, (language,)) if fact_type else ""
    if checked.filter is not None:
        rows += words.where.format(condition=_condition(checked.filter, fact_type, language))
    matching = _condition(checked.matching, fact_type, language) if checked.matching else ""
    measure = _name(aggregate.measure or "", fact_type, language)
    told = _template(aggregate.function, aggregate.measure, words).format(rows=rows, field=measure, matching=matching)
    if aggregate.window.year_to_date:
        told += words.year_to_date
    if aggregate.window.offset:
        told += words.earlier.format(periods=-aggregate.window.offset)
    return told


def _template(function: Function, measure: str | None, words: Words) -> str:
    if function is Function.DISTINCT:
        return words.functions["distinct_persons" if measure is None else "distinct_values"]
    return words.functions[function]


def _spelt(expression: str, parts: Mapping[str, str]) -> str:
    """The arithmetic with descriptions for names; a lone name is its description."""
    if expression.strip() in parts:
        return parts[expression.strip()]
    return re.sub(
        r"[a-z][a-z0-9_]*", lambda found: f"«{parts[found[0]]}»" if found[0] in parts else found[0], expression
    )


def _condition(predicate: Predicate, fact_type: FactType | None, language: str) -> str:
    words = WORDS[language]

    def inner(one: Predicate) -> str:
        return _condition(one, fact_type, language)

    match predicate:
        case Comparison(left, operator, right):
            values = {"left": _operand(left, fact_type, language), "right": _operand(right, fact_type, language)}
            return words.comparisons[operator].format(**values)
        case Membership(field, among):
            listed = ", ".join(_operand(one, fact_type, language) for one in among)
            return words.member.format(left=_operand(field, fact_type, language), right=listed)
        case Prefix(field, start):
            return words.prefix.format(left=_operand(field, fact_type, language), right=f"“{start}”")
        case Presence(field, there):
            return (words.present if there else words.absent).format(left=_operand(field, fact_type, language))
        case Not(one):
            return words.negation.format(inner=inner(one))
        case Both(one, other):
            return words.conjunction.format(left=inner(one), right=inner(other))
        case Either(one, other):
            return words.disjunction.format(left=inner(one), right=inner(other))
        case _:
            assert_never(predicate)


def _operand(operand: Field | Scalar, fact_type: FactType | None, language: str) -> str:
    match operand:
        case Field(name):
            return _name(name, fact_type, language)
        case bool():
            return WORDS[language].truths[operand]
        case str():
            return f"“{operand}”"
    return str(operand) if operand.denominator == 1 else str(float(operand))


def _name(field: str, fact_type: FactType | None, language: str) -> str:
    return translated(fact_type.fields[field], (language,)) if fact_type and field in fact_type.fields else field
