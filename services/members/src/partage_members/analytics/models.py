"""Snapshots and their cells, which the database itself lets nobody change, and who asked for one."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, UniqueConstraint, Uuid
from sqlmodel import Field

from partage_kit.errors import Busy
from partage_kit.tables import Utc, enum_text, sort_text
from partage_members.analytics.catalogue import AnalyticsAudience
from partage_members.analytics.catalogue import Table as AnalyticsTable
from partage_members.analytics.errors import SnapshotAskedFor
from partage_members.tables import MembersRecord, tables


class AnalyticsSnapshot(MembersRecord, table=True):
    """The protected counts of an office for one period and audience."""

    __tablename__ = "analytics_snapshots"
    __table_args__ = (
        UniqueConstraint("office", "audience", "period", info={"refusal": Busy}),
        Index("ix_analytics_snapshots_newest", "office", "audience", "made_at", "id"),
    )

    audience: AnalyticsAudience = Field(sa_type=enum_text(AnalyticsAudience))
    period: str = Field(sa_type=sort_text(10))
    threshold: int
    made_at: datetime = Field(sa_type=Utc)
    sha256: str = Field(max_length=64)


class AnalyticsRequest(MembersRecord, table=True):
    """A snapshot of a day that staff asked for; a worker makes it."""

    __tablename__ = "analytics_requests"
    __table_args__ = (UniqueConstraint("office", "period", info={"refusal": SnapshotAskedFor}),)

    period: str = Field(sa_type=sort_text(10))
    requested_at: datetime = Field(sa_type=Utc)


analytics_cells = Table(
    "analytics_cells",
    tables.metadata,
    Column("snapshot_id", Uuid, ForeignKey("analytics_snapshots.id"), primary_key=True),
    Column("table_code", enum_text(AnalyticsTable), primary_key=True),
    Column("row_code", sort_text(80), primary_key=True),
    Column("column_code", sort_text(80), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("persons", Integer),
    Index("ix_analytics_cells_order", "snapshot_id", "table_code", "number"),
)
"""The cells of a snapshot in their order; a hidden count is NULL, and nowhere else either."""
