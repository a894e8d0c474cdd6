"""The profile and its facets."""

import json
import re
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, String, Table, Uuid
from sqlmodel import Field

from partage_contracts.members import Place, Stage
from partage_kit.folding import fold
from partage_kit.tables import Json, Utc, enum_text, sort_text, table_of
from partage_members.classifications.codes import coded
from partage_members.profiles.errors import MemberIdUnusable
from partage_members.profiles.fields import DEFAULTS
from partage_members.tables import MembersAggregate, tables

_NONE_AT_FIRST = {"server_default": "[]"}

LONGEST_CODE = 80
_WORD = re.compile(r"[^\W_]+")


def words_of_name(folded: str) -> frozenset[str]:
    """The words of a name that was folded: letters and figures, without apostrophes and hyphens between them."""
    return frozenset(word[:LONGEST_CODE] for word in _WORD.findall(folded))


class Profile(MembersAggregate, table=True):
    """What a member tells of herself. Its id is the member's id, the `member_id` claim of her token."""

    __tablename__ = "profiles"
    __table_args__ = (
        Index("ix_profiles_office_sort_name", "office", "sort_name", "id"),
        Index("ix_profiles_office_joined_on", "office", "joined_on", "id"),
        Index("ix_profiles_office_updated_at", "office", "updated_at", "id"),
        Index("ix_profiles_office_region", "office", "region"),
        Index("ix_profiles_office_postal_code", "office", "country", "postal_code"),
        Index("ix_profiles_office_stage", "office", "stage"),
        Index("ix_profiles_office_email", "office", "email"),
    )

    given_name: str = Field(max_length=200)
    family_name: str = Field(max_length=200)
    sort_name: str = Field(sa_type=sort_text(420))
    email: str | None = Field(default=None, max_length=254)
    phone: str | None = Field(default=None, max_length=30)
    country: str | None = Field(default=None, max_length=2)
    nuts: str | None = Field(default=None, max_length=5)
    municipality: str | None = Field(default=None, max_length=200)
    postal_code: str | None = Field(default=None, max_length=12)
    region: str | None = Field(default=None, sa_type=sort_text(5))
    languages: list[str] = Field(default_factory=list, sa_type=Json)
    headline: dict[str, str] | None = Field(default=None, sa_type=Json)
    presentation: dict[str, str] | None = Field(default=None, sa_type=Json)
    trades: list[str] = Field(default_factory=list, sa_type=Json)
    sectors: list[str] = Field(default_factory=list, sa_type=Json)
    skills: list[str] = Field(default_factory=list, sa_type=Json)
    availability: dict[str, Any] | None = Field(default=None, sa_type=Json)
    workplaces: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json, sa_column_kwargs=_NONE_AT_FIRST)
    links: list[dict[str, str]] = Field(default_factory=list, sa_type=Json, sa_column_kwargs=_NONE_AT_FIRST)
    photo_url: str | None = Field(default=None, max_length=500)
    audiences: dict[str, str] = Field(sa_type=Json, sa_column_kwargs={"server_default": json.dumps(DEFAULTS)})
    stage: Stage = Field(default=Stage.STARTING, sa_type=enum_text(Stage))
    joined_on: date
    created_at: datetime = Field(sa_type=Utc)
    updated_at: datetime = Field(sa_type=Utc)

    @property
    def place(self) -> Place | None:
        """Where the member works, in codes: with the region that follows from the municipality, too."""
        if self.country is None:
            return None
        return Place(country=self.country, nuts=self.region, postal_code=self.postal_code)

    def touch(self, at: datetime) -> None:
        """Keep what is derived in step with what was written."""
        self.sort_name = fold(f"{self.family_name} {self.given_name}")
        self.updated_at = at

    def facets(self) -> set[tuple[str, str]]:
        """What a list can be filtered by: (kind, code); `name` are the words of her names, as they are looked for."""
        available = [self.availability["state"]] if self.availability else []
        kinds = (
            ("trade", self.trades),
            ("sector", self.sectors),
            ("skill", coded(self.skills)),
            ("language", self.languages),
            ("available", available),
            ("name", words_of_name(self.sort_name)),
        )
        return {(kind, code) for kind, codes in kinds for code in codes}


class PlainProfile(SimpleNamespace):
    """A profile as it will be, apart from any session: making the mapped object takes longer than all else of a row."""

    place = Profile.place
    touch = Profile.touch
    facets = Profile.facets


table_of(Profile).primary_key.info["refusal"] = MemberIdUnusable

profile_facets = Table(
    "profile_facets",
    tables.metadata,
    Column("profile_id", Uuid, ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("code", sort_text(LONGEST_CODE), primary_key=True),
    Index("ix_profile_facets_code", "kind", "code", "profile_id"),
)
"""The codes of profiles and the words of names, one a row, derived from the profile, so that filters have an index."""
