"""Shapes of needs, in and out."""

from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from partage_contracts.impact import NeedShare
from partage_contracts.members import NeedCode
from partage_kit.changes import Changes
from partage_kit.types import Day, Note, NutsCode, Shape, UtcDateTime
from partage_members.classifications.codes import Code
from partage_members.filieres.schemas import Codes, Names
from partage_members.needs_surveys.schemas import Filieres, Scope, each_once

Rank = Annotated[int, Field(strict=True, ge=1, le=1_000)]


class NeedSource(StrEnum):
    """How the office knows of a need."""

    SURVEY = "survey"
    TYPED = "typed"
    IMPORT = "import"


class NeedState(StrEnum):
    """Where a need stands; members see those that are published."""

    RECORDED = "recorded"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class RecordNeed(Scope):
    """A need of members in a period, by its code in the classification `needs` or in the office's own words."""

    code: NeedCode | None = None
    title: Names | None = Field(None, description="where no code fits")
    rank: Rank = Field(description="1 is the most urgent; equally urgent needs have the same")
    starts_on: Day = Field(description="first day of the period in which members need it")
    ends_on: Day

    @model_validator(mode="after")
    def _one_name_and_in_order(self) -> Self:
        if (self.code is None) == (self.title is None):
            raise ValueError("a code or a title, one of both")
        if self.ends_on < self.starts_on:
            raise ValueError("it ends before it starts")
        return self


class ChangeNeed(Changes):
    """What to correct; fields left out stay as they are."""

    never_null = frozenset({"trades", "sectors", "nuts", "filieres", "rank", "starts_on", "ends_on"})

    code: NeedCode | None = None
    title: Names | None = None
    trades: Codes | None = None
    sectors: Codes | None = None
    nuts: Annotated[list[NutsCode], Field(max_length=20)] | None = None
    filieres: Filieres | None = None
    rank: Rank | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None

    _each_once = field_validator("trades", "sectors", "nuts", "filieres")(each_once)


class WithdrawNeed(Shape):
    """Why a need is no longer shown; the staff reads it."""

    reason: Note


class NeedAsRead(Shape):
    """A need, and the version of it that somebody has read."""

    id: UUID
    version: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]


class PublishNeeds(Shape):
    """Needs that are shown to members together, all or none; each once, as it was read."""

    needs: Annotated[list[NeedAsRead], Field(min_length=1, max_length=200)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len({need.id for need in self.needs}) != len(self.needs):
            raise ValueError("a need is named twice")
        return self

    def versions(self) -> dict[UUID, int]:
        """The version of each need that was read."""
        return {need.id: need.version for need in self.needs}


class Published(Shape):
    """How many needs are shown now that were not before."""

    published: int


class NeedFilter(BaseModel):
    """Which needs a list shows; what is left out does not restrict."""

    model_config = ConfigDict(frozen=True)

    state: NeedState | None = None
    source: NeedSource | None = None
    survey: UUID | None = Field(None, description="those that this survey brought back")
    code: NeedCode | None = None
    trade: Code | None = None
    sector: Code | None = None
    filiere: UUID | None = Field(None, description="those that concern this filière")
    nuts: NutsCode | None = Field(
        None, description="those for this region: for it, a part of it, a region around it, or the whole territory"
    )
    since: Day | None = Field(None, description="those whose period reaches to this day or further")
    until: Day | None = Field(None, description="those whose period begins by this day")
    sort: Literal["-starts_on", "rank"] = Field(
        "-starts_on",
        description="latest period first, in it the most urgent first; or the most urgent first, whatever their period",
    )


class NeedView(Shape):
    """A need; `title_shown` is the one of `title` that the reader prefers, of a code its label.

    `reference` and `withdrawal_reason` are told to the staff; to others they are null.
    """

    id: UUID
    office: str
    state: NeedState
    title_shown: str
    title: dict[str, str]
    code: str | None
    trades: list[str]
    sectors: list[str]
    nuts: list[str]
    filieres: list[UUID]
    source: NeedSource
    survey_id: UUID | None
    rank: int
    share: NeedShare | None = Field(description="of all who took part in the survey")
    starts_on: Day
    ends_on: Day
    recorded_at: UtcDateTime
    published_at: UtcDateTime | None
    withdrawn_at: UtcDateTime | None
    reference: str | None
    withdrawal_reason: str | None
    version: int
