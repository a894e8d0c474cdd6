"""The report of a post by a reader."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from partage_kit.tables import Utc, enum_text
from partage_members.post_moderation.errors import AlreadyReported
from partage_members.post_moderation.schemas import ReportKind, ReportOutcome
from partage_members.tables import MembersRecord

_WAITING = text("closed_at IS NULL")


class PostReport(MembersRecord, table=True):
    """What a reader says is wrong with a post, until a moderator decides; `reporter` is the member or the subject."""

    __tablename__ = "post_reports"
    __table_args__ = (
        UniqueConstraint("post_id", "reporter", info={"refusal": AlreadyReported}),
        Index(
            "ix_post_reports_waiting",
            "office",
            "reported_at",
            "id",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
    )

    post_id: UUID = Field(foreign_key="posts.id", ondelete="CASCADE")
    reporter: str = Field(max_length=255)
    kind: ReportKind = Field(sa_type=enum_text(ReportKind))
    note: str | None = Field(default=None, max_length=2_000)
    reported_at: datetime = Field(sa_type=Utc)
    closed_at: datetime | None = Field(default=None, sa_type=Utc)
    closed_by: str | None = Field(default=None, max_length=255)
    outcome: ReportOutcome | None = Field(default=None, sa_type=enum_text(ReportOutcome))
