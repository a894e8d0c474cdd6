"""The erasure that was asked for, and which services have forgotten the member."""

import hashlib
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, String, Table, UniqueConstraint, Uuid, text
from sqlmodel import Field

from partage_kit.tables import Utc
from partage_members.erasures.errors import ErasureUnderWay
from partage_members.tables import MembersAggregate, tables

_WAITS = text("erased_at IS NULL")
_LAGS = text("completed_at IS NULL")


class Erasure(MembersAggregate, table=True):
    """A member asked to be forgotten. Her id stays with it, and nothing else: it is the proof that it was done."""

    __tablename__ = "erasures"
    __table_args__ = (
        UniqueConstraint("member_id", info={"refusal": ErasureUnderWay}),
        Index("ix_erasures_waiting", "requested_at", sqlite_where=_WAITS, postgresql_where=_WAITS),
        Index("ix_erasures_office", "office", "requested_at", "id"),
        Index("ix_erasures_lagging", "office", "due_on", sqlite_where=_LAGS, postgresql_where=_LAGS),
    )

    member_id: UUID
    subject: str | None = Field(default=None, max_length=255)
    recorded_by: str | None = Field(default=None, max_length=255)
    confirmation: str = Field(max_length=64)
    secret_hash: str = Field(max_length=64)
    requested_at: datetime = Field(sa_type=Utc)
    due_on: date
    erased_at: datetime | None = Field(default=None, sa_type=Utc)
    completed_at: datetime | None = Field(default=None, sa_type=Utc)

    def be_done(self, at: datetime, is_awaited: bool) -> None:
        """Note that this service has forgotten her; `is_awaited` says that others must, too."""
        self.erased_at, self.subject = at, None
        self.completed_at = None if is_awaited else at


acknowledgements = Table(
    "erasure_acknowledgements",
    tables.metadata,
    Column("erasure_id", Uuid, ForeignKey("erasures.id"), primary_key=True),
    Column("service", String(40), primary_key=True),
    Column("acknowledged_at", Utc),
)
"""The services that must forget the member, and when each of them has."""


def hash_of(secret: str) -> str:
    """What is kept of a receipt's secret: SHA-256 in hex, as 256 random bits need no slower hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
