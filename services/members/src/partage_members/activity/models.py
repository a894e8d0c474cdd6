"""What is kept of activity, and what is proposed from it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from partage_contracts.members import ActivityBand, ActivityKind, ClientKind
from partage_kit.errors import Busy, NotPossibleNow
from partage_kit.tables import Utc, enum_text
from partage_members.activity.evidence import DriftKind
from partage_members.activity.schemas import Dimension, ProposalState
from partage_members.tables import MembersAggregate, MembersRecord

_OPEN = text("state = 'open'")


class ActivityEntry(MembersRecord, table=True):
    """A piece of activity by the reference of its source: months, codes and a band; no day and no amount."""

    __tablename__ = "activity_entries"
    __table_args__ = (
        UniqueConstraint("office", "source", "reference", info={"refusal": Busy}),
        Index("ix_activity_entries_member", "member_id", "first_month", "id"),
        Index("ix_activity_entries_months", "office", "last_month", "member_id"),
    )

    member_id: UUID = Field(foreign_key="profiles.id", ondelete="CASCADE")
    kind: ActivityKind = Field(sa_type=enum_text(ActivityKind))
    source: str = Field(max_length=40)
    reference: str = Field(max_length=80)
    revision: int
    first_month: date
    last_month: date
    trade: str | None = Field(default=None, max_length=80)
    sector: str | None = Field(default=None, max_length=80)
    client_kind: ClientKind | None = Field(default=None, sa_type=enum_text(ClientKind))
    band: ActivityBand = Field(sa_type=enum_text(ActivityBand))
    cancelled: bool = False
    recorded_at: datetime = Field(sa_type=Utc)


class DriftProposal(MembersAggregate, table=True):
    """A change of a profile that activity suggests; only the member herself applies it."""

    __tablename__ = "drift_proposals"
    __table_args__ = (
        Index(
            "uq_drift_proposals_open",
            *("member_id", "dimension", "kind", "code"),
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
            info={"refusal": Busy},
        ),
        Index("ix_drift_proposals_member", "member_id", "proposed_at", "id"),
        Index("ix_drift_proposals_open", "office", "state", "expires_at"),
    )

    member_id: UUID = Field(foreign_key="profiles.id", ondelete="CASCADE")
    dimension: Dimension = Field(sa_type=enum_text(Dimension))
    kind: DriftKind = Field(sa_type=enum_text(DriftKind))
    code: str = Field(max_length=80)
    strength: int
    state: ProposalState = Field(default=ProposalState.OPEN, sa_type=enum_text(ProposalState))
    proposed_at: datetime = Field(sa_type=Utc)
    expires_at: datetime = Field(sa_type=Utc)
    decided_at: datetime | None = Field(default=None, sa_type=Utc)

    def answer(self, state: ProposalState, at: datetime) -> None:
        """Accept or decline it.

        Raises:
            NotPossibleNow: it was answered, or its time is over.
        """
        if self.state is not ProposalState.OPEN or self.expires_at <= at:
            is_over = ProposalState.EXPIRED if self.state is ProposalState.OPEN else self.state
            raise NotPossibleNow(f"it is {is_over}")
        self.state, self.decided_at = state, at


class EvidenceReview(MembersRecord, table=True):
    """When the activity of an office is next compared with what its members declare, and how far a review has come."""

    __tablename__ = "evidence_reviews"
    __table_args__ = (UniqueConstraint("office", info={"refusal": Busy}), Index("ix_evidence_reviews_due", "due_at"))

    due_at: datetime = Field(sa_type=Utc)
    done_at: datetime | None = Field(default=None, sa_type=Utc)
    after_member: UUID | None = None
