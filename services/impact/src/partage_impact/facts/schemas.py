"""Shapes of facts, in and out."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from partage_impact.facts.catalogue import About
from partage_impact.indicators.predicates import FieldKind
from partage_impact.values import Code, ItemKey
from partage_kit.types import READABLE_LINE, Day, NutsCode, Shape, UtcDateTime
from partage_kit.types.patterns import Pattern

Measure = Annotated[int, Field(strict=True, ge=-100_000_000_000, le=100_000_000_000)]
"""A whole number in the smallest unit: cents, minutes, pieces."""

Reference = Annotated[
    str,
    Pattern(r"^[\x21-\x7e]{1,100}$", "1 to 100 letters, digits and signs of ASCII without spaces, such as F-2026-001"),
]
"""The key of a fact at its source."""

FieldValue = Annotated[
    str, StringConstraints(min_length=1, max_length=120), Pattern(r"^[^\r\n]*$", "one line of text"), READABLE_LINE
]


class EnterFact(Shape):
    """One fact, as somebody writes it down."""

    fact_type: Code
    reference: Reference
    occurred_at: UtcDateTime
    person: UUID | None = Field(None, description="the member it is about; facts about one person need it")
    persons: Annotated[int, Field(strict=True, ge=1, le=1_000_000)] | None = Field(
        None, description="how many persons stand behind it; facts about a group need it"
    )
    nuts: NutsCode | None = Field(None, description="where; by default where the person works")
    dimensions: Annotated[dict[ItemKey, FieldValue], Field(max_length=20)] = {}
    measures: Annotated[dict[ItemKey, Measure], Field(max_length=20)] = {}


class EnterFacts(Shape):
    """Up to 500 facts of one source; a reference that the source gave before is passed over."""

    source: Code = Field("entry", description="where the facts come from; references are its own")
    facts: Annotated[list[EnterFact], Field(min_length=1, max_length=500)]


class FactsTaken(Shape):
    """How many facts were new, and how many were known already."""

    taken: int
    known: int


class Complete(Shape):
    """Until which day all facts of a type are entered."""

    until: Day


class FieldView(Shape):
    """A field of a fact type: a dimension to filter by, or a measure to sum up."""

    key: str
    name: str
    role: Literal["dimension", "measure"]
    kind: FieldKind
    in_cents: bool


class FactTypeView(Shape):
    """A type of facts in the reader's language. `complete_until` is the last day of which everything is known."""

    code: str
    name: str
    home: str
    about: About
    fields: list[FieldView]
    complete_until: date | None


class FactTypeList(Shape):
    """All types of facts."""

    items: list[FactTypeView]
