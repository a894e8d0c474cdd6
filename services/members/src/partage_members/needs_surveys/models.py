"""The survey of needs that an office asks for."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from partage_kit.errors import NotPossibleNow
from partage_kit.tables import Json, Utc, enum_text
from partage_members.needs_surveys.schemas import SurveyState as State
from partage_members.tables import MembersAggregate

WAITING = frozenset({State.REQUESTED, State.RUNNING})
"""Stored states of what may still be answered."""

ANALYSIS_TAKES = timedelta(days=30)
"""How long an answer may take after the last day before the survey is overdue."""


class NeedsSurvey(MembersAggregate, table=True):
    """Whom an office asks for their needs, when, and what came of it; `overdue` follows from dates."""

    __tablename__ = "needs_surveys"
    __table_args__ = (
        Index("ix_needs_surveys_office", "office", "id"),
        Index("ix_needs_surveys_state", "office", "state", "closes_on"),
    )

    title: dict[str, str] = Field(sa_type=Json)
    state: State = Field(default=State.REQUESTED, sa_type=enum_text(State))
    trades: list[str] = Field(default_factory=list, sa_type=Json)
    sectors: list[str] = Field(default_factory=list, sa_type=Json)
    nuts: list[str] = Field(default_factory=list, sa_type=Json)
    filieres: list[str] = Field(default_factory=list, sa_type=Json)
    topics: list[str] = Field(default_factory=list, sa_type=Json)
    languages: list[str] = Field(sa_type=Json)
    opens_on: date
    closes_on: date
    requested_by: str = Field(max_length=255)
    requested_at: datetime = Field(sa_type=Utc)
    wave_id: UUID | None = None
    answered_at: datetime | None = Field(default=None, sa_type=Utc)
    needs_taken: int | None = None
    needs_passed_over: int | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=Utc)

    @property
    def is_waiting(self) -> bool:
        """Whether it may still be answered."""
        return self.state in WAITING

    def run(self, wave_id: UUID) -> None:
        """A wave asks it; the first one stays, and what was answered or withdrawn is so whatever comes late."""
        if self.state is State.REQUESTED:
            self.state, self.wave_id = State.RUNNING, wave_id

    def answer(self, wave_id: UUID, taken: int, passed_over: int, at: datetime) -> None:
        """A wave brought ranked needs back; `at` is when that was announced.

        Raises:
            NotPossibleNow: it is answered or withdrawn.
        """
        self._require_waiting()
        self.state, self.wave_id, self.answered_at = State.ANSWERED, wave_id, at
        self.needs_taken, self.needs_passed_over = taken, passed_over

    def withdraw(self, at: datetime) -> None:
        """Ask no longer.

        Raises:
            NotPossibleNow: it is answered or withdrawn.
        """
        self._require_waiting()
        self.state, self.withdrawn_at = State.WITHDRAWN, at

    def _require_waiting(self) -> None:
        if not self.is_waiting:
            raise NotPossibleNow(f"it is {self.state}")
