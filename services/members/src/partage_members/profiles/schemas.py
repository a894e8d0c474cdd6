"""Shapes of profiles, in and out."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from partage_contracts.members import Stage
from partage_kit.changes import Changes
from partage_kit.folding import fold
from partage_kit.types import (
    CountryCode,
    Day,
    Email,
    HttpsUrl,
    Line,
    NutsCode,
    Phone,
    Shape,
    Translations,
    UtcDateTime,
)
from partage_kit.types.patterns import Pattern
from partage_members.audiences.policy import Audience
from partage_members.classifications.codes import Code, Skill, coded
from partage_members.profiles.fields import ProfileField
from partage_members.profiles.place_shapes import REGION, SeenTerritory, SeenWorkplace, Territory, Workplace

LanguageCode = Annotated[str, Pattern(r"^[a-z]{2}$", "the two small letters of a language, such as fr")]


class Availability(StrEnum):
    """Whether a member takes work."""

    AVAILABLE = "available"
    PARTLY = "partly"
    UNAVAILABLE = "unavailable"


class AvailabilityNotice(Shape):
    """Whether a member takes work, since when or from when, and what else there is to say."""

    state: Availability
    since: Day | None = None
    note: Translations | None = None


class LinkKind(StrEnum):
    """Where a link leads."""

    WEBSITE = "website"
    LINKEDIN = "linkedin"
    MASTODON = "mastodon"
    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    GITHUB = "github"
    OTHER = "other"


class ShownLink(Shape):
    """A page of the member elsewhere, as it was kept."""

    kind: LinkKind = LinkKind.WEBSITE
    url: str


class ProfileLink(ShownLink):
    """A page of the member elsewhere."""

    url: HttpsUrl


Audiences = Annotated[dict[ProfileField, Audience], Field(max_length=len(ProfileField))]
"""Who sees each field; `name` is the gate: who does not see it does not find the profile at all."""


class _ProfileFields(Shape):
    email: Email | None = None
    phone: Phone | None = Field(
        None, description="international form (E.164), spaces allowed", examples=["+32 470 00 00 00"]
    )
    territory: Territory | None = None
    languages: Annotated[list[LanguageCode], Field(max_length=10)] = Field([], description="ISO 639-1, best first")
    headline: Translations | None = None
    presentation: Translations | None = None
    trades: Annotated[list[Code], Field(max_length=3)] = Field(
        [], description="one to three dominant trades, main one first"
    )
    sectors: Annotated[list[Code], Field(max_length=5)] = Field([], description="NACE codes")
    skills: Annotated[list[Skill], Field(max_length=30)] = Field(
        [], description="in words of one's own, or concepts; those that differ in accents, capitals or spaces are one"
    )
    availability: AvailabilityNotice | None = None
    workplaces: Annotated[list[Workplace], Field(max_length=5)] = []
    links: Annotated[list[ProfileLink], Field(max_length=10)] = []
    photo_url: HttpsUrl | None = None
    stage: Stage = Stage.STARTING
    audiences: Audiences = Field(
        {}, description="who sees each field; fields left out keep theirs, at first members, email and phone nobody"
    )

    @field_validator("skills")
    @classmethod
    def _alike_once(cls, values: list[str]) -> list[str]:
        concepts = frozenset(coded(values))
        first: dict[str, str] = {}
        for skill in values:
            first.setdefault(skill if skill in concepts else " ".join(fold(skill).split()), skill)
        return list(first.values())

    @field_validator("languages", "trades", "sectors")
    @classmethod
    def _each_once(cls, values: list[str]) -> list[str]:
        if len(set(values)) != len(values):
            raise ValueError("each value once")
        return values


class RegisterMyself(_ProfileFields):
    """A member's own new profile."""

    given_name: Line
    family_name: Line


class RegisterProfile(RegisterMyself):
    """A new profile that staff writes for a member."""

    member_id: UUID | None = Field(
        None, description="her id at the identity provider (`member_id` claim); else a new one"
    )
    joined_on: Day | None = Field(None, description="since when she is a member; today by default")


class ChangeProfile(_ProfileFields, Changes):
    """What to change; fields left out stay as they are, null clears what may be empty."""

    never_null = frozenset(
        {
            "given_name",
            "family_name",
            "languages",
            "trades",
            "sectors",
            "skills",
            "workplaces",
            "links",
            "stage",
            "audiences",
        }
    )

    given_name: Line | None = None
    family_name: Line | None = None


class ProfileFilter(BaseModel):
    """Which profiles a list shows; what is left out does not restrict."""

    model_config = ConfigDict(frozen=True)

    query: Annotated[str, StringConstraints(min_length=1, max_length=254)] | None = Field(
        None,
        description="beginnings of words of her names, accents and capitals aside; or a whole email address",
        examples=["vandermol elo", "elodie@example.org"],
    )
    reference: Annotated[str, StringConstraints(max_length=80)] | None = Field(
        None, description="the office's own number of a member, as her rows in files have it"
    )
    trade: Code | None = Field(None, description="occupation code")
    sector: Code | None = Field(None, description="NACE code")
    language: LanguageCode | None = None
    country: CountryCode | None = None
    nuts: NutsCode | None = Field(
        None, description="in a NUTS region or one below it, as written or as follows from municipality and postal code"
    )
    postal_code: Annotated[str, StringConstraints(max_length=12)] | None = None
    stage: Stage | None = None
    available: Availability | None = None
    sort: Literal["name", "-joined_on", "-updated_at"] = "name"


class ProfileSummary(Shape):
    """A profile as a line of a list."""

    id: UUID
    given_name: str
    family_name: str
    territory: Territory | None = Field(description="as it was written, so that it can be sent back")
    region: str | None = REGION
    languages: list[str]
    headline: dict[str, str] | None
    trades: list[str]
    sectors: list[str]
    stage: Stage
    joined_on: Day


class ProfileView(ProfileSummary):
    """A profile as it is kept: for the member herself, and for the staff of her office."""

    email: str | None
    phone: str | None
    presentation: dict[str, str] | None
    skills: list[str]
    availability: AvailabilityNotice | None
    workplaces: list[Workplace]
    links: list[ShownLink]
    photo_url: str | None
    audiences: dict[ProfileField, Audience]
    created_at: UtcDateTime
    updated_at: UtcDateTime
    version: int


class VisibleProfile(Shape):
    """A member as somebody sees her: what she hides from them is as if she had not written it."""

    id: UUID
    office: str
    given_name: str
    family_name: str
    email: str | None = None
    phone: str | None = None
    territory: SeenTerritory | None = None
    languages: list[str] = []
    headline: dict[str, str] | None = None
    presentation: dict[str, str] | None = None
    trades: list[str] = []
    sectors: list[str] = []
    skills: list[str] = []
    stage: Stage | None = None
    availability: AvailabilityNotice | None = None
    workplaces: list[SeenWorkplace] = []
    links: list[ShownLink] = []
    photo_url: str | None = None
    filieres: list[UUID] = Field([], description="the filières that she belongs to")
    joined_on: Day | None = None
