"""Shapes of filières, in and out."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator

from partage_contracts.members import FiliereKind, FiliereStage
from partage_kit.changes import Changes
from partage_kit.types import Language, Line, NutsCode, Shape, Translations, UtcDateTime
from partage_members.classifications.codes import Code
from partage_members.profiles.schemas import LanguageCode

Names = Annotated[dict[Language, Line], Field(min_length=1)]
Codes = Annotated[list[Code], Field(max_length=20)]


class Openness(StrEnum):
    """How a member comes in: by her own act, after asking, or after being asked."""

    OPEN = "open"
    ON_REQUEST = "on_request"
    BY_INVITATION = "by_invitation"


class _Scope(Shape):
    occupations: Codes = Field([], description="occupation codes; at least one for a trade filière")
    sectors: Codes = Field([], description="NACE codes; at least one for a sector filière")
    nuts: Annotated[list[NutsCode], Field(max_length=20)] = Field(
        [], description="NUTS regions it is for; none: the whole territory of the office"
    )
    languages: Annotated[list[LanguageCode], Field(max_length=10)] = Field([], description="ISO 639-1, best first")
    openness: Openness = Openness.OPEN
    openness_reason: Translations | None = Field(
        None, description="why it is not open to all; published, needed when it is not"
    )

    @field_validator("occupations", "sectors", "nuts", "languages")
    @classmethod
    def _each_once(cls, values: list[str]) -> list[str]:
        if len(set(values)) != len(values):
            raise ValueError("each value once")
        return values


class ProposeFiliere(_Scope):
    """A filière that somebody proposes."""

    kind: FiliereKind
    names: Names
    purpose: Translations


class ChangeFiliere(_Scope, Changes):
    """What to change; fields left out stay as they are."""

    never_null = frozenset({"names", "purpose", "occupations", "sectors", "nuts", "languages", "openness"})

    names: Names | None = None
    purpose: Translations | None = None


class FiliereFilter(BaseModel):
    """Which filières a list shows; what is left out does not restrict."""

    model_config = ConfigDict(frozen=True)

    kind: FiliereKind | None = None
    stage: FiliereStage | None = None
    occupation: Code | None = None
    sector: Code | None = None
    nuts: NutsCode | None = Field(
        None, description="those for this region: for it, a part of it, a region around it, or the whole territory"
    )
    sort: Literal["name", "-created_at"] = "name"


class FiliereSummary(Shape):
    """A filière as a line of a list; `name` is the one of `names` that the reader prefers."""

    id: UUID
    kind: FiliereKind
    stage: FiliereStage
    name: str
    names: dict[str, str]
    occupations: list[str]
    sectors: list[str]
    nuts: list[str]
    languages: list[str]
    openness: Openness
    unattended_since: UtcDateTime | None = Field(
        description="since when nobody facilitates it; null when somebody does"
    )
    created_at: UtcDateTime


class FiliereView(FiliereSummary):
    """A filière."""

    purpose: dict[str, str]
    openness_reason: dict[str, str] | None
    stage_since: UtcDateTime
    updated_at: UtcDateTime
    version: int
