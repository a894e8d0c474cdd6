"""Shapes of activity, in and out."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from partage_contracts.members import ActivityBand, ActivityKind, ClientKind
from partage_kit.types import Day, Line, Money, Shape, UtcDateTime
from partage_kit.types.patterns import Pattern
from partage_members.activity.evidence import DriftKind
from partage_members.classifications.codes import Code

MOST_MONTHS = 24
Source = Annotated[
    str, Pattern(r"^[a-z][a-z0-9_-]{0,39}$", "small letters, digits, _ and -, a letter first, such as payroll")
]
Reference = Annotated[Line, StringConstraints(max_length=80)]
Revision = Annotated[int, Field(strict=True, ge=1, le=1_000_000)]


class ActivityFields(Shape):
    """What is told of a registration, an assignment or an invoice, whoever it is about and however large it was."""

    kind: ActivityKind
    source: Source = Field(description="system that tells of it", examples=["payroll"])
    reference: Reference = Field(description="how that system names it; no name of a person", examples=["A-2026-0311"])
    revision: Revision = Field(1, description="higher than before for a correction")
    starts_on: Day
    ends_on: Day | None = Field(None, description="the same day when left out")
    trade: Code | None = None
    sector: Code | None = None
    client_kind: ClientKind | None = None
    band: ActivityBand | None = Field(None, description="instead of an amount")
    cancelled: bool = Field(False, description="as a correction: it never took place")

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        last = self.ends_on or self.starts_on
        if last < self.starts_on:
            raise ValueError("it ends before it starts")
        if month_number(last) - month_number(self.starts_on) >= MOST_MONTHS:
            raise ValueError(f"it lasts more than {MOST_MONTHS} months: send one record a year")
        if self.trade is None and self.sector is None:
            raise ValueError("a trade or a sector is needed")
        return self


class RecordActivity(ActivityFields):
    """A registration, an assignment or an invoice, as an office or a payroll system tells of it.

    `source` and `reference` name it for ever: sent again with the same content nothing happens; with other content and
    a higher `revision` it is a correction. Of the amount only its band is kept, of days only the months.
    """

    member_id: UUID
    amount: Money | None = Field(None, description="in euros, without tax; only its band is kept")

    @model_validator(mode="after")
    def _one_size(self) -> Self:
        if self.amount is not None and self.band is not None:
            raise ValueError("an amount or a band, not both")
        if self.amount is not None and self.amount.minor < 0:
            raise ValueError("an amount is not negative: a credit note is a correction of what it credits")
        return self


def month_number(day: date) -> int:
    """The month of a day, counted on over the years."""
    return day.year * 12 + day.month - 1


class Outcome(StrEnum):
    """What became of a piece of activity that was sent."""

    RECORDED = "recorded"
    CORRECTED = "corrected"
    KNOWN = "known"
    SUPERSEDED = "superseded"


class ActivityReceipt(Shape):
    """What is kept of a piece of activity, and what became of it: `superseded` when a later revision is known."""

    id: UUID
    outcome: Outcome
    revision: int
    band: ActivityBand


class ActivityFilter(BaseModel):
    """Which of your activity a list shows; what is left out does not restrict."""

    model_config = ConfigDict(frozen=True)

    kind: ActivityKind | None = None


class ActivityView(Shape):
    """A piece of your activity as it is kept: months instead of days, a band instead of an amount."""

    id: UUID
    kind: ActivityKind
    source: str
    reference: str
    revision: int
    first_month: Day
    last_month: Day
    trade: str | None
    sector: str | None
    client_kind: ClientKind | None
    band: ActivityBand
    cancelled: bool
    recorded_at: UtcDateTime


class Dimension(StrEnum):
    """What is compared: trades or sectors."""

    TRADE = "trade"
    SECTOR = "sector"


class ShownCode(Shape):
    """A trade or sector with the months of the last 24 in which contracts show it; `declared` is its place, from 1."""

    dimension: Dimension
    code: str
    months: int
    declared: int | None


class ShownEvidence(Shape):
    """What assignments and invoices of the last 24 months show, against what your profile declares."""

    since_month: Day
    codes: list[ShownCode]


class ProposalState(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    OUTDATED = "outdated"


class DriftProposalView(Shape):
    """A change of your profile that your activity suggests; nothing changes unless you accept it."""

    id: UUID
    dimension: Dimension
    kind: DriftKind
    code: str
    strength: int = Field(description="class of the evidence: 1 some, 2 regular, 3 steady")
    state: ProposalState
    proposed_at: UtcDateTime
    expires_at: UtcDateTime
    decided_at: UtcDateTime | None
    version: int
