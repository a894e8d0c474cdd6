"""Shapes of memberships, in and out."""

from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from partage_contracts.members import FiliereKind, FiliereStage
from partage_kit.types import Note, Shape, UtcDateTime


class Way(StrEnum):
    """How a membership began."""

    OPEN = "open"
    REQUEST = "request"
    INVITATION = "invitation"


class State(StrEnum):
    """Where a membership stands; a request of 30 days without an answer has lapsed, as its dates tell."""

    REQUESTED = "requested"
    INVITED = "invited"
    ACTIVE = "active"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    REFUSED = "refused"
    LEFT = "left"
    ENDED = "ended"


class Invite(Shape):
    """Whom to invite."""

    member_id: UUID


class DeclineRequest(Shape):
    """Why a request is declined; the member reads it."""

    reason: Note


class MembershipView(Shape):
    """A membership, a request or an invitation; `ended` means that the filière closed."""

    id: UUID
    filiere_id: UUID
    member_id: UUID
    kind: FiliereKind
    way: Way
    state: State
    reason: str | None = Field(description="why the request was declined")
    created_at: UtcDateTime
    joined_at: UtcDateTime | None
    ended_at: UtcDateTime | None
    version: int


class MyMembership(MembershipView):
    """A membership of yours, with what you see of the filière in a list."""

    filiere_names: dict[str, str]
    filiere_stage: FiliereStage


class PersonInFiliere(Shape):
    """Somebody in a filière, or on the way into it."""

    id: UUID = Field(description="of the membership")
    member_id: UUID
    given_name: str
    family_name: str
    created_at: UtcDateTime
    joined_at: UtcDateTime | None


class MyFilter(BaseModel):
    """Which of your memberships a list shows."""

    model_config = ConfigDict(frozen=True)

    state: State | None = None


class PeopleFilter(BaseModel):
    """Which people of a filière a list shows; requests and invitations are for staff and its facilitators."""

    model_config = ConfigDict(frozen=True)

    state: Literal[State.ACTIVE, State.REQUESTED, State.INVITED] = State.ACTIVE
    sort: Literal["name", "-created_at"] = "name"
