"""A code of a profile that has left its scheme, and what the member may choose in its place."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from partage_kit.errors import Busy, NotPossibleNow
from partage_kit.tables import Json, Utc, enum_text
from partage_members.activity.schemas import ProposalState
from partage_members.tables import MembersAggregate


class CodeProposal(MembersAggregate, table=True):
    """What may take the place of a code; only the member herself chooses, and she is asked once."""

    __tablename__ = "code_proposals"
    __table_args__ = (
        UniqueConstraint("member_id", "code", info={"refusal": Busy}),
        Index("ix_code_proposals_member", "member_id", "proposed_at", "id"),
    )

    member_id: UUID = Field(foreign_key="profiles.id", ondelete="CASCADE")
    code: str = Field(max_length=80)
    options: list[str] = Field(default_factory=list, sa_type=Json)
    state: ProposalState = Field(default=ProposalState.OPEN, sa_type=enum_text(ProposalState))
    proposed_at: datetime = Field(sa_type=Utc)
    decided_at: datetime | None = Field(default=None, sa_type=Utc)

    def answer(self, state: ProposalState, at: datetime) -> None:
        """Accept or decline it.

        Raises:
            NotPossibleNow: it was answered.
        """
        if self.state is not ProposalState.OPEN:
            raise NotPossibleNow(f"it is {self.state}")
        self.state, self.decided_at = state, at
