"""What is put into the index."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from partage_members.audiences.policy import Scope


class FacetKind(StrEnum):
    """What found documents can be narrowed by."""

    TRADE = "trade"
    SECTOR = "sector"
    TERRITORY = "territory"
    FILIERE = "filiere"
    LANGUAGE = "language"
    STAGE = "stage"
    AVAILABLE = "available"
    SKILL = "skill"


class SuggestionKind(StrEnum):
    """What a word that somebody begins to type may be; in the order in which suggestions are told."""

    TRADE = "trade"
    SECTOR = "sector"
    SKILL = "skill"
    FILIERE = "filiere"
    PLACE = "place"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Facet:
    """A code by which a document is found and counted, such as the trade `baker`."""

    kind: FacetKind
    code: str


@dataclass(frozen=True, slots=True)
class Point:
    """Where something is, in degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Part:
    """What is visible of a document in the same scopes: texts of which every word is found, codes, and a point."""

    scopes: frozenset[Scope]
    texts: Sequence[str] = ()
    facets: Sequence[Facet] = ()
    point: Point | None = None
    kind: SuggestionKind | None = None
    """What its words are, if they are suggested."""
    is_prose: bool = False
    """Whether its texts tell at length: who is found by them alone comes behind who is found by what else they say."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document of an office; nothing of it is found but in the scopes of its parts."""

    id: UUID
    office: str
    parts: Sequence[Part]
