"""What members tell of themselves, in codes."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from partage_contracts.members.base import Place, _MembersFact
from partage_kit.types import ERASED, Day


class Stage(StrEnum):
    """How far a member's activity has come."""

    STARTING = "starting"
    DEVELOPING = "developing"
    ESTABLISHED = "established"
    WINDING_DOWN = "winding_down"


class _ProfileState(_MembersFact):
    """What other services may know of a member; the subject is the member's id."""

    noun: ClassVar[str] = "profile"

    place: Place | None
    trades: tuple[str, ...]
    sectors: tuple[str, ...]
    languages: tuple[str, ...]
    stage: Stage
    joined_on: Day


class ProfileRegistered(_ProfileState):
    """A member has a profile."""

    verb: ClassVar[str] = "registered"


class ProfileUpdated(_ProfileState):
    """A member's profile has changed; the state is whole, so the newest event is enough."""

    verb: ClassVar[str] = "updated"


class FieldAudience(BaseModel):
    """Who sees one field of a profile: nobody, filiere, members, partners or public."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    field: Annotated[str, Field(examples=["headline"])]
    audience: Annotated[str, Field(examples=["members"])]


class ProfileAudienceChanged(_MembersFact):
    """A member shows herself to others than before; who keeps copies of a profile removes what is hidden now."""

    noun: ClassVar[str] = "profile"
    verb: ClassVar[str] = "audience_changed"

    audiences: tuple[FieldAudience, ...]


class ProfileErased(_MembersFact):
    """A member is forgotten: every service forgets her too, and acknowledges the erasure by the day that the law gives.

    Earlier and later events of this member are passed over from now on.
    """

    noun: ClassVar[str] = "profile"
    verb: ClassVar[str] = ERASED

    erasure_id: UUID
    due_on: Day
