"""Shapes of opportunities, in and out."""

from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from partage_contracts.members import PosterKind
from partage_kit.changes import Changes
from partage_kit.types import (
    Day,
    HttpsUrl,
    Language,
    Line,
    Money,
    NutsCode,
    OfficeCode,
    Shape,
    Translations,
    UtcDateTime,
)
from partage_members.audiences.policy import Audience
from partage_members.classifications.codes import Code
from partage_members.directory.people import MemberName
from partage_members.moderation.schemas import Contest
from partage_members.profiles.place_shapes import SeenTerritory, Territory

Titles = Annotated[dict[Language, Line], Field(min_length=1)]
Addressed = Literal[Audience.FILIERE, Audience.MEMBERS, Audience.PARTNERS, Audience.PUBLIC]


class OpportunityState(StrEnum):
    """Where an opportunity stands; it expires by itself once the day until which answers are due is over."""

    OPEN = "open"
    FILLED = "filled"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class PaidPer(StrEnum):
    """What a remuneration is for."""

    HOUR = "hour"
    DAY = "day"
    WHOLE = "whole"


class Remuneration(Shape):
    """What the work pays: a range, or the lowest or highest of it, and what else there is to say."""

    low: Money | None = None
    high: Money | None = None
    per: PaidPer = PaidPer.WHOLE
    note: Translations | None = None

    @model_validator(mode="after")
    def _range(self) -> Self:
        if not (self.low or self.high or self.note):
            raise ValueError("a remuneration says something")
        if (self.low and self.low.minor < 0) or (self.high and self.high.minor < 0):
            raise ValueError("a remuneration is not negative")
        if self.low and self.high and (self.low.currency, self.low.minor) > (self.high.currency, self.high.minor):
            raise ValueError("a range goes from low to high, in one currency")
        if self.low and self.high and self.low.currency != self.high.currency:
            raise ValueError("a range is in one currency")
        return self


class _Described(Shape):
    trades: Annotated[list[Code], Field(max_length=10)] = Field([], description="occupation codes that are wanted")
    sectors: Annotated[list[Code], Field(max_length=5)] = Field([], description="NACE codes")
    place: Territory | None = Field(None, description="where the work is; null: anywhere")
    remote: bool = Field(False, description="whether it can be done at a distance")
    starts_on: Day | None = None
    ends_on: Day | None = None
    filieres: Annotated[list[UUID], Field(max_length=10)] = Field(
        [], description="whom it is for, when its audience is `filiere`"
    )
    organisation: Line | None = Field(None, description="for whom the work is, as the poster says")
    remuneration: Remuneration | None = None
    link: HttpsUrl | None = None

    @field_validator("trades", "sectors", "filieres")
    @classmethod
    def _each_once(cls, values: list[object]) -> list[object]:
        if len(set(values)) != len(values):
            raise ValueError("each value once")
        return values


class PostOpportunity(_Described):
    """An opportunity as its poster describes it."""

    titles: Titles
    description: Translations
    answer_by: Day = Field(description="the last day on which answers are taken, within a year")
    audience: Addressed = Audience.MEMBERS


class ChangeOpportunity(_Described, Changes):
    """What to change; fields left out stay as they are."""

    never_null = frozenset(
        {"titles", "description", "trades", "sectors", "remote", "answer_by", "audience", "filieres"}
    )

    titles: Titles | None = None
    description: Translations | None = None
    answer_by: Day | None = None
    audience: Addressed | None = None


class OpportunityFilter(BaseModel):
    """Which opportunities a list shows; what is left out does not restrict."""

    model_config = ConfigDict(frozen=True)

    office: OfficeCode | None = Field(None, description="your own by default; needed without a token")
    trade: Code | None = None
    sector: Code | None = None
    nuts: NutsCode | None = Field(
        None, description="those in this region, a part of it or a region around it, at a distance or anywhere"
    )
    audience: Addressed | None = None
    state: OpportunityState | None = Field(None, description="open ones by default; with `mine`, all")
    mine: bool = Field(False, description="those that you posted")
    sort: Literal["-posted_at", "answer_by"] = Field("-posted_at", description="newest first, or soonest due first")


class Poster(Shape):
    """Who posted an opportunity; the member is null when it is none, or one who hides her name from you."""

    kind: PosterKind
    organisation: str | None
    member: MemberName | None


class OpportunitySummary(Shape):
    """An opportunity as a line of a list."""

    id: UUID
    office: str
    poster: Poster
    titles: dict[str, str]
    trades: list[str]
    sectors: list[str]
    place: SeenTerritory | None
    remote: bool
    starts_on: Day | None
    ends_on: Day | None
    answer_by: Day
    audience: Audience
    state: OpportunityState
    posted_at: UtcDateTime
    hidden: bool = Field(description="it was hidden: only its poster and those who moderate it see it")


class OpportunityView(OpportunitySummary):
    """An opportunity."""

    description: dict[str, str]
    filieres: list[UUID]
    remuneration: Remuneration | None
    link: str | None
    mine: bool
    hidden_reason: str | None = Field(description="why it was hidden")
    contest: Contest | None = Field(description="what its poster says against that; told to her and to who decides")
    closed_at: UtcDateTime | None
    updated_at: UtcDateTime
    version: int
