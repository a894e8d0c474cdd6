"""Shapes of classifications, in and out."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from partage_kit.types import Language, Shape
from partage_members.classifications.codes import Code


class ConceptView(Shape):
    """A code with its labels in fr, nl and en; `broader` is what is above it: an ISCO-08 group, a section, a topic."""

    code: str
    labels: dict[str, str]
    alternatives: dict[str, tuple[str, ...]]
    broader: str | None
    isco08: str | None
    uri: str | None = Field(None, description="the concept's own address, such as ESCO's")


class SchemeView(Shape):
    """A classification: `version` and `attribution` of what was imported, which who shows it has to print."""

    code: str
    version: str | None = None
    attribution: str | None = None
    concepts: int


class Schemes(Shape):
    """All classifications that can be looked up."""

    items: list[SchemeView]


class ResolveCodes(Shape):
    """Codes as they stand in profiles, opportunities and filières."""

    codes: Annotated[list[Code], Field(min_length=1, max_length=500)]


class Resolved(Shape):
    """What a code is called; the label is in the language that you read best, of those in which there is one."""

    code: str
    label: str
    language: Language
    uri: str | None


class ResolvedCodes(Shape):
    """What codes are called, in the order in which they were given; `unknown` are those that no scheme has."""

    items: list[Resolved]
    unknown: list[str]


class SeenMatch(StrEnum):
    """How a concept corresponds to another one, as SKOS tells it: of `broad`, the other is the broader one."""

    EXACT = "exact"
    CLOSE = "close"
    BROAD = "broad"
    NARROW = "narrow"


class MappingView(Shape):
    """A code that corresponds to a concept, as it stands in profiles, and how."""

    code: str
    match: SeenMatch
