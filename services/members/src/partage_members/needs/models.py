"""The need, and what it can be filtered by."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, UniqueConstraint, Uuid
from sqlmodel import Field

from partage_contracts.impact import NeedShare
from partage_kit.changes import write_changes
from partage_kit.errors import Invalid, NotPossibleNow, OwnSubmission
from partage_kit.tables import Json, Utc, enum_text
from partage_kit.types import Person
from partage_members.needs.errors import NeedOfSurvey, NeedTaken
from partage_members.needs.schemas import NeedSource
from partage_members.needs.schemas import NeedState as State
from partage_members.tables import MembersAggregate, tables

EVERYWHERE = ""
"""The region facet of a need of the whole territory of its office."""


class Need(MembersAggregate, table=True):
    """Something that members need in a period, and its place among what they need."""

    __tablename__ = "needs"
    __table_args__ = (
        UniqueConstraint("survey_id", "code", info={"refusal": NeedTaken}),
        UniqueConstraint("office", "reference", info={"refusal": NeedTaken}),
        CheckConstraint("(code IS NULL) <> (title IS NULL)", name="one_name"),
        Index("ix_needs_starts_on", "office", "starts_on", "rank", "id"),
        Index("ix_needs_state", "office", "state", "starts_on"),
        Index("ix_needs_code", "office", "code"),
        Index("ix_needs_ends_on", "office", "ends_on"),
        Index("ix_needs_source", "office", "source", "starts_on"),
        Index("ix_needs_rank", "office", "rank", "starts_on", "id"),
    )

    code: str | None = Field(default=None, max_length=40)
    title: dict[str, str] | None = Field(default=None, sa_type=Json)
    trades: list[str] = Field(default_factory=list, sa_type=Json)
    sectors: list[str] = Field(default_factory=list, sa_type=Json)
    nuts: list[str] = Field(default_factory=list, sa_type=Json)
    filieres: list[str] = Field(default_factory=list, sa_type=Json, sa_column_kwargs={"server_default": "[]"})
    source: NeedSource = Field(sa_type=enum_text(NeedSource))
    survey_id: UUID | None = Field(default=None, foreign_key="needs_surveys.id")
    reference: str | None = Field(default=None, max_length=80)
    rank: int
    share: NeedShare | None = Field(default=None, sa_type=enum_text(NeedShare))
    starts_on: date
    ends_on: date
    state: State = Field(default=State.RECORDED, sa_type=enum_text(State))
    recorded_by: str | None = Field(default=None, max_length=255)
    recorded_by_member: UUID | None = None
    recorded_at: datetime = Field(sa_type=Utc)
    published_by: str | None = Field(default=None, max_length=255)
    published_at: datetime | None = Field(default=None, sa_type=Utc)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Utc)
    withdrawal_reason: str | None = Field(default=None, max_length=2_000)

    def correct(self, by: Person, changes: Mapping[str, Any], at: datetime) -> bool:
        """Write anew what was recorded; a colleague of who corrects it publishes it again. Tells whether it changed.

        Raises:
            NotPossibleNow, NeedOfSurvey, Invalid: it would have no name or two, or end before it starts.
        """
        self._require(State.RECORDED, State.PUBLISHED)
        if self.source is NeedSource.SURVEY:
            raise NeedOfSurvey()
        if not write_changes(self, changes):
            return False
        if (self.code is None) == (self.title is None):
            raise _invalid("title", "a code or a title, one of both")
        if self.ends_on < self.starts_on:
            raise _invalid("ends_on", "it ends before it starts")
        self.recorded_by, self.recorded_by_member, self.recorded_at = by.subject, by.member_id, at
        self.state, self.published_by, self.published_at = State.RECORDED, None, None
        return True

    def publish(self, by: Person, at: datetime) -> None:
        """Show it to members.

        Raises:
            NotPossibleNow, OwnSubmission
        """
        self._require(State.RECORDED)
        if by.is_among([self.recorded_by], [self.recorded_by_member]):
            raise OwnSubmission("you wrote this need down; a colleague publishes it")
        self.state, self.published_by, self.published_at = State.PUBLISHED, by.subject, at

    def withdraw(self, reason: str, at: datetime) -> None:
        """Show it no longer, for ever.

        Raises:
            NotPossibleNow
        """
        self._require(State.RECORDED, State.PUBLISHED)
        self.state, self.withdrawal_reason, self.withdrawn_at = State.WITHDRAWN, reason, at

    def facets(self) -> set[tuple[str, str]]:
        """What a list can be filtered by: (kind, code)."""
        return facets_of(self.trades, self.sectors, self.nuts, self.filieres)

    def _require(self, *begins_from: State) -> None:
        if self.state not in begins_from:
            raise NotPossibleNow(f"it is {self.state}")


def facets_of(trades: list[str], sectors: list[str], nuts: list[str], filieres: list[str]) -> set[tuple[str, str]]:
    """By which codes a need is found: (kind, code); the code of a filière is its id."""
    kinds = (("trade", trades), ("sector", sectors), ("nuts", nuts or [EVERYWHERE]), ("filiere", filieres))
    return {(kind, code) for kind, codes in kinds for code in codes}


def _invalid(field: str, why: str) -> Invalid:
    return Invalid(why, errors=[{"pointer": f"/body/{field}", "detail": why}])


need_facets = Table(
    "need_facets",
    tables.metadata,
    Column("need_id", Uuid, ForeignKey("needs.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("code", String(80), primary_key=True),
    Index("ix_need_facets_code", "kind", "code", "need_id"),
)
"""The codes of needs, one a row, so that filters have an index."""
