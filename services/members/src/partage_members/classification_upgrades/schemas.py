"""Shapes of upgrades, in and out."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field

from partage_kit.types import Shape, UtcDateTime
from partage_members.activity.schemas import ProposalState
from partage_members.classifications.codes import Code


class GoneCode(Shape):
    """A code in use that the current version of its scheme does not have, and what an upgrade would do with it."""

    code: str
    profiles: int = Field(description="how many profiles of the office use it")
    filieres: int = Field(description="how many filières use it that are not closed or rejected")
    initiatives: int = Field(description="how many initiatives use it that have not come to an end")
    opportunities: int = Field(description="how many opportunities use it that are not decided")
    replaced_by: str | None = Field(description="what takes its place exactly: an upgrade writes it")
    proposed: list[str] = Field(description="what may take its place: an upgrade proposes it to who is responsible")


class RecodedNoun(StrEnum):
    """What has codes of schemes."""

    PROFILE = "profile"
    FILIERE = "filiere"
    INITIATIVE = "initiative"
    OPPORTUNITY = "opportunity"


class CodeProposalView(Shape):
    """A code in use has left its scheme: what you may choose in its place; nothing changes unless you do."""

    id: UUID
    noun: RecodedNoun = Field(description="what has the code")
    record_id: UUID = Field(description="the profile, filière, initiative or opportunity that has it")
    code: str
    options: list[str]
    state: ProposalState
    proposed_at: UtcDateTime
    decided_at: UtcDateTime | None
    version: int


class ChooseCode(Shape):
    """One of the options."""

    code: Code
