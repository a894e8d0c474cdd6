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
    above = _spelt(checked.formula.numerator, parts, words)
    if checked.formula.denominator is None:
        return above
    return words.ratio.format(above=above, below=_spelt(checked.formula.denominator, parts, words))


def aggregate_sentence(checked: CheckedAggregate, language: str) -> str:
    """One aggregate: what is counted or summed, of which rows, in which days."""
    words, window = WORDS[language], checked.aggregate.window
    source = checked.aggregate.source
    if isinstance(source, IndicatorSource):
        told = words.of_indicator[checked.aggregate.function].format(code=source.indicator)
    else:
        told = _of_facts(checked, language)
    if window.year_to_date:
        told += words.year_to_date
    if window.offset:
        told += words.earlier[window.offset < -1].format(periods=-window.offset)
    return told


def _of_facts(checked: CheckedAggregate, language: str) -> str:
    words, aggregate = WORDS[language], checked.aggregate
    fact_type = fact_type_of(aggregate)
    rows = translated(fact_type.names, (language,)) if fact_type else ""
    if checked.filter is not None:
        rows += words.where.format(condition=_condition(checked.filter, fact_type, language))
    matching = _condition(checked.matching, fact_type, language) if checked.matching else ""
    of_field = words.of(_name(aggregate.measure or "", fact_type, language))
    template = words.of_facts[_template(aggregate.function, aggregate.measure)]
    return template.format(rows=rows, of_rows=words.of(rows), of_field=of_field, matching=matching)


def _template(function: Function, measure: str | None) -> str:
    if function is Function.DISTINCT:
        return "distinct_persons" if measure is None else "distinct_values"
    return function


def _spelt(expression: str, parts: Mapping[str, str], words: Words) -> str:
    """The arithmetic with descriptions for names; a lone name is its description."""
    if expression.strip() in parts:
        return parts[expression.strip()]

    def spelt(found: re.Match[str]) -> str:
        return words.quoted.format(text=parts[found[0]]) if found[0] in parts else found[0]

    return re.sub(r"[a-z][a-z0-9_]*", spelt, expression)


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
            return words.prefix.format(left=_operand(field, fact_type, language), right=words.quoted.format(text=start))
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
            return WORDS[language].quoted.format(text=operand)
    return str(operand) if operand.denominator == 1 else str(float(operand))


def _name(field: str, fact_type: FactType | None, language: str) -> str:
    return translated(fact_type.fields[field], (language,)) if fact_type and field in fact_type.fields else field
