"""Shapes of surveys of needs, in and out."""

from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from partage_contracts.members import NeedCode
from partage_kit.types import Day, Language, NutsCode, Shape, UtcDateTime
from partage_members.filieres.schemas import Codes, Names


class SurveyState(StrEnum):
    """Where a survey of needs stands; `overdue` follows from its last day."""

    REQUESTED = "requested"
    RUNNING = "running"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


Filieres = Annotated[list[UUID], Field(max_length=20)]


def each_once(values: list[object] | None) -> list[object] | None:
    """A list in which nothing stands twice.

    Raises:
        ValueError
    """
    if values is not None and len(set(values)) != len(values):
        raise ValueError("each value once")
    return values


class Scope(Shape):
    """Whom a survey asks, or whom a need concerns; empty lists do not restrict."""

    trades: Codes = Field([], description="occupation codes")
    sectors: Codes = Field([], description="NACE codes")
    nuts: Annotated[list[NutsCode], Field(max_length=20)] = Field([], description="NUTS regions")

    filieres: Filieres = Field([], description="filières of the office")

    _each_once = field_validator("trades", "sectors", "nuts", "filieres")(each_once)


class RequestNeedsSurvey(Scope):
    """Whom an office wants to ask for what, and when."""

    title: Names
    topics: Annotated[list[NeedCode], Field(max_length=20)] = Field(
        [], description="topics of the classification `needs`; none: all of them"
    )
    languages: Annotated[list[Language], Field(min_length=1, max_length=3)]
    opens_on: Day
    closes_on: Day = Field(description="its last day")

    _each_value_once = field_validator("topics", "languages")(each_once)

    @model_validator(mode="after")
    def _within_a_year(self) -> Self:
        if not 0 <= (self.closes_on - self.opens_on).days <= 366:
            raise ValueError("a survey closes on the day it opens or within a year after")
        return self


class NeedsSurveyFilter(BaseModel):
    """Which surveys of needs a list shows; what is left out does not restrict."""

    model_config = ConfigDict(frozen=True)

    state: SurveyState | None = None
    sort: Literal["-id"] = Field("-id", description="newest first")


class NeedsSurveyView(Shape):
    """A survey of needs; `title_shown` is the one of `title` that the reader prefers."""

    id: UUID
    office: str
    state: SurveyState
    title_shown: str
    title: dict[str, str]
    trades: list[str]
    sectors: list[str]
    nuts: list[str]
    filieres: list[UUID]
    topics: list[str]
    languages: list[Language]
    opens_on: Day
    closes_on: Day
    requested_at: UtcDateTime
    wave_id: UUID | None = Field(description="the wave of the impact service that asks it, or asked it")
    answered_at: UtcDateTime | None
    needs_taken: int | None = Field(description="ranked needs that came back and were taken up")
    needs_passed_over: int | None = Field(description="ranked codes that are no needs of the classification")
    withdrawn_at: UtcDateTime | None
    version: int
