"""The opportunity, and what it can be filtered by."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, String, Table, Uuid
from sqlmodel import Field

from partage_contracts.members import Place, PosterKind
from partage_kit.errors import NotPossibleNow
from partage_kit.tables import Json, Utc, enum_text, sort_text
from partage_kit.types import Person, day_of
from partage_members.audiences.policy import Audience
from partage_members.horizon import END, require_near
from partage_members.moderation.models import Moderated
from partage_members.opportunities.errors import OpportunityIncoherent, OpportunityNotOpen
from partage_members.opportunities.schemas import OpportunityState
from partage_members.tables import MembersAggregate, tables

LONGEST = timedelta(days=366)
"""How far ahead the last day for answers may lie."""


class Opportunity(Moderated, MembersAggregate, table=True):
    """Work that somebody looks for members to do. That it expired follows from its date and is never written down."""

    __tablename__ = "opportunities"
    __table_args__ = (
        Index("ix_opportunities_office_posted_at", "office", "posted_at", "id"),
        Index("ix_opportunities_office_answer_by", "office", "answer_by", "id"),
        Index("ix_opportunities_posted_by", "office", "posted_by"),
        Index("ix_opportunities_posted_by_member", "posted_by_member"),
        Index("ix_opportunities_contested_at", "office", "contested_at", "id"),
        Index("ix_opportunities_located_at", "located_at"),
        Index("ix_opportunities_country_located_at", "country", "located_at"),
    )

    poster: PosterKind = Field(sa_type=enum_text(PosterKind))
    posted_by: str = Field(max_length=255)
    posted_by_member: UUID | None = None
    organisation: str | None = Field(default=None, max_length=200)
    titles: dict[str, str] = Field(sa_type=Json)
    description: dict[str, str] = Field(sa_type=Json)
    trades: list[str] = Field(default_factory=list, sa_type=Json)
    sectors: list[str] = Field(default_factory=list, sa_type=Json)
    country: str | None = Field(default=None, max_length=2)
    nuts: str | None = Field(default=None, max_length=5)
    municipality: str | None = Field(default=None, max_length=200)
    postal_code: str | None = Field(default=None, max_length=12)
    region: str | None = Field(default=None, sa_type=sort_text(5))
    located_at: datetime = Field(sa_type=Utc)
    remote: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    answer_by: date
    audience: Audience = Field(sa_type=enum_text(Audience))
    filieres: list[str] = Field(default_factory=list, sa_type=Json)
    remuneration: dict[str, Any] | None = Field(default=None, sa_type=Json)
    link: str | None = Field(default=None, max_length=500)
    state: OpportunityState = Field(default=OpportunityState.OPEN, sa_type=enum_text(OpportunityState))
    posted_at: datetime = Field(sa_type=Utc)
    updated_at: datetime = Field(sa_type=Utc)
    closed_at: datetime | None = Field(default=None, sa_type=Utc)

    @property
    def place(self) -> Place | None:
        """Where the work is, in codes: with the region that follows from the municipality, too."""
        if self.country is None:
            return None
        return Place(country=self.country, nuts=self.region, postal_code=self.postal_code)

    def is_of(self, person: Person) -> bool:
        """Whether this person posted it, with this token or another."""
        return person.is_among([self.posted_by], [self.posted_by_member])

    def has_expired(self, at: datetime) -> bool:
        """Whether the last day for answers is over and nobody decided."""
        return self.state is OpportunityState.OPEN and self.answer_by < day_of(at)

    def describe(self, at: datetime) -> None:
        """Refuse a description whose parts contradict each other.

        Raises:
            OpportunityIncoherent, DayTooFarAhead
        """
        today = day_of(at)
        if not today <= self.answer_by <= today + LONGEST:
            raise OpportunityIncoherent(f"answers are due from {today} to {today + LONGEST}")
        require_near({"starts_on": self.starts_on, "ends_on": self.ends_on}, today, END)
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise OpportunityIncoherent(f"it ends on {self.ends_on}, before it starts")
        if (self.audience is Audience.FILIERE) is not bool(self.filieres):
            raise OpportunityIncoherent("`filieres` are named with the audience `filiere`, and only with it")
        self.updated_at = at

    def close(self, state: OpportunityState, at: datetime) -> None:
        """Take no more answers: it is filled or withdrawn, be it after it expired.

        Raises:
            NotPossibleNow
        """
        self.require_undecided()
        self.state, self.closed_at, self.updated_at = state, at, at

    def require_undecided(self) -> None:
        """Refuse what would change an opportunity that is filled or withdrawn.

        Raises:
            NotPossibleNow
        """
        if self.state is not OpportunityState.OPEN:
            raise NotPossibleNow(f"it is {self.state}")

    def require_open(self, at: datetime) -> None:
        """Refuse an answer that comes too late, or while it is hidden.

        Raises:
            OpportunityNotOpen
        """
        state = OpportunityState.EXPIRED if self.has_expired(at) else self.state
        if state is not OpportunityState.OPEN:
            raise OpportunityNotOpen(f"it is {state}")
        if self.hidden_at is not None:
            raise OpportunityNotOpen("it is hidden")

    def facets(self) -> set[tuple[str, str]]:
        """What a list can be filtered by: (kind, code)."""
        return {(kind, code) for kind, codes in (("trade", self.trades), ("sector", self.sectors)) for code in codes}


opportunity_facets = Table(
    "opportunity_facets",
    tables.metadata,
    Column("opportunity_id", Uuid, ForeignKey("opportunities.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("code", String(80), primary_key=True),
    Index("ix_opportunity_facets_code", "kind", "code", "opportunity_id"),
)
"""The codes of opportunities, one a row, derived from the opportunity, so that filters have an index."""

opportunity_circles = Table(
    "opportunity_circles",
    tables.metadata,
    Column("opportunity_id", Uuid, ForeignKey("opportunities.id", ondelete="CASCADE"), primary_key=True),
    Column("circle_id", Uuid, primary_key=True),
    Index("ix_opportunity_circles_circle", "circle_id", "opportunity_id"),
)
"""The filières that an opportunity is for, one a row, derived from the opportunity."""
