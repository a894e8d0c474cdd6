"""Shapes of the directory."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema

from partage_contracts.members import Stage
from partage_kit.http.pages import Page
from partage_kit.types import NutsCode, OfficeCode, Shape
from partage_kit.types.patterns import Pattern
from partage_members.classifications.codes import Code
from partage_members.profiles.schemas import Availability, LanguageCode, VisibleProfile
from partage_members.search.counting import COUNTED
from partage_members.search.documents import FacetKind, SuggestionKind

Filiere = Annotated[
    str, Pattern(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", "the id of a filière in small letters, as it is told")
]

_DEGREES = r"^-?([0-8]?\d(\.\d{1,6})?|90(\.0{1,6})?),-?((\d{1,2}|1[0-7]\d)(\.\d{1,6})?|180(\.0{1,6})?)$"


def _in_degrees(written: str) -> str:
    if re.fullmatch(_DEGREES[1:-1], written, re.ASCII) is None:
        raise ValueError("a point is its latitude and longitude in degrees, such as 50.83,4.37; GET /places tells them")
    return written


Point = Annotated[str, AfterValidator(_in_degrees), WithJsonSchema({"type": "string", "pattern": _DEGREES})]


class DirectorySort(StrEnum):
    """Which members come first: the best matches, or the nearest."""

    RELEVANCE = "relevance"
    DISTANCE = "distance"


class DirectoryQuery(BaseModel):
    """Whom somebody looks for: every word, and of each kind of code one that is named."""

    model_config = ConfigDict(frozen=True)

    office: OfficeCode | None = Field(None, description="whose members; your own office when you have a token")
    query: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="words in any language; the last may be begun, typing errors are forgiven in long ones"
    )
    trade: Annotated[list[Code], Field(max_length=20)] = Field(
        [], description="occupation codes; one that is no concept is told"
    )
    sector: Annotated[list[Code], Field(max_length=20)] = Field([], description="NACE codes")
    skill: Annotated[list[Code], Field(max_length=20)] = Field([], description="concepts of schemes of skills")
    territory: Annotated[list[NutsCode], Field(max_length=20)] = Field([], description="countries and NUTS regions")
    filiere: Annotated[list[Filiere], Field(max_length=20)] = []
    language: Annotated[list[LanguageCode], Field(max_length=20)] = []
    stage: Annotated[list[Stage], Field(max_length=4)] = []
    available: Annotated[list[Availability], Field(max_length=3)] = []
    near: Point | None = Field(
        None,
        description="latitude and longitude in degrees: only members who show a place near it",
        examples=["50.83,4.37"],
    )
    within_km: float = Field(25.0, gt=0, le=1_000, description="how near, in kilometres along the surface")
    sort: DirectorySort = DirectorySort.RELEVANCE
    facets: Annotated[list[FacetKind], Field(max_length=len(FacetKind))] = Field(
        [], description="which codes to count on the first page"
    )

    def codes(self) -> dict[FacetKind, list[str]]:
        """The codes that were named, by kind."""
        return {kind: named for kind in FacetKind if (named := [str(code) for code in getattr(self, kind)])}


class Total(Shape):
    """How many members were found; at least so many when not exact."""

    count: int = Field(ge=0, le=COUNTED)
    exact: bool


class CodeCount(Shape):
    """How many of the members found have a code; at least so many when not exact."""

    code: str
    count: int = Field(ge=1, le=COUNTED)
    exact: bool = Field(
        description=f"false where more than {COUNTED:,} members match, and only the first of them are counted; a"
        " kind that you narrow by counts those who match without it"
    )
    labels: dict[str, str] | None = Field(
        None,
        description="what it is called, of kinds that have names; null where nobody knows",
    )


class FoundMember(VisibleProfile):
    """A member as somebody sees her who found her."""

    kilometres: float | None = Field(
        None, ge=0, description="to the nearest place that she shows, when `near` is given"
    )


class DirectoryPage(Page[FoundMember]):
    """Members who were found. What counts and suggests is on the first page only, and null on the others."""

    total: Total | None = None
    facets: dict[FacetKind, list[CodeCount]] | None = Field(
        None, description="by kind, most frequent first; codes of a kind that you asked for count as if you had not"
    )
    did_you_mean: str | None = Field(
        None, description="other words that find somebody, when yours were mistyped; as the first found writes them"
    )


class Suggestion(Shape):
    """What somebody may mean: a trade, sector, skill or filière by code, to narrow a search by; else a word."""

    kind: SuggestionKind
    word: str | None = Field(None, description="in small letters, as those write it who show it")
    code: str | None = None
    labels: dict[str, str] | None = Field(None, description="what the code is called")


class Completions(Shape):
    """How the last word may go on, in the alphabet's order."""

    words: list[str] = Field(description="in small letters, as those write them who show them")
    suggestions: list[Suggestion] = Field(
        [], description="by kind, in this order: trade, sector, skill, filiere, place, person; five of each at most"
    )
