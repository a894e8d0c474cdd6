"""Shapes of classifications, in and out."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from partage_kit.imports import ImportOptions
from partage_kit.types import Language, Line, Note, Shape, UtcDateTime
from partage_members.classifications.changes import Change
from partage_members.classifications.codes import Code
from partage_members.classifications.layout import (
    Address,
    Alternatives,
    ConceptRow,
    LocalScheme,
    OwnCode,
    Replaced,
    Targets,
    UnitGroup,
    Version,
    require_sense,
)
from partage_members.classifications.models import Kind, Publication


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


class CreateScheme(Shape):
    """A scheme of your office, whose first version is drafted; its code begins with `local-`."""

    code: LocalScheme = Field(examples=["local-crafts"])
    kind: Kind = Field(description="what its concepts are: only occupations are trades, only sectors are sectors")
    version: Version = "1"
    attribution: Note = Field("", description="what who uses it has to print")


class BeginVersion(Shape):
    """Another version of a scheme, which begins with all that the current one has."""

    version: Version


class WriteConcept(Shape):
    """A concept of a draft: labels, alternative and gendered labels, what is above it and what corresponds to it."""

    code: OwnCode
    labels: Annotated[dict[Language, Line], Field(min_length=1)]
    alternatives: dict[Language, Alternatives] = {}
    broader: OwnCode | None = None
    isco08: UnitGroup | None = None
    uri: Address | None = None
    exact: Targets = Field([], description="codes of other schemes that mean the same, as they stand in profiles")
    close: Targets = []
    broad: Targets = Field([], description="codes of other schemes that are broader")
    replaces: Replaced = Field([], description="codes of earlier versions whose place it takes")

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        require_sense(self.code, self.broader, (*self.exact, *self.close, *self.broad))
        return self

    def row(self) -> ConceptRow:
        """The same as a row of a file."""
        labels = {f"label_{language}": text for language, text in self.labels.items()}
        texts = {f"alt_{language}": list(texts) for language, texts in self.alternatives.items()}
        return ConceptRow(**self.model_dump(exclude={"labels", "alternatives"}), **labels, **texts)


class AmendDraft(Shape):
    """Concepts to write, anew or in place of what they were, and concepts to take out."""

    concepts: Annotated[list[WriteConcept], Field(max_length=200)] = []
    removed: Annotated[list[OwnCode], Field(max_length=200)] = []

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        codes = [*(one.code for one in self.concepts), *self.removed]
        if len(set(codes)) < len(codes):
            raise ValueError("each code once")
        return self


class VersionView(Shape):
    """A version of a scheme: `staged` while it is drafted, then `current`, then `superseded`."""

    code: str
    version: str
    kind: Kind
    state: Publication
    concepts: int
    attribution: str
    imported_at: UtcDateTime = Field(description="when it was begun, then when it was published")


class SchemeImportOptions(ImportOptions):
    """How a file of concepts is brought in: as which version of which scheme of your office."""

    scheme: LocalScheme
    version: Version
    kind: Kind
    attribution: Annotated[str, StringConstraints(max_length=500)] = ""


class ChangeView(Shape):
    """What became of a code from one version to another: `successors` are the codes that took its place."""

    code: str
    change: Change
    before: dict[str, str] | None = Field(description="its labels, by language; null when it came")
    after: dict[str, str] | None = Field(description="its labels now; null when it went")
    successors: list[str]
