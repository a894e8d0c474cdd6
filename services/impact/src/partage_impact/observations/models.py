"""Runs of computing, and the observations that they made."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlmodel import Field

from partage_contracts.impact import FigureStatus as Status
from partage_impact.indicators.evaluation import NoValue
from partage_impact.indicators.periods import PeriodKind
from partage_impact.tables import ImpactRecord, tables
from partage_kit.tables import Json, Utc, enum_text, sort_text

_CURRENT = text("is_current = true")


class ObservationRun(ImpactRecord, table=True):
    """One computing of an indicator version for one period: all its areas, from the same facts.

    A run is released or held; the newest released one is current.
    """

    __tablename__ = "observation_runs"
    __table_args__ = (
        Index("ix_observation_runs_version", "version_id", "period", "as_of"),
        Index(
            "uq_observation_runs_current",
            "version_id",
            "period",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
    )

    indicator_id: UUID = Field(foreign_key="indicators.id")
    version_id: UUID = Field(foreign_key="indicator_versions.id")
    period: str = Field(max_length=10)
    period_kind: PeriodKind = Field(sa_type=enum_text(PeriodKind))
    as_of: datetime = Field(sa_type=Utc)
    digest: str = Field(max_length=64)
    held: bool
    is_current: bool
    computed_by: str = Field(max_length=255)


observations = Table(
    "observations",
    tables.metadata,
    Column("id", Uuid, primary_key=True),
    Column("office", String(31), nullable=False),
    Column("run_id", Uuid, ForeignKey("observation_runs.id"), nullable=False),
    Column("indicator_id", Uuid, ForeignKey("indicators.id"), nullable=False),
    Column("version_id", Uuid, ForeignKey("indicator_versions.id"), nullable=False),
    Column("period", String(10), nullable=False),
    Column("period_first", Date, nullable=False),
    Column("area", sort_text(5), nullable=False),
    Column("value", Text),
    Column("num", Text),
    Column("den", Text),
    Column("n", Integer, nullable=False),
    Column("weight", Integer),
    Column("status", enum_text(Status), nullable=False),
    Column("reason", enum_text(NoValue)),
    Column("for_members", Boolean, nullable=False),
    Column("for_public", Boolean, nullable=False),
    Column("inputs", Json, nullable=False),
    Column("input_hash", String(64), nullable=False),
    Index("ix_observations_run", "run_id"),
    Index("ix_observations_office_period", "office", "period_first", "id"),
    Index("ix_observations_indicator_period", "indicator_id", "period_first", "id"),
)
"""Figures, exact (2/3) and whole: what readers may see of them, `for_members` and `for_public` decide."""

release_keys = Table(
    "release_keys",
    tables.metadata,
    Column("office", String(31), primary_key=True),
    Column("key", LargeBinary, nullable=False),
)
"""The key of an office's traces. Whoever computes locks its row, so that releases are decided one after another."""

released_cells = Table(
    "released_cells",
    tables.metadata,
    Column("id", Uuid, primary_key=True),
    Column("office", String(31), nullable=False),
    Column("fact_type", String(60), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("traces", LargeBinary, nullable=False),
    Column("counts", Boolean, nullable=False),
    Column("for_public", Boolean, nullable=False),
    UniqueConstraint("office", "fact_type", "digest", "counts", "for_public"),
    Index("ix_released_cells_days", "office", "fact_type", "last_day"),
)
"""Which facts released figures about persons told of, by their traces, whatever the figure. Rows only come."""
