"""Waves, the tickets that were given, and the answers that came: nothing joins the last two."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    Uuid,
)
from sqlmodel import Field

from partage_contracts.impact import WaveMode, WavePurpose
from partage_impact.tables import ImpactAggregate, tables
from partage_impact.waves.errors import (
    AlreadyAnswered,
    ModeIsFrozen,
    NoResultsYet,
    OtherMode,
    ThresholdMayOnlyRise,
    TicketAlreadyIssued,
    TicketSpent,
    WaveIsNotOpen,
)
from partage_impact.waves.schemas import WaveState
from partage_kit.changes import write_changes
from partage_kit.errors import NotPossibleNow
from partage_kit.tables import Json, enum_text


class Wave(ImpactAggregate, table=True):
    """A questionnaire asked of the members of an office for a time."""

    __tablename__ = "waves"
    __table_args__ = (
        Index("ix_waves_office", "office", "id"),
        Index("ix_waves_office_state", "office", "state", "id"),
        Index("ix_waves_evaluation", "evaluation_id"),
    )

    title: dict[str, str] = Field(sa_type=Json)
    purpose: WavePurpose = Field(sa_type=enum_text(WavePurpose))
    mode: WaveMode = Field(sa_type=enum_text(WaveMode))
    questionnaire_id: UUID = Field(foreign_key="questionnaires.id")
    evaluation_id: UUID | None = Field(default=None, foreign_key="evaluations.id")
    threshold: int
    languages: list[str] = Field(sa_type=Json)
    state: WaveState = Field(default=WaveState.PLANNED, sa_type=enum_text(WaveState))
    opened_on: date | None = None
    closes_on: date | None = None
    closed_on: date | None = None
    needs_survey_id: UUID | None = None
    needs_question: str | None = Field(default=None, max_length=40)
    ticket_key: bytes = Field(sa_type=LargeBinary)

    def change(self, changes: dict[str, Any], has_begun: bool) -> None:
        """Take what was written anew; `has_begun` says that somebody holds a ticket or has answered.

        Raises:
            ThresholdMayOnlyRise, ModeIsFrozen
            NotPossibleNow: the wave is closed.
        """
        if self.state in (WaveState.CLOSED, WaveState.ANALYSED):
            raise NotPossibleNow(f"the wave is {self.state}")
        if changes.get("threshold", self.threshold) < self.threshold:
            raise ThresholdMayOnlyRise()
        if has_begun and changes.get("mode", self.mode) is not self.mode:
            raise ModeIsFrozen()
        write_changes(self, changes)

    def open(self, day: date) -> None:
        """Let members answer from a day on.

        Raises:
            NotPossibleNow: it was opened before, or its last day is past.
        """
        if self.state is not WaveState.PLANNED:
            raise NotPossibleNow(f"the wave is {self.state}")
        if self.closes_on is not None and self.closes_on < day:
            raise NotPossibleNow("the last day of the wave is past")
        self.state, self.opened_on = WaveState.OPEN, day

    def close(self, day: date) -> None:
        """Take no more answers.

        Raises:
            WaveIsNotOpen
        """
        if self.state is not WaveState.OPEN:
            raise WaveIsNotOpen(f"the wave is {self.state}; only an open one is closed")
        self.state, self.closed_on = WaveState.CLOSED, min(day, self.closes_on or day)

    def analyse(self) -> None:
        """Let the results be read.

        Raises:
            NotPossibleNow: it is not closed, or analysed already.
        """
        if self.state is not WaveState.CLOSED:
            raise NotPossibleNow(f"the wave is {self.state}")
        self.state = WaveState.ANALYSED


_HOW_TO_ANSWER = {
    WaveMode.ANONYMOUS: "get a ticket with POST .../tickets, and answer with it and without a token at .../responses",
    WaveMode.IDENTIFIED: "answer with your token at .../identified-responses",
}


def state_on(wave: Any, day: date) -> WaveState:
    """Where a wave stands on a day: after its last day it takes no answers, closed by hand or not."""
    is_over = wave.state is WaveState.OPEN and wave.closes_on is not None and wave.closes_on < day
    return WaveState.CLOSED if is_over else wave.state


def require_open(wave: Any, day: date, mode: WaveMode) -> None:
    """Refuse an answer, or a ticket for one.

    Raises:
        WaveIsNotOpen, OtherMode
    """
    state = state_on(wave, day)
    if state is not WaveState.OPEN:
        raise WaveIsNotOpen(f"the wave is {state}{_since(wave, state)}")
    if wave.mode is not mode:
        raise OtherMode(f"the wave is {wave.mode}: {_HOW_TO_ANSWER[wave.mode]}")


def _since(wave: Any, state: WaveState) -> str:
    if state is WaveState.PLANNED:
        return " and not opened yet"
    return f"; its last day was {wave.closed_on or wave.closes_on}"


def require_analysed(wave: Any) -> None:
    """Refuse results before the end.

    Raises:
        NoResultsYet
    """
    if wave.state is not WaveState.ANALYSED:
        raise NoResultsYet()


# Both without rowid: SQLite would number their rows in the order in which they came.
tickets = Table(
    "wave_tickets",
    tables.metadata,
    Column("wave_id", Uuid, ForeignKey("waves.id"), nullable=False),
    Column("member_id", Uuid, nullable=False),
    Column("place", Uuid, nullable=False),
    PrimaryKeyConstraint("wave_id", "member_id", info={"refusal": TicketAlreadyIssued}),
    Index("ix_wave_tickets_place", "wave_id", "place"),
    sqlite_with_rowid=False,
)
"""That a member was given a ticket of a wave: not which one, and not when. `place` is random, to shuffle rows by."""

responses = Table(
    "wave_responses",
    tables.metadata,
    Column("id", Uuid, primary_key=True),
    Column("wave_id", Uuid, ForeignKey("waves.id"), nullable=False),
    Column("nonce_hash", String(64), nullable=False),
    Column("answered_on", Date, nullable=False),
    Column("answers", Json, nullable=False),
    UniqueConstraint("wave_id", "nonce_hash", info={"refusal": TicketSpent}),
    Index("ix_wave_responses_id", "wave_id", "id"),
    sqlite_with_rowid=False,
)
"""Anonymous answers under random ids; of the ticket only a hash of its nonce, of the time only the day."""

identified_responses = Table(
    "wave_identified_responses",
    tables.metadata,
    Column("wave_id", Uuid, ForeignKey("waves.id"), nullable=False),
    Column("member_id", Uuid, nullable=False),
    Column("answered_on", Date, nullable=False),
    Column("answers", Json, nullable=False),
    PrimaryKeyConstraint("wave_id", "member_id", info={"refusal": AlreadyAnswered}),
)
"""Answers that members give under their own names, where a wave asks for that."""
