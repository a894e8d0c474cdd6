"""The data export: a request for one's data, its legal date, and the archive that answers it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Uuid, text
from sqlmodel import Field

from partage_kit.errors import NotPossibleNow
from partage_kit.tables import Utc, enum_text
from partage_kit.types import Language
from partage_members.data_exports.errors import ArchiveExpired, ArchiveNotReady
from partage_members.data_exports.schemas import DAYS_KEPT, ExportState, RequestWay
from partage_members.tables import MembersAggregate, tables

PART_SIZE = 262_144
"""Bytes of a part of an archive."""

_PENDING, _UNANSWERED = text("ready_at IS NULL"), text("answered_at IS NULL")


class DataExport(MembersAggregate, table=True):
    """One request; `asked_by` is null when the member asked herself, else who of the staff recorded it.

    The member is only named by her id, without a foreign key: that a request was answered outlives her profile.
    """

    __tablename__ = "data_exports"
    __table_args__ = (
        Index("ix_data_exports_office", "office", "due_on", "id"),
        Index("ix_data_exports_member", "member_id", "requested_at", "id"),
        Index("ix_data_exports_pending", "requested_at", sqlite_where=_PENDING, postgresql_where=_PENDING),
        Index("ix_data_exports_received_on", "received_on"),
        Index(
            "ix_data_exports_unanswered",
            "office",
            "due_on",
            sqlite_where=_UNANSWERED,
            postgresql_where=_UNANSWERED,
        ),
    )

    member_id: UUID
    asked_by: str | None = Field(default=None, max_length=255)
    way: RequestWay = Field(sa_type=enum_text(RequestWay))
    evidence_reference: str | None = Field(default=None, max_length=80)
    language: Language = Field(sa_type=enum_text(Language))
    received_on: date
    due_on: date
    requested_at: datetime = Field(sa_type=Utc)
    ready_at: datetime | None = Field(default=None, sa_type=Utc)
    answered_at: datetime | None = Field(default=None, sa_type=Utc)
    handover_reference: str | None = Field(default=None, max_length=80)
    size: int | None = None
    sha256: str | None = Field(default=None, max_length=64)

    def keep(self, size: int, sha256: str, at: datetime) -> None:
        """The archive is there; who asked online has her answer with it."""
        self.size, self.sha256, self.ready_at = size, sha256, at
        if self.asked_by is None:
            self.answered_at = at

    def hand_over(self, evidence_reference: str, at: datetime) -> None:
        """The archive was given to the member.

        Raises:
            ArchiveNotReady, NotPossibleNow
        """
        if self.ready_at is None:
            raise ArchiveNotReady()
        if self.answered_at is not None:
            raise NotPossibleNow("the request is answered already")
        self.handover_reference, self.answered_at = evidence_reference, at


data_export_parts = Table(
    "data_export_parts",
    tables.metadata,
    Column("export_id", Uuid, ForeignKey("data_exports.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("office", String(31), nullable=False),
    Column("member_id", Uuid, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("created_at", Utc, nullable=False),
    Index("ix_data_export_parts_created_at", "created_at"),
    Index("ix_data_export_parts_member", "member_id"),
)
"""The content of an archive, part by part, until it expires."""


def expires_at(ready_at: datetime | None) -> datetime | None:
    """Until when an archive can be downloaded."""
    return None if ready_at is None else ready_at + timedelta(days=DAYS_KEPT)


def state_at(ready_at: datetime | None, at: datetime) -> ExportState:
    """Where an export stands at an instant."""
    until = expires_at(ready_at)
    if until is None:
        return ExportState.REQUESTED
    return ExportState.READY if at < until else ExportState.EXPIRED


def require_archive(ready_at: datetime | None, at: datetime) -> None:
    """Refuse to give an archive that is not there.

    Raises:
        ArchiveNotReady, ArchiveExpired
    """
    state = state_at(ready_at, at)
    if state is ExportState.REQUESTED:
        raise ArchiveNotReady()
    if state is ExportState.EXPIRED:
        raise ArchiveExpired()
