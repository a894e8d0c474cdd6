"""A code in use that has left its scheme, and what who is responsible may choose in its place."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from partage_kit.errors import Busy, NotPossibleNow
from partage_kit.tables import Json, Utc, enum_text
from partage_members.activity.schemas import ProposalState
from partage_members.classification_upgrades.schemas import RecodedNoun
from partage_members.tables import MembersAggregate

COLUMNS = {
    RecodedNoun.PROFILE: "member_id",
    RecodedNoun.FILIERE: "filiere_id",
    RecodedNoun.INITIATIVE: "initiative_id",
    RecodedNoun.OPPORTUNITY: "opportunity_id",
}
"""Where a proposal names the record whose code it is about; one of them is filled."""


def record_of(proposal: Any) -> tuple[RecodedNoun, UUID]:
    """The record that a proposal, or a row of one, is about."""
    return next((noun, found) for noun, column in COLUMNS.items() if (found := getattr(proposal, column)) is not None)


class CodeProposal(MembersAggregate, table=True):
    """What may take the place of a code of one record; only who is responsible for it chooses, and is asked once.

    That is the member for her profile, facilitators and staff for a filière, else who submitted or posted it.
    """

    __tablename__ = "code_proposals"
    __table_args__ = (
        *(UniqueConstraint(column, "code", info={"refusal": Busy}) for column in COLUMNS.values()),
        Index("ix_code_proposals_office", "office", "proposed_at", "id"),
        Index("ix_code_proposals_member", "member_id", "proposed_at", "id"),
    )

    member_id: UUID | None = Field(default=None, foreign_key="profiles.id", ondelete="CASCADE")
    filiere_id: UUID | None = Field(default=None, foreign_key="filieres.id", ondelete="CASCADE")
    initiative_id: UUID | None = Field(default=None, foreign_key="initiatives.id", ondelete="CASCADE")
    opportunity_id: UUID | None = Field(default=None, foreign_key="opportunities.id", ondelete="CASCADE")
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
