"""Shapes of facilitators, in and out."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from partage_kit.types import Shape, UtcDateTime


class AppointFacilitator(Shape):
    """Which member is to facilitate the filière."""

    member_id: UUID


class FacilitatorFilter(BaseModel):
    """Which facilitators of a filière a list shows."""

    model_config = ConfigDict(frozen=True)

    ended: bool = Field(False, description="those of the past instead of those of today")


class FacilitatorView(Shape):
    """An appointment."""

    id: UUID
    filiere_id: UUID
    member_id: UUID
    appointed_at: UtcDateTime
    ended_at: UtcDateTime | None
    version: int


class FacilitatorLine(FacilitatorView):
    """A facilitator as a line of a list, with her name."""

    given_name: str
    family_name: str
