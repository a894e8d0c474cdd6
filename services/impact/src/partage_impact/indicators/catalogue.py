"""What formulas may draw on, and the rules of one aggregate: which function goes with which source and field."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from partage_impact.indicators.arithmetic import Nature
from partage_impact.indicators.expressions import IDENTIFIER, RESERVED
from partage_impact.indicators.formula import Aggregate, Function, IndicatorSource, SurveySource
from partage_impact.indicators.predicates import FieldKind


@dataclass(frozen=True, slots=True)
class SourceSchema:
    """The fields of a source's rows: dimensions by kind, and the measures, which are numbers.

    Errors: ValueError for a name that no expression could use, or that is a dimension and a measure.
    """

    dimensions: Mapping[str, FieldKind]
    measures: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse names that no expression could use."""
        wrong = {name for name in self.fields if name in RESERVED or not re.fullmatch(IDENTIFIER, name)}
        if wrong := wrong | (self.measures & self.dimensions.keys()):
            raise ValueError(f"no names of fields: {', '.join(sorted(wrong))}")

    @property
    def fields(self) -> dict[str, FieldKind]:
        """Everything a row filter may ask about."""
        return {**self.dimensions, **dict.fromkeys(sorted(self.measures), FieldKind.NUMBER)}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The fact types, questionnaires and, with their nature, the indicators that a formula may name."""

    facts: Mapping[str, SourceSchema]
    surveys: Mapping[str, SourceSchema]
    indicators: Mapping[str, Nature]

    def schema(self, aggregate: Aggregate) -> SourceSchema | None:
        """Give the fields of an aggregate's rows; None for an unknown source and for indicators, which have none."""
        match aggregate.source:
            case IndicatorSource():
                return None
            case SurveySource(questionnaire=key):
                return self.surveys.get(key)
            case source:
                return self.facts.get(source.fact_type)

    def nature(self, aggregate: Aggregate) -> Nature:
        """Tell whether an aggregate adds up over groups of rows."""
        if aggregate.function is Function.VALUE and isinstance(aggregate.source, IndicatorSource):
            return self.indicators.get(aggregate.source.indicator, Nature.AMOUNT)
        return Nature.AMOUNT if aggregate.function in _COUNTING or aggregate.function is Function.SUM else Nature.LEVEL


_COUNTING = frozenset({Function.COUNT, Function.DISTINCT})
_OF_A_MEASURE = frozenset({Function.SUM, Function.AVERAGE, Function.MEDIAN, Function.MIN, Function.MAX})


def broken_rules(aggregate: Aggregate, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Name each field of an aggregate that does not go with the others, and say why."""
    if isinstance(aggregate.source, IndicatorSource):
        yield from _broken_over_indicator(aggregate, aggregate.source.indicator, catalogue)
    elif (schema := catalogue.schema(aggregate)) is None:
        yield "source", "there is no such source"
    else:
        yield from _broken_over_rows(aggregate, schema)


def _broken_over_rows(aggregate: Aggregate, schema: SourceSchema) -> Iterator[tuple[str, str]]:
    function, measure = aggregate.function, aggregate.measure
    if function is Function.VALUE:
        yield "function", "only another indicator has a value to take as it is"
    if function in _OF_A_MEASURE and measure not in schema.measures:
        yield "measure", f"{function} needs a measure of the source"
    if function is Function.DISTINCT and measure is not None and measure not in schema.dimensions:
        yield "measure", "distinct counts persons, or the values of a dimension of the source"
    if function in (Function.COUNT, Function.SHARE) and measure is not None:
        yield "measure", f"{function} counts rows, not a field"
    if (function is Function.SHARE) != (aggregate.matching is not None):
        yield "matching", "a share, and nothing else, says which rows it counts"


def _broken_over_indicator(aggregate: Aggregate, key: str, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    function, nature = aggregate.function, catalogue.indicators.get(key)
    if nature is None:
        yield "source", "there is no such indicator"
    for field in ("measure", "filter", "matching"):
        if getattr(aggregate, field) is not None:
            yield field, "an indicator has observations, not rows with fields"
    if function is not Function.VALUE and function not in _OF_A_MEASURE:
        yield "function", f"{function} is made of rows, not of an indicator"
    if (function is Function.VALUE) == aggregate.window.year_to_date:
        yield "window", "value takes one period; the other functions take the periods of a year to date"
    if function in (Function.SUM, Function.AVERAGE) and nature is Nature.LEVEL:
        yield (
            "function",
            "averages, shares and ratios are neither summed nor averaged; go back to what they are made of",
        )
