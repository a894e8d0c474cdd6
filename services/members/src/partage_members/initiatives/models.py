"""The initiative, what it can be filtered by, and who supports it."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, String, Table, Uuid
from sqlmodel import Field

from partage_contracts.members import InitiativeKind
from partage_kit.errors import Invalid, NotPossibleNow, OwnSubmission
from partage_kit.tables import Json, Utc, enum_text
from partage_kit.types import Person, day_of
from partage_members.horizon import END, require_near
from partage_members.initiatives.errors import InitiativeIsFiliere
from partage_members.initiatives.schemas import InitiativeState as State
from partage_members.tables import MembersAggregate, tables

EVERYWHERE = ""
"""The region facet of an initiative for the whole territory of its office."""

GOING_ON = frozenset({State.PUBLISHED, State.CONTINUED})
"""Stored states of what goes on; from its review date on it is under review."""

SHOWN = GOING_ON | {State.ENDED}
"""Stored states of what everybody sees."""

REVIEW_TAKES = timedelta(days=30)
"""How long the staff has, from the review date on, before the review is overdue."""


class Initiative(MembersAggregate, table=True):
    """Something that members begin together, or what they learnt from doing so; `under_review` follows from dates."""

    __tablename__ = "initiatives"
    __table_args__ = (
        Index("ix_initiatives_published_at", "office", "published_at", "id"),
        Index("ix_initiatives_submitted_at", "office", "submitted_at", "id"),
        Index("ix_initiatives_state", "office", "state", "review_on"),
        Index("ix_initiatives_author", "submitted_by_member", "submitted_at", "id"),
        Index("ix_initiatives_filiere", "proposed_filiere_id"),
    )

    kind: InitiativeKind = Field(sa_type=enum_text(InitiativeKind))
    state: State = Field(default=State.SUBMITTED, sa_type=enum_text(State))
    title: dict[str, str] = Field(sa_type=Json)
    description: dict[str, str] = Field(sa_type=Json)
    trades: list[str] = Field(default_factory=list, sa_type=Json)
    sectors: list[str] = Field(default_factory=list, sa_type=Json)
    nuts: list[str] = Field(default_factory=list, sa_type=Json)
    wished_resources: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    experience: dict[str, Any] | None = Field(default=None, sa_type=Json)
    recorded_by_staff: bool
    submitted_by: str = Field(max_length=255)
    submitted_by_member: UUID | None = None
    submitted_at: datetime = Field(sa_type=Utc)
    decided_by: str | None = Field(default=None, max_length=255)
    decline_reason: dict[str, str] | None = Field(default=None, sa_type=Json)
    published_at: datetime | None = Field(default=None, sa_type=Utc)
    review_on: date | None = None
    ended_at: datetime | None = Field(default=None, sa_type=Utc)
    lessons: dict[str, str] | None = Field(default=None, sa_type=Json)
    proposed_filiere_id: UUID | None = Field(default=None, foreign_key="filieres.id")

    def publish(self, by: Person, review_on: date, at: datetime) -> None:
        """Show it to everybody from now on, until it is reviewed.

        Raises:
            NotPossibleNow, OwnSubmission, Invalid: the review date does not lie ahead.
        """
        self._moderated(by, at, State.SUBMITTED)
        _require_ahead(review_on, at)
        self.state, self.published_at, self.review_on = State.PUBLISHED, at, review_on

    def decline(self, by: Person, reason: dict[str, str], at: datetime) -> None:
        """Do not show it, and say why.

        Raises:
            NotPossibleNow, OwnSubmission
        """
        self._moderated(by, at, State.SUBMITTED)
        self.state, self.decline_reason = State.DECLINED, reason

    def withdraw(self, at: datetime) -> None:
        """Take it back before anybody decided.

        Raises:
            NotPossibleNow
        """
        self._require(at, State.SUBMITTED)
        self.state = State.WITHDRAWN

    def carry_on(self, by: Person, review_on: date, at: datetime) -> None:
        """Let it go on after its review, until the next one.

        Raises:
            NotPossibleNow, OwnSubmission, Invalid: the review date does not lie ahead.
        """
        self._moderated(by, at, State.UNDER_REVIEW)
        _require_ahead(review_on, at)
        self.state, self.review_on = State.CONTINUED, review_on

    def end(self, by: Person, lessons: dict[str, str], at: datetime) -> None:
        """Let it end after its review, with what was learnt.

        Raises:
            NotPossibleNow, OwnSubmission
        """
        self._moderated(by, at, State.UNDER_REVIEW)
        self.state, self.lessons, self.ended_at = State.ENDED, lessons, at

    def become(self, filiere_id: UUID) -> None:
        """Name the filière that was proposed from it.

        Raises:
            InitiativeIsFiliere
        """
        if self.proposed_filiere_id is not None:
            raise InitiativeIsFiliere()
        self.proposed_filiere_id = filiere_id

    def require_going_on(self) -> None:
        """Refuse what only concerns what goes on.

        Raises:
            NotPossibleNow
        """
        if self.state not in GOING_ON:
            raise NotPossibleNow(f"it is {self.state}")

    @property
    def is_shown(self) -> bool:
        """Whether everybody sees it."""
        return self.state in SHOWN

    def is_by(self, person: Person) -> bool:
        """Whether this person submitted it, with whichever of their tokens."""
        return person.is_among([self.submitted_by], [self.submitted_by_member])

    def facets(self) -> set[tuple[str, str]]:
        """What a list can be filtered by: (kind, code)."""
        kinds = (("trade", self.trades), ("sector", self.sectors), ("nuts", self.nuts or [EVERYWHERE]))
        return {(kind, code) for kind, codes in kinds for code in codes}

    def _moderated(self, by: Person, at: datetime, *begins_from: State) -> None:
        self._require(at, *begins_from)
        if self.is_by(by):
            raise OwnSubmission("you submitted this initiative; a colleague decides")
        self.decided_by = by.subject

    def _require(self, at: datetime, *begins_from: State) -> None:
        state = state_on(self.state, self.review_on, day_of(at))
        if state not in begins_from:
            raise NotPossibleNow(f"it is {state}")


def state_on(stored: State, review_on: date | None, today: date) -> State:
    """The state on a day: what goes on is under review from its review date on."""
    is_due = stored in GOING_ON and review_on is not None and review_on <= today
    return State.UNDER_REVIEW if is_due else State(stored)


def _require_ahead(review_on: date, at: datetime) -> None:
    if review_on <= day_of(at):
        why = "the review date lies ahead"
        raise Invalid(why, errors=[{"pointer": "/body/review_on", "detail": why}])
    require_near({"review_on": review_on}, day_of(at), END)


initiative_facets = Table(
    "initiative_facets",
    tables.metadata,
    Column("initiative_id", Uuid, ForeignKey("initiatives.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("code", String(80), primary_key=True),
    Index("ix_initiative_facets_code", "kind", "code", "initiative_id"),
)
"""The codes of initiatives, one a row, so that filters have an index."""

initiative_supports = Table(
    "initiative_supports",
    tables.metadata,
    Column("initiative_id", Uuid, ForeignKey("initiatives.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", Uuid, ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True),
    Column("supported_at", Utc, nullable=False),
    Index("ix_initiative_supports_member", "member_id"),
)
"""Who supports an initiative: a member once, as its key decides."""
