"""The report of a post by a reader."""

from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from partage_members.moderation.errors import AlreadyReported
from partage_members.moderation.models import Reported
from partage_members.tables import MembersRecord

_WAITING = text("closed_at IS NULL")


class PostReport(Reported, MembersRecord, table=True):
    """What a reader says is wrong with a post, until a moderator decides."""

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
