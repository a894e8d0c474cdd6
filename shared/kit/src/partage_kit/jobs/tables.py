"""The platform's tables of jobs: the jobs, the files they make, and the lines of their reports."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Uuid,
)

from partage_kit.jobs.kinds import JobState
from partage_kit.tables import Json, Utc, enum_text


def add_job_tables(metadata: MetaData) -> None:
    """Add them to the registry of a service."""
    Table(
        "jobs",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("office", String(31), nullable=False),
        Column("kind", String(60), nullable=False),
        Column("state", enum_text(JobState), nullable=False),
        Column("asked_by", String(255), nullable=False),
        Column("asked_by_member", Uuid),
        Column("parameters", Json, nullable=False),
        Column("place", Json),
        Column("done", Integer, nullable=False),
        Column("total", Integer),
        Column("result", Json),
        Column("problem", Json),
        Column("attempts", Integer, nullable=False),
        Column("holder", Uuid),
        Column("held_until", Utc),
        Column("untidy", Boolean, nullable=False),
        Column("version", Integer, nullable=False),
        Column("created_at", Utc, nullable=False),
        Column("updated_at", Utc, nullable=False),
        Column("ended_at", Utc),
        Column("expires_at", Utc, index=True),
        Index("ix_jobs_office", "office", "created_at", "id"),
        Index("ix_jobs_untidy", "untidy", "updated_at"),
    )
    Table(
        "job_files",
        metadata,
        Column("job_id", Uuid, ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
        Column("name", String(20), nullable=False),
        Column("filename", String(120), nullable=False),
        Column("media_type", String(120), nullable=False),
        Column("size", Integer, nullable=False),
        Column("parts", Integer, nullable=False),
        PrimaryKeyConstraint("job_id", "name"),
    )
    Table(
        "job_file_parts",
        metadata,
        Column("job_id", Uuid, ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
        Column("name", String(20), nullable=False),
        Column("number", Integer, nullable=False),
        Column("content", LargeBinary, nullable=False),
        PrimaryKeyConstraint("job_id", "name", "number"),
    )
    Table(
        "job_report_lines",
        metadata,
        Column("job_id", Uuid, ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
        Column("number", Integer, nullable=False, autoincrement=False),
        Column("row", Integer, nullable=False),
        Column("column", String(80)),
        Column("detail", String(300), nullable=False),
        PrimaryKeyConstraint("job_id", "number"),
    )
    Table(
        "staged_rows",
        metadata,
        # no foreign key: rows come in before there is a job, and those of an upload that broke off are swept out
        Column("job_id", Uuid, nullable=False),
        Column("number", Integer, nullable=False, autoincrement=False),
        Column("given", Json, nullable=False),
        Column("key", String(400)),
        Column("ready", Json),
        Column("staged_at", Utc, nullable=False, index=True),
        PrimaryKeyConstraint("job_id", "number"),
    )
