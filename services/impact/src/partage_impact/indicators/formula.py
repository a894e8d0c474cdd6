"""The formula of an indicator version as it is written, stored and exchanged: aggregates, numerator, denominator."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from partage_impact.indicators.arithmetic import MissingPolicy
from partage_impact.indicators.expressions import IDENTIFIER, MAX_LENGTH
from partage_kit.types.patterns import Pattern

# A name that a CEL expression may use; CEL's reserved words are refused when the formula is checked.
Identifier = Annotated[
    str, Pattern(IDENTIFIER, "a name of small letters, digits and _, a letter first, such as hours_worked")
]
Key = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Expression = Annotated[str, StringConstraints(min_length=1, max_length=MAX_LENGTH)]


class Node(BaseModel):
    """A part of a formula: immutable, comparable, and without a field that we do not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Function(StrEnum):
    """What is made of the rows of a source; `value` takes another indicator's observation as it is."""

    SUM = "sum"
    COUNT = "count"
    DISTINCT = "distinct"
    AVERAGE = "average"
    MEDIAN = "median"
    MIN = "min"
    MAX = "max"
    SHARE = "share"
    VALUE = "value"


class FactSource(Node):
    """Facts of one type, made from events, imports or manual entry; a row is a fact."""

    kind: Literal["facts"] = "facts"
    fact_type: Key


class SurveySource(Node):
    """Answers to one questionnaire; a row is a response, its fields are the items."""

    kind: Literal["survey"] = "survey"
    questionnaire: Key


class IndicatorSource(Node):
    """Another indicator; a row is its observation of the same office and disaggregation."""

    kind: Literal["indicator"] = "indicator"
    indicator: Key


Source = Annotated[FactSource | SurveySource | IndicatorSource, Field(discriminator="kind")]


class Window(Node):
    """Which days are taken: the period itself, one so many periods of its kind before, or its year up to its end."""

    offset: int = Field(default=0, ge=-520, le=0)
    year_to_date: bool = False


class Aggregate(Node):
    """One figure made of the rows of a source, which expressions call by its name.

    `measure` is the field that is summed, averaged or told apart (`distinct` without one counts persons); `filter`
    takes rows; `matching` says which of the rows taken a `share` counts.
    """

    name: Identifier
    source: Source
    function: Function
    measure: Key | None = None
    filter: Expression | None = None
    matching: Expression | None = None
    window: Window = Window()


class Formula(Node):
    """A numerator and, for a ratio, a denominator: each arithmetic over the aggregates."""

    aggregates: tuple[Aggregate, ...] = Field(min_length=1, max_length=20)
    numerator: Expression
    denominator: Expression | None = None
    missing_policy: MissingPolicy = MissingPolicy.SKIP_IF_ANY
