"""Shapes of stage decisions, in and out."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from partage_contracts.members import FiliereStage
from partage_kit.types import Line, Shape, Translations, UtcDateTime
from partage_kit.types.patterns import Pattern

Link = Annotated[
    str,
    Pattern(
        r"^https?://[^\s<>\"]{1,500}$",
        "an address that begins with https:// or http://, such as https://example.org/report",
    ),
]


class Evidence(Shape):
    """Something the decision stands on: figures, minutes, a study."""

    title: Line
    link: Link | None = None


class Grounds(Shape):
    """Why a decision is taken; published with it."""

    reason: Translations
    evidence: Annotated[list[Evidence], Field(min_length=1, max_length=20)]


class ConsultedGrounds(Grounds):
    """Why a decision is taken on which members were consulted."""

    consultation_id: UUID = Field(description="the closed consultation of members about this very decision")


class StageDecisionView(Shape):
    """A decision that moved a filière from one stage of its life to another."""

    id: UUID
    filiere_id: UUID
    previous: FiliereStage
    stage: FiliereStage
    reason: dict[str, str]
    evidence: list[Evidence]
    consultation_id: UUID | None
    decided_by: str = Field(description="the subject of the decider's token; `system` for a dated rule")
    decided_at: UtcDateTime
