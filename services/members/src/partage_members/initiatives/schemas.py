"""Shapes of initiatives, in and out."""

from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from partage_contracts.members import InitiativeKind
from partage_kit.types import Count, Day, NutsCode, OfficeCode, Shape, Translations, UtcDateTime
from partage_members.classifications.codes import Code
from partage_members.filieres.schemas import Codes, Names


class InitiativeState(StrEnum):
    """Where an initiative stands; `under_review` and what follows are still shown to everybody."""

    SUBMITTED = "submitted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    PUBLISHED = "published"
    UNDER_REVIEW = "under_review"
    CONTINUED = "continued"
    ENDED = "ended"


class ResourceKind(StrEnum):
    """What an initiative would need."""

    HOURS = "hours"
    BUDGET = "budget"
    PEOPLE = "people"
    PLACE = "place"
    EQUIPMENT = "equipment"
    OTHER = "other"


class WishedResource(Shape):
    """Something that an initiative would need; `note` says how much and what for."""

    kind: ResourceKind
    note: Translations | None = None


class PastExperience(Shape):
    """What a group did, and what it learnt; who took part is told as counts only."""

    filiere_id: UUID | None = Field(None, description="the filière that did it, when it is one of the office")
    started_on: Day
    ended_on: Day
    members_taking_part: Count
    others_taking_part: Count = 0
    result: Translations
    lessons: Translations

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ended_on < self.started_on:
            raise ValueError("it ended before it started")
        return self


class SubmitInitiative(Shape):
    """A collective initiative, or what was learnt from an earlier one."""

    kind: InitiativeKind = InitiativeKind.NEW
    title: Names
    description: Translations
    trades: Codes = Field([], description="occupation codes it is about")
    sectors: Codes = Field([], description="NACE codes it is about")
    nuts: Annotated[list[NutsCode], Field(max_length=20)] = Field(
        [], description="NUTS regions it is for; none: the whole territory of the office"
    )
    wished_resources: Annotated[list[WishedResource], Field(max_length=20)] = []
    experience: PastExperience | None = Field(None, description="needed for, and only for, a past experience")

    @field_validator("trades", "sectors", "nuts")
    @classmethod
    def _each_once(cls, values: list[str]) -> list[str]:
        if len(set(values)) != len(values):
            raise ValueError("each value once")
        return values

    @model_validator(mode="after")
    def _experience_when_past(self) -> Self:
        if (self.kind is InitiativeKind.PAST_EXPERIENCE) != (self.experience is not None):
            raise ValueError("a past experience, and nothing else, tells its `experience`")
        return self


class ReviewLater(Shape):
    """Until when an initiative goes on before it is looked at again."""

    review_on: Day


class DeclineInitiative(Shape):
    """Why an initiative is not published; its author reads it."""

    reason: Translations


class EndInitiative(Shape):
    """What was learnt from an initiative that ends; published."""

    lessons: Translations


class _Filter(BaseModel):
    model_config = ConfigDict(frozen=True)

    kind: InitiativeKind | None = None
    trade: Code | None = None
    sector: Code | None = None
    nuts: NutsCode | None = Field(
        None, description="those for this region: for it, a part of it, a region around it, or the whole territory"
    )


class InitiativeFilter(_Filter):
    """Which published initiatives a list shows; what is left out does not restrict."""

    office: OfficeCode | None = Field(None, description="whose initiatives; your own office with a token")
    state: Literal["published", "under_review", "continued", "ended"] | None = None


class SubmissionFilter(_Filter):
    """Which initiatives the staff looks at; what is left out does not restrict."""

    state: InitiativeState | None = None
    overdue: bool = Field(False, description="only those whose review is overdue")


class InitiativeView(Shape):
    """An initiative; `title_shown` is the one of `title` that the reader prefers.

    Who submitted it, why it was declined and whether its review is overdue are told to the staff and to its author;
    to others these are null.
    """

    id: UUID
    office: str
    kind: InitiativeKind
    state: InitiativeState
    title_shown: str
    title: dict[str, str]
    description: dict[str, str]
    trades: list[str]
    sectors: list[str]
    nuts: list[str]
    wished_resources: list[WishedResource]
    experience: PastExperience | None
    supports: int = Field(description="members who support it")
    submitted_at: UtcDateTime
    published_at: UtcDateTime | None
    review_on: Day | None
    ended_at: UtcDateTime | None
    lessons: dict[str, str] | None
    proposed_filiere_id: UUID | None = Field(description="the filière that was proposed from it")
    recorded_by_staff: bool
    submitted_by_member: UUID | None
    decline_reason: dict[str, str] | None
    review_overdue: bool | None
    version: int


class SupportCount(Shape):
    """How many members support an initiative, and whether you are one of them."""

    supports: int
    mine: bool
