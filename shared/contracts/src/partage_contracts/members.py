"""Facts of the members service. Ids, codes, counts and dates only: no name, address or free text."""

from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from partage_kit.types import CountryCode, Day, Fact, UtcDateTime


class Place(BaseModel):
    """Where something is, in codes: country (ISO 3166-1), NUTS region (Eurostat) and postal code."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    country: CountryCode
    nuts: str | None = None
    postal_code: str | None = None


class Stage(StrEnum):
    """How far a member's activity has come."""

    STARTING = "starting"
    DEVELOPING = "developing"
    ESTABLISHED = "established"
    WINDING_DOWN = "winding_down"


class FiliereKind(StrEnum):
    """What a filière gathers: one trade, complementary trades of a sector, or a shared reality of work."""

    TRADE = "trade"
    SECTOR = "sector"
    CIRCLE = "circle"


class FiliereStage(StrEnum):
    """Where a filière stands in its life."""

    PROPOSED = "proposed"
    UNDER_STUDY = "under_study"
    REJECTED = "rejected"
    LAUNCHING = "launching"
    ACTIVE = "active"
    RESULTS = "results"
    DECLINING = "declining"
    DORMANT = "dormant"
    CLOSED = "closed"


class _MembersFact(Fact):
    service: ClassVar[str] = "members"


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


class FiliereProposed(_MembersFact):
    """Somebody proposed a filière; the subject is the filière's id."""

    noun: ClassVar[str] = "filiere"
    verb: ClassVar[str] = "proposed"

    kind: FiliereKind
    occupations: tuple[str, ...]
    sectors: tuple[str, ...]
    nuts: tuple[str, ...]


class FiliereStageChanged(_MembersFact):
    """A decision moved a filière to another stage of its life."""

    noun: ClassVar[str] = "filiere"
    verb: ClassVar[str] = "stage_changed"

    kind: FiliereKind
    previous: FiliereStage
    stage: FiliereStage
    decided_at: UtcDateTime


class _Facilitation(_MembersFact):
    """The subject is the appointment's id."""

    noun: ClassVar[str] = "facilitator"

    member_id: UUID
    filiere_id: UUID
    at: UtcDateTime


class FacilitatorAppointed(_Facilitation):
    """A member facilitates a filière from now on."""

    verb: ClassVar[str] = "appointed"


class FacilitatorEnded(_Facilitation):
    """A member facilitates a filière no longer."""

    verb: ClassVar[str] = "ended"


class _MembershipState(_MembersFact):
    """The subject is the membership's id."""

    noun: ClassVar[str] = "membership"

    member_id: UUID
    filiere_id: UUID
    kind: FiliereKind
    at: UtcDateTime


class MembershipRequested(_MembershipState):
    """A member asked to join a filière that is open on request."""

    verb: ClassVar[str] = "requested"


class MembershipJoined(_MembershipState):
    """A member belongs to a filière from now on."""

    verb: ClassVar[str] = "joined"


class MembershipLeft(_MembershipState):
    """A member no longer belongs to a filière."""

    verb: ClassVar[str] = "left"
