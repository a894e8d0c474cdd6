"""The facilitator: a member who was appointed to facilitate a filière, until she or the office ends it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from partage_kit.errors import NotPossibleNow
from partage_kit.tables import Utc
from partage_kit.types import day_of
from partage_members.facilitators.errors import AlreadyFacilitator
from partage_members.tables import MembersAggregate

_IN_OFFICE = text("ended_at IS NULL")


class Facilitator(MembersAggregate, table=True):
    """One appointment; who is appointed again gets a new one."""

    __tablename__ = "facilitators"
    __table_args__ = (
        Index(
            "uq_facilitators_in_office",
            "filiere_id",
            "member_id",
            unique=True,
            sqlite_where=_IN_OFFICE,
            postgresql_where=_IN_OFFICE,
            info={"refusal": AlreadyFacilitator},
        ),
        Index("ix_facilitators_filiere", "filiere_id", "appointed_at", "id"),
        Index("ix_facilitators_member", "member_id"),
    )

    filiere_id: UUID = Field(foreign_key="filieres.id")
    member_id: UUID = Field(foreign_key="profiles.id")
    appointed_by: str = Field(max_length=255)
    appointed_at: datetime = Field(sa_type=Utc)
    ended_by: str | None = Field(default=None, max_length=255)
    ended_at: datetime | None = Field(default=None, sa_type=Utc)

    def end(self, by: str, at: datetime) -> None:
        """Facilitate no longer.

        Raises:
            NotPossibleNow
        """
        if self.ended_at is not None:
            raise NotPossibleNow(f"it ended on {day_of(self.ended_at)}")
        self.ended_by, self.ended_at = by, at
